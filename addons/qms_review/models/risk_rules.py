from odoo import api, models
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding
from odoo.addons.qms.tools.lifecycle import Mandate, Point

OPEN = Domain("state", "!=", "closed")
# working days from the description to the assessment, and from there to what is done
ASSESS_DAYS = 20


class QmsRiskRules(models.AbstractModel):
    """Who may, what is missing and who owes what: the rules of a risk's life."""

    _name = "qms.risk.rules"
    _description = "Rules of a risk's life"

    def _lifecycle_flow(self):
        return self.kind

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def _mandate_own(self):
        """Who answers for it, the unit's leaders, the quality manager."""
        user = self.env.user
        # sudo: who answers for it and where
        risk = self.sudo()
        if user._qms_is_one_of(risk.owner_id):
            return Mandate("owner")
        if risk.department_id:
            mandate = risk.department_id._qms_line_mandate(risk.company_id, user)
            if mandate:
                return mandate
        return self._mandate_manager()

    def _mandate_handle(self):
        return self._mandate_own()

    def _mandate_judge(self):
        """A leader of the unit or above it who neither owns nor carried it out."""
        # sudo: who answered and carried out, to keep them from judging
        risk = self.sudo()
        return risk.department_id._qms_mandate(
            risk.company_id, self.env.user, risk._excluded_from_judging()
        )

    def _excluded_from_judging(self):
        actions = self.action_ids
        return self.owner_id | actions.owner_id | actions.doer_id

    # ------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------

    def _missing_assessment(self):
        asked = ["owner_id", "cause"]
        if self.kind == "risk":
            asked += ["effect", "consequence", "likelihood"]
        else:
            asked += ["benefit"]
        return [
            Point(self._fields[name]._description_string(self.env), name)
            for name in asked
            if not self[name]
        ]

    def _missing_measures(self):
        alive = self.action_ids.filtered(
            lambda action: action.state not in ("refused", "cancelled")
        )
        if alive:
            return []
        return [Point(self.env._("what is done about it: an action"), "action_ids")]

    def _missing_end(self):
        if all(action.is_closed for action in self.action_ids):
            return []
        return [Point(self.env._("the end of each of its actions"), "action_ids")]

    def _missing_effect(self):
        missing = self._missing_end()
        if self.kind == "risk":
            missing += [
                Point(self._fields[name]._description_string(self.env), name)
                for name in ("consequence_after", "likelihood_after")
                if not self[name]
            ]
        return missing

    # ------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------

    def _transition_values(self, step):
        values = super()._transition_values(step)
        today = self[:1].company_id._qms_today()
        if step.target in ("controlled", "accepted"):
            return {**values, "judge_id": self.env.uid, "date_judged": today}
        if step.target == "assessed":
            none = dict.fromkeys(("judge_id", "date_judged", "date_closed"), False)
            return {**values, **none}
        return {**values, "date_closed": today} if step.name == "end" else values

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name in ("assess", "judge", "accept", "confirm"):
            self._stamp_reviewed()
        return result

    def _transition_labels(self):
        return super()._transition_labels() | {
            "assess": self.env._("Assessed"),
            "treat": self.env._("Measures begun"),
            "judge": self.env._("Measures had effect"),
            "deny": self.env._("Measures had no effect"),
            "accept": self.env._("Accepted"),
            "confirm": self.env._("Still right"),
            "reassess": self.env._("To be assessed anew"),
            "end": self.env._("Ended"),
            "reopen": self.env._("Reopened"),
        }

    # ------------------------------------------------------------
    # Duties, people
    # ------------------------------------------------------------

    def _duty_fields(self):
        return {"owner_id", "department_id", "date_review"}

    def _duty_name(self):
        return self.name

    def _get_duties(self):
        return [duty for risk in self for duty in risk._get_own_duties()]

    def _get_own_duties(self):
        if self.state == "closed":
            return []
        base = {"record": self, "unit": self.department_id, **self._answering()}
        if self.state in ("draft", "assessed"):
            verb = "assess_risk" if self.state == "draft" else "treat_risk"
            since = self.date_reviewed or self.date_found
            due = self.company_id._qms_add_workdays(since, ASSESS_DAYS)
            return [{**base, "verb": verb, "deadline": due}]
        if self.state == "treatment":
            return self._judging_duties(base)
        due = self.date_review or self.company_id._qms_today()
        return [{**base, "verb": "review_again", "deadline": due}]

    def _answering(self):
        if self.owner_id:
            return {"user": self.owner_id}
        user, mandate = self.department_id._qms_decider(self.company_id)
        if user:
            return {"user": user, "behalf_of": mandate.behalf_of}
        return {"group": self.env.ref("qms.group_quality_manager")}

    def _judging_duties(self, base):
        """While measures run they are owed themselves; then they are judged."""
        due = self.date_review or self.company_id._qms_today()
        if any(not action.is_closed for action in self.action_ids):
            return [{**base, "verb": "review_again", "deadline": due}]
        user, mandate = self.department_id._qms_decider(
            self.company_id, self._excluded_from_judging()
        )
        last = max(
            (
                action.date_verified or action.date_done
                for action in self.action_ids
                if action.date_verified or action.date_done
            ),
            default=self.company_id._qms_today(),
        )
        due = self.company_id._qms_add_workdays(last, ASSESS_DAYS)
        plain = {key: base[key] for key in ("record", "unit")}
        duty = {**plain, "verb": "judge_measures", "deadline": due}
        if user:
            return [{**duty, "user": user, "behalf_of": mandate.behalf_of}]
        return [{**duty, "group": self.env.ref("qms.group_quality_manager")}]

    @api.model
    def _get_holdings(self):
        return (*super()._get_holdings(), Holding("owner_id", OPEN))

    @api.model
    def _get_unit_holdings(self):
        return (*super()._get_unit_holdings(), Holding("department_id", OPEN))

    @api.model
    def _get_owing_domain(self):
        return OPEN

    def _get_print_fields(self):
        return [
            (
                self.env._("What and why"),
                ["name", "kind", "cause", "effect", "benefit", "how_met"],
            ),
            (
                self.env._("Where"),
                ["department_id", "process_id", "requirement_ids", "owner_id"],
            ),
            (
                self.env._("Assessed"),
                ["consequence", "likelihood", "score", "level"],
            ),
            (self.env._("Measures"), ["action_ids"]),
            (
                self.env._("After the measures"),
                [
                    "consequence_after",
                    "likelihood_after",
                    "score_after",
                    "level_after",
                    "judge_id",
                    "date_judged",
                ],
            ),
            (
                self.env._("Review"),
                ["review_every", "date_reviewed", "date_review"],
            ),
        ]
