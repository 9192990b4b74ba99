from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.lifecycle import Mandate, Point, Transition

# working days before a meeting by which it is called, and after it
CALL_DAYS = 10
MINUTES_DAYS = 5
APPROVE_DAYS = 5


class QmsMeetingRules(models.AbstractModel):
    """The life of a meeting: who may, what is missing, who owes what."""

    _name = "qms.meeting.rules"
    _description = "Rules of a meeting's life"

    _lifecycle_start = "planned"
    _lifecycle_closed = ("closed", "cancelled")
    _lifecycle_stamps = (
        "without_quorum",
        "with_quorum",
        "minutes_by_id",
        "approved_by_id",
        "date_closed",
        "date_removed",
        "is_kept",
    )
    _lifecycle_editable = {
        "called": ("point_ids", "attendee_ids", "note"),
        "held": ("point_ids", "attendee_ids", "note"),
        "minutes": (),
        "approved": (),
    }
    _lifecycle_transitions = (
        Transition("call", ("planned",), "called", "_mandate_lead", ("_missing_call",)),
        Transition(
            "begin",
            ("called",),
            "held",
            "_mandate_lead",
            ("_missing_begin", "_missing_quorum"),
        ),
        Transition(
            "finish", ("held",), "minutes", "_mandate_lead", ("_missing_present",)
        ),
        Transition("approve", ("minutes",), "approved", "_mandate_approve"),
        Transition("close", ("approved",), "closed", "_mandate_lead"),
        Transition("move", ("planned", "called"), None, "_mandate_lead", reason=True),
        Transition(
            "begin_without_quorum",
            ("called",),
            "held",
            "_mandate_without_quorum",
            ("_missing_begin",),
            reason=True,
        ),
        Transition("send_back", ("minutes",), "held", "_mandate_approve", reason=True),
        Transition(
            "cancel", ("planned", "called"), "cancelled", "_mandate_lead", reason=True
        ),
    )

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def _mandate_lead(self):
        # sudo: which group it is
        return self.sudo().group_id.with_env(self.env)._mandate_lead()

    def _mandate_without_quorum(self):
        # sudo: how many are there
        return None if self.sudo().has_quorum else self._mandate_lead()

    def _mandate_approve(self):
        """The chair; where he wrote the minutes or is gone, a member who was there."""
        # sudo: who wrote the minutes and who was there
        meeting, user = self.sudo(), self.env.user
        if user._qms_is_one_of(meeting.minutes_by_id):
            return None
        group = meeting.group_id
        if mandate := group.with_env(self.env)._office_mandate("chair_id"):
            return mandate
        chair = group._officer("chair_id")
        if chair and not chair._qms_is_one_of(meeting.minutes_by_id):
            return None
        present = meeting.attendee_ids.filtered("is_present")
        if user in present.user_id:
            return Mandate("member")
        return meeting.group_id.with_env(self.env)._mandate_manager()

    # ------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------

    def _missing_call(self):
        missing = []
        if not self.attendee_ids:
            missing.append(Point(self.env._("members of the group"), "attendee_ids"))
        if not self.point_ids:
            missing.append(Point(self.env._("points on the agenda"), "point_ids"))
        if not self.place:
            missing.append(Point(self.env._("where it is held"), "place"))
        if self.date_start <= fields.Datetime.now():
            missing.append(Point(self.env._("a time still to come"), "date_start"))
        return missing

    def _missing_begin(self):
        missing = self._missing_present()
        if self.date > self.company_id._qms_today():
            missing.append(self.env._("its day, or move it"))
        return missing

    def _missing_present(self):
        if self.present_count:
            return []
        return [Point(self.env._("who is there"), "attendee_ids")]

    def _missing_quorum(self):
        if self.has_quorum or not self.present_count:
            return []
        return [
            self.env._(
                "a quorum: %(present)s are there, %(needed)s are needed",
                present=self.present_count,
                needed=self.needed_count,
            )
        ]

    # ------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------

    def _transition_values(self, step):
        values = super()._transition_values(step)
        if step.target in self._lifecycle_closed:
            values["date_closed"] = self[:1].company_id._qms_today()
        return values

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.target == "held" and step.name != "send_back":
            self._close_earlier()
        if step.name in ("finish", "cancel"):
            self._carry_over()
        if step.name == "approve":
            self._wheel_done()
        if step.name == "cancel":
            self._wheel_occurrences()._let_go()
        return result

    def _close_earlier(self):
        """What was approved is closed when the group meets again."""
        earlier = self.group_id.meeting_ids - self
        earlier = earlier.filtered(lambda each: each.state == "approved")
        if earlier:
            earlier._transition("close")

    def _carry_over(self):
        """What was not gone through comes again at the group's next meeting."""
        if points := self.point_ids.filtered(lambda point: point.state == "open"):
            points._transition("carry")
        for group in self.group_id:
            ahead = group.meeting_ids.filtered(
                lambda each: each.state in ("planned", "called")
            )
            if following := ahead.sorted("date_start")[:1]:
                following._take_over_carried()

    def _transition_labels(self):
        return super()._transition_labels() | {
            "call": self.env._("Called"),
            "move": self.env._("Moved"),
            "begin": self.env._("Begun"),
            "begin_without_quorum": self.env._("Held for information, without quorum"),
            "finish": self.env._("Minutes written"),
            "approve": self.env._("Minutes approved"),
            "send_back": self.env._("Minutes sent back"),
            "close": self.env._("Closed"),
            "cancel": self.env._("Cancelled"),
        }

    # ------------------------------------------------------------
    # Duties
    # ------------------------------------------------------------

    def _duty_fields(self):
        return {"date_start", "group_id"}

    def _get_duties(self):
        duties = [each._get_own_duty() for each in self]
        return [duty for duty in duties if duty]

    def _get_own_duty(self):
        company, group = self.company_id, self.group_id
        secretary = group._officer("secretary_id", "chair_id")
        if self.state == "planned":
            due = company._qms_add_workdays(self.date, -CALL_DAYS)
            return self._duty_of("call_meeting", secretary, due)
        if self.state == "called":
            return self._duty_of("hold_meeting", secretary, self.date)
        if self.state == "held":
            due = company._qms_add_workdays(self.date, MINUTES_DAYS)
            return self._duty_of("write_minutes", secretary, due)
        if self.state == "minutes":
            due = company._qms_add_workdays(self.date, MINUTES_DAYS + APPROVE_DAYS)
            return self._duty_of("approve", self._approver(), due)
        return None

    def _approver(self):
        """The chair; where he cannot, somebody who was there."""
        chair = self.group_id._officer("chair_id")
        writer = self.minutes_by_id
        if chair and not chair._qms_is_one_of(writer):
            return chair
        present = self.attendee_ids.filtered("is_present").user_id
        able = present.filtered(
            lambda user: user._qms_works_here() and not user._qms_is_one_of(writer)
        )
        return able[:1]

    def _duty_of(self, verb, user, due):
        duty = {"record": self, "verb": verb, "deadline": due}
        if user:
            names = ("chair_id",) if verb == "approve" else ("secretary_id", "chair_id")
            behalf = self.group_id._behalf_of(user, *names)
            return {**duty, "user": user, "behalf_of": behalf}
        return {**duty, "group": self.env.ref("qms.group_quality_manager")}

    def _get_owing_domain(self):
        return Domain("state", "in", ("planned", "called", "held", "minutes"))
