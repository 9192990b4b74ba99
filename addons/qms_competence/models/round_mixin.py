from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding
from odoo.addons.qms.tools.lifecycle import Transition

RUNNING = Domain("state", "=", "running")


class QmsCompetenceRoundMixin(models.AbstractModel):
    """Something once a year about everybody in a company or a unit.

    The year wheel begins it. A model names in ``_round_duty`` the duty of its owner.
    """

    _name = "qms.competence.round.mixin"
    _description = "Once a year about everybody"
    _inherit = [
        "qms.owned.mixin",
        "qms.wheel.target.mixin",
        "qms.holding.mixin",
        "qms.record.mixin",
    ]
    _order = "date_deadline desc, id desc"
    _rec_names_search = ["number"]
    _check_company_auto = True
    _system_fields = ("company_id", "department_id")

    _round_duty = None

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
        help="Empty: everybody in the company.",
    )
    date_deadline = fields.Date("Ended by", required=True, index=True, tracking=True)
    owner_id = fields.Many2one(
        "res.users",
        "Responsible",
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        tracking=True,
    )
    date_ended = fields.Date("Ended on", readonly=True, copy=False)

    _number_unique = models.UniqueIndex("(company_id, number)")

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for each in self:
            each.display_name = f"{self._round_name()} {each.number or ''}".strip()

    def _round_name(self):
        """Hook: what the reader calls it."""
        raise NotImplementedError

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        made._sync_duties()
        return made

    def _people_domain(self):
        """Everybody it is about."""
        domain = Domain("company_id", "=", self.company_id.id)
        if self.department_id:
            domain &= Domain("department_id", "child_of", self.department_id.ids)
        return domain

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_end(self):
        """All that belongs to it is done."""
        return self._transition("end")

    def action_reopen(self, reason=None):
        """Something in it has to be put right."""
        return self._transition("reopen", reason)

    def _missing_end(self):
        """Hook: what has to be done before it ends."""
        raise NotImplementedError

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
        return {
            **super()._prepare_wheel_values(occurrence),
            "department_id": occurrence.department_id.id,
            "date_deadline": occurrence.date_planned,
            "owner_id": self._wheel_owner(occurrence).id,
        }

    def _wheel_moved(self, occurrence):
        for each in self.filtered(lambda each: each.state == "running"):
            each._move_to(occurrence.date_planned)
        return super()._wheel_moved(occurrence)

    def _move_to(self, day):
        self._write_guarded({"date_deadline": day})
        self._sync_duties()

    def _duty_fields(self):
        return {"date_deadline", "owner_id"}

    def _get_duties(self):
        manager = self.env.ref("qms.group_quality_manager")
        return [
            {
                "record": each,
                "verb": self._round_duty,
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
        names = ["department_id", "date_deadline", "owner_id", "date_ended"]
        return [(self._round_name(), names)]
