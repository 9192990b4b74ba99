from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import html2plaintext

from ..tools.compare import compare, shorten

MARKS = {
    "same": Markup("%s"),
    "removed": Markup("<del>%s</del>"),
    "added": Markup("<ins>%s</ins>"),
}


class QmsDocumentVersionCompare(models.AbstractModel):
    """What changed since the version before."""

    _name = "qms.document.version.compare"
    _description = "Versions compared"

    comparison = fields.Html(
        "Compared with the one before", compute="_compute_comparison", sanitize=False
    )

    @api.depends("text", "name", "file_ids")
    def _compute_comparison(self):
        for version in self:
            former = version._former()
            version.comparison = version._compare_with(former) if former else False

    def _former(self):
        """The version it takes the place of: the latest that was approved before."""
        self.ensure_one()
        # sudo: the versions of the same document are read by the same people
        others = self.sudo().document_id.version_ids.filtered(
            lambda each: each.edition < self.edition and each.date_approved
        )
        return others.sorted("edition")[-1:]

    def _compare_with(self, former):
        pieces = shorten(compare(former._plain_text(), self._plain_text()))
        shown = Markup().join(MARKS[kind] % text for kind, text in pieces)
        return (
            Markup(
                '<div class="o_qms_comparison" style="white-space: pre-wrap">%s</div>'
            )
            % shown
        )

    def _plain_text(self):
        """Title, text, and the files by their names and fingerprints."""
        files = "\n".join(
            f"{file.name} ({(file.checksum or '')[:8]})" for file in self.file_ids
        )
        text = html2plaintext(self.text or "", include_references=False)
        return "\n\n".join(filter(None, (self.name, text, files)))
