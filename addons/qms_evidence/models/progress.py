import json
import logging
import traceback
from contextlib import nullcontext

from psycopg2 import OperationalError

from odoo import api, fields, models

from ..tools.spool import Spool

_logger = logging.getLogger(__name__)

STEPS = [
    ("plan", "Counting"),
    ("rows", "Reading records"),
    ("decisions", "Reading decisions"),
    ("files", "Printing and collecting files"),
    ("book", "Writing the workbook"),
    ("pack", "Packing"),
]
ORDER = [step for step, _label in STEPS]
# they write one file from the parts, and commit on the way
LONG = ("book", "pack")
# in per cent, at which each step begins
BEGINS = {"plan": 0, "rows": 2, "decisions": 40, "files": 60, "book": 80, "pack": 95}
TRIES = 3


class Stopped(Exception):
    """Cancelled meanwhile, the rights are gone, or another process works on it."""


class QmsEvidenceProgress(models.Model):
    """How far a pack is: the row that the scheduled action works on, slice by slice.

    The pack itself is free meanwhile, so that it can be read and cancelled. What was
    read lies in part files; ``place`` says how far that is. So after a stop, a restart
    or on another machine with the same data directory it goes on from there.
    """

    _name = "qms.evidence.progress"
    _description = "How far an evidence pack is"
    _inherit = [
        "qms.evidence.belongings",
        "qms.evidence.progress.plan",
        "qms.evidence.progress.rows",
        "qms.evidence.progress.decisions",
        "qms.evidence.progress.mails",
        "qms.evidence.progress.files",
        "qms.evidence.progress.book",
        "qms.evidence.progress.seat",
        "qms.evidence.progress.pack",
    ]
    _order = "touched, id"
    _rec_name = "pack_id"

    pack_id = fields.Many2one(
        "qms.evidence.pack",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="pack_id.company_id", store=True, precompute=True, index=True
    )
    step = fields.Selection(STEPS, default="plan", required=True, readonly=True)
    place = fields.Char(readonly=True, export_string_translation=False)
    what = fields.Char("What is read", readonly=True)
    done = fields.Integer(readonly=True)
    total = fields.Integer("Of", readonly=True)
    tries = fields.Integer(readonly=True)
    touched = fields.Datetime(
        "Worked on", required=True, readonly=True, default=fields.Datetime.now
    )
    percent = fields.Integer(compute="_compute_percent")
    doing = fields.Char("What is done now", compute="_compute_doing")

    _pack_unique = models.UniqueIndex("(pack_id)")

    @api.depends("step", "done", "total")
    def _compute_percent(self):
        ends = dict(zip(ORDER, [*list(BEGINS.values())[1:], 100], strict=True))
        for row in self:
            begin, end = BEGINS[row.step], ends[row.step]
            share = min(row.done / row.total, 1) if row.total else 0
            row.percent = begin + round((end - begin) * share)

    @api.depends("step", "what")
    @api.depends_context("lang")
    def _compute_doing(self):
        labels = dict(self._fields["step"]._description_selection(self.env))
        for row in self:
            row.doing = ": ".join(filter(None, (labels[row.step], row.what)))

    @api.model
    def _begin(self, packs):
        """Begin anew with these packs."""
        # sudo: rows that nobody else writes
        rows = self.sudo()
        rows.search([("pack_id", "in", packs.ids)]).unlink()
        rows.create([{"pack_id": pack.id} for pack in packs])

    # ------------------------------------------------------------
    # The scheduled action
    # ------------------------------------------------------------

    @api.model
    def _cron_make(self):
        """A slice of each pack that is asked for, in turn, until all are there."""
        packs = self.env["qms.evidence.pack"]
        beat = self.env["ir.cron"]._commit_progress
        packs._clean_up()
        beat()
        while rows := self.search([("pack_id.state", "=", "making")]):
            taken = 0
            for row in rows:
                if locked := row.try_lock_for_update():
                    locked._take()
                taken += len(locked)
                goes_on = beat(len(locked), remaining=len(rows))
                packs._clean_up()
                if not goes_on:
                    return
            if not taken:
                # another process works on all of them
                return
        beat(remaining=0)

    def _take(self):
        """One slice; what resists three times ends the pack and no other."""
        self.ensure_one()
        # whoever waits for it is told in his language
        row = self.with_context(lang=self.pack_id.owner_id.lang)
        try:
            with nullcontext() if row.step in LONG else row.env.cr.savepoint():
                row._take_slice()
        except OperationalError:
            raise
        except Stopped:
            if row.pack_id.state != "making":
                row._spool().remove()
        except Exception as error:
            # its message may quote a text
            trace = "".join(traceback.format_tb(error.__traceback__))
            name = type(error).__name__
            _logger.error("%s is passed over: %s\n%s", self, name, trace)
            if row.step in LONG:
                # without a savepoint, the transaction may be broken
                row.env.cr.rollback()
            row._note_failure()

    def _take_slice(self):
        if self._is_stopped():
            return
        self.touched = fields.Datetime.now()
        if self.step in LONG and not self._begin_long():
            return
        getattr(self, f"_slice_{self.step}")(self._owner_env())

    def _begin_long(self):
        """Count the beginnings, as nobody tells of a process that was killed."""
        if self.tries >= TRIES:
            self._give_up(
                self.env._("It was stopped three times: choose a shorter period.")
            )
            return False
        self.tries += 1
        self._beat()
        return True

    def _is_stopped(self):
        """Whether it is not to go on; says why where somebody waits for it."""
        pack = self.pack_id
        if pack.state != "making":
            return True
        if problem := pack._rights_problem():
            self._give_up(problem)
            return True
        return False

    def _beat(self):
        """Between two pieces of a long step: show it, see whether it is to go on."""
        self.env["ir.cron"]._commit_progress()
        self.env.invalidate_all()
        if not self.try_lock_for_update() or self._is_stopped():
            raise Stopped

    def _note_failure(self):
        if self.step not in LONG:
            self.tries += 1
        if self.tries >= TRIES:
            self._give_up(self.env._("An error in the program; the log tells where."))

    def _give_up(self, reason):
        self.pack_id._fail(reason)
        self._spool().remove()

    # ------------------------------------------------------------
    # What the steps share
    # ------------------------------------------------------------

    def _spool(self):
        return Spool(self.env.cr.dbname, self.pack_id.id)

    def _owner_env(self):
        """The environment of who asked for it, with his rights alone."""
        pack = self.pack_id
        return self.env(
            user=pack.owner_id.id,
            su=False,
            context={
                "lang": pack.lang,
                "tz": pack.owner_id.tz,
                "allowed_company_ids": pack.company_ids.ids,
            },
        )

    def _get_place(self, start):
        return json.loads(self.place) if self.place else start

    def _go_on(self, place, what="", done=0):
        """The slice ended here."""
        self.write(
            {
                "place": json.dumps(place),
                "what": what,
                "done": self.done + done,
                "tries": 0,
            }
        )

    def _next_step(self, total=0):
        step = ORDER[ORDER.index(self.step) + 1]
        self.write(
            {
                "step": step,
                "place": False,
                "what": False,
                "done": 0,
                "total": total,
                "tries": 0,
            }
        )
