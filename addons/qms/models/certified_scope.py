from odoo import fields, models
from odoo.exceptions import AccessError

PERSON_SCOPES = [
    ("in", "In the scope, whatever the unit"),
    ("out", "Outside the scope, whatever the unit"),
]


def check_may_set_scope(env):
    if not env.su and not env.user.has_group("qms.group_quality_manager"):
        raise AccessError(env._("Only a quality manager sets the certified scope."))


class HrEmployeePublic(models.Model):
    _inherit = "hr.employee.public"

    qms_scope = fields.Selection(related="employee_id.qms_scope")
    qms_in_scope = fields.Boolean(related="employee_id.qms_in_scope")

    def action_qms_scope_in(self):
        """In the certified scope."""
        self._qms_set_scope("in")

    def action_qms_scope_out(self):
        """Outside of the certified scope."""
        self._qms_set_scope("out")

    def action_qms_scope_as_unit(self):
        """As their unit is."""
        self._qms_set_scope(False)

    def _qms_set_scope(self, scope):
        check_may_set_scope(self.env)
        people = self.search([("id", "in", self.ids)])
        # sudo: hr.employee - the scope is the quality manager's, the rest HR's
        people.employee_id.sudo().qms_scope = scope
