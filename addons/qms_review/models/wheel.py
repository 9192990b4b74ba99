from odoo import models

OPEN = ("planned", "due")


class QmsWheelOccurrence(models.Model):
    """What was made and called off leaves its place in the year to what comes next."""

    _name = "qms.wheel.occurrence"
    _inherit = ["qms.wheel.occurrence"]

    def _let_go(self):
        """What was made for these is no longer: their owner owes them again."""
        # sudo: the wheel's own link
        for each in self.sudo().filtered(lambda each: each.state in OPEN):
            each._write_guarded({"res_model": False, "res_id": False})
            each._sync_duties()

    def _take_up(self, record):
        """``record`` is what this one waits for."""
        # sudo: the wheel's own link
        for each in self.sudo():
            each._write_guarded({"res_model": record._name, "res_id": record.id})
            each._sync_duties()
