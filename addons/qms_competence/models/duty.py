from odoo import api, models

from ..hooks import CONFIRMED


class QmsDuty(models.Model):
    _inherit = "qms.duty"

    @api.model
    def _get_verbs(self):
        return {
            **super()._get_verbs(),
            "confirm": self.env._("Confirm"),
            "say": self.env._("Say what it changes"),
            "hold_competence": self.env._("Hold"),
            "answer_competence": self.env._("Read and answer"),
            "take_course": self.env._("Take the agreed course"),
            "judge_course": self.env._("Judge the effect of the course"),
            "end_competence_round": self.env._("End"),
            "renew": self.env._("Renew"),
            "see_renewed": self.env._("See that it is renewed"),
            "see_confirmed": self.env._("See that it is confirmed"),
            "begin_assignment": self.env._("Begin"),
            "end_assignment": self.env._("End"),
            "evaluate_externals": self.env._("Evaluate"),
        }

    @api.model
    def _personal_verbs(self):
        return super()._personal_verbs() | {
            "answer_competence",
            "renew",
            "take_course",
        }

    @api.depends("verb", "res_model", "res_id")
    @api.depends_context("lang")
    def _compute_safe_names(self):
        """Core calls an entry by what it says; mails and lists of others do not."""
        result = super()._compute_safe_names()
        for duty in self:
            if duty.res_model in CONFIRMED:
                kind = self.env["ir.model"]._get(duty.res_model).name
                duty.record_name = f"{kind} {duty.res_id}"
        return result
