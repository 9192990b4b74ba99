from odoo import Command, api, fields, models

from ..tools.lifecycle import Transition
from .indicator_chart import VERDICTS

OPEN = ("draft", "agreed", "running")
ENDS = ("reached", "partly", "missed")
STATES = [
    ("draft", "Proposed"),
    ("agreed", "Agreed"),
    ("running", "Being worked on"),
    ("reached", "Reached"),
    ("partly", "Partly reached"),
    ("missed", "Not reached"),
    ("dismissed", "Dismissed"),
]
LEADS = "_mandate_lead"


class QmsObjective(models.Model):
    """An effect we promised (ISO 9001 6.2): by whom, by when, and how one will see it.

    What may be said about the effect at the end rests on the figure before and after;
    the judgement is a person's, with a reason.
    """

    _name = "qms.objective"
    _description = "Objective"
    _inherit = [
        "qms.objective.steps",
        "qms.objective.duties",
        "qms.objective.course",
        "qms.holding.mixin",
        "qms.unit.then.mixin",
        "qms.record.mixin",
        "qms.action.origin.mixin",
        "qms.wheel.target.mixin",
    ]
    _order = "date_deadline desc, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _mask_fields = ("name", "why", "resources", "evaluation", "target_words")

    _lifecycle_start = "draft"
    _lifecycle_closed = (*ENDS, "dismissed")
    _lifecycle_stamps = (
        "date_agreed",
        "date_started",
        "date_closed",
        "figure_after",
        "course_verdict",
    )
    _lifecycle_editable = {
        "agreed": ("owner_id", "resources"),
        "running": ("owner_id", "resources"),
    }
    _lifecycle_transitions = (
        Transition("agree", ("draft",), "agreed", LEADS, ("_missing_agree",)),
        Transition("start", ("agreed",), "running", "_mandate_work"),
        Transition("tell", ("agreed", "running"), None, "_mandate_tell"),
        Transition(
            "reach", ("running",), "reached", LEADS, ("_missing_end",), reason=True
        ),
        Transition(
            "reach_partly",
            ("running",),
            "partly",
            LEADS,
            ("_missing_end",),
            reason=True,
        ),
        Transition(
            "miss", ("running",), "missed", LEADS, ("_missing_end",), reason=True
        ),
        Transition("revise", ("agreed", "running"), "draft", LEADS, reason=True),
        Transition("dismiss", OPEN, "dismissed", "_mandate_dismiss", reason=True),
    )

    name = fields.Char("What will be achieved", required=True, tracking=True)
    why = fields.Text(help="Which policy, figure or stakeholder asks for it.")
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    owner_id = fields.Many2one(
        "res.users",
        "Responsible",
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    department_id = fields.Many2one(
        "hr.department",
        "Unit",
        index=True,
        check_company=True,
        default=lambda self: self._default_department_id(),
        help="Whose leader agrees to it; empty: the whole company.",
    )
    process_id = fields.Many2one(
        "qms.process", check_company=True, index="btree_not_null", ondelete="restrict"
    )
    topic_id = fields.Many2one("qms.topic", index="btree_not_null", ondelete="restrict")
    unit_ids = fields.Many2many(
        "hr.department",
        "qms_objective_unit_rel",
        string="Units concerned",
        check_company=True,
        default=lambda self: self._default_unit_ids(),
        help="Their leaders, and those below, tell their people of it and say so.",
    )
    indicator_id = fields.Many2one(
        "qms.indicator",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', 'in', (company_id, False))]",
        help="The figure in which the effect will show.",
    )
    direction = fields.Selection(related="indicator_id.direction")
    measured_in = fields.Char(related="indicator_id.unit")
    baseline = fields.Float(
        "Where we stand",
        compute="_compute_figures",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        digits=(16, 4),
    )
    target = fields.Float(
        "Where we want to be",
        compute="_compute_figures",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        digits=(16, 4),
    )
    target_words = fields.Char(
        "How one will see it", help="Where no figure shows it: what will be different."
    )
    date_deadline = fields.Date("By when", tracking=True)
    resources = fields.Text(help="People, time, money.")
    evaluation = fields.Text("How it is evaluated", help="When, by whom, by what.")
    date_agreed = fields.Date("Agreed on", readonly=True, copy=False)
    date_started = fields.Date("Worked on since", readonly=True, copy=False)
    date_closed = fields.Date("Evaluated on", readonly=True, copy=False)
    figure_after = fields.Float(
        "Where we got", readonly=True, copy=False, digits=(16, 4)
    )
    course_verdict = fields.Selection(
        VERDICTS, "What the run chart said", readonly=True, copy=False
    )
    telling_ids = fields.One2many(
        "qms.objective.telling", "objective_id", "Who has told the unit", readonly=True
    )

    _number_unique = models.UniqueIndex("(company_id, number)")
    _by_deadline = models.Index("(date_deadline DESC, id DESC)")

    @api.model
    def _default_department_id(self):
        """The unit one leads, if it is one alone."""
        # sudo: the units the user himself leads
        units = self.env["hr.department"].sudo()
        own = units.search(
            [
                ("manager_id.user_id", "=", self.env.uid),
                ("company_id", "=", self.env.company.id),
            ]
        )
        return own.ids[0] if len(own) == 1 else False

    @api.model
    def _default_unit_ids(self):
        unit = self._default_department_id()
        return [Command.set([unit])] if unit else []

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for objective in self:
            objective.display_name = self.env._("Objective %s", objective.number or "")

    @api.depends("indicator_id")
    def _compute_figures(self):
        """Begins with the last figure and the target there is for it."""
        series, targets = self._series(), self._targets_set()
        for each in self:
            each.baseline = each._last_of(series[each])
            each.target = targets[each]

    @api.onchange("department_id")
    def _onchange_department_id(self):
        """Another unit stands elsewhere and is to get elsewhere."""
        self.baseline = self._last_of(self._series()[self])
        self.target = self._targets_set()[self]

    @api.model
    def _last_of(self, points):
        return points[-1][1] if points else 0

    @api.model_create_multi
    def create(self, vals_list):
        objectives = super().create(vals_list)
        objectives._sync_duties()
        return objectives

    def _duty_name(self):
        return self.name

    @api.model
    def _prepare_wheel_values(self, occurrence):
        return {
            **super()._prepare_wheel_values(occurrence),
            "name": occurrence.name,
            "owner_id": occurrence.owner_id.id,
            "department_id": occurrence.department_id.id,
            "unit_ids": [Command.set(occurrence.department_id.ids)],
        }

    def _get_print_fields(self):
        promise = ["name", "why", "department_id", "process_id", "owner_id"]
        seen = ["indicator_id", "baseline", "target", "target_words", "date_deadline"]
        means = ["resources", "evaluation"]
        came = ["date_agreed", "date_closed", "figure_after", "course_verdict"]
        return [
            (self.env._("Objective"), promise),
            (self.env._("How one will see it"), [*seen, *means]),
            (self.env._("What came of it"), came),
        ]
