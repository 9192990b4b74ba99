from odoo import fields, models


class QmsDeviationFollowUp(models.TransientModel):
    """What a question makes of a case: said with owner and deadline at once."""

    _name = "qms.deviation.follow.up"
    _description = "Follow-up of a question"
    _inherit = ["qms.follow.up.mixin"]

    _followed_by = "deviation_id"

    deviation_id = fields.Many2one(
        "qms.deviation", "Case", required=True, readonly=True, ondelete="cascade"
    )

    def _proposed_owner(self):
        """Who usually does it; without him the unit's leader."""
        case = self.deviation_id
        if not case or self.question_id.owner == "member":
            return self.env.user
        usual = {
            "handler": case.responsible_id,
            "process": case.process_id.owner_id,
        }.get(self.question_id.owner)
        if usual and usual.active:
            return usual
        unit = case.department_id
        leader, _mandate = unit._qms_decider(case.company_id, case.hidden_from_id)
        return leader or self.env.user

    def _why(self, case):
        cause = (case.cause or "").split("\n")[0]
        return cause or case.triage_why or super()._why(case)
