from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.holding import Holding
from ..tools.lifecycle import Point, Transition


class QmsTeamMeeting(models.Model):
    """What was gone through at a meeting, with whom: one tick for all of it.

    Holding it is the decision of the unit's leader, or his deputy, that those present
    have read and understood what is ticked; nobody else takes it.
    """

    _name = "qms.team.meeting"
    _description = "Team meeting"
    _inherit = ["qms.holding.mixin", "qms.unit.then.mixin", "qms.record.mixin"]
    _order = "id desc"
    _rec_names_search = ["number"]
    _check_company_auto = True
    _mask_fields = ("note",)

    _lifecycle_start = "draft"
    _lifecycle_closed = ("held", "discarded")
    _lifecycle_stamps = ("held_by_id",)
    _lifecycle_transitions = (
        Transition("hold", ("draft",), "held", "_mandate_hold", ("_missing_hold",)),
        Transition("discard", ("draft",), "discarded", "_mandate_hold", reason=True),
    )

    state = fields.Selection(
        [("draft", "Draft"), ("held", "Ticked off"), ("discarded", "Discarded")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        group_expand=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department",
        "Unit",
        required=True,
        index=True,
        check_company=True,
        default=lambda self: self._default_department_id(),
        domain="[('id', 'in', offered_unit_ids)]",
        help="With the units below it.",
    )
    date = fields.Date(
        "Held on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    round_ids = fields.Many2many(
        "qms.reading.round",
        "qms_team_meeting_round_rel",
        string="Gone through",
        domain="[('id', 'in', offered_round_ids)]",
        context={"qms_titles": True},
    )
    present_ids = fields.Many2many(
        "hr.employee.public",
        "qms_team_meeting_present_rel",
        domain="[('id', 'in', offered_employee_ids)]",
        check_company=True,
    )
    note = fields.Text("Also talked about", help="Goes to nobody; write no names.")
    held_by_id = fields.Many2one(
        "res.users", "Ticked off by", readonly=True, copy=False, ondelete="set null"
    )
    offered_unit_ids = fields.Many2many(
        "hr.department", compute="_compute_offered_unit_ids"
    )
    offered_round_ids = fields.Many2many(
        "qms.reading.round", compute="_compute_offered"
    )
    offered_employee_ids = fields.Many2many(
        "hr.employee.public", compute="_compute_offered"
    )
    claims = fields.Text("Written on the unit's page", compute="_compute_claims")

    _number_unique = models.UniqueIndex("(company_id, number)")

    @api.model
    def _default_department_id(self):
        """The unit one leads; of several the one furthest up."""
        led = self.env.user._qms_led_today()
        led = led.filtered(lambda unit: unit.company_id == self.env.company)
        return led.sorted(lambda unit: (len(unit._qms_line_ids()), unit.id))[:1]

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for meeting in self:
            meeting.display_name = self.env._("Team meeting %s", meeting.number or "")

    @api.depends("company_id")
    @api.depends_context("uid")
    def _compute_offered_unit_ids(self):
        led = self.env.user._qms_led_today()
        for meeting in self:
            meeting.offered_unit_ids = led.filtered(
                lambda unit, own=meeting.company_id: unit.company_id == own
            )

    @api.depends("department_id")
    def _compute_offered(self):
        for meeting in self:
            open_ = meeting._open_readings()
            # sudo: names of who works here, for who leads the unit
            people = self.env["hr.employee.public"].sudo()
            meeting.offered_employee_ids = people.search(
                [("department_id", "in", meeting._unit_ids())]
            )
            meeting.offered_round_ids = open_.round_id

    @api.depends("department_id", "round_ids")
    def _compute_claims(self):
        for meeting in self:
            meeting.claims = "\n".join(
                f"{claim.text} ({claim.round_id.title})"
                for claim in meeting._own_claims()
            )

    def _unit_ids(self):
        return self.department_id._qms_subtree().ids

    def _open_readings(self):
        """Who of the unit has still to read what."""
        # sudo: the rows of the unit, whose leader the transition asks for
        readings = self.env["qms.reading"].sudo()
        return readings.search(
            [("state", "=", "open"), ("department_id", "in", self._unit_ids())]
        )

    def _own_claims(self):
        """As far as the current user may read them."""
        return self.env["qms.reading.claim"].search(
            [
                ("round_id", "in", self.round_ids._origin.ids),
                ("department_id", "in", self._unit_ids()),
            ]
        )

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_hold(self):
        """Those present have read and understood what was gone through."""
        return self._transition("hold")

    def action_discard(self, reason=None):
        """Entered by mistake."""
        return self._transition("discard", reason)

    def _mandate_hold(self):
        """The unit's leaders upwards, deputies; without any the quality manager."""
        # sudo: which unit it is
        meeting = self.sudo()
        unit = meeting.department_id
        return unit._qms_mandate(meeting.company_id, self.env.user)

    def _missing_hold(self):
        missing = []
        if not self.round_ids:
            missing.append(Point(self.env._("what was gone through"), "round_ids"))
        if not self.present_ids:
            missing.append(Point(self.env._("who was present"), "present_ids"))
        if self.date > self.company_id._qms_today():
            missing.append(Point(self.env._("a day that has come"), "date"))
        strangers = self.present_ids - self.offered_employee_ids
        if strangers:
            names = ", ".join(strangers.mapped("name"))
            missing.append(
                Point(
                    self.env._("only people of the unit, not %s", names), "present_ids"
                )
            )
        return missing

    def _transition_values(self, step):
        values = super()._transition_values(step)
        return values | {"held_by_id": self.env.uid} if step.name == "hold" else values

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "hold":
            for meeting in self:
                meeting._tick_off()
        return result

    def _tick_off(self):
        readings = self._open_readings().filtered(
            lambda reading: (
                reading.round_id in self.round_ids
                and reading.employee_id.id in self.present_ids.ids
            )
        )
        # sudo: ticked off by who may, see _mandate_hold
        readings._confirm("meeting", ticked_by_id=self.env.uid, meeting_id=self.id)
        # sudo: what was written on the page has been looked at
        self.sudo()._own_claims().unlink()

    # ------------------------------------------------------------
    # Units change
    # ------------------------------------------------------------

    @api.model
    def _get_unit_holdings(self):
        draft = Domain("state", "=", "draft")
        return (*super()._get_unit_holdings(), Holding("department_id", draft))

    def _get_print_fields(self):
        return [
            (
                self.env._("Team meeting"),
                ["department_id", "date", "round_ids", "present_ids", "note"],
            ),
        ]

    def _transition_labels(self):
        return {
            **super()._transition_labels(),
            "hold": self.env._("Ticked off"),
            "discard": self.env._("Discarded"),
        }
