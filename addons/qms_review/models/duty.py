from odoo import api, models


class QmsDuty(models.Model):
    _inherit = "qms.duty"

    @api.model
    def _get_verbs(self):
        return super()._get_verbs() | {
            "review_again": self.env._("Say whether it still is right"),
            "conclude_context": self.env._("Conclude the review"),
            "assess_risk": self.env._("Assess"),
            "treat_risk": self.env._("Decide what is done"),
            "judge_measures": self.env._("Judge the measures"),
            "hold_consultation": self.env._("Hold the consultation"),
            "start_programme": self.env._("Start the programme"),
            "evaluate_programme": self.env._("Evaluate the programme"),
            "call_meeting": self.env._("Call the meeting"),
            "hold_meeting": self.env._("Hold the meeting"),
            "write_minutes": self.env._("Write the minutes"),
            "evaluate": self.env._("Evaluate"),
            "prepare_review": self.env._("Prepare"),
            "answer_inputs": self.env._("Answer the inputs of"),
            "sign_review": self.env._("Sign"),
            "close_review": self.env._("Close"),
            "release_summary": self.env._("Release"),
        }
