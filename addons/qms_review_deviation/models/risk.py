from odoo import api, fields, models


class QmsRisk(models.Model):
    _inherit = "qms.risk"

    deviation_ids = fields.Many2many(
        "qms.deviation",
        "qms_deviation_risk_rel",
        "risk_id",
        "deviation_id",
        string="Cases",
        check_company=True,
        copy=False,
        help="Of those that touched it the ones you may read.",
    )
    case_count = fields.Integer("Number of cases", compute="_compute_case_count")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_case_count(self):
        """Of the cases the current user may read."""
        counts = dict(
            self.env["qms.deviation"]._read_group(
                [("risk_ids", "in", self.ids)], ["risk_ids"], ["__count"]
            )
        )
        for risk in self:
            risk.case_count = counts.get(risk._origin, 0)

    @api.model_create_multi
    def create(self, vals_list):
        risks = super().create(vals_list)
        # sudo: the links alone
        risks.sudo().deviation_ids.with_env(self.env).check_access("write")
        return risks

    def write(self, vals):
        if "deviation_ids" not in vals:
            return super().write(vals)
        # sudo: the links alone, before and after
        before = {risk: risk.sudo().deviation_ids for risk in self}
        result = super().write(vals)
        for risk, cases in before.items():
            after = risk.sudo().deviation_ids
            changed = (after - cases) | (cases - after)
            changed.with_env(self.env).check_access("write")
        return result

    def action_open_cases(self):
        """Open the cases that touched it, as far as one may read them."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "qms_deviation.qms_deviation_action"
        )
        return {**action, "domain": [("risk_ids", "in", self.ids)], "context": {}}

    def _get_print_fields(self):
        return [*super()._get_print_fields(), (self.env._("Cases"), ["deviation_ids"])]

    def _decision_content(self):
        """What touches it is no part of what was decided."""
        content = super()._decision_content()
        content.pop("deviation_ids", None)
        return content
