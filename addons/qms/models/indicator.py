from odoo import api, fields, models

AGGREGATES = [
    ("count", "How many"),
    ("open", "How many stand open at the end"),
    ("sum", "Sum of a field"),
    ("avg", "Average of a field"),
    ("share", "Share that fulfils a second filter, in per cent"),
]
DIRECTIONS = [
    ("less", "Less is better"),
    ("more", "More is better"),
    ("neither", "Neither"),
]
PERIODS = [
    ("month", "Month"),
    ("quarter", "Quarter"),
    ("half", "Half-year"),
    ("year", "Year"),
]


class QmsIndicator(models.Model):
    """A figure as data: what is counted, by which day, for which unit.

    What it may look at is checked when it is saved (``qms.indicator.rules``). Read
    live it counts what its reader may read (``qms.indicator.figures``); stored month
    by month it counts all, and shows no small numbers (``qms.indicator.store``).
    """

    _name = "qms.indicator"
    _description = "Indicator"
    _inherit = [
        "qms.indicator.rules",
        "qms.indicator.figures",
        "qms.indicator.store",
        "qms.indicator.chart",
        "qms.shared.mixin",
    ]
    _order = "topic_id, sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False, help="By which imports know it.")
    description = fields.Text(
        "What it says", translate=True, help="What is counted, and what is not."
    )
    topic_id = fields.Many2one(
        "qms.topic", required=True, index=True, ondelete="restrict"
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: all companies use it."
    )
    source = fields.Selection(
        [
            ("records", "Counted from records"),
            ("typed", "Typed in or imported"),
            ("kept", "Kept by the system each month"),
        ],
        default="records",
        required=True,
    )
    res_model = fields.Selection("_get_models", "Records", help="What is counted.")
    domain = fields.Char("Which of them", default="[]")
    date_field = fields.Char("By the day in", help="A date of these records.")
    end_field = fields.Char("Until the day in", help="From then on it is not open.")
    department_field = fields.Char(
        "Unit in", default="department_id", help="Empty: not told apart by unit."
    )
    company_field = fields.Char("Company in", default="company_id")
    aggregate = fields.Selection(AGGREGATES, "What is told", default="count")
    value_field = fields.Char("Field", help="The number that is added up.")
    part_domain = fields.Char("Of these, those that", default="[]")
    direction = fields.Selection(DIRECTIONS, default="neither", required=True)
    unit = fields.Char("Measured in", translate=True, help="Such as %, days.")
    digits = fields.Integer("Decimals", default=0)
    period = fields.Selection(
        PERIODS, default="month", required=True, help="How often it is looked at."
    )
    min_people = fields.Integer(
        "Not of units under", help="Employees a unit must have to have a figure."
    )

    value_ids = fields.One2many("qms.indicator.value", "indicator_id", "Figures")
    target_ids = fields.One2many("qms.indicator.target", "indicator_id", "Targets")

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "This code is used by another indicator."
    )
    _people_positive = models.Constraint(
        "CHECK (min_people >= 0 AND digits BETWEEN 0 AND 4)",
        "Employees are counted from 0, decimals are 0 to 4.",
    )

    @api.model
    def _get_models(self):
        """The models that may be counted, with their names."""
        # sudo: names of models
        models_ = self.env["ir.model"].sudo()
        names = [name for name in self.env if self.env[name]._qms_gives_figures()]
        return [(name, models_._get(name).name) for name in sorted(names)]
