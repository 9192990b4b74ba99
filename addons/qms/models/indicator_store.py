from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import months as calendar_months
from ..tools.apart import apart
from ..tools.suppression import suppress

# further back figures stay as they were stored
MONTHS = 36
SLICE = 10
# figures that rest on fewer are not shown
FEW = 3
# whose change makes stored figures those of something else
DEFINITION = {
    "aggregate",
    "company_field",
    "company_id",
    "date_field",
    "department_field",
    "domain",
    "end_field",
    "min_people",
    "part_domain",
    "res_model",
    "source",
    "value_field",
}
COLUMNS = ("company_id", "department_id", "month", "amount", "count", "value", "small")

# rows that differ are written, those that should not be there go
STORE = """
       WITH wanted AS (
           SELECT * FROM unnest(%s::int[], %s::int[], %s::date[],
               %s::numeric[], %s::int[], %s::numeric[], %s::bool[])
               AS w (company_id, department_id, month,
                     amount, count, value, is_small)
       ), gone AS (
           DELETE FROM qms_indicator_value v
            WHERE indicator_id = %s AND month BETWEEN %s AND %s
              AND NOT EXISTS (
                  SELECT FROM wanted w
                   WHERE w.company_id = v.company_id AND w.month = v.month
                     AND w.department_id IS NOT DISTINCT FROM v.department_id)
       )
       INSERT INTO qms_indicator_value AS known (
           indicator_id, company_id, department_id, month, amount, count,
           value, is_small, create_uid, create_date, write_uid, write_date)
       SELECT %s, w.*, %s, %s, %s, %s
         FROM wanted w
    LEFT JOIN qms_indicator_value v
           ON v.indicator_id = %s AND v.company_id = w.company_id
          AND v.month = w.month
          AND v.department_id IS NOT DISTINCT FROM w.department_id
        WHERE (v.amount, v.count, v.value, v.is_small) IS DISTINCT FROM
              (ROUND(w.amount, 4), w.count, ROUND(w.value, 4), w.is_small)
       ON CONFLICT (indicator_id, company_id, month,
                    COALESCE(department_id, 0))
       DO UPDATE SET amount = EXCLUDED.amount, count = EXCLUDED.count,
                     value = EXCLUDED.value, is_small = EXCLUDED.is_small,
                     write_uid = EXCLUDED.write_uid,
                     write_date = EXCLUDED.write_date
"""


