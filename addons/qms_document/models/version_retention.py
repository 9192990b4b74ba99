from odoo import fields, models

# what says something or names somebody; days, state and number stay
TELLING = (
    *("name", "text", "file_ids", "change_note", "html_field_history"),
    *("author_ids", "approver_ids", "asked_ids", "former_approval"),
)


class QmsDocumentVersionRetention(models.AbstractModel):
    """Some years after it was withdrawn or discarded a version says nothing.

    That it was there, and from when to when it held, stays.
    """

    _name = "qms.document.version.retention"
    _description = "Retention of a version"
    _inherit = ["qms.retained.mixin"]

    date_removed = fields.Date("Emptied on", readonly=True, copy=False)

    def _retention_carry_out(self):
        removal, decisions = self.env["qms.removal"], self.env["qms.decision"]
        decisions._carry_out_erasure(self)
        # sudo: the files of what is gone
        files = self.sudo().file_ids | self.env["ir.attachment"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )
        removal._empty(self, {name for name in self._fields if name not in TELLING})
        files.exists().unlink()
        self._write_guarded({"date_removed": fields.Date.today()})
