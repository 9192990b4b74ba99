from odoo import api, fields, models
from odoo.exceptions import ValidationError


class QmsEmergencyNumber(models.Model):
    """Whom one calls where somebody is in danger: as in each country.

    On posters and on the pages without login. The rows without country hold wherever
    a country has none of its own.
    """

    _name = "qms.emergency.number"
    _description = "Emergency number"
    _inherit = ["qms.shared.mixin"]
    _order = "country_id, sequence, id"
    _rec_name = "number"

    country_id = fields.Many2one(
        "res.country", index=True, help="None: wherever a country has none of its own."
    )
    number = fields.Char(required=True)
    purpose = fields.Char(
        "For what", translate=True, help="Where a country has several numbers."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    @api.constrains("number")
    def _check_number(self):
        for row in self:
            digits = (row.number or "").replace(" ", "").removeprefix("+")
            if not digits.isdecimal() or not digits.isascii():
                raise ValidationError(self.env._("A number to call holds digits."))

    @api.model
    def _numbers_of(self, company):
        # sudo: where the company is, and numbers that hang on every wall
        country = company.sudo().partner_id.country_id
        rows = self.sudo().search([("country_id", "in", [country.id, False])])
        return rows.filtered("country_id") or rows

    @api.model
    def _told(self, company):
        """The numbers of the company's country, as said in the current language."""
        return ", ".join(
            f"{row.number} ({row.purpose})" if row.purpose else row.number
            for row in self._numbers_of(company)
        )
