from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError


class QmsAbsence(models.Model):
    """Away from, to; without a reason."""

    _name = "qms.absence"
    _description = "Absence"
    _order = "date_from desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users",
        "Who",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        ondelete="cascade",
    )
    date_from = fields.Date("Away from", required=True)
    date_to = fields.Date("Away to", required=True)

    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The period ends before it begins."
    )

    @api.model_create_multi
    def create(self, vals_list):
        absences = super().create(vals_list)
        absences._check_own()
        # sudo: the system passes duties on, whoever is away
        absences.sudo().user_id._qms_resync()
        return absences

    def write(self, vals):
        self._check_own()
        # sudo: the system passes duties on, whoever is away
        users = self.sudo().user_id
        result = super().write(vals)
        self._check_own()
        (users | self.sudo().user_id)._qms_resync()
        return result

    def unlink(self):
        self._check_own()
        # sudo: as above
        users = self.sudo().user_id
        result = super().unlink()
        users._qms_resync()
        return result

    def _check_own(self):
        if self.env.su or self.env.user.has_group("qms.group_quality_manager"):
            return
        if self.user_id - self.env.user:
            raise AccessError(self.env._("Everyone notes their own absence."))


class ResUsers(models.Model):
    _inherit = "res.users"

    def _qms_away_days(self, date_from, date_to):
        """On which days of a period these users are away, per user id.

        As ``_qms_away``, for those who ask about many days; the same hook.
        """
        # sudo: that someone is away is known to all, the reason is not stored
        absences = self.env["qms.absence"].sudo()
        periods = [
            (absence.user_id.id, absence.date_from, absence.date_to)
            for absence in absences.search_fetch(
                [
                    ("user_id", "in", self.ids),
                    ("date_from", "<=", date_to),
                    ("date_to", ">=", date_from),
                ],
                ["user_id", "date_from", "date_to"],
            )
        ]
        result = {user_id: set() for user_id in self.ids}
        for user_id, first, last in periods + self._qms_out_periods(date_to):
            first, last = max(first, date_from), min(last, date_to)
            result[user_id] |= {
                first + timedelta(days=day) for day in range((last - first).days + 1)
            }
        return result

    def _qms_out_periods(self, date_to):
        """What they told Odoo itself; a day counts whose noon is within."""
        noon = time(12)
        # sudo: as above
        return [
            (
                user.id,
                user.out_of_office_from.date()
                + timedelta(days=user.out_of_office_from.time() > noon),
                date_to
                if not user.out_of_office_to
                else (user.out_of_office_to - timedelta(hours=12)).date(),
            )
            for user in self.sudo()
            if user.out_of_office_from
            and user.out_of_office_from <= datetime.combine(date_to, noon)
        ]
