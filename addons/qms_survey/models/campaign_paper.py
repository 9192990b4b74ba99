from odoo import models


class QmsSurveyCampaignPaper(models.AbstractModel):
    """On paper: the form to print, and the page to type in what comes back."""

    _name = "qms.survey.campaign.paper"
    _description = "A survey on paper"

    def action_print_form(self):
        """The form to hand out, in the user's language."""
        self.ensure_one()
        self.check_access("read")
        return self.env.ref("qms_survey.action_report_paper").report_action(self)

    def action_type_in(self):
        """Type in forms that came back, one after the other."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/qms/survey/{self.id}/paper",
            "target": "new",
        }
