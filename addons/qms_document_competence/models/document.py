from odoo import api, fields, models


class QmsDocument(models.Model):
    _inherit = "qms.document"

    law_ids = fields.Many2many(
        "qms.law.update",
        "qms_document_law_rel",
        string="Laws it is changed because of",
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
    )

    @api.model
    def _get_cause_fields(self):
        return (*super()._get_cause_fields(), "law_ids")

    def action_open_laws(self):
        """The laws it is changed because of, as far as the user may read them."""
        return self._open_causes("law_ids")

    def _show_valid(self):
        """Who follows it from outside is asked again, as our own readers are."""
        # sudo: which version was shown
        before = {each.id: each.valid_version_id for each in self.sudo()}
        result = super()._show_valid()
        changed = self.sudo().filtered(
            lambda each: (
                each.valid_version_id != before[each.id]
                and each.valid_version_id.asks_again
            )
        )
        # sudo: the system asks, whoever approved it
        people = self.env["qms.external.person"].sudo()
        people.search([("document_ids", "in", changed.ids)])._ask_anew()
        return result
