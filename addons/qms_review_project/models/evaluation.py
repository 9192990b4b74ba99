from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.lifecycle import Point, Transition
from odoo.addons.qms_review.models.programme_table import EFFECTS

OPEN = Domain("state", "=", "open")
# working days after the project's end
DAYS = 20


class QmsProjectEvaluation(models.Model):
    """What came of a project, said by whoever leads its programme."""

    _name = "qms.project.evaluation"
    _description = "Evaluation of a project"
    _inherit = ["qms.record.mixin"]
    _order = "id desc"
    _rec_names_search = ["number"]
    _mask_fields = ("outcome", "learnt")

    _lifecycle_start = "open"
    _lifecycle_closed = ("concluded",)
    _lifecycle_stamps = ("date_concluded",)
    _system_fields = ("project_id", "programme_id")
    _lifecycle_transitions = (
        Transition(
            "conclude", ("open",), "concluded", "_mandate_lead", ("_missing_words",)
        ),
        Transition("reopen", ("concluded",), "open", "_mandate_lead", reason=True),
    )

    project_id = fields.Many2one(
        "project.project", readonly=True, index=True, ondelete="set null"
    )
    project_name = fields.Char("Project", readonly=True)
    programme_id = fields.Many2one(
        "qms.improvement.programme",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, precompute=True, index=True
    )
    state = fields.Selection(
        [("open", "To be evaluated"), ("concluded", "Evaluated")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    effect = fields.Selection(EFFECTS, tracking=True)
    kept = fields.Selection(
        [("yes", "Yes"), ("partly", "In part"), ("no", "No")],
        "Time and money were kept",
    )
    outcome = fields.Text(help="What came of it, and how that shows.")
    learnt = fields.Text("What others may learn")
    date_concluded = fields.Date("Evaluated on", readonly=True, copy=False)

    _number_unique = models.UniqueIndex("(company_id, number)")
    _once = models.UniqueIndex(
        "(project_id) WHERE project_id IS NOT NULL", "It has its evaluation already."
    )

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._("Project evaluation %s", row.number or "")

    @api.model
    def _number_company(self, vals):
        # sudo: whose series it is
        programmes = self.env["qms.improvement.programme"].sudo()
        company = programmes.browse(vals.get("programme_id")).company_id
        return company or super()._number_company(vals)

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        for row in rows:
            # sudo: what the project is called when it ends
            row._write_guarded({"project_name": row.sudo().project_id.name})
        rows._sync_duties()
        return rows

    def action_conclude(self):
        """It is evaluated."""
        return self._transition("conclude")

    def action_reopen(self, reason=None):
        """The evaluation is changed."""
        return self._transition("reopen", reason)

    def _mandate_lead(self):
        return self.programme_id._mandate_lead()

    def _mandate_handle(self):
        return self._mandate_lead()

    def _missing_words(self):
        return [
            Point(self._fields[name]._description_string(self.env), name)
            for name in ("effect", "kept", "outcome")
            if not self[name]
        ]

    def _transition_values(self, step):
        today = fields.Date.context_today(self)
        return {"date_concluded": today if step.name == "conclude" else False}

    def _transition_labels(self):
        return super()._transition_labels() | {
            "conclude": self.env._("Evaluated"),
            "reopen": self.env._("Reopened"),
        }

    def _duty_name(self):
        return self.project_name or self.display_name

    def _get_duties(self):
        duties = []
        for row in self.filtered(lambda row: row.state == "open"):
            made = fields.Date.to_date(row.create_date)
            due = row.company_id._qms_add_workdays(made, DAYS)
            duties.append(
                {
                    "record": row,
                    "verb": "evaluate_project",
                    "user": row.programme_id.leader_id,
                    "deadline": due,
                }
            )
        return duties

    def _get_print_fields(self):
        return [
            (
                self.env._("Project"),
                ["project_name", "programme_id", "effect", "kept", "outcome", "learnt"],
            )
        ]
