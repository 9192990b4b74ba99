from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import months as calendar_months
from ..tools import run_chart
from .indicator_chart import MET, VERDICTS


class QmsIndicatorTarget(models.Model):
    """What a company or one of its units wants a figure to be: the figure is one.

    A unit's is set by who leads it or a unit above, and by quality managers; it is
    judged by the unit's figures.
    """

    _name = "qms.indicator.target"
    _description = "Target of a figure"
    _inherit = ["qms.indicator.target.telling"]
    _rec_name = "indicator_id"
    _order = "indicator_id, company_id, department_id, id"
    _check_company_auto = True

    indicator_id = fields.Many2one(
        "qms.indicator", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    department_id = fields.Many2one(
        "hr.department",
        "Unit",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="Empty: the whole company.",
    )
    target = fields.Float(required=True, digits=(16, 4))
    last_text = fields.Char("Last figure", compute="_compute_now")
    last_period = fields.Char("Of", compute="_compute_now")
    met = fields.Selection(MET, "Now", compute="_compute_now")
    verdict = fields.Selection(VERDICTS, compute="_compute_now")
    chart = fields.Html("Run chart", compute="_compute_chart", sanitize=False)

    _once = models.UniqueIndex(
        "(indicator_id, company_id, COALESCE(department_id, 0))",
        "There is a target for this figure.",
    )

    @api.depends("indicator_id", "company_id", "department_id", "target")
    @api.depends_context("uid", "su", "lang")
    def _compute_now(self):
        series = self._series()
        for each in self:
            points, indicator = series[each], each.indicator_id
            values = [value for _period, value in points]
            period, value = points[-1] if points else (None, None)
            each.last_text = indicator._told(value)
            each.last_period = period and calendar_months.period_name(
                period, indicator.period
            )
            each.met = indicator._meets(value, each.target)
            each.verdict = run_chart.judge(values, indicator.direction).kind

    @api.depends("indicator_id", "company_id", "department_id", "target")
    @api.depends_context("uid", "su", "lang")
    def _compute_chart(self):
        series = self._series()
        for each in self:
            each.chart = each.indicator_id and each.indicator_id._render_chart(
                series[each], each.target
            )

    def _series(self, for_all=False):
        """The figures by which each is judged: target -> [(first month, value)].

        :param for_all: none that is small, as others are told of it
        """
        found = {}
        for company, targets in self.grouped("company_id").items():
            by_unit = targets.grouped(lambda each: each.department_id._origin.id)
            series = self.env["qms.indicator"]._series_by_unit(
                company,
                {unit: own.indicator_id for unit, own in by_unit.items()},
                for_all=for_all,
            )
            for unit, own in by_unit.items():
                for each in own:
                    key = each.indicator_id._origin, unit
                    found[each] = series.get(key, [])
        return found

    @api.constrains("indicator_id", "company_id", "department_id")
    def _check_place(self):
        for each in self:
            indicator = each.indicator_id
            owner = indicator.company_id
            if owner and owner != each.company_id:
                raise ValidationError(
                    self.env._(
                        "%(indicator)s is kept by %(company)s alone.",
                        indicator=indicator.name,
                        company=owner.name,
                    )
                )
            counted = indicator.source == "records"
            if each.department_id and counted and not indicator.department_field:
                raise ValidationError(
                    self.env._("%s is not told apart by unit.", indicator.name)
                )
