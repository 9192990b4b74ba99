from odoo import Command, fields, models


class QmsDeviation(models.Model):
    _inherit = "qms.deviation"

    risk_ids = fields.Many2many(
        "qms.risk",
        "qms_deviation_risk_rel",
        "deviation_id",
        "risk_id",
        string="Touches the risks",
        check_company=True,
        help="Known risks of which this case is a sign.",
    )

    def write(self, vals):
        if "risk_ids" not in vals:
            return super().write(vals)
        # sudo: the links alone, before and after
        before = {case: case.sudo().risk_ids for case in self}
        result = super().write(vals)
        for case, risks in before.items():
            added = case.sudo().risk_ids - risks
            added.with_env(self.env).check_access("read")
        return result

    def action_see_risks(self):
        """The risks it touches, to read or to choose."""
        self.ensure_one()
        view = self.env.ref("qms_review_deviation.qms_deviation_view_form_risks")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Touches the risks"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
            "target": "new",
        }

    def action_open_risk(self):
        """Write a new risk that this case has shown.

        In words of its own: a risk is read by others than the case.
        """
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New risk"),
            "res_model": "qms.risk",
            "views": [(False, "form")],
            "target": "current",
            "context": {
                "default_deviation_ids": [Command.link(self.id)],
                "default_company_id": self.company_id.id,
                "default_department_id": self.department_id.id,
                "default_process_id": self.process_id.id,
                "default_consequence": self.consequence,
                "default_likelihood": self.likelihood,
            },
        }

    def _transfer(self, company, reason, values):
        """The risks of the old company stay there."""
        values = {**values, "risk_ids": [Command.clear()]}
        return super()._transfer(company, reason, values)