class QmsIndicatorStore(models.AbstractModel):
    """A figure month by month, stored by the scheduled action.

    All months, companies and units of an indicator are read by one statement (two for
    a share) and written by one, which touches only rows that differ.
    """

    _name = "qms.indicator.store"
    _description = "Figures stored by month"

    stored_on = fields.Date("Stored on", readonly=True, copy=False)

    def write(self, vals):
        changed = DEFINITION & set(vals)
        result = super().write(vals)
        if changed:
            counted = self.filtered(lambda each: each.source == "records")
            # sudo: what is stored is no figure of the new definition
            counted.sudo().value_ids.unlink()
            super(QmsIndicatorStore, counted).write({"stored_on": False})
        if "min_people" in vals:
            # sudo: of which units these are small, see the class of values
            (self - counted).sudo().value_ids._settle()
        return result

    def action_store(self):
        """Have the stored figures worked out anew, as soon as there is time."""
        self.check_access("write")
        self.stored_on = False
        # sudo: the scheduled action is woken, nothing else
        self.env.ref("qms.ir_cron_indicators").sudo()._trigger()

    def _series(self, company, until, months):
        """The stored figures of a company, as the current user may see them.

        :param until: a day of the last month
        :param months: how many, that one included
        :return: a list of (first day of the month, value)
        """
        self.ensure_one()
        return self._all_series(company, until, months).get(self, [])

    def _all_series(self, company, until, months):
        """As :meth:`_series`, of all these indicators in one statement."""
        last = calendar_months.first(until)
        rows = self.env["qms.indicator.value"].search_fetch(
            Domain("indicator_id", "in", self.ids)
            & Domain("company_id", "=", company.id)
            & Domain("department_id", "=", False)
            & Domain("month", ">", calendar_months.add(last, -months))
            & Domain("month", "<=", last),
            ["indicator_id", "month", "value"],
            order="month, id",
        )
        return {
            indicator: [(row.month, row.value) for row in own]
            for indicator, own in rows.grouped("indicator_id").items()
        }

    # ------------------------------------------------------------
    # By night
    # ------------------------------------------------------------

    @api.model
    def _to_store_domain(self):
        today = fields.Date.context_today(self)
        return Domain("source", "!=", "typed") & (
            Domain("stored_on", "=", False) | Domain("stored_on", "<", today)
        )

    @api.model
    def _cron_store(self):
        """Slice by slice; what another connection has is left to it."""
        progress = self.env["ir.cron"]._commit_progress
        tried = set()
        while True:
            domain = self._to_store_domain() & Domain("id", "not in", list(tried))
            found = self.search(domain, limit=SLICE, order="stored_on, id")
            if not found:
                return
            tried |= set(found.ids)
            free = found.try_lock_for_update(allow_referencing=True)
            apart(free, lambda some: some._keep_months())
            left = self.search_count(domain & Domain("id", "not in", found.ids))
            if not progress(len(found), remaining=left):
                return

    def _keep_months(self):
        """Work out and write the figures of the last months."""
        today = fields.Date.context_today(self)
        span = calendar_months.span(today - relativedelta(months=MONTHS - 1), today)
        kept = self.filtered(lambda each: each.source == "kept")._count_today()
        for indicator in self:
            months = span[-1:] if indicator.source == "kept" else span
            rows = indicator._wanted_values(months, kept.get(indicator, {}))
            indicator._write_values(rows, months)
            # the memory of one indicator at a time
            self.env["qms.indicator.value"].invalidate_model()
        return super().write({"stored_on": today})

    def _wanted_values(self, months, today):
        """The rows there should be, as tuples of ``COLUMNS``.

        :param today: what :meth:`_count_today` found for a figure that is kept
        """
        if self.source == "kept":
            groups = {(*place, months[-1]): pair for place, pair in today.items()}
        else:
            model = self._model()
            groups = {} if model is None else self._count_months(model, months)
        by_company = {}
        for (company, unit, month), pair in groups.items():
            by_company.setdefault(company, {}).setdefault(month, {})[unit] = pair
        people = self._people_per_unit()
        return [
            row
            for company, by_month in by_company.items()
            if company
            for row in self._rows_of(
                company, self._with_empty(by_month, months), people
            )
        ]

    def _with_empty(self, by_month, months):
        """Where things are counted, none is a figure: from the first one on."""
        if self.aggregate in ("avg", "share"):
            return by_month
        since, known, filled = min(by_month), {}, {}
        for month in months:
            if month >= since:
                by_unit = by_month.get(month, {})
                known |= dict.fromkeys(by_unit, (0, 0))
                filled[month] = known | by_unit
        return filled

    def _rows_of(self, company, by_month, people):
        for month, by_unit in by_month.items():
            total = tuple(map(sum, zip((0, 0), *by_unit.values(), strict=True)))
            counts = {unit: pair[1] for unit, pair in by_unit.items()}
            hidden, is_total_small = self._small(counts, people)
            shown = {unit: pair for unit, pair in by_unit.items() if unit}
            for unit, pair in [(None, total), *shown.items()]:
                value = self._value_of(*pair)
                if value is None or self._has_few(unit, people):
                    continue
                small = unit in hidden if unit else is_total_small
                yield (company, unit, month, *pair, value, small)

    def _has_few(self, unit, people):
        return bool(unit) and people.get(unit, 0) < self.min_people

    def _small(self, counts, people):
        """Units whose figure is not shown, and whether the company's is not.

        A unit of few people counts as no more than those, whatever its figure rests
        on: so the company's figure less those shown is none of so few.

        :param counts: id of the unit, or ``False`` -> on how many its figure rests
        """
        few = {unit for unit in counts if self._has_few(unit, people)}
        rows = [
            {
                "unit": unit,
                "count": min(count, max(people.get(unit, 0), 1))
                if unit in few
                else count,
            }
            for unit, count in counts.items()
        ]
        shown = suppress(rows, "unit", "count", max(FEW, self.min_people))
        hidden = {row["unit"] for row in shown.rows if row["count"] is None}
        return hidden | few, shown.total is None

    def _people_per_unit(self):
        if not self.min_people:
            return {}
        # sudo: how many work where
        employees = self.env["hr.employee"].sudo()
        rows = employees._read_group([], ["department_id"], ["__count"])
        return {unit.id: count for unit, count in rows}

    # ------------------------------------------------------------
    # Counting
    # ------------------------------------------------------------

    @api.model
    def _get_kept(self):
        """Hook: codes of figures that :meth:`_count_today` works out."""
        return set()

    def _count_today(self):
        """Hook: amount and count per (company, unit or ``False``) of each figure now.

        For what cannot be counted afterwards: each month keeps what it was last.
        """
        return {}

    @api.constrains("source", "code")
    def _check_kept(self):
        kept = self._get_kept()
        for each in self:
            if each.source == "kept" and each.code not in kept:
                raise ValidationError(
                    self.env._("The system works out no figure %s.", each.code)
                )

    def _count_months(self, model, months):
        """Amount and count per (company, unit, month), of all that there is.

        Whoever reads it; units keep the records they had when they were merged.
        """
        # sudo: stored figures count all, and small ones are not shown
        every = model.sudo().with_context(active_test=False)
        domain = self._literal(self.domain) & model._qms_figures_domain()
        if self.company_id:
            domain &= Domain(self.company_field, "=", self.company_id.id)
        places = [self.company_field]
        if self.department_field:
            places.append(self.department_field)
        until = calendar_months.add(months[-1], 1) - timedelta(days=1)
        domain &= Domain(self.date_field, "<=", until)
        if self.aggregate == "open":
            return self._count_open(every, domain, places, months)
        domain &= Domain(self.date_field, ">=", months[0])
        groupby = [*places, f"{self.date_field}:month"]
        found = self._measured(every, domain, groupby)
        return {self._place(group[:-1], group[-1]): n for group, n in found.items()}

    def _count_open(self, model, domain, places, months):
        """What stands open at the end of each month: begun by then, ended later."""
        groupby = [*places, f"{self.date_field}:month", f"{self.end_field}:month"]
        counts = {}
        for *place, begun, ended, count in model._read_group(
            domain, groupby, ["__count"]
        ):
            for month in months:
                if begun <= month and (not ended or month < ended):
                    key = self._place(place, month)
                    counts[key] = counts.get(key, 0) + count
        return {key: (count, count) for key, count in counts.items()}

    @api.model
    def _place(self, place, month):
        company, *unit = place
        return company.id, unit[0].id if unit else False, month

    # ------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------

    def _write_values(self, rows, months):
        """Make the stored rows of these months ``rows``; equal ones stay untouched."""
        self.env["qms.indicator.value"].flush_model()
        columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
        arrays = [
            [value or None for value in column]
            if name == "department_id"
            else list(column)
            for name, column in zip(COLUMNS, columns, strict=True)
        ]
        self.env.cr.execute(
            SQL(
                STORE,
                *arrays,
                *(self.id, months[0], months[-1], self.id),
                *(self.env.uid, fields.Datetime.now()) * 2,
                self.id,
            )
        )
