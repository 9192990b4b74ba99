from odoo import models

# ways to end in which whoever wrote has had his answer
ANSWERED = ("closed", "declined")


class QmsDeviation(models.Model):
    _inherit = "qms.deviation"

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.target in ANSWERED:
            self._ask_senders()
        return result

    def _ask_senders(self):
        """Invite those who wrote, where their company asks right after a case."""
        # sudo: who wrote and what runs; whoever closes a case need read neither
        senders = self.sudo().sender_ids._askable()
        for company, own in senders.grouped("company_id").items():
            # sudo: as above
            campaigns = self.env["qms.survey.campaign"].sudo()
            if campaign := campaigns._running_after(company):
                campaign._ask_after(own)
