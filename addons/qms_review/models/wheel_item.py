from odoo import api, fields, models


class QmsWheelItem(models.Model):
    _inherit = "qms.wheel.item"

    quality_group_id = fields.Many2one(
        "qms.group",
        "Quality group",
        index="btree_not_null",
        ondelete="set null",
        help="Whose meetings or terms of reference these are; empty: those of the "
        "company's first group.",
    )

    @api.model
    def _add_usual(self, codes):
        """Give companies whose wheel is older what new ones begin with."""
        # sudo: installing a module gives each company its wheel
        items = self.sudo().with_context(active_test=False)
        kinds = self.env["qms.wheel.kind"].sudo().search([("code", "in", codes)])
        known = items.search([("kind_id", "in", kinds.ids)])
        has = {(item.company_id, item.kind_id) for item in known}
        companies = [company for (company,) in items._read_group([], ["company_id"])]
        items.create(
            [
                items._prepare_usual(kind, company)
                for company in companies
                for kind in kinds
                if (company, kind) not in has
            ]
        )
