from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, html2plaintext

from odoo.addons.qms.models.search_mixin import TEXT_LIMIT

NEW_DAYS = 30


def shorten(text):
    """Of what is too long for the index each word once, so that its end is found."""
    if len(text) <= TEXT_LIMIT:
        return text
    return " ".join(dict.fromkeys(text.split()))[:TEXT_LIMIT]


class QmsDocumentSearch(models.AbstractModel):
    """Found by the words of its title, its number, its text and its files.

    The words are those of the version that is valid: what is withdrawn leaves the
    index, what is a draft was never in it.
    """

    _name = "qms.document.search"
    _description = "Documents are found"
    _inherit = ["qms.search.mixin"]
    _search_fields = {
        "search_title": "A",
        "search_text": "B",
        "search_files": "C",
    }

    search_title = fields.Char(
        compute="_compute_search_texts",
        store=True,
        compute_sudo=True,
        groups=fields.NO_ACCESS,
    )
    search_text = fields.Text(
        prefetch=False,
        compute="_compute_search_texts",
        store=True,
        compute_sudo=True,
        groups=fields.NO_ACCESS,
    )
    search_files = fields.Text(
        prefetch=False,
        compute="_compute_search_files",
        store=True,
        compute_sudo=True,
        groups=fields.NO_ACCESS,
    )
    is_mine = fields.Boolean(
        "Mine",
        compute="_compute_is_mine",
        search="_search_is_mine",
        help="I look after it, write it, or it is my unit's.",
    )
    is_new = fields.Boolean(
        "New this month", compute="_compute_is_new", search="_search_is_new"
    )

    address = fields.Char("Short address", compute="_compute_address")
    qr_code = fields.Html("QR code", compute="_compute_address", sanitize=False)

    @api.depends("key")
    def _compute_address(self):
        for document in self:
            document.address = document._reading_address()
            document.qr_code = self.env["ir.qweb"]._render(
                "qms_document.qr_code",
                {"source": document._qr_source(), "address": document.address},
            )

    def _qr_source(self):
        query = {
            "barcode_type": "QR",
            "value": self._reading_address(),
            "width": 200,
            "height": 200,
            "barLevel": "M",
        }
        return f"/report/barcode/?{urlencode(query)}"

    @api.depends("name", "number", "valid_version_id.text", "valid_version_id")
    def _compute_search_texts(self):
        for document in self:
            valid = document.valid_version_id
            title = f"{document.number} {document.name}"
            document.search_title = title if valid else False
            text = html2plaintext(valid.text or "", include_references=False)
            document.search_text = shorten(text) if valid else False

    @api.depends("valid_version_id.file_ids.index_content")
    def _compute_search_files(self):
        for document in self:
            files = document.valid_version_id.file_ids
            text = files and document.valid_version_id._text_of_files(files)
            document.search_files = shorten(text) if text else False

    @api.model
    def _own_words(self, operator, value):
        """Domain of the documents that say these words themselves."""
        return super()._search_search_words(operator, value)

    def _search_search_words(self, operator, value):
        """Documents with these words, or with an annex that has them, or by number.

        Of the annexes only those that the user may read. One statement, in which each
        arm begins at its index, however many documents have the words.
        """
        domain = self._own_words(operator, value)
        if domain is NotImplemented or domain.is_true():
            return domain
        own = self._search(domain)
        both = [self._field_to_sql(own.table, name) for name in ("id", "parent_id")]
        arms = [own.select(SQL("unnest(array_remove(ARRAY[%s, %s], NULL))", *both))]
        if any(letter.isdigit() for letter in value):
            part = value.replace("\0", " ").strip()
            arms.append(self._search([("number", "ilike", part)]).select())
        return Domain("id", "in", SQL(" UNION ALL ").join(arms))

    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.filtered_domain(self._search_is_mine("in", [True]))
        for document in self:
            document.is_mine = document in mine

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: the units the user works in
        units = self.env.user.sudo().employee_ids.department_id
        return (
            Domain("owner_id", "=", self.env.uid)
            | Domain("editor_ids", "in", self.env.uid)
            | Domain("department_id", "in", units.ids)
        )

    @api.depends("date_valid")
    def _compute_is_new(self):
        new = self.filtered_domain(self._search_is_new("in", [True]))
        for document in self:
            document.is_new = document in new

    def _search_is_new(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("date_valid", ">=", f"today -{NEW_DAYS}d")
