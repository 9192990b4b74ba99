from odoo import fields, models
from odoo.fields import Domain

from ..tools.holding import Holding
from ..tools.lifecycle import Mandate, Point, Transition
from ..tools.marks import WheelDone

OPEN_STATES = ("planned", "due")
OPEN = Domain("state", "in", OPEN_STATES)


class QmsWheelRules(models.AbstractModel):
    """The life of an occurrence: who may, what is missing, who owes what."""

    _name = "qms.wheel.rules"
    _description = "Rules of the year wheel"

    _lifecycle_start = "planned"
    _lifecycle_closed = ("done", "skipped")
    _lifecycle_stamps = ("date_done", "out_of_order")
    # the calendar decides nothing: what was planned is under way when its day comes
    _lifecycle_by_itself = (("planned", "due"),)
    _lifecycle_transitions = (
        Transition("begin", ("planned",), "due", "_mandate_own", ("_missing_running",)),
        Transition(
            "finish",
            OPEN_STATES,
            "done",
            "_mandate_finish",
            ("_missing_running", "_missing_made", "_missing_note", "_missing_before"),
        ),
        Transition(
            "finish_out_of_order",
            OPEN_STATES,
            "done",
            "_mandate_out_of_order",
            ("_missing_running", "_missing_made", "_missing_note"),
            reason=True,
        ),
        Transition("move", OPEN_STATES, None, "_mandate_own", reason=True),
        Transition(
            "move_out_of_order",
            OPEN_STATES,
            None,
            "_mandate_manager",
            reason=True,
            offered=False,
        ),
        Transition("skip", OPEN_STATES, "skipped", "_mandate_plan", reason=True),
        Transition(
            "take_up_again",
            ("done", "skipped"),
            "planned",
            "_mandate_plan",
            ("_missing_open_year",),
            reason=True,
        ),
    )

    def _lifecycle_undecided_domain(self):
        by_itself = Domain("state", "=", "due")
        return super()._lifecycle_undecided_domain() | by_itself

    def _is_frozen(self):
        return super()._is_frozen() or self.year_id.state == "closed"

    def _check_not_frozen(self, messages):
        """What was said before the year was closed is closed with it."""
        # sudo: the edition is read by the whole company
        closed = self.sudo().year_id.filtered("is_closed")
        closed._check_not_frozen(messages)
        return super()._check_not_frozen(messages)

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def _mandate_finish(self):
        mark = self.env.context.get("qms_wheel_done")
        # sudo: what was made for it
        if isinstance(mark, WheelDone) and mark.record == self.sudo()._made_record():
            return Mandate("handler")
        return self._mandate_own()

    def _mandate_out_of_order(self):
        # sudo: what it follows
        return self._mandate_manager() if self.sudo()._missing_before() else None

    # ------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------

    def _missing_running(self):
        if self.year_id.state == "running":
            return []
        return [self.env._("the year's edition, started")]

    def _missing_open_year(self):
        if self.year_id.state != "closed":
            return []
        return [self.env._("a year that is not closed")]

    def _missing_made(self):
        """What was made for it says by itself when it is done."""
        record = self._made_record()
        if not record or self.env.context.get("qms_wheel_done"):
            return []
        return [self.env._("the end of %s", record.display_name)]

    def _missing_note(self):
        if self.note or self._made_record():
            return []
        return [Point(self.env._("what came of it"), "note")]

    def _missing_before(self):
        """What it follows and is still open; what a record says is a fact."""
        if self.env.context.get("qms_wheel_done"):
            return []
        return [
            self.env._("before it: %s", each.display_name)
            for each in self._open_before()
        ]

    def _open_before(self):
        """The open ones it follows; past what was left out."""
        found, waiting, seen = self.browse(), self.predecessor_ids, self.browse()
        while waiting := waiting - seen:
            seen |= waiting
            found |= waiting.filtered(lambda each: each.state in OPEN_STATES)
            skipped = waiting.filtered(lambda each: each.state == "skipped")
            waiting = skipped.predecessor_ids
        return found

    # ------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------

    def _transition_values(self, step):
        values = super()._transition_values(step)
        if step.target == "done":
            values["date_done"] = fields.Date.context_today(self)
        if step.name == "take_up_again":
            values |= {"date_done": False, "out_of_order": False}
        return values

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "begin":
            self._make_records()
        if step.target == "done":
            early = self.filtered(lambda each: each._open_before())
            early._write_guarded({"out_of_order": True})
        if step.name == "take_up_again":
            self._put_back(reason)
        return result

    def _done_by(self, record):
        """``record``, which was made for these, has come to its end."""
        mark = WheelDone(record)
        for each in self.filtered(lambda each: each.state in OPEN_STATES):
            # sudo: who ends the record need not read the wheel of its company
            own = each.sudo().with_context(qms_wheel_done=mark)
            own._transition("finish")

    def _transition_labels(self):
        return super()._transition_labels() | {
            "begin": self.env._("Begun"),
            "finish": self.env._("Done"),
            "finish_out_of_order": self.env._("Done out of order"),
            "move": self.env._("Moved"),
            "move_out_of_order": self.env._("Moved out of order"),
            "release": self.env._("Order given up"),
            "push": self.env._("Moved with what it follows"),
            "skip": self.env._("Skipped"),
            "take_up_again": self.env._("Taken up again"),
            "carry": self.env._("Taken along into the next year"),
        }

    # ------------------------------------------------------------
    # Duties
    # ------------------------------------------------------------

    def _duty_fields(self):
        return {
            "owner_id",
            "owner_group_id",
            "department_id",
            "date_planned",
            "res_id",
        }

    def _write_guarded(self, vals):
        result = super()._write_guarded(vals)
        if "date_planned" in vals:
            self._sync_duties()
        return result

    def _get_duties(self):
        return [duty for each in self for duty in each._get_own_duties()]

    def _get_own_duties(self):
        base = {
            "record": self,
            "unit": self.department_id,
            "deadline": self.date_planned,
        }
        if self.year_id.state == "draft":
            if self.state != "planned" or self._is_owned():
                return []
            due = self.company_id._qms_add_workdays(self.year_id._first_day(), -1)
            duty = {**base, "verb": "name_owner", "deadline": due}
            return [{**duty, "group": self.env.ref("qms.group_quality_manager")}]
        if self.state != "due" or self._made_record():
            return []
        return [{**base, "verb": "do", **self._owner_of_duty()}]

    def _owner_of_duty(self):
        if owner := self.owner_id:
            if self.department_id or owner._qms_works_here():
                return {"user": owner}
            # his leader inherits
            return {"user": owner, "unit": owner._qms_last_unit(self.company_id)}
        if self.owner_group_id:
            return {"group": self.owner_group_id}
        user, mandate = self.department_id._qms_decider(self.company_id)
        if self.department_id and user:
            return {"user": user, "behalf_of": mandate.behalf_of}
        return {"group": self.env.ref("qms.group_quality_manager")}

    def _get_holdings(self):
        return (*super()._get_holdings(), Holding("owner_id", OPEN))

    def _get_unit_holdings(self):
        return (*super()._get_unit_holdings(), Holding("department_id", OPEN))

    def _get_owing_domain(self):
        return Domain("state", "=", "due") & Domain("res_id", "=", False)

    def _get_print_fields(self):
        plan = ["year_id", "kind_id", "department_id", "owner_id", "owner_group_id"]
        days = ["date_guideline", "date_planned", "date_done"]
        return [
            (self.env._("Plan"), [*plan, *days]),
            (self.env._("What came of it"), ["note", "made_name"]),
        ]
