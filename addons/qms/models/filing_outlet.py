from odoo import models


class QmsFilingOutlet(models.AbstractModel):
    """A system in which files stand too: a document management system, a journal.

    A bridge adds an abstract model with a ``_name`` of its own that inherits this one.
    Its methods run as the system; what they raise is noted at the row and tried again.
    A ``UserError`` is shown as the reason.
    """

    _name = "qms.filing.outlet"
    _description = "Other system"

    # whether it lies in this database, so that withdrawing is part of the step; what
    # lies elsewhere is withdrawn once the step is stored
    _in_database = True

    def _place(self, filing, files, place, audience):
        """Put ``files`` in ``place``, instead of what stands there of ``filing``.

        :param filing: a row of ``qms.filing``; it may be called twice for the same
        :param files: list of :class:`FiledFile`
        :param place: a :class:`Place`
        :param audience: the groups whose members in that company may read it
        :return: what the other system calls it
        """
        raise NotImplementedError

    def _withdraw(self, filings):
        """Leave nothing there of ``filings``; no fault where there is nothing."""
        raise NotImplementedError

    def _tidy(self):
        """Hook: what is to be done after a round of placing."""
