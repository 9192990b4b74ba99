from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import escape_psql, plaintext2html

from odoo.addons.qms.tools.sheet import normal, to_day

from ..tools.file_box import UnreadableArchive
from ..tools.office_file import problem
from .document import NUMBER
from .takeover import QUIET

# how registers say that no end is set
LASTING = {
    *("until further notice", "indefinitely", "no end date", "ongoing"),
    *("indtil videre", "uden udløb", "løbende", "permanent"),
    *("inntil videre", "til videre", "løpende", "uten utløp"),
    *("tills vidare", "löpande", "utan slutdatum", "-"),
}
MEGABYTE = 1024 * 1024


class QmsDocumentTakeoverRow(models.TransientModel):
    """A row of an old register of documents, on its way in."""

    _name = "qms.document.takeover.row"
    _description = "Row of an old register of documents"
    _order = "line, id"

    line = fields.Integer(readonly=True)
    name = fields.Char("Title", required=True)
    number = fields.Char(help="Empty: the next one of its type.")
    type_id = fields.Many2one("qms.document.type", required=True)
    department_id = fields.Many2one("hr.department", "Unit", required=True)
    owner_id = fields.Many2one(
        "res.users",
        domain="[('share', '=', False)]",
        help="Empty: the leader of its unit.",
    )
    old_state = fields.Selection(
        [("valid", "Valid"), ("draft", "Draft")],
        "State",
        default="valid",
        help="Empty: valid.",
    )
    edition = fields.Integer(
        "Version", help="The number of its version in the old register."
    )
    date_valid = fields.Date("Valid since", help="Empty: from today.")
    review = fields.Char(
        "Review by",
        help="A day, such as the one until which it holds; 'until further notice' or "
        "nothing: as its type says, from today.",
    )
    former_approval = fields.Char(
        "Approved by", help="Who approved it, as the old register says; not checked."
    )
    confidentiality = fields.Selection(
        [("normal", "Normal"), ("confidential", "Confidential")],
        default="normal",
        help="Empty: normal.",
    )
    process_ids = fields.Many2many(
        "qms.process",
        "qms_document_takeover_row_process_rel",
        string="Processes",
        help="Their names, with commas between.",
    )
    parent = fields.Char(
        "Annex of", help="The number of a document, or its title, there or in the file."
    )
    files = fields.Char(
        help="Names, with semicolons between; of several alike, with their folder.",
    )
    text = fields.Text(help="Where it is no file.")

    # ------------------------------------------------------------
    # What is wrong with them
    # ------------------------------------------------------------

    def _problems(self, box):
        """Lines, titles of columns and what is wrong."""
        labels = self.fields_get(attributes=["string"])
        found = [
            *self._bad_numbers(),
            *self._bad_titles(),
            *self._bad_days(),
            *self._bad_parents(),
            *self._bad_files(box),
        ]
        return [(row.line, labels[name]["string"], text) for row, name, text in found]

    def _bad_numbers(self):
        numbered = self.filtered("number")
        known = self._documents(
            Domain.OR(
                Domain("number", "=ilike", escape_psql(row.number.strip()))
                for row in numbered
            )
        )
        taken = {normal(document.number) for document in known}
        for row in numbered:
            number = normal(row.number)
            if not NUMBER.fullmatch(row.number.strip()):
                yield row, "number", self.env._("Letters, digits, dots and dashes.")
            elif number in taken:
                words = self.env._("This is there already, or comes twice.")
                yield row, "number", words
            taken.add(number)

    def _bad_titles(self):
        """Alike is what has the same title, type and unit, and no number of its own."""

        def key(record):
            return normal(record.name), record.type_id.id, record.department_id.id

        known = self._documents([("name", "in", self.mapped("name"))])
        taken = {key(document) for document in known}
        for row in self:
            if key(row) in taken and not row.number:
                words = self.env._(
                    "There are several with this title: give each its number."
                )
                yield row, "name", words
            taken.add(key(row))

    def _bad_days(self):
        today = self.env.company._qms_today()
        for row in self:
            if row.date_valid and row.date_valid > today:
                words = self.env._("It is still to come: take it over as a draft.")
                yield row, "date_valid", words
            if row.edition < 0:
                yield row, "edition", self.env._("Versions are counted from 1.")
            if row._review_day() is None:
                yield row, "review", self.env._("'%s' is no day.", row.review)

    def _review_day(self):
        """The day, nothing where none is set, ``None`` where it is none."""
        if not self.review or normal(self.review) in LASTING:
            return False
        day = to_day(self.review.strip())
        return fields.Date.to_date(day) if day else None

    def _bad_parents(self):
        for row in self.filtered("parent"):
            found = row._parents(self)
            if not found:
                yield row, "parent", self.env._("There is no '%s'.", row.parent)
            elif len(found) > 1:
                words = self.env._(
                    "There are several called '%s': give its number.", row.parent
                )
                yield row, "parent", words
            elif found == [row]:
                yield row, "parent", self.env._("A document is no annex of itself.")

    def _parents(self, rows):
        """The rows and documents that it may be an annex of."""
        wanted = normal(self.parent)
        for name in ("number", "name"):
            alike = escape_psql(self.parent.strip())
            known = self._documents([(name, "=ilike", alike)])
            found = [row for row in rows if normal(row[name] or "") == wanted]
            if found or known:
                return [*found, *known]
        return []

    def _bad_files(self, box):
        seen = {}
        for row in self:
            for name in row._file_names():
                entries = box.find(name)
                if words := self._file_problem(name, entries):
                    yield row, "files", words
                elif entries[0] in seen:
                    words = self.env._(
                        "%(file)s: line %(line)s has it already.",
                        file=name,
                        line=seen[entries[0]],
                    )
                    yield row, "files", words
                else:
                    seen[entries[0]] = row.line
            if row.old_state != "draft" and not row._file_names() and not row.text:
                yield row, "files", self.env._("A valid document has a file or a text.")

    def _file_names(self):
        parts = (self.files or "").replace("\n", ";").split(";")
        return [part.strip() for part in parts if part.strip()]

    @api.model
    def _file_problem(self, name, entries):
        if not entries:
            return self.env._("There is no file '%s'.", name)
        if len(entries) > 1:
            return self.env._("Several files are called %s: write the folder.", name)
        [entry] = entries
        files = self.env["qms.document.version"]
        if entry.astray:
            return self.env._("%s leads out of its folder.", name)
        if entry.protected:
            return files._file_words("protected", name)
        try:
            content = entry.read(self._most_bytes())
        except UnreadableArchive:
            return files._file_words("broken", name)
        if words := self.env["ir.attachment"]._qms_upload_problem(name, content):
            return words
        kind = problem(entry.name, content)
        return files._file_words(kind, name) if kind else ""

    @api.model
    def _most_bytes(self):
        return self.env.company.qms_upload_limit * MEGABYTE

    @api.model
    def _documents(self, domain):
        here = Domain("company_id", "=", self.env.company.id)
        return self.env["qms.document"].search(here & Domain(domain))

    # ------------------------------------------------------------
    # Taking them over
    # ------------------------------------------------------------

    def _take_over(self, box, name, digest):
        """Make their documents; one decision says that they hold."""
        valid = self.filtered(lambda row: row.old_state != "draft")
        files = [file for row in self for file in row._file_names()]
        takeover = self.env["qms.document.takeover"]
        if valid:
            # sudo: nobody makes a batch by hand
            takeover = takeover.sudo().create(
                {
                    "name": name,
                    "company_id": self.env.company.id,
                    "count": len(self),
                    "count_files": len(files),
                    "digest": digest,
                }
            )
        documents = self._make_documents()
        for row, document in zip(self, documents, strict=True):
            row._fill_in(document, box)
            if row in valid:
                row._make_valid(document, takeover)
        takeover.sudo(False).action_take_over()
        return documents

    def _make_documents(self):
        # before their documents are there and are found as well
        parents = {row: row._parents(self)[0] for row in self.filtered("parent")}
        quiet = self.env["qms.document"].with_context(**QUIET)
        documents = quiet.create([row._prepare_document() for row in self])
        documents = documents.with_env(self.env)
        made = dict(zip(self, documents, strict=True))
        for row, parent in parents.items():
            made[row].parent_id = made.get(parent, parent)
        return documents

    def _prepare_document(self):
        leader = self.department_id._qms_leaders()[:1]
        return {
            "name": self.name,
            "number": (self.number or "").strip(),
            "type_id": self.type_id.id,
            "department_id": self.department_id.id,
            "company_id": self.env.company.id,
            "owner_id": (self.owner_id or leader or self.env.user).id,
            "confidentiality": self.confidentiality or "normal",
            "process_ids": [fields.Command.set(self.process_ids.ids)],
        }

    def _fill_in(self, document, box):
        """Text and files of its draft."""
        version = document.version_ids
        if self.text:
            version.text = plaintext2html(self.text)
        for name in self._file_names():
            [entry] = box.find(name)
            version.file_ids |= self.env["ir.attachment"].create(
                {
                    "name": entry.name,
                    "raw": entry.read(self._most_bytes()),
                    "res_model": version._name,
                    "res_id": version.id,
                }
            )

    def _make_valid(self, document, takeover):
        today = self.env.company._qms_today()
        day = self.date_valid or today
        # sudo: past the guards of its life, by the decision on the batch
        version = document.version_ids.sudo()
        version._take_over(
            takeover,
            {
                "state": "valid",
                "edition": self.edition or 1,
                "date_valid": day,
                "date_approved": day,
                "former_approval": self.former_approval,
                "asks_again": False,
            },
        )
        version.flush_recordset()
        document._show_valid()
        if review := self._review_day():
            document.sudo().date_review = review
        version._sync_duties()
