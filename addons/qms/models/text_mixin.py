from odoo import api, models
from odoo.exceptions import ValidationError

# characters a text may have: some forty pages
TEXT_LIMIT = 100_000
# what a spreadsheet takes for the beginning of a formula
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class QmsTextMixin(models.AbstractModel):
    """Texts that come in are texts: of a sane length, and no formula when they leave.

    Whatever way they come: screen, RPC, import, a transition.
    """

    _name = "qms.text.mixin"
    _description = "Texts of a sane length"

    def _prepare_create_values(self, vals_list):
        result = super()._prepare_create_values(vals_list)
        for vals in result:
            self._check_texts(vals)
        return result

    def write(self, vals):
        self._check_texts(vals)
        return super().write(vals)

    def _write_guarded(self, vals):
        self._check_texts(vals)
        return super()._write_guarded(vals)

    @api.model
    def _check_texts(self, vals):
        for name, value in vals.items():
            if not isinstance(value, str) or name not in self._fields:
                continue
            if len(value) > TEXT_LIMIT or "\x00" in value:
                raise self._make_text_error(name, value)

    @api.model
    def _make_text_error(self, name, value):
        label = self._fields[name]._description_string(self.env)
        if "\x00" in value:
            return ValidationError(
                self.env._("%(field)s: this is no readable text.", field=label)
            )
        return ValidationError(
            self.env._(
                "%(field)s: a text may have up to %(limit)s characters, this one has "
                "%(count)s. Put it into a file and attach that.",
                field=label,
                limit=TEXT_LIMIT,
                count=len(value),
            )
        )

    def export_data(self, fields_to_export):
        """No text opens as a formula, in no format a list is exported to."""
        result = super().export_data(fields_to_export)
        result["datas"] = [
            [self._without_formula(cell) for cell in row] for row in result["datas"]
        ]
        return result

    @api.model
    def _without_formula(self, cell):
        if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
            return f"'{cell}"
        return cell
