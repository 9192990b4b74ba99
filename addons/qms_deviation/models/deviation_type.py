from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from odoo.addons.qms.models.res_company import LEVEL_ORDER, LEVELS

from .deviation_table import FLOWS

GATES = [
    ("correction", "What was done at once"),
    ("consequences", "Consequences and likelihood"),
    ("requirement", "The requirement it deviates from"),
    ("cause", "The cause"),
    ("cause_kind", "The kind of cause"),
    ("similar", "Whether similar ones exist"),
    ("actions", "At least one action"),
    ("effect", "The effect of the actions"),
    ("change", "Whether the system must change"),
    ("risks", "Whether risks were updated"),
    ("summary", "A neutral summary"),
]


class QmsDeviationType(models.Model):
    """A kind of case, and what its handling asks for."""

    _name = "qms.deviation.type"
    _description = "Type of case"
    _inherit = ["qms.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Fixed name for modules to refer to.")
    flow = fields.Selection(
        FLOWS,
        "Goes the way of a",
        default="deviation",
        required=True,
        help="Its states and steps.",
    )
    prompt = fields.Char(
        "Asked of the reporter",
        translate=True,
        default=lambda self: self.env._("What happened?"),
    )
    question_ids = fields.One2many("qms.deviation.question", "type_id", "Short form")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    on_public_pages = fields.Boolean(
        "On pages without login", help="Offered to those who report there."
    )
    regulated = fields.Boolean(
        "Regulated by law", help="Such cases are never settled the short way."
    )
    first_read_days = fields.Integer(
        "First read within", default=3, help="Working days from the report."
    )
    handle_days = fields.Integer(
        "Handled within", default=30, help="Working days from the report."
    )
    receipt_days = fields.Integer(
        "Receipt within", default=2, help="Working days from the day it came in."
    )
    next_instance = fields.Text(
        company_dependent=True,
        help="Whom a sender may turn to who is dissatisfied with the answer.",
    )
    short_below = fields.Selection(
        LEVELS,
        "Short way below",
        default="medium",
        required=True,
        help="Cases of this severity or more are not settled the short way.",
    )
    work_environment = fields.Boolean(
        "Work environment", help="Cases of this type concern it."
    )
    deadline_ids = fields.One2many(
        "qms.deviation.deadline", "type_id", "Sooner for what is severe"
    )
    gate_ids = fields.One2many("qms.deviation.gate", "type_id", "What is asked for")

    _code_unique = models.Constraint("UNIQUE (code)", "The code is taken.")
    _days_ahead = models.Constraint(
        "CHECK (receipt_days >= 0)", "Days are counted from 0."
    )

    @api.constrains("flow")
    def _check_flow(self):
        # sudo: whether there are cases, not which
        cases = self.env["qms.deviation"].sudo()
        if cases.search_count([("type_id", "in", self.ids)], limit=1):
            raise ValidationError(
                self.env._(
                    "There are cases of this type already: make a new type instead."
                )
            )

    def _asks(self):
        """The questions of the report form, besides what and where."""
        return self.question_ids.mapped("question")

    def _asking(self, question):
        """Those of these types whose report form asks ``question``."""
        return self.filtered(lambda kind: question in kind._asks())

    def _gates_at(self, level):
        """The gates that a case of this type and severity must pass."""
        reached = LEVEL_ORDER[level or "low"]
        asked = self._gate_levels(self._origin.id)
        return {gate for gate, start in asked if LEVEL_ORDER[start] <= reached}

    @api.model
    @ormcache("type_id")
    def _gate_levels(self, type_id):
        """(gate, severity from which it is asked for) of a type."""
        gates = self.env["qms.deviation.gate"].sudo()  # sudo: what the type asks for
        gates = gates.search_fetch([("type_id", "=", type_id)], ["gate", "level"])
        return tuple((gate.gate, gate.level) for gate in gates)

    def _deadline_at(self, level, company):
        """What says how soon: a line for the severity reached, else the type itself."""
        reached = LEVEL_ORDER[level or "low"]
        lines = self.deadline_ids.filtered(
            lambda line: (
                LEVEL_ORDER[line.level] <= reached
                and line.company_id in (company, company.browse())
            )
        )
        return (
            max(
                lines,
                key=lambda line: (LEVEL_ORDER[line.level], bool(line.company_id)),
                default=None,
            )
            or self
        )


class QmsDeviationGate(models.Model):
    """One thing asked for, from a severity on (ISO 9001 10.2.1)."""

    _name = "qms.deviation.gate"
    _description = "What a case must answer"
    _inherit = ["qms.shared.mixin", "qms.cached.mixin"]
    _order = "type_id, id"
    _rec_name = "gate"

    type_id = fields.Many2one(
        "qms.deviation.type", required=True, index=True, ondelete="cascade"
    )
    gate = fields.Selection(GATES, "Asked for", required=True)
    level = fields.Selection(LEVELS, "From severity", required=True, default="low")

    _gate_unique = models.Constraint(
        "UNIQUE (type_id, gate)", "Asked for already; change its severity."
    )


class QmsDeviationTouched(models.Model):
    """Whom a case touches: a category, never a person."""

    _name = "qms.deviation.touched"
    _description = "Whom it touches"
    _inherit = ["qms.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    work_environment = fields.Boolean(
        "Work environment", help="Cases that touch these concern it."
    )
