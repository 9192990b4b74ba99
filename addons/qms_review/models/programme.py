from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding

from .programme_table import EFFECTS, RUNNING, STATES, TABLE

OPEN = Domain("state", "in", ("draft", "running"))


class QmsImprovementProgramme(models.Model):
    """A larger improvement with a beginning, an end and an effect that was promised."""

    _name = "qms.improvement.programme"
    _description = "Improvement programme"
    _inherit = [
        "qms.programme.rules",
        "qms.retained.mixin",
        "qms.holding.mixin",
        "qms.record.mixin",
    ]
    _order = "date_start desc, id desc"
    _rec_names_search = ["number", "name"]
    _parent_store = True
    _check_company_auto = True
    _mask_fields = ("name", "aim", "plan", "status_note", "evaluation", "learnt")

    _system_fields = ("led_by_ids",)
    _lifecycle_start = "draft"
    _lifecycle_closed = ("closed", "stopped")
    _lifecycle_stamps = ("date_closed", "date_removed", "is_kept")
    _lifecycle_editable = {"running": RUNNING}
    _lifecycle_transitions = TABLE

    name = fields.Char(required=True, tracking=True)
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
        "res.company",
        "Led by",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    company_ids = fields.Many2many(
        "res.company",
        "qms_programme_company_rel",
        string="Also takes part",
        help="Companies of the same group: they read it, once it runs.",
    )
    parent_id = fields.Many2one(
        "qms.improvement.programme",
        "Part of",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
    )
    parent_path = fields.Char(index=True, export_string_translation=False)
    child_ids = fields.One2many(
        "qms.improvement.programme", "parent_id", "Sub-programmes"
    )
    date_start = fields.Date(
        "Start",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: fields.Date.context_today(self),
    )
    date_end = fields.Date(
        "End",
        required=True,
        tracking=True,
        default=lambda self: fields.Date.add(fields.Date.context_today(self), years=1),
    )
    leader_id = fields.Many2one(
        "res.users",
        "Programme leader",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    led_by_ids = fields.Many2many(
        "res.users",
        "qms_programme_led_by_rel",
        string="Led by so far",
        readonly=True,
        copy=False,
        help="Whoever has led it does not decide on it.",
    )
    steering_user_ids = fields.Many2many(
        "res.users",
        "qms_programme_steering_rel",
        string="Steering group",
        domain="[('share', '=', False)]",
        help="Starts, evaluates and stops it; whoever leads it does not decide.",
    )
    project_user_ids = fields.Many2many(
        "res.users",
        "qms_programme_project_rel",
        string="Project group",
        domain="[('share', '=', False)]",
    )
    aim = fields.Text("Effect promised", help="What will be better, and for whom.")
    objective_ids = fields.Many2many(
        "qms.objective",
        "qms_programme_objective_rel",
        "programme_id",
        "objective_id",
        string="Effect goals",
        check_company=True,
        help="Objectives of the company that it works for.",
    )
    plan = fields.Text(help="Steps, milestones and resources.")
    status_note = fields.Text("Where it stands")
    measure_ids = fields.One2many(
        "qms.programme.measure", "programme_id", "Measured before and after"
    )
    effect = fields.Selection(EFFECTS, copy=False, tracking=True)
    evaluation = fields.Text(copy=False, help="What came of it, and how that shows.")
    learnt = fields.Text("What others may learn", copy=False)
    date_closed = fields.Date("Ended on", readonly=True, copy=False)

    _number_unique = models.UniqueIndex("(company_id, number)")
    _ends_after_start = models.Constraint(
        "CHECK (date_end > date_start)", "A programme ends after it begins."
    )

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for programme in self:
            programme.display_name = self.env._("Programme %s", programme.number or "")

    @api.constrains("company_id", "company_ids", "parent_id")
    def _check_group(self):
        for programme in self:
            # sudo: which companies form the group
            known = programme.sudo()
            if known.company_ids.root_id - known.company_id.root_id:
                raise ValidationError(
                    self.env._("Only companies of the same group take part.")
                )
            parent = known.parent_id
            if parent and parent.company_id != known.company_id:
                raise ValidationError(
                    self.env._("A part is led by the company that leads the whole.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        rows = [{**vals, "led_by_ids": False} for vals in vals_list]
        programmes = super().create(rows)
        programmes._check_parent()
        programmes._note_leader()
        programmes._sync_duties()
        return programmes

    def write(self, vals):
        if not {"leader_id", "steering_user_ids"}.isdisjoint(vals):
            self._check_seats()
        if "leader_id" in vals:
            self._note_leader()
        result = super().write(vals)
        if "parent_id" in vals:
            self._check_parent()
        if "leader_id" in vals:
            self._note_leader()
        return result

    def _check_seats(self):
        """Once it runs, nobody seats himself among those who decide on his work."""
        if self.env.su:
            return
        # sudo: the state alone
        running = self.filtered(lambda each: each.sudo().state == "running")
        if not all(programme._mandate_steer() for programme in running):
            raise AccessError(
                self.env._("The steering group says who leads and steers it.")
            )

    def _check_parent(self):
        """Nobody makes his programme a part of what he may not change."""
        if not self.env.su:
            self.parent_id.check_access("write")

    def _note_leader(self):
        """Who has led it, to keep him from deciding on it from another seat."""
        # sudo: kept by the system
        for programme in self.sudo():
            link = fields.Command.link(programme.leader_id.id)
            programme._write_guarded({"led_by_ids": [link]})

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_start(self):
        """The steering group lets it begin."""
        return self._transition("start")

    def action_close(self):
        """It is evaluated and ends."""
        return self._transition("close")

    def action_change(self, reason=None):
        """Its plan is changed, and started anew."""
        return self._transition("change", reason)

    def action_stop(self, reason=None):
        """It ends without its effect."""
        return self._transition("stop", reason)

    def action_reopen(self, reason=None):
        """It is taken up again."""
        return self._transition("reopen", reason)

    # ------------------------------------------------------------
    # People change
    # ------------------------------------------------------------

    @api.model
    def _get_holdings(self):
        return (
            *super()._get_holdings(),
            Holding("leader_id", OPEN),
            Holding("steering_user_ids", OPEN),
            Holding("project_user_ids", OPEN),
        )

    def _after_moved(self):
        self._note_leader()
        return super()._after_moved()

    @api.model
    def _refused_heir_domain(self, holding, heir, giver):
        """Who leads or has led it is not the one who lets it begin."""
        refused = super()._refused_heir_domain(holding, heir, giver)
        accounts = heir._qms_accounts()[heir.id]
        if holding.field == "steering_user_ids":
            refused |= Domain("leader_id", "in", accounts)
            refused |= Domain("led_by_ids", "in", accounts)
        return refused

    @api.model
    def _get_owing_domain(self):
        return OPEN
