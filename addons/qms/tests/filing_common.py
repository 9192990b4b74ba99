from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import UserError


class Shelf:
    """Another system, as a bridge would add it; it keeps what is placed in memory.

    ``full`` says why it takes nothing, ``broken`` is an error in its program.
    """

    _name = "test.shelf"
    _in_database = True

    def __init__(self):
        self.files, self.places, self.audiences = {}, {}, {}
        self.full, self.broken, self.calls = "", None, []

    def _place(self, filing, files, place, audience):
        self.calls.append(("place", filing.res_id))
        if self.broken:
            raise self.broken
        if self.full:
            raise UserError(self.full)
        self.files[filing.id] = files
        self.places[filing.id] = place
        self.audiences[filing.id] = audience
        return f"shelf {filing.id}"

    def _withdraw(self, filings):
        if self.broken:
            raise self.broken
        for row in filings:
            self.files.pop(row.id, None)

    def _tidy(self):
        self.calls.append(("tidy", 0))

    def names(self):
        return sorted(file.name for files in self.files.values() for file in files)


class FilingMixin:
    """Tests with a shelf of their own, beside whatever bridge is installed."""

    @contextmanager
    def _outlets(self, *outlets):
        model = self.env.registry["qms.filing"]
        with patch.object(model, "_get_outlets", lambda _self: list(outlets)):
            yield

    @contextmanager
    def _shelf(self, **kwargs):
        shelf = Shelf()
        for name, value in kwargs.items():
            setattr(shelf, name, value)
        with self._outlets(shelf):
            yield shelf

    def _round(self):
        """What the scheduled action does."""
        with self.enter_registry_test_mode():
            self.env.ref("qms.ir_cron_filing").method_direct_trigger()
        self.env.invalidate_all()

    def _filing(self, record):
        return self.env["qms.filing"]._of(record)
