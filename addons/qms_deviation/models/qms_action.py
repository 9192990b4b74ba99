from odoo import api, fields, models
from odoo.fields import Domain


class QmsAction(models.Model):
    _inherit = "qms.action"

    deviation_id = fields.Many2one(
        "qms.deviation",
        "Case",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The case it comes from; decides who reads it.",
    )

    def _from_origin_fields(self):
        return {*super()._from_origin_fields(), "deviation_id"}

    def _judged_units(self):
        # sudo: where it happened
        return super()._judged_units() | self.deviation_id.sudo().department_id

    def _excluded_from_verifying(self):
        """The effect in a serious case is judged from outside the unit."""
        excluded = super()._excluded_from_verifying()
        # sudo: how severe it is
        if self.deviation_id.sudo().is_serious:
            excluded |= self._insiders()
        return excluded

    def _erasure_first_reader(self):
        case = self.deviation_id
        return case._erasure_first_reader() if case else None

    def _erasure_mandate(self, kind):
        # sudo: from whom the case is hidden
        if self.env.user == self.sudo().deviation_id.hidden_from_id:
            return None
        return super()._erasure_mandate(kind)

    def _erasure_obstacles(self):
        return super()._erasure_obstacles() + [
            obstacle
            for case in self.deviation_id
            for obstacle in case._erasure_obstacles()
        ]

    def _get_duties(self):
        """Nobody owes anything here for what was handed over."""
        here = self.filtered(lambda action: action.deviation_id.state != "handed_over")
        return super(QmsAction, here)._get_duties()

    # ------------------------------------------------------------
    # People change
    # ------------------------------------------------------------

    @api.model
    def _get_owing_domain(self):
        free = Domain("deviation_id", "=", False)
        here = Domain("deviation_id.state", "!=", "handed_over")
        return super()._get_owing_domain() & (free | here)

    @api.model
    def _withheld_domain(self, giver):
        """As the case it comes from."""
        accounts = giver._qms_accounts()[giver.id]
        hidden = Domain("deviation_id.hidden_from_id", "in", accounts)
        return super()._withheld_domain(giver) | hidden

    @api.model
    def _refused_heir_domain(self, holding, heir, giver):
        """As the case it comes from."""
        accounts = heir._qms_accounts()[heir.id]
        hidden = Domain("deviation_id.hidden_from_id", "in", accounts)
        return super()._refused_heir_domain(holding, heir, giver) | hidden
