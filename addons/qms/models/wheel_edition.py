import logging
from datetime import date

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.lifecycle import Mandate
from ..tools.wheel import same_weekday
from .decision_sql import lock_free_rows, lock_rows

_logger = logging.getLogger(__name__)

NOVEMBER = 11
# days of January in which the old year is closed
CLOSING_DAYS = 31


class QmsWheelEdition(models.AbstractModel):
    """How an edition comes about, what it needs, what becomes of it."""

    _name = "qms.wheel.edition"
    _description = "Edition of the wheel"

    def _first_day(self):
        return date(self.year, 1, 1) if self.year else False

    def _last_day(self):
        return date(self.year, 12, 31) if self.year else False

    def _next(self):
        return self.search(
            [("company_id", "=", self.company_id.id), ("year", "=", self.year + 1)]
        )

    @api.model
    def _lock_editions(self, company):
        """One at a time changes the days of a company's wheel."""
        # sudo: ids alone
        editions = self.sudo().search(
            [("company_id", "=", company.id), ("state", "!=", "closed")]
        )
        editions.flush_recordset()
        lock_rows(self.env.cr, self._table, editions.ids)

    # ------------------------------------------------------------
    # Who may, what is missing, who owes it
    # ------------------------------------------------------------

    def _mandate_insert(self):
        """Quality managers; leaders what their units hang under the wheel.

        Whether these items are theirs is asked of the items.
        """
        # sudo: whose wheel it is
        company = self.sudo().company_id
        leads = self.env.user.has_group("qms.group_unit_leader")
        if leads and company in self.env.user.company_ids:
            return self._mandate_manager() or Mandate("leader")
        return self._mandate_manager()

    def _check_insert(self, items):
        self.check_access("read")
        if not items or items.company_id != self.company_id:
            raise UserError(self.env._("Which of this company's recurring duties?"))
        items._check_may_change()

    def _insert(self, items, reason):
        """From today on; what is in it already stays as it is."""
        self._lock_editions(self.company_id)
        mandate = self._mandate_insert()
        since = max(fields.Date.context_today(self), self._first_day())
        if not self._build(items, since, reason, mandate):
            raise UserError(self.env._("Nothing of it is to come in this year."))

    def _missing_start(self):
        return [
            self.env._("an owner: %s", each.display_name)
            for each in self.occurrence_ids
            if each.state == "planned" and not each._is_owned()
        ]

    def _missing_close(self):
        missing = []
        if self.company_id._qms_today() <= self._last_day():
            missing.append(self.env._("the end of the year"))
        if self._next().state != "running":
            missing.append(self.env._("the next year's edition, started"))
        return missing

    def _get_duties(self):
        return [duty for edition in self for duty in edition._get_own_duties()]

    def _get_own_duties(self):
        company = self.company_id
        base = {"record": self, "group": self.env.ref("qms.group_quality_manager")}
        if self.state == "draft":
            due = company._qms_add_workdays(self._first_day(), -1)
            due = max(due, fields.Date.to_date(self.create_date) or due)
            return [{**base, "verb": "plan_year", "deadline": due}]
        if self.state == "running" and company._qms_today() > self._last_day():
            end = fields.Date.add(self._last_day(), days=CLOSING_DAYS)
            due = company._qms_add_workdays(end, -1)
            return [{**base, "verb": "close_year", "deadline": due}]
        return []

    def _transition_values(self, step):
        values = super()._transition_values(step)
        if step.name == "close":
            values["date_closed"] = fields.Date.context_today(self)
        return values

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        for edition in self:
            if step.name == "start":
                edition.occurrence_ids._sync_duties()
                # sudo: the system's own scheduled action
                self.env.ref("qms.ir_cron_wheel").sudo()._trigger()
            if step.name == "close":
                edition._carry_over()
        return result

    def _carry_over(self):
        """What is open goes along: its day stays what it was."""
        left = self.occurrence_ids.filtered(
            lambda each: each.state in ("planned", "due")
        )
        left._lock()
        before = {each.id: each.state for each in left}
        for each in left:
            values = {"year_id": self._next().id}
            each._write_guarded(
                {**values, "carried_from": each.carried_from or self.year}
            )
        mandates = dict.fromkeys(left.ids, self._mandate_manager())
        self.env["qms.decision"]._record(
            left, "carry", before, mandates, str(self.year)
        )
        left._sync_duties()

    def _transition_labels(self):
        return super()._transition_labels() | {
            "start": self.env._("Started"),
            "insert": self.env._("Put in"),
            "close": self.env._("Closed"),
        }

    # ------------------------------------------------------------
    # Building it
    # ------------------------------------------------------------

    def _begin_today(self):
        """The first edition of a company plans nothing for the days that are gone."""
        today = fields.Date.context_today(self)
        if not self.date_from and today.year == self.year:
            if not self._edition_before():
                self.date_from = today

    def _build(self, items=None, since=None, reason=None, mandate=None):
        """Put into this edition what the items ask for, in their order.

        From the edition before, where there is one: at the same weekday of the month.
        """
        company = self.company_id
        items = items or self.env["qms.wheel.item"].search(
            [("company_id", "=", company.id)]
        )
        quiet = self.env["qms.wheel.occurrence"].with_context(
            mail_create_nolog=True, tracking_disable=True
        )
        occurrences = quiet.create(self._prepare_edition(items, since))
        occurrences._take_names()
        occurrences._link()
        occurrences._settle(reason, mandate)
        occurrences._sync_duties()
        return occurrences

    def _prepare_edition(self, items, since):
        before = self._edition_before().occurrence_ids.filtered(
            lambda each: not each.carried_from
        )
        before = {(each.item_id, each.ordinal): each for each in before}
        known = {(each.item_id.id, each.ordinal) for each in self.occurrence_ids}
        since = since or self.date_from or self._first_day()
        return [
            values
            for item in items
            for values in self._prepare_occurrences(item, before)
            if values["date_guideline"] >= since
            and (item.id, values["ordinal"]) not in known
        ]

    def _edition_before(self):
        return self.search(
            [("company_id", "=", self.company_id.id), ("year", "=", self.year - 1)]
        )

    def _prepare_occurrences(self, item, before):
        """Values of this item's times in the year."""
        days = item._guidelines(self.year)
        owner = item.owner_id
        for ordinal, day in enumerate(days, 1):
            earlier = before.get((item, ordinal))
            if earlier and earlier.rule == item._rule():
                day = same_weekday(earlier.date_guideline, self.year)
            yield {
                "name": item.kind_id.code,
                "year_id": self.id,
                "item_id": item.id,
                "kind_id": item.kind_id.id,
                "company_id": self.company_id.id,
                "department_id": item.department_id.id,
                "owner_id": owner.id if owner._qms_works_here() else False,
                "owner_group_id": item.owner_group_id.id,
                "sequence": item.sequence,
                "ordinal": ordinal,
                "is_repeated": len(days) > 1,
                "rule": item._rule(),
                "lead_days": item.lead_days,
                "date_guideline": day,
                "date_planned": self._workday(day),
            }

    def _workday(self, day):
        """The next working day, within the year."""
        found = self.company_id._qms_add_workdays(day, 0)
        if found.year == day.year:
            return found
        return self.company_id._qms_add_workdays(day, -1)

    @api.model
    def _cron_turn(self):
        """Each day: begin what is to begin, and look ahead to the next year."""
        self.env["qms.wheel.occurrence"]._cron_make()
        self._cron_editions()

    @api.model
    def _cron_editions(self):
        """From November on, plan the next year; at New Year, ask to close the old."""
        progress = self.env["ir.cron"]._commit_progress
        for edition in self.search(Domain("state", "=", "running"), order="id"):
            try:
                with self.env.cr.savepoint():
                    edition._look_ahead()
            except OperationalError:
                # another connection was at it; what is left comes the next time
                self.env.cr.rollback()
            except Exception:
                _logger.exception("%s cannot be copied", edition)
            if not progress(1):
                return

    def _look_ahead(self):
        self._sync_duties()
        today = self.company_id._qms_today()
        if today < date(self.year, NOVEMBER, 1) or not self._take_lock():
            return
        if not self._next():
            self.create({"company_id": self.company_id.id, "year": self.year + 1})

    def _take_lock(self):
        """Whether this connection is the one that copies it."""
        if not lock_free_rows(self.env.cr, self._table, self.ids):
            return False
        lock_rows(self.env.cr, self._table, self.ids)
        return True
