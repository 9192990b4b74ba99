from odoo import models


class QmsRiskMeasures(models.AbstractModel):
    """What is done about a risk: actions, approved and judged like any other."""

    _name = "qms.risk.measures"
    _description = "Measures of a risk"

    def _prepare_action_values(self):
        values = super()._prepare_action_values()
        return {
            **values,
            "level": self.level or "medium",
            "why": self.name,
        }

    def action_plan_action(self):
        """Plan what is done about it."""
        self.ensure_one()
        self.check_access("read")
        preventive = self.env.ref("qms.action_type_preventive", False)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Action"),
            "res_model": "qms.action",
            "views": [(False, "form")],
            "target": "current",
            "context": {
                "default_res_model": self._name,
                "default_res_id": self.id,
                "default_department_id": self.department_id.id,
                "default_level": self.level or "medium",
                "default_why": self.name,
                "default_type_id": preventive and preventive.id,
            },
        }

    def _may_plan_actions(self):
        """Whoever answers for it, while something is to be done."""
        # sudo: state alone
        if self.sudo().state not in ("draft", "assessed", "treatment"):
            return False
        return bool(self._mandate_own())

    def _after_action(self, action, step):
        """Its last one ended: now the measures are judged."""
        result = super()._after_action(action, step)
        # sudo: what is owed follows, whoever took the action's step
        self.sudo()._sync_duties()
        return result
