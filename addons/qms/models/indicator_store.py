from odoo import models


class QmsIndicatorStore(models.AbstractModel):
    """A figure month by month, stored by the scheduled action."""

    _name = "qms.indicator.store"
    _description = "Figures stored by month"

    def _series(self, company, until, months):
        """The stored values of a company, as the current user may see them.

        :param until: a day of the last month
        :param months: how many, that one included
        :return: a list of (first day of the month, value)
        """
        return []
