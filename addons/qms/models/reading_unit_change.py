from odoo import Command, models


class QmsUnitChange(models.Model):
    _inherit = "qms.unit.change"

    def _make_new_unit(self):
        """Who goes to the new unit still reads what the old one was asked to."""
        result = super()._make_new_unit()
        rounds = self.env["qms.reading.round"]._open_rounds()
        rounds = rounds.filtered(lambda round_: self.source_ids & round_.unit_ids)
        rounds.unit_ids = [Command.link(self.target_id.id)]
        rounds._follow(self.target_id.member_ids)
        return result
