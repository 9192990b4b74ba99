from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.judging import Held


class QmsExternalCompetence(models.Model):
    """What somebody from outside can, with its proof, and who has seen that."""

    _name = "qms.external.competence"
    _description = "Documented competence of somebody from outside"
    _inherit = ["qms.competence.level.mixin"]
    _order = "skill_id, id"
    _rec_name = "skill_id"

    external_id = fields.Many2one(
        "qms.external.person", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="external_id.company_id", store=True, index=True
    )
    valid_from = fields.Date(required=True, default=fields.Date.context_today)
    valid_to = fields.Date("Valid until")
    certificate_filename = fields.Char("Name of the file", copy=False)
    certificate_file = fields.Binary("Certificate", attachment=True, copy=False)
    seen_by_id = fields.Many2one(
        "res.users", "Seen by", readonly=True, ondelete="restrict", copy=False
    )

    _dates = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)",
        "It ends before it begins.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [{**vals, "seen_by_id": self.env.uid} for vals in vals_list]
        )

    def write(self, vals):
        """Whoever changes it has seen the proof of what it says now."""
        if "external_id" in vals:
            raise UserError(self.env._("Another person is entered anew."))
        return super().write({**vals, "seen_by_id": self.env.uid})

    def _held(self, skill):
        return [
            Held(
                row.skill_level_id.level_progress,
                row.valid_from,
                row.valid_to,
                bool(row.skill_type_id.is_certification or row.certificate_file),
            )
            for row in self
            if row.skill_id.id == skill
        ]
