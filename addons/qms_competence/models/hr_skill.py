from odoo import api, models
from odoo.exceptions import UserError


class QmsDecidedUponMixin(models.AbstractModel):
    """What a leader has confirmed names it, so it is archived and not deleted."""

    _name = "qms.decided.upon.mixin"
    _description = "Named by what was confirmed"

    _decided_upon_path = None

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided_upon(self):
        paths = {"hr.employee.skill": self._decided_upon_path}
        if self._decided_upon_path == "employee_id":
            paths["hr.resume.line"] = self._decided_upon_path
        for model, path in paths.items():
            # sudo: whether there is any
            entries = self.env[model].sudo().with_context(active_test=False)
            domain = [(path, "in", self.ids), ("state", "!=", "claimed")]
            if entries.search_count(domain, limit=1):
                raise UserError(
                    self.env._(
                        "Decisions on competence name this; archive it instead of "
                        "deleting it."
                    )
                )


class HrSkill(models.Model):
    _name = "hr.skill"
    _inherit = ["hr.skill", "qms.decided.upon.mixin"]
    _decided_upon_path = "skill_id"


class HrSkillLevel(models.Model):
    _name = "hr.skill.level"
    _inherit = ["hr.skill.level", "qms.decided.upon.mixin"]
    _decided_upon_path = "skill_level_id"


class HrSkillType(models.Model):
    _name = "hr.skill.type"
    _inherit = ["hr.skill.type", "qms.decided.upon.mixin"]
    _decided_upon_path = "skill_type_id"
