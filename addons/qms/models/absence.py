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
