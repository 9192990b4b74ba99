from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.holding import Holding

AHEAD = Domain("state", "in", ("draft", "proposed", "open"))
OPEN = Domain("state", "in", ("draft", "proposed", "open", "verification"))


class QmsActionHolding(models.AbstractModel):
    """Who answers for an action, and what of it goes to whom when he leaves."""

    _name = "qms.action.holding"
    _description = "Who answers for an action"
    _inherit = ["qms.holding.mixin", "qms.unit.then.mixin", "qms.in.time.mixin"]
    _unit_follows = "owner_id"

    planner_id = fields.Many2one(
        "res.users",
        "Planned further by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Took over the plan of somebody who left; the author stays the author.",
    )

    @api.model
    def _get_holdings(self):
        return (
            *super()._get_holdings(),
            Holding("owner_id", AHEAD),
            Holding("planner_id", Domain("state", "=", "draft")),
            Holding("verifier_id", OPEN),
        )

    @api.model
    def _get_unit_holdings(self):
        return (*super()._get_unit_holdings(), Holding("department_id", OPEN))

    @api.model
    def _get_owing_domain(self):
        return OPEN

    @api.model
    def _held_domain(self, holding, users, company):
        held = super()._held_domain(holding, users, company)
        if holding.field != "planner_id":
            return held
        author = Domain("planner_id", "=", False) & Domain("author_id", "in", users.ids)
        return held | (holding.open & author & Domain("company_id", "=", company.id))

    @api.model
    def _refused_heir_domain(self, holding, heir, giver):
        """Nobody carries out what he approved or judges what he carried out."""
        refused = super()._refused_heir_domain(holding, heir, giver)
        accounts = list(heir._qms_accounts()[heir.id])
        if holding.field == "owner_id":
            refused |= Domain("verifier_id", "in", accounts)
            refused |= Domain("id", "in", self._approved_by(accounts))
        if holding.field == "verifier_id":
            refused |= Domain("owner_id", "in", accounts)
            refused |= Domain("doer_id", "in", accounts)
        return refused

    @api.model
    def _approved_by(self, user_ids):
        """Actions being carried out that one of these users approved."""
        self.env["qms.decision"].flush_model()
        self.env["qms.decision.detail"].flush_model()
        return SQL(
            """(SELECT d.res_id
                  FROM qms_decision d
                  JOIN qms_decision_detail t ON t.decision_ref = d.id
                 WHERE d.res_model = 'qms.action'
                   AND d.verb = 'approve'
                   AND t.user_ref = ANY(%s))""",
            list(user_ids),
        )

    def _planner(self):
        """Who goes on with the plan."""
        return self.planner_id or self.author_id
