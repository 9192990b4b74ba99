import io
import json
import zipfile

from markupsafe import Markup

from odoo import Command, api, models
from odoo.fields import Date
from odoo.tools import file_open

from odoo.addons.qms.tools.people import People

# the least a word processor opens
PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
        '.relationships+xml"/><Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main'
        '+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>"
    ),
    "word/document.xml": Markup(
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/'
        'main"><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>'
    ),
}


class QmsDocumentDemo(models.AbstractModel):
    """Documents of the demo municipality as a stranger finds them: valid with annexes
    and readers, new, past review, in approval, being written, withdrawn.

    Every step is taken by the person whose turn it is; days are dated back.
    """

    _name = "qms.document.demo"
    _description = "Demo documents"

    @api.model
    def _load(self):
        """Called by the demo data alone."""
        code = self.env["qms.demo"]._language()
        say = self.env["qms.demo"]._speaker("qms_document/demo/documents", code)
        with file_open("qms_document/demo/documents.json") as file:
            stories = json.load(file)
        narrator = self.with_context(
            qms_people=People(self.env), lang=code, tracking_disable=True
        )
        made = {}
        for story in stories:
            made[story["key"]] = narrator._tell(story, made, say)

    def _tell(self, story, made, say):
        document = self._begin(story, made, say)
        self._fill_in(document.draft_id, story, say)
        if story["state"] == "draft":
            return document
        document.draft_id.action_submit()
        if story["state"] == "submitted":
            return document
        self._approve(document, story)
        if story.get("change") and not story.get("next"):
            self._change(document, story, say)
        self._read(document, story, say)
        if story.get("next"):
            self._begin_next(document, story, say)
        if story["state"] == "withdrawn":
            leader = self._as(document.valid_version_id, self._user("leader"))
            leader.action_withdraw(reason=say(story["reason"]))
        return document

    def _user(self, name):
        known = self.env.ref(f"qms.demo_user_{name}", raise_if_not_found=False)
        return known or self.env.ref(f"qms.demo_person_{name}")

    def _as(self, records, user):
        companies = {"allowed_company_ids": user.company_ids.ids}
        return records.with_user(user).with_context(**self.env.context, **companies)

    def _units(self, names):
        units = [self.env.ref(f"qms.demo_unit_{name}").id for name in names]
        return [Command.set(units)]

    def _begin(self, story, made, say):
        process = self.env.ref(f"qms.demo_process_{story['process']}")
        parent = made.get(story.get("parent"))
        documents = self._as(self.env["qms.document"], self._user(story["owner"]))
        return documents.create(
            {
                "name": say(story["name"]),
                "type_id": self.env.ref(f"qms_document.type_{story['type']}").id,
                "department_id": self.env.ref(f"qms.demo_unit_{story['unit']}").id,
                "company_id": self.env.ref("qms.demo_company_municipality").id,
                "process_ids": [Command.set(process.ids)],
                "requirement_ids": [Command.set(process.requirement_ids[:2].ids)],
                "reader_unit_ids": self._units(story.get("readers", ())),
                "on_unit_page": story.get("page", False),
                "parent_id": parent.id if parent else False,
            }
        )

    def _fill_in(self, version, story, say):
        if story.get("text"):
            version.text = self._html(story, say, before=True)
        if story.get("file"):
            version.file_ids = version.file_ids.create(
                {
                    "name": say(story["file"]),
                    "raw": self._word_file(say(story["file_text"])),
                    "res_model": version._name,
                }
            )

    def _html(self, story, say, before=False):
        """Its text; ``before`` the change, without what is new."""
        text = story["text"]
        if before:
            text = story.get("text_before", text)
        parts = [Markup("<p>%s</p>") % line for line in say(text).splitlines()]
        lines = say(story["steps"]).splitlines() if story.get("steps") else []
        if before and story.get("new_step"):
            del lines[story["new_step"] - 1]
        items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
        if items:
            parts.append(Markup("<ol>%s</ol>") % items)
        return Markup().join(parts)

    def _word_file(self, text):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as packed:
            for name, part in PARTS.items():
                packed.writestr(name, part % text if "%s" in part else part)
        return content.getvalue()

    def _approve(self, document, story):
        """By whoever is asked, step by step; dated back."""
        version = document.draft_id.sudo()
        while version.state == "submitted":
            own = self._as(version, version._turn()[:1])
            allowed = own._allowed_transitions()
            own.action_approve() if "approve" in allowed else own.action_endorse()
        today = document.company_id._qms_today()
        day = Date.subtract(today, days=story["days"])
        version._write_guarded({"date_valid": day, "date_approved": day})
        known = document.sudo()
        known.write({"date_valid": day})
        if story.get("overdue"):
            known.date_review = Date.subtract(today, days=story["overdue"])
            version._sync_duties()
        document.invalidate_recordset()

    def _change(self, document, story, say):
        """A second version, with what changed."""
        self._begin_next(document, story, say)
        document.draft_id.action_submit()
        self._approve(document, {**story, "days": 5})

    def _begin_next(self, document, story, say):
        document.action_write()
        document.invalidate_recordset(["draft_id"])
        document.draft_id.write(
            {"text": self._html(story, say), "change_note": say(story["change"])}
        )

    def _read(self, document, story, say):
        for name in story.get("read_by", ()):
            self._as(document, self._user(name)).action_read()
        if story.get("remark"):
            self._as(document, self._user("aide"))._propose(say(story["remark"]))
