from odoo import models

from ..tools.seat_index import build

INDEX = "seat.db"


class QmsEvidenceProgressSeat(models.AbstractModel):
    """What an auditor's seat over the pack will show."""

    _name = "qms.evidence.progress.seat"
    _description = "What an auditor's seat shows, made"

    def _write_seat_index(self, beat):
        spool = self._spool()
        target = spool.path / INDEX
        build(target, spool.load("plan"), spool.read_rows, beat)
        return target
