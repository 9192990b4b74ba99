from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Domain

from ..tools.evidence import Frame


class QmsEvidenceReading(models.AbstractModel):
    """The records of a source, with the rights of whoever looks."""

    _name = "qms.evidence.reading"
    _description = "Evidence read"

    def _last_year(self):
        today = self.env.company._qms_today()
        since = today - relativedelta(years=1, days=-1)
        return Frame(self.env.companies, since, today)

    def _evidence_domain(self, frame):
        """Which records of its model belong in ``frame``."""
        self.ensure_one()
        companies = Domain(self.company_field, "in", [*frame.companies.ids, False])
        domain = self._literal(self.domain) & companies & self._days_domain(frame)
        if unit := self.department_field:
            if frame.units:
                domain &= Domain(unit, "child_of", frame.units.ids)
            if frame.in_scope:
                domain &= Domain(f"{unit}.qms_in_scope", "=", True)
        model = self._model()
        if frame.until_moment and model._log_access and model._auto:
            domain &= Domain("create_date", "<=", frame.until_moment)
        return domain

    def _days_domain(self, frame):
        begun = self.date_field
        if not begun:
            return Domain.TRUE
        # a day as a bound of moments is that whole day
        first, last = Domain(begun, ">=", frame.since), Domain(begun, "<=", frame.until)
        if self.holds == "event":
            return first & last
        if not self.end_field:
            return last
        ended = self.end_field
        return last & (Domain(ended, "=", False) | Domain(ended, ">=", frame.since))

    def _readable(self, frame):
        """The model as it is searched; none where the current user may not read it."""
        model = self._model()
        if model is None or not model.has_access("read"):
            return None
        companies = frame.companies
        if not self.env.su:
            companies &= self.env.user.company_ids
        if not companies:
            return None
        # what ended is archived, what holds is not
        return model.with_context(
            active_test=self.holds == "standing",
            allowed_company_ids=companies.ids,
        )

    def _count_evidence(self, frame):
        """How many records there are and the last day, per requirement they name.

        :return: ``None`` where the current user reads no such records; else a dict of
            ``(count, day)`` by the id of a requirement, by ``False`` for all of them
        """
        self.ensure_one()
        model = self._readable(frame)
        if model is None:
            return None
        domain = self._evidence_domain(frame)
        day = self.date_field
        aggregates = ["__count"]
        if day and "." not in day and model._fields[day].store:
            aggregates.append(f"{day}:max")
        [row] = model._read_group(domain, [], aggregates)
        counts = {False: self._told(row)}
        if named := self.requirement_field:
            rows = model._read_group(domain, [named], aggregates)
            counts |= {each.id: self._told(row) for each, *row in rows if each}
        return counts

    def _told(self, row):
        count, last = (*row, None)[:2]
        if hasattr(last, "date"):
            last = last.date()
        return count, last or None

    def _window(self, frame, requirement=None):
        """The list of exactly the records that were counted."""
        domain = self._evidence_domain(frame)
        if requirement and self.requirement_field:
            domain &= Domain(self.requirement_field, "in", requirement.ids)
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self.res_model,
            "domain": list(domain),
            "views": [(False, "list"), (False, "form")],
            "context": {"active_test": self.holds == "standing", "create": False},
        }
