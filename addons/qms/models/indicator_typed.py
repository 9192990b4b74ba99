from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import months
from ..tools.suppression import suppress

# what follows from the rest
DERIVED = {"amount", "is_small"}


class QmsIndicatorTyped(models.AbstractModel):
    """Figures whose source lies outside: typed in, or imported with Odoo's import."""

    _name = "qms.indicator.typed"
    _description = "Figures typed in or imported"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(DERIVED & set(vals) for vals in vals_list):
            raise self._make_derived_error()
        records = super().create([self._with_first_day(vals) for vals in vals_list])
        records._settle()
        return records

    def write(self, vals):
        if not self.env.su and DERIVED & set(vals):
            raise self._make_derived_error()
        self._refuse_counted()
        result = super().write(self._with_first_day(vals))
        if not DERIVED & set(vals):
            self._settle()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_typed(self):
        self._refuse_counted()

    @api.model
    def _with_first_day(self, vals):
        if not vals.get("month"):
            return vals
        return {**vals, "month": months.first(fields.Date.to_date(vals["month"]))}

    def _make_derived_error(self):
        return UserError(self.env._("That follows by itself; it is not entered."))

    def _refuse_counted(self):
        """What is counted from records is nobody's to change."""
        if not self.env.su and "records" in self.indicator_id.mapped("source"):
            raise self._make_counted_error()

    def _make_counted_error(self):
        return UserError(
            self.env._("This figure is counted from records; it is not entered.")
        )

    @api.constrains("indicator_id", "company_id", "department_id", "month")
    def _check_typed(self):
        if "records" in self.indicator_id.mapped("source"):
            raise self._make_counted_error()
        for each in self:
            owner = each.indicator_id.company_id
            if owner and owner != each.company_id:
                raise ValidationError(
                    self.env._(
                        "%(indicator)s is kept by %(company)s alone.",
                        indicator=each.indicator_id.name,
                        company=owner.name,
                    )
                )
            if each.month and each.month > fields.Date.context_today(each):
                raise ValidationError(self.env._("This month has not come yet."))
        self._check_people()

    @api.constrains("count")
    def _check_count(self):
        if any(each.count < 0 for each in self):
            raise ValidationError(self.env._("What it rests on is counted from 0."))

    def _check_people(self):
        """No figure of a unit so small that it would be one of persons."""
        asked = self.filtered(lambda e: e.department_id and e.indicator_id.min_people)
        if not asked:
            return
        # sudo: how many work where
        employees = self.env["hr.employee"].sudo()
        rows = employees._read_group(
            [("department_id", "in", asked.department_id.ids)],
            ["department_id"],
            ["__count"],
        )
        people = {unit.id: count for unit, count in rows}
        for each in asked:
            least = each.indicator_id.min_people
            if people.get(each.department_id.id, 0) < least:
                raise ValidationError(
                    self.env._(
                        "%(indicator)s: %(unit)s has fewer than %(least)s employees, "
                        "and a figure of few is one of persons.",
                        indicator=each.indicator_id.name,
                        unit=each.department_id.name,
                        least=least,
                    )
                )

    def _settle(self):
        """What follows from what was typed: what is added up, and what is small."""
        for each in self:
            # sudo: derived, see DERIVED
            each.sudo().amount = each.value
        typed = self.filtered(lambda each: each.indicator_id.source == "typed")
        for (indicator, company), rows in typed.grouped(
            lambda each: (each.indicator_id, each.company_id)
        ).items():
            rows._settle_small(indicator, company)

    def _settle_small(self, indicator, company):
        # sudo: all units of the months, whoever types one
        known = self.sudo().search(
            [
                ("indicator_id", "=", indicator.id),
                ("company_id", "=", company.id),
                ("month", "in", self.mapped("month")),
            ]
        )
        for rows in known.grouped("month").values():
            units = rows.filtered("department_id")
            total = rows - units
            cells = [{"unit": row.id, "count": row.count} for row in units]
            rest = total.count - sum(units.mapped("count")) if total else 0
            if rest > 0:
                cells.append({"unit": False, "count": rest})
            shown = suppress(cells, "unit", "count")
            hidden = {row["unit"] for row in shown.rows if row["count"] is None}
            for row in rows:
                small = row.id in hidden if row in units else shown.total is None
                if row.is_small != small:
                    row.is_small = small
