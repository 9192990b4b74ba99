from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _qms_away(self, date):
        """Time off counts like an absence that somebody noted."""
        # sudo: hr.leave - on which days people are away, neither kind nor reason
        leaves = self.env["hr.leave"].sudo()
        away = leaves._qms_whole_day(self, date).user_id
        return super()._qms_away(date) | away.with_env(self.env)
