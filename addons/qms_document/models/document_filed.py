import base64
import hashlib

from lxml import html
from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import is_html_empty

from odoo.addons.qms.tools.filing import FiledFile, Place, safe_file_name

from ..tools.pictures import picture_id

REPORT = "qms_document.report_document"


class QmsDocumentFiled(models.AbstractModel):
    """What is valid stands in other systems too: its text on paper, and its files.

    Annexes are documents and stand there by themselves. What is confidential does not:
    who may read it changes with people and units, which no other system follows.
    """

    _name = "qms.document.filed"
    _description = "Document in other systems"
    _inherit = ["qms.filed.mixin"]
    _filed_fields = (
        "confidentiality",
        "department_id",
        "name",
        "process_ids",
        "state",
        "valid_version_id",
    )

    @api.model
    def _get_filed_domain(self):
        return Domain("state", "=", "valid") & Domain("confidentiality", "=", "normal")

    def _get_filed_audience(self):
        return self.env.ref("base.group_user")

    def _get_filed_place(self):
        return Place(
            self.company_id,
            self.department_id.qms_today_id,
            self.process_ids,
            self._name,
            self.env._("Documents"),
        )

    def _get_filed_content(self):
        version = self.valid_version_id
        said = hashlib.sha256((version.text or "").encode()).hexdigest()
        files = version.file_ids.sorted("id")
        sums = [(file.name, file.checksum) for file in files]
        annexes = self.with_context(qms_filed=True)._annexes_to_show()
        told = sorted(annexes.mapped("name"))
        return [version.id, self.number, self.name, said, sums, told]

    def _get_filed_beside(self):
        """The document of an annex names it."""
        return self.parent_id

    def _get_filed_files(self):
        version, files = self.valid_version_id, []
        if not is_html_empty(version.text) or not version.file_ids:
            files.append(self._filed_print(REPORT, f"{self.number} {self.name}"))
        for file in version.file_ids:
            name = safe_file_name(f"{self.number} {file.name}")
            files.append(FiledFile(name, file.raw or b"", file.mimetype))
        return files

    def _annexes_to_show(self):
        """Readers of a copy may not read what is confidential."""
        annexes = super()._annexes_to_show()
        if not self.env.context.get("qms_filed"):
            return annexes
        return annexes.filtered(lambda annex: annex.confidentiality == "normal")

    def _print_text(self):
        """Its text; where nobody prints, no session fetches the pictures."""
        if not self.env.context.get("qms_filed") or not self.text:
            return self.text
        root = html.fragment_fromstring(self.text, create_parent="div")
        for element in root.iter("img"):
            if found := picture_id(element.get("src") or ""):
                # it was approved as one of the version's own
                file = self.env["ir.attachment"].browse(found).exists()
                raw = base64.b64encode(file.raw or b"").decode()
                element.set("src", f"data:{file.mimetype};base64,{raw}")
        return Markup(html.tostring(root, encoding="unicode"))
