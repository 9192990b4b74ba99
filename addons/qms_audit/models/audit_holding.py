from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding

from .audit_table import CLOSED

OPEN = Domain("state", "not in", CLOSED)


class QmsAuditHolding(models.AbstractModel):
    """Audited units change while a cycle runs; people are held by the team's rows."""

    _name = "qms.audit.holding"
    _description = "What of an audit goes with its units"
    _inherit = ["qms.holding.mixin"]

    @api.model
    def _get_unit_holdings(self):
        return (*super()._get_unit_holdings(), Holding("department_ids", OPEN))

    @api.model
    def _get_owing_domain(self):
        return OPEN

    def _after_moved(self):
        self._cover_units()
        return super()._after_moved()


class QmsAuditFindingHolding(models.AbstractModel):
    """A finding goes with the unit it belongs to, as long as its audit is open."""

    _name = "qms.audit.finding.holding"
    _description = "What of a finding goes with its unit"
    _inherit = ["qms.holding.mixin"]

    @api.model
    def _get_unit_holdings(self):
        still_open = Domain("state", "!=", "withdrawn") & Domain(
            "audit_id.state", "not in", CLOSED
        )
        return (*super()._get_unit_holdings(), Holding("department_id", still_open))


class HrDepartment(models.Model):
    _inherit = "hr.department"

    qms_audit_ids = fields.Many2many(
        "qms.audit",
        "qms_audit_covered_unit_rel",
        "department_id",
        "audit_id",
        string="Audits",
        readonly=True,
        copy=False,
        groups="base.group_system",
    )

    def _qms_restructured(self):
        """Units below come and go: who reads of an open audit follows."""
        result = super()._qms_restructured()
        if self:
            # sudo: whom open audits concern
            audits = self.env["qms.audit"].sudo()
            touched = self | self._qms_lines()
            audits.search(
                OPEN
                & (
                    Domain("department_ids", "in", touched.ids)
                    | Domain("covered_unit_ids", "in", self.ids)
                )
            )._cover_units()
        return result
