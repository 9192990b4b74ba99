from odoo import api, fields, models
from odoo.exceptions import ValidationError


class QmsCompetenceLevelMixin(models.AbstractModel):
    """Names a competence and a level of it, both of one kind."""

    _name = "qms.competence.level.mixin"
    _description = "Competence and level"

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

    @api.constrains("skill_type_id", "skill_id", "skill_level_id")
    def _check_kind(self):
        for row in self:
            kinds = row.skill_id.skill_type_id | row.skill_level_id.skill_type_id
            if kinds != row.skill_type_id:
                raise ValidationError(
                    self.env._("Competence and level are not of the same kind.")
                )

    @api.onchange("skill_type_id")
    def _onchange_skill_type_id(self):
        if self.skill_id.skill_type_id != self.skill_type_id:
            self.skill_id = self.skill_level_id = False
