from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.qms.tools.lifecycle import Transition
from odoo.addons.qms.tools.marks import FollowUp


class QmsMeetingPoint(models.Model):
    """A point of a meeting: what was said, what was decided, what came of it.

    What is decided is an action like any other; the point outlives its meeting as its
    origin. What nobody got to is carried over and comes again.
    """

    _name = "qms.meeting.point"
    _description = "Point of a meeting"
    _inherit = [
        "qms.action.origin.mixin",
        "qms.meeting.point.filling",
        "qms.record.mixin",
    ]
    _order = "meeting_id, sequence, id"
    _rec_names_search = ["title"]
    _mask_fields = ("title", "note")

    _lifecycle_start = "open"
    _lifecycle_stamps = ("date_treated",)
    _lifecycle_transitions = (
        Transition(
            "follow_up",
            ("open", "treated"),
            "treated",
            "_mandate_treat",
            ("_missing_meeting", "_missing_quorum"),
            offered=False,
        ),
        Transition(
            "nothing",
            ("open",),
            "treated",
            "_mandate_treat",
            ("_missing_meeting", "_missing_quorum"),
        ),
        Transition("carry", ("open",), "carried", "_mandate_treat"),
        Transition(
            "take_up_again",
            ("treated", "carried"),
            "open",
            "_mandate_treat",
            ("_missing_meeting", "_missing_not_taken_over"),
            reason=True,
        ),
    )
    _system_fields = ("previous_id", "company_id")

    meeting_id = fields.Many2one(
        "qms.meeting", required=True, index=True, ondelete="cascade"
    )
    group_id = fields.Many2one(
        related="meeting_id.group_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="meeting_id.company_id", store=True, index=True, precompute=True
    )
    item_id = fields.Many2one(
        "qms.agenda.item",
        "Of the fixed agenda",
        index="btree_not_null",
        ondelete="restrict",
    )
    title = fields.Char("Own point")
    name = fields.Char("Point", compute="_compute_name")
    sequence = fields.Integer(default=500)
    note = fields.Text("What was said", help="Stands in the minutes. Write no names.")
    state = fields.Selection(
        [
            ("open", "Not gone through"),
            ("treated", "Gone through"),
            ("carried", "Comes next time"),
        ],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    date_treated = fields.Date("Gone through on", readonly=True, copy=False)
    previous_id = fields.Many2one(
        "qms.meeting.point",
        "Carried over from",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    next_ids = fields.One2many("qms.meeting.point", "previous_id", "Comes again as")

    _named = models.Constraint(
        "CHECK (item_id IS NOT NULL OR title IS NOT NULL)", "A point has a name."
    )

    @api.depends("item_id.name", "title")
    @api.depends_context("lang")
    def _compute_name(self):
        for point in self:
            # sudo: a point of the fixed agenda keeps its name
            point.name = point.title or point.sudo().item_id.name

    @api.depends("meeting_id.number", "sequence")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for point in self:
            # sudo: type and number
            name = point.sudo().meeting_id.display_name
            point.display_name = self.env._("Point of %s", name)

    @api.model
    def _draw_numbers(self, company, count, date=None):
        """It is known by its meeting; the series is for what is reported."""
        return [self._no_number()] * count

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [{**vals, "previous_id": False} for vals in vals_list]
        points = super().create(vals_list)
        if not self.env.su:
            points._refuse_settled("planned", "called", "held")
        return points

    def write(self, vals):
        if not self.env.su and "meeting_id" in vals:
            raise UserError(self.env._("A point belongs to its meeting."))
        return super().write(vals)

    def _refuse_settled(self, *states):
        # sudo: the state of the meeting
        meetings = self.sudo().meeting_id
        if settled := meetings.filtered(lambda each: each.state not in states):
            raise settled.with_env(self.env)._make_settled_error()

    def _is_frozen(self):
        """It changes as long as its meeting does."""
        meeting = self.meeting_id
        return meeting.state not in ("planned", "called", "held")

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_nothing(self):
        """Gone through: nothing is needed."""
        return self._transition("nothing")

    def action_follow_up(self):
        """Decide what is done; the screen that asks for it is returned."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "qms.meeting.follow.up",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_point_id": self.id},
        }

    def action_carry(self):
        """It comes again at the next meeting."""
        return self._transition("carry")

    def action_take_up_again(self, reason=None):
        """It was gone through too soon."""
        return self._transition("take_up_again", reason)

    def _mandate_treat(self):
        # sudo: which meeting it is
        return self.sudo().meeting_id.with_env(self.env)._mandate_lead()

    def _missing_meeting(self):
        if self.meeting_id.state == "held":
            return []
        return [self.env._("the meeting, begun")]

    def _missing_quorum(self):
        if not self.meeting_id.without_quorum:
            return []
        return [self.env._("a quorum: this meeting is for information only")]

    def _missing_not_taken_over(self):
        if not self.next_ids:
            return []
        return [self.env._("a point that did not come again elsewhere")]

    def _transition_values(self, step):
        values = super()._transition_values(step)
        if step.target == "treated":
            values["date_treated"] = self[:1].company_id._qms_today()
        if step.target == "open":
            values["date_treated"] = False
        return values

    def _transition_labels(self):
        return super()._transition_labels() | {
            "follow_up": self.env._("Decided"),
            "nothing": self.env._("Nothing more is needed"),
            "carry": self.env._("Comes next time"),
            "take_up_again": self.env._("Taken up again"),
        }

    # ------------------------------------------------------------
    # What is decided
    # ------------------------------------------------------------

    def _may_plan_actions(self):
        """Actions are made by the answer to a question, in the meeting."""
        asked = self.env.context.get("qms_follow_up")
        return isinstance(asked, FollowUp) and bool(self._mandate_treat())

    def _prepare_action_values(self):
        """Done in the meeting's company, or in another one of the group's."""
        self.ensure_one()
        asked = self.env.context.get("qms_follow_up")
        values = {
            "res_model": self._name,
            "res_id": self.id,
            "meeting_point_id": self.id,
            "company_id": self.company_id.id,
        }
        if isinstance(asked, FollowUp):
            values["question_id"] = asked.question.id
            values["company_id"] = (asked.company or self.company_id).id
        return values

    def _follow_up(self, question, values):
        """Decide an action; a communication drafts the notice that tells it.

        :return: the action, begun or waiting for approval
        """
        self.ensure_one()
        step = self._get_transition("follow_up")
        self._check_mandates(step)
        self._check_needs(step)
        company = self.env["res.company"].browse(values.pop("company_id", False))
        action = (
            self.env["qms.action"]
            .with_context(qms_follow_up=FollowUp(question, company))
            .create(
                {
                    **values,
                    "type_id": question.action_type_id.id,
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
            .with_env(self.env)
        )
        action.action_submit()
        reason = f"{question.name} {action.display_name}: {action.name}"
        self._transition("follow_up", reason)
        if action.type_code == "communication":
            self._draft_notice(action)
        return action

    def _draft_notice(self, action):
        """The news, as a draft of whoever is to tell it."""
        # sudo: a draft of the responsible, who sends it if he may
        self.env["qms.notice"].sudo().create(
            {
                "name": action.name,
                "body": self.note or action.name,
                "company_id": action.company_id.id,
                "owner_id": action.owner_id.id,
                "unit_ids": action.owner_id._qms_led_today()
                .filtered(lambda unit: unit.company_id == action.company_id)
                .ids,
                "date_deadline": action.date_deadline,
                "action_id": action.id,
            }
        )

    def _get_print_fields(self):
        return [(self.env._("Point"), ["name", "note", "date_treated"])]
