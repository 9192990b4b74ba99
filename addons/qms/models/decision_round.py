import json
import logging
from datetime import timedelta
from itertools import islice

from odoo import api, fields, models

from .decision_check import LIMIT, START

_logger = logging.getLogger(__name__)

# in this order; those with a method here are taken in slices
STEPS = ("guards", "chains", "strays", "orphans", "seals", "undecided")
# rounds in which nothing was found are kept this long
KEPT_DAYS = 90


class QmsDecisionRound(models.Model):
    """One check of all decisions at night, in slices.

    How far it has come stands here, so that after a stop, a restart or on another
    machine it goes on from there, and never holds more than a slice. What is found is
    told once: the next round keeps quiet about what the last one named.
    """

    _name = "qms.decision.round"
    _description = "Check of the decisions at night"
    _order = "id desc"
    _rec_name = "date_end"

    date_start = fields.Datetime(
        "Begun", required=True, readonly=True, default=lambda self: self._now()
    )
    date_end = fields.Datetime("Finished", readonly=True)
    checked = fields.Integer("Decisions checked", readonly=True)
    found = fields.Integer("Places found", readonly=True)
    problems = fields.Text(readonly=True)
    step = fields.Char(default=STEPS[0], required=True, readonly=True)
    place = fields.Char("Reached", readonly=True)

    @api.model
    def _now(self):
        return fields.Datetime.now()

    @api.model
    def _last_finished(self):
        return self.search([("date_end", "!=", False)], limit=1)

    @api.model
    def _cron_check(self):
        """Go on with the round under way, else begin a new one."""
        current = self.search([("date_end", "=", False)], limit=1) or self.create({})
        progress = self.env["ir.cron"]._commit_progress
        while not current.date_end:
            count = current._take_slice()
            if not progress(count, remaining=0 if current.date_end else 1):
                return

    def _take_slice(self):
        """Check one slice and note how far that is; returns how much it was."""
        check = self.env["qms.decision.check"]
        if self.step == "chains":
            place = tuple(json.loads(self.place)) if self.place else START
            problems, place, count = check._check_chain_slice(place)
            self.checked += count
        elif self.step == "seals":
            number = json.loads(self.place) if self.place else 0
            problems, place, count = check._check_seal_slice(number)
        else:
            found = getattr(check, f"_check_{self.step}")()
            problems, place, count = list(islice(found, LIMIT)), None, 1
        self._note(problems)
        self.place = json.dumps(place) if place else False
        if not place:
            self._next_step()
        return max(count, 1)

    def _note(self, problems):
        if problems:
            self.found += len(problems)
            self.problems = "\n".join([*self._lines(), *problems][:LIMIT])

    def _lines(self):
        return (self.problems or "").splitlines()

    def _next_step(self):
        rest = STEPS[STEPS.index(self.step) + 1 :]
        if rest:
            self.step = rest[0]
        else:
            self._finish()

    def _finish(self):
        known = set(self._last_finished()._lines())
        self.date_end = self._now()
        new = [line for line in self._lines() if line not in known]
        if new:
            self._tell()

    def _tell(self):
        """By mail and in the server's log: out of the database's reach."""
        _logger.warning("Check of the decisions: %s places found.", self.found)
        group = self.env.ref("qms.group_quality_manager")
        managers = group.all_user_ids.filtered(lambda user: user.active and user.email)
        mailer = self.env["qms.mailer"].with_context(round_found=self.found)
        mailer._send("qms.mail_template_round", managers)

    @api.autovacuum
    def _gc_rounds(self):
        limit = self._now() - timedelta(days=KEPT_DAYS)
        self.search([("date_end", "<", limit), ("found", "=", 0)]).unlink()
