from odoo import models

from ..tools.seat_index import SeatIndex


class QmsEvidenceSeatPages(models.AbstractModel):
    """What is read in a seat, and that it was read."""

    _name = "qms.evidence.seat.pages"
    _description = "Pages of an auditor's seat"

    def _index(self):
        """The rows of the pack, to be closed by the caller."""
        return SeatIndex(self.pack_id._index_path())

    def _note_view(self, page, what):
        """A page was seen."""
        self.env["qms.evidence.seat.view"]._append(
            [
                {
                    "seat_ref": self.id,
                    "company_ref": self.company_id.id,
                    "page": page,
                    "what": what,
                }
            ]
        )
