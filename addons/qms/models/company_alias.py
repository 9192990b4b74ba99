from odoo import api, models


class QmsCompanyAlias(models.AbstractModel):
    """A company's addresses that take mail for some model."""

    _name = "qms.company.alias"
    _description = "A company's mail addresses"

    @api.model
    def _get_qms_aliases(self):
        """Hook: addresses that quality managers name in the settings.

        :return: field with the part before the @ -> (field with the ``mail.alias``,
            name of the model its mail goes to)
        :rtype: dict[str, tuple[str, str]]
        """
        return {}

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        for name in self._get_qms_aliases():
            companies.filtered(name)._qms_keep_alias(name)
        return companies

    def write(self, vals):
        result = super().write(vals)
        for name in self._get_qms_aliases():
            if name in vals or "alias_domain_id" in vals:
                self._qms_keep_alias(name)
        return result

    def _qms_keep_alias(self, field):
        """The address follows the name; the first name makes it."""
        alias_field, model = self._get_qms_aliases()[field]
        fixed = {
            "alias_model_id": self.env["ir.model"]._get_id(model),
            "alias_contact": "everyone",
        }
        # sudo: mail.alias - a quality manager sets the name of this one only
        for company in self.sudo():
            name, alias = company[field], company[alias_field]
            values = {
                "alias_name": name or False,
                "alias_domain_id": company.alias_domain_id.id,
                "alias_incoming_local": not company.alias_domain_id,
            }
            if alias:
                alias.write(values)
            elif name:
                company[alias_field] = alias.create({**values, **fixed})
