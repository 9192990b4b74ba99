from odoo import models


class QmsUnitChange(models.Model):
    _inherit = "qms.unit.change"

    def _pages(self):
        # sudo: pages of the units that change, closed ones too
        pages = self.env["qms.public.page"].sudo().with_context(active_test=True)
        return pages.search([("department_id", "in", self.source_ids.ids)])

    def _get_touched(self):
        touched = super()._get_touched()
        if self.kind != "merge" or not self.source_ids:
            return touched
        return [*touched, (self.env._("Posters with a QR code"), len(self._pages()))]

    def _settle_merge(self):
        """A poster leads to the new unit, unless that has one: then it is closed."""
        pages = self._pages()
        taken = pages.search_count([("department_id", "=", self.target_id.id)], limit=1)
        if pages and not taken:
            pages[0].department_id = self.target_id
            pages = pages[1:]
        pages.active = False
        # sudo: where mail from elsewhere is read
        company = self.company_id.sudo()
        if company.qms_mail_department_id in self.source_ids:
            company.qms_mail_department_id = self.target_id
        return super()._settle_merge()
