from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

AFTERWARDS = {"value_after", "date_after", "source_after", "sequence"}


class QmsProgrammeMeasure(models.Model):
    """One figure before and after, such as what citizens said."""

    _name = "qms.programme.measure"
    _description = "Measured before and after"
    _inherit = ["qms.text.mixin"]
    _order = "programme_id, sequence, id"
    _check_company_auto = True

    name = fields.Char("What is measured", required=True)
    sequence = fields.Integer(default=10)
    programme_id = fields.Many2one(
        "qms.improvement.programme", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, precompute=True, index=True
    )
    indicator_id = fields.Many2one(
        "qms.indicator",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('company_id', 'in', (company_id, False))]",
        help="Where the figure is counted or typed in already.",
    )
    by_citizens = fields.Boolean("Asked of citizens")
    direction = fields.Selection(
        [("more", "More is better"), ("less", "Less is better")],
        "Better is",
        default="more",
        required=True,
    )
    unit = fields.Char(help="Such as %, days, on a scale from 1 to 5.")
    value_before = fields.Float("Before", aggregator=None)
    date_before = fields.Date("Measured on")
    source_before = fields.Char("Source before")
    value_after = fields.Float("Afterwards", aggregator=None)
    date_after = fields.Date("Measured again on")
    source_after = fields.Char("Source afterwards")
    verdict = fields.Selection(
        [
            ("better", "Better"),
            ("same", "As before"),
            ("worse", "Worse"),
            ("open", "Not yet measured"),
        ],
        compute="_compute_verdict",
    )

    @api.depends(
        "direction", "value_before", "date_before", "value_after", "date_after"
    )
    def _compute_verdict(self):
        for row in self:
            change = row.value_after - row.value_before
            if not row.date_before or not row.date_after:
                row.verdict = "open"
            elif not change:
                row.verdict = "same"
            else:
                wanted = (change > 0) == (row.direction == "more")
                row.verdict = "better" if wanted else "worse"

    @api.constrains("date_before", "date_after", "source_before", "source_after")
    def _check_figures(self):
        today = fields.Date.context_today(self)
        for row in self:
            days = [day for day in (row.date_before, row.date_after) if day]
            if any(day > today for day in days) or days != sorted(days):
                raise ValidationError(
                    self.env._("A figure is measured in the past, before first.")
                )
            for when in ("before", "after"):
                if row[f"date_{when}"] and not row[f"source_{when}"]:
                    raise ValidationError(
                        self.env._("%s: say where the figure is from.", row.name)
                    )

    def action_take_before(self):
        """Take the indicator's figure of the last twelve months as that before."""
        return self._take("before")

    def action_take_after(self):
        """Take the indicator's figure of the last twelve months as that afterwards."""
        return self._take("after")

    def _take(self, when):
        """As whoever takes it reads it; where it is from stands beside it."""
        today = fields.Date.context_today(self)
        since = fields.Date.add(today, years=-1)
        for row in self:
            read = row.indicator_id._read_figures(row.company_id, since, today)
            figure = next(iter(read), {"value": None})
            if figure["value"] is None:
                raise UserError(self.env._("%s: there is no figure.", row.name))
            row.write(
                {
                    f"value_{when}": figure["value"],
                    f"date_{when}": today,
                    f"source_{when}": row.indicator_id.name,
                }
            )
        return True

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._check_settled()
        return rows

    def write(self, vals):
        if "programme_id" in vals:
            raise UserError(self.env._("It belongs to its programme."))
        if not set(vals) <= AFTERWARDS:
            self._check_settled()
        self._check_settled(afterwards=True)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_check_settled(self):
        self._check_settled()

    def _check_settled(self, afterwards=False):
        """Once it runs, only what is measured afterwards is entered."""
        if self.env.su:
            return
        self.programme_id.check_access("write")
        states = ("draft", "running") if afterwards else ("draft",)
        settled = self.programme_id.filtered(lambda each: each.state not in states)
        if settled:
            raise settled._make_settled_error()

    def _decision_row(self):
        return {
            "name": self.name,
            "before": [self.value_before, str(self.date_before or "")],
            "after": [self.value_after, str(self.date_after or "")],
        }
