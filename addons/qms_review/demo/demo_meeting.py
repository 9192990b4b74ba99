from odoo import api, models


class QmsDemo(models.AbstractModel):
    _name = "qms.demo"
    _inherit = ["qms.demo"]

    @api.model
    def _get_text_fields(self):
        return super()._get_text_fields() | {
            "qms.group": ("name",),
            "qms.terms": ("purpose",),
            "qms.terms.line": ("name", "role"),
            "qms.meeting": ("place",),
            "qms.meeting.point": ("title",),
        }


class QmsMeetingDemo(models.AbstractModel):
    """The steps that people have taken in the demo, as themselves."""

    _name = "qms.meeting.demo"
    _description = "Demo of the quality group"

    @api.model
    def _load(self):
        """Called by the demo data alone."""
        chair = self.env.ref("qms.demo_user_head")
        terms = self.env.ref("qms_review.demo_terms").with_user(chair)
        companies = {"allowed_company_ids": chair.company_ids.ids}
        terms.with_context(**companies).action_approve()
