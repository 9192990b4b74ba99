from lxml import html
from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import is_html_empty


class QmsDocument(models.Model):
    _inherit = "qms.document"

    case_ids = fields.Many2many(
        "qms.deviation",
        "qms_document_case_rel",
        string="Cases it is changed because of",
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="Each reader opens those he may read.",
    )

    def _with_words(self, words):
        """Those of ``self`` with these words, their own or an annex's.

        Runs as the system: of the annexes, only those among ``self`` are asked.
        """
        own = self.search(
            Domain("id", "in", self.ids) & self._own_words("ilike", words)
        )
        return self & (own | own.parent_id)

    def _page_text(self):
        """Its text for a page that loads nothing else: pictures by their words."""
        if is_html_empty(self.text):
            return Markup()
        root = html.fragment_fromstring(self.text, create_parent="div")
        for image in list(root.iter("img")):
            image.tag, words = "em", image.get("alt")
            image.attrib.clear()
            image.text = words or self.env._("(a picture)")
        return Markup(html.tostring(root, encoding="unicode"))

    @api.model
    def _get_cause_fields(self):
        return (*super()._get_cause_fields(), "case_ids")

    def action_open_cases(self):
        """The cases it is changed because of, as far as the user may read them."""
        return self._open_causes("case_ids")
