from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class QmsDeviationFilters(models.AbstractModel):
    """What people look for first; reached by stored rows, not by their own rights."""

    _name = "qms.deviation.filters"
    _description = "What people look for first"

    is_my_unit = fields.Boolean(
        "My unit", compute="_compute_is_my_unit", search="_search_is_my_unit"
    )
    handled_by_me = fields.Boolean(
        "I handle it", compute="_compute_handled_by_me", search="_search_handled_by_me"
    )
    waits_for_me = fields.Boolean(
        compute="_compute_waits_for_me", search="_search_waits_for_me"
    )

    @api.model
    def _qms_figures_domain(self):
        """Without those hidden from somebody, who would find them by subtracting."""
        hidden = Domain("hidden_from_id", "!=", False)
        return super()._qms_figures_domain() & ~hidden

    @api.depends("department_id")
    @api.depends_context("uid")
    def _compute_is_my_unit(self):
        mine = self.filtered_domain(self._my_unit_domain())
        for case in self:
            case.is_my_unit = case in mine

    def _search_is_my_unit(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._my_unit_domain()

    @api.model
    def _my_unit_domain(self):
        """The units the user belongs to or leads now, and those below."""
        # sudo: the own rows alone
        rows = (
            self.env["qms.unit.reader"]
            .sudo()
            .search(
                [
                    ("user_id", "=", self.env.uid),
                    ("kind", "in", ("leader", "member")),
                    ("date_from", "<=", "today"),
                    ("date_to", ">=", "today"),
                ]
            )
        )
        return Domain("department_id", "in", rows.department_id.ids)

    @api.depends("handler_ids", "responsible_id")
    @api.depends_context("uid")
    def _compute_handled_by_me(self):
        for case in self:
            case.handled_by_me = self.env.user in case.handler_ids | case.responsible_id

    def _search_handled_by_me(self, operator, value):
        """As a UNION, of which each half has an index; an OR has none."""
        if operator != "in":
            return NotImplemented
        self.env[self._name].flush_model(["handler_ids", "responsible_id"])
        mine = SQL(
            """SELECT id FROM qms_deviation WHERE responsible_id = %(user)s
                UNION SELECT qms_deviation_id FROM qms_deviation_handler_rel
                       WHERE res_users_id = %(user)s""",
            user=self.env.uid,
        )
        return Domain("id", "in", mine)

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_waits_for_me(self):
        mine = self.filtered_domain(self._waits_for_me_domain())
        for case in self:
            case.waits_for_me = case in mine

    def _search_waits_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._waits_for_me_domain()

    @api.model
    def _waits_for_me_domain(self):
        """The cases of the user's open duties, those of their actions too."""
        duties = self.env["qms.duty"].search_fetch(
            [("user_id", "=", self.env.uid), ("state", "=", "open")],
            ["res_model", "res_id"],
        )
        ids = {
            model: set(rows.mapped("res_id"))
            for model, rows in duties.grouped("res_model").items()
        }
        actions = Domain("action_ids", "in", list(ids.get("qms.action", ())))
        return Domain("id", "in", list(ids.get(self._name, ()))) | actions
