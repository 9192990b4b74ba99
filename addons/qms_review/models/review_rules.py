from odoo import Command, api, fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding
from odoo.addons.qms.tools.lifecycle import Mandate, Point
from odoo.addons.qms.tools.people import People

# working days before the meeting on which it goes to management
SENT_AHEAD = 5
PREPARED = Domain("state", "=", "collecting")
OPEN = Domain("state", "in", ("collecting", "ready"))
UNFINISHED = Domain("state", "in", ("collecting", "ready", "signed"))


class QmsReviewRules(models.AbstractModel):
    """Who may, what is missing, who owes what: the rules of a review's life."""

    _name = "qms.review.rules"
    _description = "Rules of a management review's life"

    def _is_frozen(self):
        """What is signed stands, though its actions are still carried out."""
        return super()._is_frozen() or self.state == "signed"

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def _mandate_handle(self):
        return self._mandate_own()

    def _mandate_sign(self):
        # sudo: who prepared it, who is management
        return self.sudo()._signing_mandate(self.env.user)

    def _mandate_send_back(self):
        return self._mandate_sign() or self._mandate_own()

    def _preparers(self):
        return self.owner_id | self.prepared_by_id | self.preparer_ids

    def _note_preparers(self):
        """Who had it in hand, to keep him from signing it after handing it on."""
        # sudo: kept by the system
        for review in self.sudo():
            known = review.owner_id | review.prepared_by_id
            if new := known - review.preparer_ids:
                links = [Command.link(key) for key in new.ids]
                review._write_guarded({"preparer_ids": links})

    def _after_moved(self):
        self._note_preparers()
        return super()._after_moved()

    def _signing_mandate(self, user):
        """Management or a deputy of one of them; nobody who prepared it himself."""
        people, preparers = People.of(self.env), self._preparers()
        company = self.company_id
        if company not in user.company_ids or people.same_person(user, preparers):
            return None
        members = company._qms_management()
        if user in members:
            return Mandate("management")
        nowhere = self.env["hr.department"]
        for member in members:
            if people.same_person(member, preparers):
                continue
            if user in people.deputies(member, nowhere):
                return Mandate("deputy", member.id)
        return None

    def _possible_signers(self):
        # sudo: who is management
        review = self.sudo()
        people, preparers = People.of(self.env), review._preparers()
        return (
            review.company_id._qms_management()
            .filtered(lambda user: not people.same_person(user, preparers))
            .with_env(self.env)
        )

    # ------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------

    def _missing_sending(self):
        missing = self._missing_answers()
        if not self.date_meeting:
            missing.append(
                Point(self.env._("the day management meets"), "date_meeting")
            )
        return missing + self._missing_signer()

    def _missing_answers(self):
        """Every input without data, or that always asks for one, has its answer."""
        return [
            Point(
                self.env._("%s: no data; write 'nothing, because'", line.name)
                if line.is_empty
                else self.env._("%s: an assessment", line.name),
                "line_ids",
            )
            for line in self.line_ids
            if line._is_unanswered()
        ]

    def _missing_signer(self):
        signer = self.signer_id
        if signer and signer._qms_works_here() and self._signing_mandate(signer):
            return []
        return [
            Point(
                self.env._(
                    "who signs: one of the management named in the settings who did "
                    "not prepare it"
                ),
                "signer_id",
            )
        ]

    def _missing_signing(self):
        missing = self._missing_answers()
        if not self.conclusion:
            missing.append(Point(self.env._("a conclusion"), "conclusion"))
        if not self.present_ids:
            missing.append(Point(self.env._("who was present"), "present_ids"))
        if not self.date_meeting or self.date_meeting > self.company_id._qms_today():
            missing.append(
                Point(self.env._("a day of the meeting that has come"), "date_meeting")
            )
        for outcome in self.outcome_ids:
            missing += outcome._missing_words()
        return missing + self._missing_kinds()

    def _missing_kinds(self):
        """ISO 9001 9.3.3: each of the three is decided on, or it says why not."""
        kinds = dict(self.outcome_ids._fields["kind"]._description_selection(self.env))
        undecided = [
            label
            for kind, label in kinds.items()
            if kind not in self.outcome_ids.mapped("kind")
        ]
        if not undecided or self.nothing_because:
            return []
        return [
            Point(
                self.env._(
                    "a decision, or why there is none: %s", ", ".join(undecided)
                ),
                "outcome_ids",
            )
        ]

    def _missing_closing(self):
        # sudo: whether the decisions are carried out
        actions = self.sudo().action_ids
        return [
            self.env._("%s: finished", action.display_name)
            for action in actions
            if not action.is_closed
        ]

    # ------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------

    def _transition_values(self, step):
        today = self[:1].company_id._qms_today()
        values = super()._transition_values(step)
        if step.name == "sign":
            # before the decision is recorded, which is taken on these figures
            self._fix_figures()
            values |= {"date_signed": today, "signed_by_id": self.env.uid}
        if step.target in self._lifecycle_closed:
            values["date_closed"] = today
        return values

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "send":
            self._note_preparers()
        if step.name == "sign":
            self.outcome_ids._begin()
            self._begin_summary()
            self._wheel_done()
        return result

    def _transition_labels(self):
        return super()._transition_labels() | {
            "send": self.env._("Sent to management"),
            "send_back": self.env._("Sent back"),
            "sign": self.env._("Signed by management"),
            "close": self.env._("Closed"),
            "cancel": self.env._("Cancelled"),
        }

    def _may_plan_actions(self):
        """Its actions follow from what was decided, and from nothing else."""
        return self.env.su

    def _prepare_action_values(self):
        self.ensure_one()
        return {
            "res_model": self._name,
            "res_id": self.id,
            "company_id": self.company_id.id,
        }

    def _after_action(self, action, step):
        self._sync_duties()
        return super()._after_action(action, step)

    # ------------------------------------------------------------
    # Duties, people
    # ------------------------------------------------------------

    def _duty_fields(self):
        return {"owner_id", "signer_id", "date_meeting", "date_to", "line_ids"}

    def _get_duties(self):
        return [duty for review in self for duty in review._get_own_duties()]

    def _get_own_duties(self):
        base = {"record": self, "user": self.owner_id}
        if self.state == "collecting":
            return [
                {**base, "verb": "prepare_review", "deadline": self._sent_by()},
                *self._duties_of_inputs(),
            ]
        if self.state == "ready":
            return [self._duty_to_sign()]
        if self.state == "signed":
            # sudo: whether the decisions are carried out
            actions = self.sudo().action_ids
            if all(action.is_closed for action in actions):
                today = self.company_id._qms_today()
                due = max(
                    [self.date_signed, *filter(None, actions.mapped("date_done"))]
                )
                due = self.company_id._qms_add_workdays(due or today, SENT_AHEAD)
                return [{**base, "verb": "close_review", "deadline": due}]
        return []

    def _sent_by(self):
        meeting = self.date_meeting or fields.Date.add(self.date_to, months=2)
        return self.company_id._qms_add_workdays(meeting, -SENT_AHEAD)

    def _duties_of_inputs(self):
        """Who was asked to answer inputs, and has not answered all of them."""
        asked = self.line_ids.filtered("responsible_id").grouped("responsible_id")
        return [
            {
                "record": self,
                "user": user,
                "verb": "answer_inputs",
                "deadline": self._sent_by(),
                "waiting": self.owner_id,
            }
            for user, lines in asked.items()
            if any(not line._answer() for line in lines)
        ]

    def _duty_to_sign(self):
        signer, people = self.signer_id, People.of(self.env)
        nowhere = self.env["hr.department"]
        here = people.stand_in(signer, nowhere, self.company_id) or signer
        return {
            "record": self,
            "verb": "sign_review",
            "user": here,
            "behalf_of": here != signer and signer.id,
            "deadline": self.date_meeting or self.company_id._qms_today(),
            "waiting": self.owner_id,
        }

    @api.model
    def _get_holdings(self):
        return (
            *super()._get_holdings(),
            Holding("owner_id", UNFINISHED),
            Holding("signer_id", OPEN),
        )

    @api.model
    def _get_owing_domain(self):
        return super()._get_owing_domain() | OPEN

    @api.model
    def _refused_heir_domain(self, holding, heir, giver):
        """Nobody signs what he prepared."""
        refused = super()._refused_heir_domain(holding, heir, giver)
        accounts = list(heir._qms_accounts()[heir.id])
        if holding.field == "owner_id":
            refused |= Domain("signer_id", "in", accounts) & OPEN
        if holding.field == "signer_id":
            refused |= Domain("owner_id", "in", accounts)
            refused |= Domain("prepared_by_id", "in", accounts)
            refused |= Domain("preparer_ids", "in", accounts)
            if heir not in self.env.company._qms_management():
                refused |= Domain.TRUE
        return refused
