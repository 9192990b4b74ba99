from odoo import api, fields, models
from odoo.exceptions import UserError


class DrawnNumber(str):
    """A number that came from the series. Create accepts no other, so that nobody
    chooses one; a plain string, which is all RPC can send, is refused."""


class QmsNumberMixin(models.AbstractModel):
    """A record that draws its number from the series of its company and year.

    The model has a required ``company_id`` and declares what is unique:
    ``models.Constraint("UNIQUE (company_id, number)", ...)``. There is one series for
    all types, and it may have gaps: what is rolled back is not given out again.

    A record that takes part in another's number (report, case and register share one)
    is created with ``{"number": other._shared_number()}``.
    """

    _name = "qms.number.mixin"
    _description = "Numbered by company and year"

    number = fields.Char(readonly=True, copy=False, index=True)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("number") and not isinstance(vals["number"], DrawnNumber):
                raise self._make_number_error()
        return super().create(vals_list)

    def _prepare_create_values(self, vals_list):
        result = super()._prepare_create_values(vals_list)
        by_company = {}
        for vals in result:
            if not isinstance(vals.get("number"), DrawnNumber):
                by_company.setdefault(self._number_company(vals), []).append(vals)
        for company, needy in by_company.items():
            numbers = self._draw_numbers(company, len(needy))
            for vals, number in zip(needy, numbers, strict=True):
                vals["number"] = number
        for vals in result:
            vals["number"] = str(vals["number"])
        return result

    def write(self, vals):
        if "number" in vals:
            # sudo: the number alone
            if set(self.sudo().mapped("number")) != {vals["number"]}:
                raise self._make_number_error()
            vals = {key: value for key, value in vals.items() if key != "number"}
        if "company_id" in vals and not self.env.su:
            self._refuse_other_series(vals["company_id"])
        return super().write(vals)

    def _refuse_other_series(self, company_id):
        """What has a number stays in the company whose series it is from.

        Where it goes to another, its own step draws a new one.
        """
        # sudo: number and company alone
        for record in self.sudo():
            company = record.company_id
            if record.number and company and company.id != company_id:
                raise UserError(self.env._("That was settled when it was numbered."))

    @api.model
    def _draw_numbers(self, company, count, date=None):
        """Draw ``count`` numbers such as 'K-2026-00042', in one statement.

        :param company: the ``res.company`` whose series it is
        :param date: a day of the year that counts; today in the company's time zone
        :rtype: list[DrawnNumber]
        """
        # sudo: ir.sequence - everybody who may create a record draws its number
        sequence = self.env["ir.sequence"].sudo()._get_qms_series(company)
        texts = sequence._draw_qms_numbers(count, date or company._qms_today())
        return [DrawnNumber(text) for text in texts]

    @api.model
    def _no_number(self):
        """For a model that draws none."""
        return DrawnNumber("")

    def _shared_number(self):
        """This record's number, for another record to be created with."""
        self.ensure_one()
        return DrawnNumber(self.number)

    def _number_company(self, vals):
        """Hook: the company in whose series a record with these values belongs."""
        return (
            self.env["res.company"].browse(vals.get("company_id")) or self.env.company
        )

    @api.model
    def _make_number_error(self):
        return UserError(
            self.env._("The number is drawn by the system; it cannot be chosen.")
        )
