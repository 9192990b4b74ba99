import hashlib

from odoo import api, fields, models

from ..models.start_sheet import ROW
from ..tools.file_box import FileBox, UnreadableArchive


class QmsStartImport(models.TransientModel):
    """An old register of documents comes with its files, loose or in ZIP archives."""

    _inherit = "qms.start.import"

    takes_files = fields.Boolean(compute="_compute_takes_files")
    upload_ids = fields.Many2many(
        "ir.attachment",
        "qms_start_import_upload_rel",
        string="Its files",
        help="All files of the folder, or a ZIP archive of it.",
    )

    @api.depends("sheet_id")
    def _compute_takes_files(self):
        for screen in self:
            screen.takes_files = screen.sheet_id.res_model == ROW

    def _bring_in(self, lines):
        rows, problems = super()._bring_in(lines)
        if not self.takes_files:
            return rows, problems
        box, bad = self._open_box()
        problems += bad + rows._problems(box)
        if problems:
            return rows, sorted(problems)
        name = self.file_name or self.sheet_id.name
        return rows._take_over(box, name, self._digest(lines)), []

    def _open_box(self):
        """The files that were uploaded, and what is wrong with the archives."""
        box, problems = FileBox(), []
        for file in self.upload_ids:
            file.check_access("read")
            if not (file.name or "").lower().endswith(".zip"):
                box.add(file.name, file.raw or b"")
                continue
            try:
                box.add_archive(file.raw or b"")
            except UnreadableArchive:
                words = self.env._("%s is no ZIP archive, or too large.", file.name)
                problems.append((0, self._fields["upload_ids"].string, words))
        return box, problems

    def _digest(self, lines):
        sums = sorted(file.checksum or "" for file in self.upload_ids)
        return hashlib.sha256(repr((lines, sums)).encode()).hexdigest()

    def action_bring_in(self):
        """Bring it in; the uploads go when all is in."""
        action = super().action_bring_in()
        if action["res_model"] != self._name:
            self.upload_ids.unlink()
        return action

    @api.autovacuum
    def _gc_uploads(self):
        """What was uploaded for a register that nobody brought in."""
        # sudo: whoever uploaded them
        files = self.env["ir.attachment"].sudo()
        files.search(
            [
                ("res_model", "=", self._name),
                ("res_field", "=", False),
                ("create_date", "<", "now -1d"),
            ]
        ).unlink()
