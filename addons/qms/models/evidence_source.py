from odoo import api, fields, models

HOLDS = [
    ("event", "Came about in the period"),
    ("standing", "Held in the period"),
]


class QmsEvidenceSource(models.Model):
    """Which records prove a requirement, as data: each module ships its own.

    It says what is shown, never to whom: whoever looks is shown what he may read.
    What it may name is checked when it is saved (``qms.evidence.source.rules``); how it
    is read: ``qms.evidence.reading``.
    """

    _name = "qms.evidence.source"
    _description = "Source of evidence"
    _inherit = [
        "qms.evidence.source.rules",
        "qms.evidence.reading",
        "qms.shared.mixin",
    ]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Text("What it shows", translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
        help="Empty: all companies use it.",
    )
    res_model = fields.Selection("_get_models", "Records", required=True)
    domain = fields.Char("Which of them", default="[]", required=True)
    holds = fields.Selection(
        HOLDS,
        "They count if they",
        default="event",
        required=True,
        help="What holds has begun by the end of the period and not ended before it.",
    )
    date_field = fields.Char("By the day in", help="A stored date or moment.")
    end_field = fields.Char("Until the day in", help="For what holds.")
    company_field = fields.Char("Company in", default="company_id", required=True)
    department_field = fields.Char(
        "Unit in", help="Empty: the records are told apart by no unit."
    )
    employee_field = fields.Char(
        "Employee in",
        help="A sample then follows persons: all records of those drawn are in it.",
    )
    columns = fields.Char(help="Their fields on the sheet, with commas between them.")
    requirement_ids = fields.Many2many(
        "qms.requirement",
        "qms_evidence_source_requirement_rel",
        "source_id",
        "requirement_id",
        "Proves",
        help="All of its records prove all of these.",
    )
    requirement_field = fields.Char(
        "Proves what it names in",
        help="The field by which each record names what it proves.",
    )
    points = fields.Char(help="Points of these requirements, such as 9.3.2 a, 9.3.2 b.")
    report_name = fields.Char(
        "Printed as", help="The name of a report; empty: it goes along as a row alone."
    )
    has_files = fields.Boolean("Files go along")

    @api.model
    def _get_models(self):
        """The models that may prove something, with their names."""
        # sudo: names of models
        models_ = self.env["ir.model"].sudo()
        names = [name for name in self.env if self._may_prove(self.env[name])]
        return [(name, models_._get(name).name) for name in sorted(names)]

    @api.model
    def _may_prove(self, model):
        """Hook: whether records of ``model`` may be evidence."""
        if model._abstract or model._transient or hasattr(model, "_final_columns"):
            return False
        return model._name.startswith("qms.") or hasattr(model, "_lifecycle_start")

    def _model(self):
        """The model, as the current user; none if it has gone."""
        self.ensure_one()
        model = self.env.get(self.res_model or "")
        return model if model is not None and self._may_prove(model) else None

    def action_show(self):
        """Open the records of the last twelve months that the current user may read."""
        self.ensure_one()
        self.check_access("read")
        return self._window(self._last_year())
