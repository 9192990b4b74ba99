from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding
from odoo.addons.qms.tools.lifecycle import Transition

RUNNING = Domain("state", "=", "running")
VERDICTS = [
    ("good", "Goes on"),
    ("conditions", "Goes on, with conditions"),
    ("stop", "Not used again"),
]


class QmsExternalEvaluation(models.Model):
    """Once a year: with whom from outside it goes on, and how (ISO 9001 8.4.1)."""

    _name = "qms.external.evaluation"
    _description = "Evaluation of external persons"
    _inherit = ["qms.wheel.target.mixin", "qms.holding.mixin", "qms.record.mixin"]
    _order = "date_deadline desc, id desc"
    _rec_names_search = ["number"]
    _check_company_auto = True
    _system_fields = ("company_id", "department_id")

    _lifecycle_start = "running"
    _lifecycle_closed = ("ended",)
    _lifecycle_stamps = ("date_ended",)
    _lifecycle_transitions = (
        Transition("end", ("running",), "ended", "_mandate_own", ("_missing_end",)),
        Transition("reopen", ("ended",), "running", "_mandate_own", reason=True),
    )

    state = fields.Selection(
        [("running", "Running"), ("ended", "Ended")],
        default="running",
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
    department_id = fields.Many2one(
        "hr.department",
        "Unit",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: everybody from outside who works for the company.",
    )
    date_deadline = fields.Date("Ended by", required=True, index=True, tracking=True)
    owner_id = fields.Many2one(
        "res.users",
        "Responsible",
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    line_ids = fields.One2many(
        "qms.external.evaluation.line", "evaluation_id", "Evaluated"
    )
    date_ended = fields.Date("Ended on", readonly=True, copy=False)

    _number_unique = models.UniqueIndex("(company_id, number)")

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for each in self:
            number = each.number or ""
            each.display_name = self.env._("Evaluation of external persons %s", number)

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        made._fill()
        made._sync_duties()
        return made

    def write(self, vals):
        result = super().write(vals)
        if not {"date_deadline", "owner_id"}.isdisjoint(vals):
            self._sync_duties()
        return result

    def _fill(self):
        """A line for each who works for the company or the unit."""
        # sudo: the system makes the lines, whoever began it
        people = self.env["qms.external.person"].sudo()
        lines = []
        for each in self:
            domain = Domain("company_id", "=", each.company_id.id)
            if each.department_id:
                domain &= Domain("department_id", "child_of", each.department_id.ids)
            found = people.search(domain, order="name, id")
            lines += [
                {"evaluation_id": each.id, "external_id": external.id}
                for external in found
            ]
        self.env["qms.external.evaluation.line"].sudo().create(lines)

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_end(self):
        """All of them are evaluated."""
        return self._transition("end")

    def action_reopen(self, reason=None):
        """Something in it has to be put right."""
        return self._transition("reopen", reason)

    def _missing_end(self):
        # sudo: how many are left, of those who still work for us
        left = self.sudo().line_ids.filtered(
            lambda line: not line.verdict and line.external_id.active
        )
        return [self.env._("%s to be evaluated", len(left))] if left else []

    def _transition_values(self, step):
        values = super()._transition_values(step)
        today = self[:1].company_id._qms_today()
        values["date_ended"] = today if step.name == "end" else False
        return values

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "end":
            self._wheel_done()
        return result

    def _decision_content(self):
        """With what was said of each."""
        said = [
            (line.external_id.id, line.verdict or "", line.note or "")
            for line in self.line_ids
        ]
        return {**super()._decision_content(), "said": said}

    def _transition_labels(self):
        return {
            **super()._transition_labels(),
            "end": self.env._("Ended"),
            "reopen": self.env._("Reopened"),
        }

    # ------------------------------------------------------------
    # The wheel, duties, people
    # ------------------------------------------------------------

    @api.model
    def _prepare_wheel_values(self, occurrence):
        company = occurrence.company_id
        owner = occurrence.owner_id or company._qms_quality_managers()[:1]
        return {
            **super()._prepare_wheel_values(occurrence),
            "department_id": occurrence.department_id.id,
            "date_deadline": occurrence.date_planned,
            "owner_id": owner.id,
        }

    def _wheel_moved(self, occurrence):
        for each in self.filtered(lambda each: each.state == "running"):
            each._write_guarded({"date_deadline": occurrence.date_planned})
            each._sync_duties()
        return super()._wheel_moved(occurrence)

    def _get_duties(self):
        manager = self.env.ref("qms.group_quality_manager")
        return [
            {
                "record": each,
                "verb": "evaluate_externals",
                "deadline": each.date_deadline,
                **({"user": each.owner_id} if each.owner_id else {"group": manager}),
            }
            for each in self
            if each.state == "running"
        ]

    @api.model
    def _get_owing_domain(self):
        return RUNNING

    @api.model
    def _get_holdings(self):
        return (*super()._get_holdings(), Holding("owner_id", RUNNING))

    @api.model
    def _get_unit_holdings(self):
        return (*super()._get_unit_holdings(), Holding("department_id", RUNNING))

    def _get_print_fields(self):
        return [
            (
                self.env._("Evaluation of external persons"),
                ["department_id", "date_deadline", "owner_id", "date_ended"],
            )
        ]


class QmsExternalEvaluationLine(models.Model):
    """What is said of one of them: how the work went, never how he is."""

    _name = "qms.external.evaluation.line"
    _description = "Evaluation of an external person"
    _inherit = ["qms.mask.values", "qms.text.mixin"]
    _order = "id"
    _rec_name = "external_id"
    _mask_fields = ("note",)

    evaluation_id = fields.Many2one(
        "qms.external.evaluation",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    external_id = fields.Many2one(
        "qms.external.person",
        "Who",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="evaluation_id.company_id", store=True, index=True
    )
    task = fields.Char(related="external_id.task")
    confirmation_state = fields.Selection(related="external_id.confirmation_state")
    verdict = fields.Selection(VERDICTS)
    note = fields.Char("How the work went, and conditions")

    _once = models.UniqueIndex("(evaluation_id, external_id)")

    def write(self, vals):
        if not self.env.su:
            self.check_access("write")
            if not set(vals) <= {"verdict", "note"}:
                raise UserError(self.env._("What is evaluated is settled by now."))
            # sudo: the state alone
            if self.sudo().evaluation_id.filtered("is_closed"):
                raise UserError(self.env._("The evaluation has ended; it stands."))
        return super().write(vals)
