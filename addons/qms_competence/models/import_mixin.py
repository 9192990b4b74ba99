import base64

from odoo import fields, models


class QmsCompetenceImportMixin(models.AbstractModel):
    """A file that is tried before it comes in. The model has the field ``file``."""

    _name = "qms.competence.import.mixin"
    _description = "Import of a file"
    _rec_name = "file_name"

    file_name = fields.Char("Name of the file")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    result = fields.Text(readonly=True)

    def action_try(self):
        """What would be imported; nothing is."""
        return self._show(*self._sort())

    def _sort(self):
        """Hook: what the file has, as :meth:`_show` takes it."""
        raise NotImplementedError

    def _show(self, *found):
        """Hook: say what was found."""
        raise NotImplementedError

    def _content(self):
        self.ensure_one()
        return base64.b64decode(self.file or b"")

    def _tell(self, title, lines):
        """Say it in the window that is open."""
        self.result = "\n".join(lines)
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
