from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import months

# what follows from the rest
DERIVED = {"amount", "is_small"}
PLACE = {"company_id", "indicator_id", "month"}


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
        left = self._places() if PLACE & set(vals) else ()
        result = super().write(self._with_first_day(vals))
        if not DERIVED & set(vals):
            self._settle(left)
        return result

    def unlink(self):
        left = self._places()
        result = super().unlink()
        self._settle_small(left)
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
        if not self.env.su and self._is_counted():
            raise self._make_counted_error()

    def _is_counted(self):
        return bool(set(self.indicator_id.mapped("source")) - {"typed"})

    def _make_counted_error(self):
        return UserError(
            self.env._("This figure is counted from records; it is not entered.")
        )

    @api.constrains("indicator_id", "company_id", "department_id", "month")
    def _check_typed(self):
        if self._is_counted():
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

    # ------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------

    def _settle(self, left=()):
        """What follows from what was typed: what is added up, and what is small.

        :param left: the places where some of these stood before
        """
        typed = self.filtered(lambda each: each.indicator_id.source == "typed")
        unlike = typed.filtered(lambda each: each.amount != each.value)
        for value, rows in unlike.grouped("value").items():
            # sudo: derived, see DERIVED
            rows.sudo().write({"amount": value})
        self._settle_small(self._places() | set(left))

    def _places(self):
        """Where they stand: (indicator, company, month) of what no night works out."""
        # sudo: which months of which figure, whoever may read it
        found = self.sudo().filtered(lambda row: row.indicator_id.source != "records")
        return {(row.indicator_id, row.company_id, row.month) for row in found}

    @api.model
    def _settle_small(self, places):
        """Mark anew what is small among all that stands in these places."""
        months_of = {}
        for indicator, company, month in places:
            months_of.setdefault((indicator, company), []).append(month)
        # sudo: typed figures of all units together
        small = large = self.browse().sudo()
        for (indicator, company), asked in months_of.items():
            # sudo: all units of the months, whoever types one
            known = self.sudo().search(
                [
                    ("indicator_id", "=", indicator.id),
                    ("company_id", "=", company.id),
                    ("month", "in", asked),
                ]
            )
            people = indicator._people_per_unit()
            for rows in known.grouped("month").values():
                found = rows._find_small(indicator, people)
                small |= found
                large |= rows - found
        small.filtered(lambda row: not row.is_small).write({"is_small": True})
        large.filtered("is_small").write({"is_small": False})

    def _find_small(self, indicator, people):
        """Those of a month that are not shown."""
        units = self.filtered("department_id")
        total = self - units
        counts = {row.department_id.id: row.count for row in units}
        rest = total.count - sum(counts.values()) if total else 0
        if rest > 0:
            counts[False] = rest
        hidden, is_total_small = indicator._small(counts, people)
        found = units.filtered(lambda row: row.department_id.id in hidden)
        return found | total if is_total_small else found
