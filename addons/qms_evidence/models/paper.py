import io
import tempfile
from contextlib import ExitStack

from lxml import etree
from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date, html2plaintext

from odoo.addons.qms.models.record_mixin import CONTENT_TYPES
from odoo.addons.qms.tools.filing import safe_name
from odoo.addons.qms.tools.moments import format_moment

from ..tools.paper import bind

HEAD = (
    "number",
    "name",
    "state",
    "company_id",
    "department_id",
    "owner_id",
    "responsible_id",
)
# of more than these, the last ones; and so many characters of what was said
MOST_ACTIONS = 300
MOST_MAILS = 500
MOST_TEXT = 1_000_000
DAYS = ("date", "datetime")
MARGINS = {"data-report-margin-top": 12, "data-report-margin-bottom": 16}


class QmsEvidencePaper(models.AbstractModel):
    """Any quality record with all that belongs to it, as one PDF.

    It holds what whoever prints it may read, and is not kept.
    """

    _name = "qms.evidence.paper"
    _description = "Record on paper"
    _inherit = ["qms.evidence.paper.files"]

    @api.model
    def _open(self):
        """Fetch the paper of the record that is shown."""
        shown = self.env.context
        model, res_id = shown.get("active_model"), shown.get("active_id")
        record = self._paper_record(model, res_id)
        if self.env["ir.actions.report"].get_wkhtmltopdf_state() == "install":
            raise UserError(
                self.env._("The server lacks wkhtmltopdf, which makes PDFs.")
            )
        url = f"/qms/paper/{model}/{record.id}"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    @api.model
    def _paper_record(self, model, res_id):
        """The record, where the current user may read it.

        :raise AccessError: he may not, or it is no quality record
        """
        known = self.env.get(model or "")
        is_record = self.env["ir.actions.actions"]._qms_is_record
        record = None
        if known is not None and is_record(known) and self.env.user._is_internal():
            # as it is read: of a masked print only its own fields would be masked
            known = known.with_context(qms_masked=False)
            record = known.browse(int(res_id or 0)).exists()
        if not record:
            raise AccessError(self.env._("There is no such quality record."))
        record.check_access("read")
        return record

    @api.model
    def _paper_name(self, record):
        return safe_name(record.display_name, ".pdf")

    @api.model
    def _make(self, record):
        """The PDF as an open file that goes when it is closed."""
        target = tempfile.TemporaryFile()
        try:
            with ExitStack() as stack:
                rows, more = self._paper_files(record, stack)
                appended = [row for row in rows if row["pages"]]
                head = self._print_html(self._html(record, rows, more))
                labels, own = self._own_reports(record)
                labels += [row["name"] for row in appended]
                parts = [head, *own, *(row["pages"] for row in appended)]
                bind(parts, self._foot_of(record, labels), target)
        except BaseException:
            target.close()
            raise
        target.seek(0)
        return target

    def _own_reports(self, record):
        """Names and pages of the reports that the record has of its own."""
        labels, pages = [], []
        # in tests core would give HTML
        context = {"force_report_rendering": True, "qms_masked": False}
        prints = self.env["qms.evidence.print"].with_context(**context)
        for name, records in record._get_print_reports():
            for each in records._filtered_access("read"):
                content, _kind = prints._of(each, name)
                labels.append(each.display_name)
                pages.append(io.BytesIO(content))
        return labels, pages

    def _print_html(self, html):
        reports = self.env["ir.actions.report"]
        content = reports._run_wkhtmltopdf([html], specific_paperformat_args=MARGINS)
        return io.BytesIO(content)

    def _printed_text(self, record):
        company = record.company_id if "company_id" in record else None
        # sudo: which day it is at the company
        day = (company or self.env.company).sudo()._qms_today()
        return self.env._(
            "Printed on %(day)s by %(person)s, uncontrolled after that day.",
            day=format_date(self.env, day),
            person=self.env.user.name,
        )

    def _foot_of(self, record, labels):
        """What stands at the foot of each page."""
        printed = self._printed_text(record)
        names = {number: label for number, label in enumerate(labels, 2)}

        def foot(part, number, place, count):
            first = record.display_name
            if part in names:
                first = f"{first} \N{MIDDLE DOT} {names[part]}, {number}"
            page = self.env._("Page %(place)s of %(count)s.", place=place, count=count)
            return [first, f"{page} {printed}"]

        return foot

    # ------------------------------------------------------------
    # What it says itself
    # ------------------------------------------------------------

    def _html(self, record, files, more_files):
        """The pages that tell of the record, fetching nothing from anywhere."""
        mails, older_mails = self._paper_mails(record)
        actions, older_actions = self._paper_actions(record)
        page = self.env["ir.qweb"]._render(
            "qms_evidence.paper",
            {
                "doc": record,
                "language": (self.env.lang or "en").replace("_", "-"),
                "printed": self._printed_text(record),
                "sections": self._paper_sections(record),
                "decisions": record._get_print_decisions(),
                "actions": actions,
                "older_actions": self._older_text(older_actions),
                "mails": mails,
                "older_mails": self._older_text(older_mails),
                "files": files,
                "more_files": self._more_text(more_files),
            },
        )
        return f"<!DOCTYPE html>\n{page}"

    def _older_text(self, count):
        if not count:
            return ""
        return self.env._("Older ones that are not on this paper: %s.", count)

    def _more_text(self, count):
        return (
            self.env._("Not on this paper, as there are too many: %s.", count)
            if count
            else ""
        )

    def _head_names(self, record):
        days = [
            name
            for name, field in record._fields.items()
            if field.store and field.type in DAYS and name.startswith("date_")
        ]
        return [*(name for name in HEAD if name in record._fields), *days]

    def _paper_sections(self, record):
        """What the model prints; of one that says nothing, what its form shows."""
        head = self._head_names(record)
        told, title = set(head), self.env._("Record")
        sections = [{"title": title, "rows": self._plain_rows(record, head)}]
        for title, names in record._get_print_fields() or self._form_section(record):
            names = [name for name in names if name not in told]
            if rows := self._plain_rows(record, names):
                sections.append({"title": title, "rows": rows})
        return sections

    def _form_section(self, record):
        arch = etree.fromstring(record.get_view(view_type="form")["arch"])
        hidden = "@invisible='True' or @invisible='1'"
        shown = arch.xpath(f"//field[not(ancestor::field)][not({hidden})]/@name")
        names = list(dict.fromkeys(shown))
        kept = [name for name in names if self._is_content(record._fields[name])]
        return [(self.env._("Content"), kept)]

    def _is_content(self, field):
        return field.type in CONTENT_TYPES and (field.store or field.related)

    def _plain_rows(self, record, names):
        """Texts alone: a picture in one would be fetched by the server."""
        return [
            {**row, "value": self._plain(row["value"])}
            for row in record._get_print_rows(names)
        ]

    def _plain(self, value):
        return html2plaintext(value) if isinstance(value, Markup) else value

    def _paper_actions(self, record):
        domain = Domain("res_model", "=", record._name) & Domain(
            "res_id", "=", record.id
        )
        actions = record.env["qms.action"].search(domain, order="id desc")
        told = actions[:MOST_ACTIONS][::-1]
        return [
            {
                "name": action.display_name,
                "what": action.name,
                # sudo: the name that the action shows
                "owner": action.owner_id.sudo().name or "",
                "deadline": format_date(self.env, action.date_deadline or False),
                "state": action._state_label(),
                "effect": action.verdict or action._print_value("outcome") or "",
            }
            for action in told
        ], len(actions) - len(told)

    def _paper_mails(self, record):
        """What was said, oldest first; and how many older ones there is no room for."""
        mails = self._mails_on(record)
        rows, room = [], MOST_TEXT
        for mail in mails[: -MOST_MAILS - 1 : -1]:
            row = self._mail_told(mail)
            room -= len(row["text"])
            if room < 0:
                break
            rows.append({**row, "moment": format_moment(self.env, mail.date)})
        return rows[::-1], len(mails) - len(rows)
