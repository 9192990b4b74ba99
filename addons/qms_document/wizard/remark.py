from odoo import fields, models
from odoo.exceptions import UserError


class QmsDocumentRemark(models.TransientModel):
    """Wrong or unclear? A proposal to whoever looks after the document."""

    _name = "qms.document.remark"
    _description = "Wrong or unclear"
    _inherit = ["qms.mask.values"]
    _mask_fields = ("text",)

    document_id = fields.Many2one(
        "qms.document", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="document_id.company_id")
    text = fields.Text("What is wrong or unclear?", required=True)

    def action_send(self):
        """Send it to the document's owner, as an improvement he is asked for."""
        self.ensure_one()
        self.check_access("write")
        if not (self.text or "").strip():
            raise UserError(self.env._("Say what is wrong or unclear."))
        action = self.document_id._propose(self.text)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Thank you. It is %s now; its owner answers it.", action.number
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
