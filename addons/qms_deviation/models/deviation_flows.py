from odoo import api, fields, models

from odoo.addons.qms.tools.lifecycle import Point
from odoo.addons.qms.tools.redact import name_parts

# the way of a deviation is always shown, the states of the others when used
USUAL = {"analysis", "treatment", "verification"}


class QmsDeviationFlows(models.AbstractModel):
    """The ways that are shorter than a deviation's: proposals and complaints."""

    _name = "qms.deviation.flows"
    _description = "Shorter ways of a case"

    sender_ids = fields.One2many("qms.deviation.sender", "deviation_id")
    has_sender = fields.Boolean(compute="_compute_has_sender")
    date_receipt = fields.Date("Receipt sent on", readonly=True, copy=False)
    date_dissatisfied = fields.Date("Still dissatisfied", readonly=True, copy=False)
    next_instance = fields.Text(compute="_compute_next_instance")

    def action_accept(self):
        """Yes to a proposal: it is being done."""
        return self._transition("accept")

    def action_postpone(self):
        """Not now: decided again by the deadline."""
        return self._transition("postpone")

    def action_decline(self, reason=None):
        """No to a proposal; the reason is what the proposer gets to read."""
        if not self._clean_reason(reason):
            return self._transition("decline", reason)
        self.check_access("read")
        for answer, cases in self.grouped("answer").items():
            words = "\n\n".join(filter(None, (answer, reason.strip())))
            cases._transition("decline", reason, answer=words)
        return True

    def action_finish(self):
        """What was proposed is done."""
        return self._transition("finish")

    def action_acknowledge(self):
        """The sender was told that it has arrived, and by when he is answered."""
        return self._transition("acknowledge")

    def action_answer(self):
        """The sender has his answer."""
        return self._transition("answer")

    def action_dissatisfied(self, reason=None):
        """The sender does not accept the answer: the next instance is shown."""
        today = fields.Date.context_today(self)
        return self._transition("dissatisfied", reason, date_dissatisfied=today)

    def action_take_up(self, reason=None):
        """Open a closed proposal, opinion or praise again."""
        return self._transition("take_up", reason, date_closed=False)

    def action_erase_sender(self, reason=None):
        """Empty who sent it; the reason is the legal ground."""
        return self._transition("erase_sender", reason)

    # ------------------------------------------------------------
    # Who may, and what is missing
    # ------------------------------------------------------------

    def _lifecycle_flow(self):
        return self.flow

    def _mandate_dissatisfied(self):
        # sudo: whether it was said before
        said = self.sudo().date_dissatisfied
        return None if said else self._mandate_first_reader()

    def _mandate_erase_sender(self):
        # sudo: whether anything is left to erase
        return self._mandate_first_reader() if self.sudo().sender_ids else None

    def _missing_answer(self):
        return (
            []
            if self.answer
            else [Point(self.env._("the answer to the sender"), "answer")]
        )

    def _missing_date_again(self):
        if self.date_deadline and self.date_deadline > self.company_id._qms_today():
            return []
        return [
            Point(self.env._("the day by which it is decided again"), "date_deadline")
        ]

    def _missing_open_actions(self):
        over = ("effective", "ineffective", "done", "refused", "cancelled")
        alive = self.action_ids.filtered(lambda action: action.state not in over)
        if not alive:
            return []
        return [
            Point(
                self.env._("%s actions are open: finish or cancel them", len(alive)),
                "actions",
            )
        ]

    # ------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------

    def _transition_values(self, step):
        values = super()._transition_values(step)
        if step.name in ("acknowledge", "answer"):
            # a complaint answered at once needs no receipt besides
            if not all(self.mapped("date_receipt")):
                values["date_receipt"] = fields.Date.context_today(self)
        return values

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name in ("accept", "postpone", "acknowledge"):
            self._make_responsible()
        if step.name in ("accept", "postpone"):
            self.report_ids._tell_reporters("qms_deviation.mail_template_news")
        if step.name == "acknowledge":
            self.sender_ids._send_receipt()
        if step.name == "erase_sender":
            self.sender_ids._erase()
        return result

    def _get_own_duty(self, deciders):
        duty = super()._get_own_duty(deciders)
        verbs = {
            ("proposal", "later"): "reconsider",
            ("complaint", "reported"): "acknowledge",
            ("complaint", "acknowledged"): "answer",
            ("praise", "reported"): "pass_on",
        }
        duty["verb"] = verbs.get((self.flow, self.state), duty["verb"])
        if duty["verb"] == "acknowledge":
            duty["deadline"] = self.company_id._qms_add_workdays(
                self.date_reported, self.type_id.receipt_days
            )
        return duty

    def _transition_labels(self):
        return super()._transition_labels() | {
            "accept": self.env._("Accepted"),
            "postpone": self.env._("Put off"),
            "decline": self.env._("Declined"),
            "finish": self.env._("Done"),
            "acknowledge": self.env._("Receipt sent"),
            "answer": self.env._("Answered"),
            "dissatisfied": self.env._("The sender is still dissatisfied"),
            "pass_on": self.env._("Passed on"),
            "take_up": self.env._("Reopened"),
            "erase_sender": self.env._("Sender erased"),
        }

    def _prepare_action_values(self):
        """What needs no approval is planned as a small matter."""
        values = super()._prepare_action_values()
        return values if self.flow == "deviation" else {**values, "level": "low"}

    def _get_print_fields(self):
        sections = super()._get_print_fields()
        if self.flow == "deviation":
            return sections
        answered = ["answer", "date_receipt", "date_dissatisfied", "praise"]
        actions = (self.env._("Actions"), ["action_ids"])
        return [sections[0], (self.env._("Answer"), answered), actions]

    def _print_names(self):
        """Nor does it lead to who wrote or called."""
        # sudo: names to take out of a text, never to show
        senders = self.sudo().sender_ids.mapped("name")
        return super()._print_names() | name_parts(senders)

    def _answers(self):
        """What the reporter gets to read by now."""
        answered = self.is_closed or self.state in ("accepted", "later")
        return [text for text in (answered and self.answer, self.next_instance) if text]

    # ------------------------------------------------------------
    # Screens
    # ------------------------------------------------------------

    @api.depends("sender_ids")
    def _compute_has_sender(self):
        for case in self:
            # sudo: that there is one, not who
            case.has_sender = bool(case.sudo().sender_ids)

    @api.depends("date_dissatisfied", "type_id", "company_id")
    def _compute_next_instance(self):
        usual = self.env._(
            "You may ask the leader above the one who answered to look at it again."
        )
        for case in self:
            kind = case.type_id.with_company(case.company_id)
            case.next_instance = case.date_dissatisfied and (
                kind.next_instance or usual
            )

    @api.model
    def _expand_states(self, states, domain):
        """Columns of a board: a deviation's way, and what else there is."""
        shown = set(states)
        if not shown or not shown.isdisjoint(USUAL):
            shown |= {"reported", *USUAL}
        return [
            state
            for state in self._fields["state"].get_values(self.env)
            if state in shown
        ]
