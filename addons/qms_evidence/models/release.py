from odoo import api, fields, models


class QmsEvidenceRelease(models.TransientModel):
    """Asks which file goes along with a masked pack, and why."""

    _name = "qms.evidence.release"
    _description = "Release a file of an evidence pack"
    _rec_name = "pack_id"

    pack_id = fields.Many2one(
        "qms.evidence.pack", required=True, readonly=True, ondelete="cascade"
    )
    attachment_id = fields.Many2one(
        "ir.attachment",
        "File",
        required=True,
        ondelete="cascade",
        domain=lambda self: list(self.env["qms.evidence.pack"]._releasable_domain()),
    )
    of_record = fields.Char("Belongs to", compute="_compute_of_record")
    reason = fields.Text("Why it may be handed out", required=True)

    @api.depends("attachment_id")
    @api.depends_context("uid", "lang")
    def _compute_of_record(self):
        for wizard in self:
            file = wizard.attachment_id
            known = file.res_id and file.res_model in self.env
            record = known and self.env[file.res_model].browse(file.res_id).exists()
            readable = record and record.has_access("read")
            wizard.of_record = record.display_name if readable else False

    def action_confirm(self):
        """Release it."""
        self.ensure_one()
        self.check_access("read")
        self.pack_id.action_release(self.reason, self.attachment_id.id)
        return {"type": "ir.actions.act_window_close"}
