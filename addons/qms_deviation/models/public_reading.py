from odoo import models


class QmsPublicPage(models.Model):
    """What must be read stands on the unit's page, if its sender allowed that."""

    _inherit = "qms.public.page"

    def _get_rounds(self):
        """What is to be read here."""
        rounds = self.env["qms.reading.round"]
        if not self.department_id:
            return rounds
        return rounds._on_page_of(self.department_id)

    def _get_choices(self):
        choices = super()._get_choices()
        if not self._get_rounds():
            return choices
        to_read = (
            self.env._("Read and confirm"),
            self.env._("What everybody here must read and understand."),
            f"/qms/unit/{self.key}/read",
        )
        return [to_read, *choices]
