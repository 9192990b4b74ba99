from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ..tools.holding import Holding

NOT_OVER = Domain("date_to", ">=", "today")


class QmsDeputy(models.Model):
    """Who stands in for whom, from when to when, for which units.

    Named by the person himself, a leader above him or a quality manager; each
    decision of the deputy says on whose behalf it was taken.
    """

    _name = "qms.deputy"
    _description = "Deputy"
    _order = "date_from desc, id desc"
    _rec_name = "deputy_id"
    _inherit = "qms.holding.mixin"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users",
        "Stands in for",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        ondelete="cascade",
    )
    deputy_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False), ('id', '!=', user_id)]",
    )
    date_from = fields.Date(
        "From", required=True, default=lambda self: fields.Date.context_today(self)
    )
    date_to = fields.Date("To", required=True)
    department_ids = fields.Many2many(
        "hr.department",
        string="Units",
        check_company=True,
        help="Nothing chosen: everything that the person leads.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The period ends before it begins."
    )
    _not_oneself = models.Constraint(
        "CHECK (user_id != deputy_id)", "Nobody stands in for themselves."
    )

    @api.constrains("user_id", "deputy_id", "company_id")
    def _check_in_company(self):
        for deputy in self:
            # sudo: which companies the two work in
            users = deputy.sudo().user_id | deputy.sudo().deputy_id
            if outside := users.filtered(
                lambda user, company=deputy.company_id: (
                    user.share or company not in user.company_ids
                )
            ):
                raise ValidationError(
                    self.env._(
                        "%(person)s does not work in %(company)s.",
                        person=", ".join(outside.mapped("name")),
                        company=deputy.company_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        deputies = super().create(vals_list)
        deputies._check_may_name()
        deputies._changed()
        return deputies

    def write(self, vals):
        self._check_may_name()
        users = self.user_id
        result = super().write(vals)
        self._check_may_name()
        self._changed(users)
        return result

    def unlink(self):
        self._check_may_name()
        users = self.user_id
        result = super().unlink()
        self.browse()._changed(users)
        return result

    def _check_may_name(self):
        """The person himself, a leader above or a quality manager names deputies."""
        if self.env.su or self.env.user.has_group("qms.group_quality_manager"):
            return
        if any(self.env.user not in deputy._may_be_named_by() for deputy in self):
            raise AccessError(
                self.env._(
                    "A deputy is named by the person, a leader above or the "
                    "quality manager."
                )
            )

    def _may_be_named_by(self):
        # sudo: structure only
        employees = self.env["hr.employee"].sudo()
        employees = employees.search([("user_id", "=", self.user_id.id)])
        leaders = (unit._qms_leaders() for unit in employees.department_id)
        return self.user_id.sudo().union(*leaders)

    def _covers(self, unit):
        """Whether the period's scope takes in matters of ``unit``."""
        # sudo: structure only
        period, unit = self.sudo(), unit.sudo()
        if unit.company_id and unit.company_id != period.company_id:
            return False
        scope = set(period.department_ids.ids)
        return not scope or not scope.isdisjoint(unit._qms_line_ids())

    # ------------------------------------------------------------
    # People and units change
    # ------------------------------------------------------------

    @api.model
    def _get_holdings(self):
        return (*super()._get_holdings(), Holding("deputy_id", NOT_OVER))

    @api.model
    def _get_unit_holdings(self):
        return (*super()._get_unit_holdings(), Holding("department_ids", NOT_OVER))

    @api.model
    def _in_units_domain(self, units):
        """Who stands in for everything of a leader does so in the units he leads."""
        # sudo: structure only
        leaders = units.sudo().manager_id.user_id
        whole = Domain("department_ids", "=", False)
        return super()._in_units_domain(units) | (
            whole & Domain("user_id", "in", leaders.ids)
        )

    @api.model
    def _refused_heir_domain(self, holding, heir, giver):
        """Nobody stands in for himself."""
        refused = super()._refused_heir_domain(holding, heir, giver)
        return refused | Domain("user_id", "in", heir._qms_accounts()[heir.id])

    def _changed(self, users=None):
        """Readers and duties follow at once; ``users``: who was stood in for before."""
        # sudo: structure only
        users = (users or self.env["res.users"]).sudo() | self.sudo().user_id
        self.env["qms.unit.reader"]._refresh(users._qms_led_units())
        users._qms_resync()
