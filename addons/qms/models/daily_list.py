import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

from ..tools.apart import apart
from ..tools.people import FORTNIGHT, People
from .duty_sync import OPEN

_logger = logging.getLogger(__name__)

# so many people, with so many duties, get their lists at a time
SLICE = 50
HELD = 1000
# how long we remember that a list was sent
KEPT_DAYS = 60


class QmsDailyList(models.Model):
    """The one reminder mail a person gets on a day, and the memory that he got it.

    It says what is owed now, so a day without it needs no catching up: the next one
    tells the same again, until the work is done.
    """

    _name = "qms.daily.list"
    _description = "Daily list"
    _order = "date desc, id desc"
    _rec_name = "date"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    date = fields.Date(required=True)
    duty_ids = fields.Many2many("qms.duty", string="Duties")
    passed_up_ids = fields.Many2many(
        "qms.duty", "qms_daily_list_passed_up_rel", string="Passed up"
    )
    link = fields.Char(compute="_compute_link")

    _one_a_day = models.Constraint(
        "UNIQUE (user_id, date)", "One daily list a person and day."
    )

    def _compute_link(self):
        for daily_list in self:
            daily_list.link = f"{daily_list.get_base_url()}/odoo/my-quality-work"

    @api.model
    def _cron_send(self):
        """Send today's lists to all who have not got theirs; in slices.

        Run again on the same day it sends to nobody twice. Where one list cannot be
        made the others are sent all the same.
        """
        self.env["qms.duty"]._escalate()
        waiting = list(self._waiting().items())
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=len(waiting))
        while waiting:
            size = self._slice_size(waiting)
            now, waiting = waiting[:size], waiting[size:]
            self._send(self._prepare_lists(now))
            if not progress(len(now), remaining=len(waiting)):
                break

    @api.model
    def _slice_size(self, waiting):
        """How many of these people come next: not too many, nor too many duties."""
        held = 0
        for place, (_key, duties) in enumerate(waiting[:SLICE]):
            held += len(duties)
            if place and held > HELD:
                return place
        return SLICE

    @api.model
    def _send(self, rows):
        """All in one go; if that fails, one by one, and the one that fails is named."""
        try:
            with self.env.cr.savepoint():
                lists = self.create(rows)
                lists._read_names()
                self.env["qms.mailer"]._send("qms.mail_template_daily_list", lists)
        except Exception:
            if len(rows) == 1:
                _logger.exception("No daily list for user %s", rows[0]["user_id"])
                return
            for row in rows:
                self._send([row])

    def _read_names(self):
        """What the mails say of each duty, asked once per language, not once a mail."""
        for lang, lists in self.grouped(lambda each: each.user_id.lang).items():
            duties = (lists.duty_ids | lists.passed_up_ids).with_context(lang=lang)
            duties.mapped("record_name")

    @api.model
    def _prepare_lists(self, waiting):
        """Values of the lists, of what each person may be told."""
        every = {duty for _key, duties in waiting for duty in duties.ids}
        told = [
            (*key, duties.with_prefetch(every)._told_to(key[0]))
            for key, duties in waiting
        ]
        return [self._prepare_list(*row) for row in told if row[-1]]

    @api.model
    def _prepare_list(self, user, today, duties):
        passed_up = duties.filtered(lambda duty: duty.escalation_user_id == user)
        return {
            "user_id": user.id,
            "date": today,
            "duty_ids": (duties - passed_up).ids,
            "passed_up_ids": passed_up.ids,
        }

    @api.model
    def _waiting(self):
        """Duties to remind of, per user and his day, who has no list of that day."""
        waiting = {}

        def gather(companies):
            for company in companies:
                today = company._qms_today()
                if company._qms_is_closed(today):
                    continue
                for user, duties in self._of_company(company, today).items():
                    waiting.setdefault((user, today), self.env["qms.duty"])
                    waiting[user, today] |= duties

        companies = self.env["res.company"].search([("active", "=", True)])
        apart(companies, gather, writes=False)
        days = {today for _user, today in waiting}
        told = self.search([("date", "in", list(days))])
        for daily_list in told:
            waiting.pop((daily_list.user_id, daily_list.date), None)
        return waiting

    @api.model
    def _of_company(self, company, today):
        """What is late or due soon, per user to be told: who works today.

        The duties are read in slices.
        """
        limit = company._qms_add_workdays(today, company.qms_remind_days)
        due = OPEN & Domain("company_id", "=", company.id)
        duties = self.env["qms.duty"].search(due & Domain("date_deadline", "<=", limit))
        people = People(self.env, today)
        duties |= self._due_before_next_list(due, company, people, limit)
        told = {}
        for ids in split_every(HELD, duties.ids):
            self._remind_of(duties.browse(ids), people, told)
        users = people.env["res.users"].browse(told).filtered("email")
        users = people.working(users, company)
        return {user: duties.browse(told[user.id]) for user in users}

    @api.model
    def _remind_of(self, duties, people, told):
        """Add to ``told`` which of these duties each user is to be reminded of."""
        people.know(duties.user_id | duties.escalation_user_id)
        for duty in duties:
            for user in duty._remind(people):
                told.setdefault(user.id, []).append(duty.id)
        duties.invalidate_recordset()

    @api.model
    def _due_before_next_list(self, due, company, people, limit):
        """Due after ``limit``, yet too soon for who works again in some days only."""
        # sudo: qms.duty - who owes what, for the system's own mail
        duties = self.env["qms.duty"].sudo()
        days = company.qms_remind_days
        farthest = people.date + timedelta(days=FORTNIGHT)
        farthest = company._qms_add_workdays(farthest, days)
        due &= Domain("date_deadline", ">", limit)
        due &= Domain("date_deadline", "<=", farthest)
        holders = duties._read_group(due, ["user_id"])
        users = people.env["res.users"].union(*(user for (user,) in holders))
        back = people.next_workdays(users, company)
        before = {day: day - timedelta(days=1) for day in set(back.values())}
        if days:
            before = {
                day: company._qms_add_workdays(last, days)
                for day, last in before.items()
            }
        limits = {u.id: before[day] for u, day in back.items() if before[day] > limit}
        found = duties.search(due & Domain("user_id", "in", list(limits)))
        return found.filtered(
            lambda duty: duty.date_deadline <= limits[duty.user_id.id]
        ).with_env(self.env)

    @api.autovacuum
    def _gc_lists(self):
        """That a list was sent matters on its day alone."""
        before = fields.Date.subtract(fields.Date.today(), days=KEPT_DAYS)
        self.search([("date", "<", before)], limit=10000).unlink()
