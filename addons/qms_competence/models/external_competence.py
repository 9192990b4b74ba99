from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.judging import Held


class QmsExternalCompetence(models.Model):
    """What somebody from outside can, with its proof, and who has seen that."""

    _name = "qms.external.competence"
    _description = "Documented competence of somebody from outside"
    _order = "skill_id, id"
    _rec_name = "skill_id"

    external_id = fields.Many2one(
        "qms.external.person", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="external_id.company_id", store=True, index=True
    )
    skill_type_id = fields.Many2one(
        "hr.skill.type", "Kind", required=True, ondelete="restrict"
    )
    skill_id = fields.Many2one(
        "hr.skill",
        "Competence",
        required=True,
        ondelete="restrict",
        domain="[('skill_type_id', '=', skill_type_id)]",
    )
    skill_level_id = fields.Many2one(
        "hr.skill.level",
        "Level",
        required=True,
        ondelete="restrict",
        domain="[('skill_type_id', '=', skill_type_id)]",
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

    @api.constrains("skill_type_id", "skill_id", "skill_level_id")
    def _check_kind(self):
        for row in self:
            kinds = row.skill_id.skill_type_id | row.skill_level_id.skill_type_id
            if kinds != row.skill_type_id:
                raise ValidationError(
                    self.env._("Competence and level are not of the same kind.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [{**vals, "seen_by_id": self.env.uid} for vals in vals_list]
        )

    def write(self, vals):
        """Whoever changes it has seen the proof of what it says now."""
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
