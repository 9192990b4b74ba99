from datetime import timedelta

from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    _inherit = "res.users"

    def _qms_away(self, date):
        """Time off counts like an absence that somebody noted."""
        # sudo: hr.leave - on which days people are away, neither kind nor reason
        leaves = self.env["hr.leave"].sudo()
        away = leaves._qms_whole_day(self, date).user_id
        return super()._qms_away(date) | away.with_env(self.env)

    def _qms_away_days(self, date_from, date_to):
        result = super()._qms_away_days(date_from, date_to)
        # sudo: hr.leave - on which days people are away, neither kind nor reason
        leaves = self.env["hr.leave"].sudo()
        mine = Domain("user_id", "in", self.ids)
        for leave in leaves._qms_in_period(mine, date_from, date_to):
            first = max(leave.request_date_from, date_from)
            last = min(leave.request_date_to, date_to)
            days = (first + timedelta(days=n) for n in range((last - first).days + 1))
            result[leave.user_id.id].update(filter(leave._qms_is_whole, days))
        return result
