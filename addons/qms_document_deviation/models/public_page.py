from odoo import models
from odoo.fields import Domain


class QmsPublicPage(models.Model):
    """Documents stand on the unit's page, where they allow it."""

    _inherit = "qms.public.page"

    def _get_documents(self):
        """Valid, not confidential, allowed, and of this unit or for its people.

        Runs as the system, hence says all of it.
        """
        documents = self.env["qms.document"]
        if not self.department_id:
            return documents
        line = self.department_id._qms_line_ids()
        return documents.search(
            Domain("state", "=", "valid")
            & Domain("confidentiality", "=", "normal")
            & Domain("on_unit_page", "=", True)
            & Domain("company_id", "=", self.company_id.id)
            & (
                Domain("department_id", "in", line)
                | Domain("reader_unit_ids", "in", line)
                | Domain("reader_process_ids.department_ids", "in", line)
            ),
            order="number, id",
        )

    def _get_choices(self):
        choices = super()._get_choices()
        if not self._get_documents():
            return choices
        return [
            *choices,
            (
                self.env._("Procedures and instructions"),
                self.env._("What holds here, with its forms."),
                f"/qms/unit/{self.key}/documents",
            ),
        ]
