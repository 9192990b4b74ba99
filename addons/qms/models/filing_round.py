import logging
import traceback
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.apart import apart
from ..tools.filing import checksum

_logger = logging.getLogger(__name__)

SLICE = 20
# records looked at in one go
BATCH = 500
MAX_HOURS = 24


class QmsFilingRound(models.AbstractModel):
    """Placing and withdrawing, at once and by the scheduled action."""

    _name = "qms.filing.round"
    _description = "Copies placed and withdrawn"

    # ------------------------------------------------------------
    # Withdrawing
    # ------------------------------------------------------------

    def _take_out(self):
        """Withdraw at once what lies in this database; returns what is out."""
        done = self.browse()
        for outlet in self._get_outlets():
            rows = self._at(outlet)
            if outlet._in_database:
                done |= apart(rows, outlet._withdraw)
        done.write({"reference": False, "checksum": False, "date_placed": False})
        return done

    def _leave(self):
        """They hold no longer: gone with this step, or as soon as it is stored."""
        if not self:
            return
        open_outlets = {outlet._name for outlet in self._get_outlets()}
        left = self - self._take_out()
        left = left.filtered(lambda row: row.outlet in open_outlets)
        (self - left).unlink()
        if left:
            left.write({"state": "leaving", "date_next": fields.Datetime.now()})
            self._wake()

    # ------------------------------------------------------------
    # The scheduled action
    # ------------------------------------------------------------

    @api.model
    def _cron_file(self):
        """Each night, and whenever a step asks for it: a slice at a time."""
        outlets = self._get_outlets()
        if not outlets:
            return
        progress = self.env["ir.cron"]._commit_progress
        self._look_again()
        tried = []
        while found := self.search(
            self._to_do_domain() & Domain("id", "not in", tried),
            order="date_next, id",
            limit=SLICE,
        ):
            tried += found.ids
            for row in found.try_lock_for_update():
                row._work()
                if not progress(1):
                    return
        for outlet in outlets:
            outlet._tidy()
        self._wake_later()

    @api.model
    def _look_again(self):
        """What no step told of: its day has come, or it stood before the outlet did."""
        names = self.env.registry.descendants(["qms.filed.mixin"], "_inherit")
        for name in sorted(names):
            if self.env[name]._abstract:
                continue
            self._find_missing(self.env[name])
            self._find_past(self.env[name])

    @api.model
    def _find_missing(self, model):
        """Records that stand, with an outlet that knows nothing of them."""
        for outlet in self._get_outlets():
            known = self._search(
                [("res_model", "=", model._name), ("outlet", "=", outlet._name)]
            )
            domain = Domain(model._get_filed_domain())
            missing = domain & Domain("id", "not in", known.subselect("res_id"))
            records = model.search(missing)
            for start in range(0, len(records), BATCH):
                self._follow(records[start : start + BATCH])

    @api.model
    def _find_past(self, model):
        """Rows of records that do not stand, or are gone."""
        standing = model._search(model._get_filed_domain())
        self.search(
            [
                ("res_model", "=", model._name),
                ("res_id", "not in", standing),
                ("state", "!=", "leaving"),
            ]
        )._leave()

    @api.model
    def _wake_later(self):
        """At the next day and hour at which something is to be tried again."""
        first = self.search([("state", "!=", "placed")], order="date_next", limit=1)
        if first:
            # sudo: the system's own scheduled action
            cron = self.env.ref("qms.ir_cron_filing").sudo()
            cron._trigger(at=max(first.date_next, fields.Datetime.now()))

    def _work(self):
        """Place it or withdraw it; what resists is noted and stops no other."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                if self.state == "leaving":
                    self.unlink()
                else:
                    lang = self.company_id.partner_id.lang
                    self.with_context(lang=lang)._place()
            return
        except OperationalError:
            raise
        except UserError as error:
            reason = str(error)
        except Exception as error:
            # its message may quote a text
            trace = "".join(traceback.format_tb(error.__traceback__))
            _logger.error(
                "%s is passed over: %s\n%s", self, type(error).__name__, trace
            )
            reason = self.env._("An error in the program; the log tells where.")
        self._note_failure(reason)

    def _note_failure(self, reason):
        hours = min(2**self.tries, MAX_HOURS)
        self.write(
            {
                "state": "leaving" if self.state == "leaving" else "failed",
                "reason": reason,
                "tries": self.tries + 1,
                "date_next": fields.Datetime.now() + timedelta(hours=hours),
            }
        )

    def _place(self):
        outlets = {outlet._name: outlet for outlet in self._get_outlets()}
        outlet = outlets.get(self.outlet)
        # sudo: the copy is made of the record itself, whoever runs the round
        record = self.env[self.res_model].sudo().browse(self.res_id).exists()
        if outlet is None or not record.filtered_domain(record._get_filed_domain()):
            self.unlink()
            return
        files = record._get_filed_files()
        reference = outlet._place(
            self, files, record._get_filed_place(), record._get_filed_audience()
        )
        self.write(
            {
                "state": "placed",
                "reason": False,
                "reference": reference,
                "checksum": checksum(files),
                "stamp": record._filed_stamp(),
                "date_placed": fields.Datetime.now(),
                "tries": 0,
            }
        )
