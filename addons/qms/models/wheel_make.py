import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.fields import Domain

from .decision_sql import lock_free_rows

_logger = logging.getLogger(__name__)

SLICE = 100


class QmsWheelMake(models.AbstractModel):
    """What the scheduled action makes when the time has come."""

    _name = "qms.wheel.make"
    _description = "Made ahead of time"

    @api.model
    def _due_domain(self):
        return (
            Domain("state", "=", "planned")
            & Domain("date_start", "<=", fields.Date.context_today(self))
            & Domain("year_id.state", "=", "running")
        )

    @api.model
    def _cron_make(self):
        """Each day: begin what is to begin, also what was missed while nobody ran.

        Rows that another connection has are left to it; one that fails is logged and
        tried again the next time, and stops none of the others.
        """
        progress = self.env["ir.cron"]._commit_progress
        self._make_all(lambda count, left: progress(count, remaining=left))

    @api.model
    def _make_all(self, progress=lambda _count, _left: True):
        """Slice by slice; ``progress`` says whether there is time for more."""
        tried = set()
        while True:
            domain = self._due_domain() & Domain("id", "not in", list(tried))
            found = self.search(domain, limit=SLICE, order="date_start, id")
            if not found:
                return
            tried |= set(found.ids)
            try:
                found._make_slice()
            except OperationalError:
                # somebody moved or began one of them meanwhile
                self.env.cr.rollback()
                # sudo: the system's own scheduled action
                self.env.ref("qms.ir_cron_wheel").sudo()._trigger()
            left = self.search_count(domain & Domain("id", "not in", found.ids))
            if not progress(len(found), left):
                return

    def _make_slice(self):
        free = self.browse(lock_free_rows(self.env.cr, self._table, self.ids))
        free.invalidate_recordset()
        free = free.filtered_domain(self._due_domain())
        if not self._make_safely(free) and len(free) > 1:
            for each in free:
                self._make_safely(each)

    def _make_safely(self, occurrences):
        """All of them, or none and a line in the log."""
        try:
            with self.env.cr.savepoint():
                occurrences._write_guarded({"state": "due"})
                occurrences._make_records()
                occurrences._sync_duties()
                self.env.flush_all()
        except OperationalError:
            raise
        except Exception:
            self.env.invalidate_all()
            if len(occurrences) == 1:
                _logger.exception("%s cannot begin", occurrences)
            return False
        return True

    def _make_records(self):
        """What their kinds make, where their module is there; nothing is made twice."""
        for (company, kind), of_kind in self.grouped(
            lambda each: (each.company_id, each.kind_id)
        ).items():
            target = kind._target()
            new = of_kind.filtered(lambda each: not each._made_record())
            if target is None or not new:
                continue
            # sudo: the wheel makes it, whoever begins it
            made = target.sudo().with_company(company)._wheel_create(new.sudo())
            for each, record in zip(new, made, strict=True):
                each._write_guarded({"res_model": record._name, "res_id": record.id})
