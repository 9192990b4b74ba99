from odoo import models

from ..tools.few import MINIMUM, hidden_parts


class QmsReadingRound(models.Model):
    """Of a law, units of too few people are told to who may see these alone."""

    _inherit = "qms.reading.round"

    def _share_hidden(self, sizes):
        hidden = super()._share_hidden(sizes)
        user = self.env.user
        # sudo: whose it is
        known = self.sudo()
        if known.res_model != "qms.law.update" or user._qms_manager_mandate(
            known.company_id
        ):
            return hidden
        led = set(user._qms_led_today().ids)
        others = {unit: (size, 0) for unit, size in sizes.items() if unit not in led}
        hidden |= hidden_parts(others)
        # the sum less the own units is a number of the others too
        if others and sum(size for size, _none in others.values()) < MINIMUM:
            hidden.add(None)
        return hidden
