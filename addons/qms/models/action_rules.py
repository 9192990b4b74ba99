from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.lifecycle import Mandate, Point

# working days a manager has to answer a proposal
APPROVAL_DAYS = 3
# set by the record an action comes from
FROM_ORIGIN = ("res_model", "res_id", "company_id", "level", "confidential")


class QmsActionRules(models.AbstractModel):
    """Who may, what is missing, who owes what: the rules of an action's life."""

    _name = "qms.action.rules"
    _description = "Rules of an action's life"

    _lifecycle_editable = {
        "proposed": (),
        "open": ("result", "verifier_id", "forum", "outcome", "date_outcome"),
        "verification": ("verifier_id",),
    }

    # ------------------------------------------------------------
    # Origin
    # ------------------------------------------------------------

    def _origin_record(self):
        """The record this action comes from, or an empty recordset of actions."""
        if self.res_model and self.res_id and self.res_model in self.env:
            return self.env[self.res_model].browse(self.res_id).exists()
        return self.browse()

    def _clearance_processes(self):
        """That of the record it came from."""
        # sudo: the process alone
        origin = self.sudo()._origin_record()
        none = self.env["qms.process"]
        return origin.process_id if "process_id" in origin._fields else none

    def _from_origin_fields(self):
        """Hook: what an action takes from its origin, whatever the caller says."""
        return set(FROM_ORIGIN)

    @api.model
    def _prepare_from_origin(self, vals):
        """Take over from the origin what the caller cannot say otherwise.

        The origin may come by the context's defaults, as from a form.
        """
        context = self.env.context
        res_model = vals.get("res_model") or context.get("default_res_model")
        res_id = vals.get("res_id") or context.get("default_res_id")
        fixed = self._from_origin_fields()
        if not res_model or not res_id:
            none = dict.fromkeys(fixed - {"company_id", "level"}, False)
            return {**vals, **none, "author_id": self.env.uid}
        origin = self._check_origin(res_model, res_id)
        # sudo: what the origin passes on
        passed_on = origin.sudo()._prepare_action_values()
        own = {name: value for name, value in vals.items() if name not in fixed}
        return {**passed_on, **own, "author_id": self.env.uid}

    @api.model
    def _check_origin(self, res_model, res_id):
        model = self.env.get(res_model)
        if model is None or not hasattr(model, "_prepare_action_values"):
            raise UserError(self.env._("Actions cannot come from such a record."))
        origin = model.browse(res_id)
        if not origin._may_plan_actions():
            raise AccessError(
                self.env._(
                    "You do not plan actions for %s.", origin.sudo().display_name
                )
            )
        return origin

    def write(self, vals):
        self._refuse_moving(vals)
        return super().write(vals)

    def _refuse_moving(self, vals):
        """Whose it is and where it comes from was settled when it was made."""
        fixed = (self._from_origin_fields() | {"author_id"}) & set(vals)
        # sudo: whether it comes from somewhere
        free = {"company_id", "level"}
        if not fixed or (fixed <= free and not any(self.sudo().mapped("res_id"))):
            return
        raise UserError(
            self.env._("That follows from the record the action comes from.")
        )

    def _is_frozen(self):
        if super()._is_frozen():
            return True
        origin = self._origin_record() if self.res_model else None
        return bool(origin) and origin.is_closed

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def _excluded_from_approval(self):
        return self.author_id | self.planner_id | self.owner_id

    def _mandate_plan(self):
        # sudo: who planned it and where
        action = self.sudo()
        user = self.env.user
        if user._qms_is_one_of(action.author_id | action.planner_id):
            return Mandate("handler")
        origin = self._origin_record()
        if action.res_id and origin and origin._may_plan_actions():
            return Mandate("handler")
        return action.department_id._qms_mandate(action.company_id, user)

    def _mandate_start(self):
        # sudo: the type and the score alone
        return None if self.sudo().needs_approval else self._mandate_plan()

    def _mandate_decide(self):
        # sudo: author and doer, to keep them from deciding
        action = self.sudo()
        return action.department_id._qms_mandate(
            action.company_id, self.env.user, action._excluded_from_approval()
        )

    def _mandate_carry_out(self):
        # sudo: who is responsible
        action = self.sudo()
        if self.env.user._qms_is_one_of(action.owner_id):
            return Mandate("owner")
        return action.department_id._qms_mandate(action.company_id, self.env.user)

    def _mandate_finish(self):
        # sudo: what kind of action it is and how far it is
        action = self.sudo()
        if action._is_verified():
            return None
        if action.state == "draft" and action.needs_approval:
            return None
        return self._mandate_carry_out() or self._mandate_plan()

    def _mandate_verify(self):
        # sudo: who carried it out
        action = self.sudo()
        user = self.env.user
        excluded = action._excluded_from_verifying()
        if user._qms_is_one_of(excluded):
            return None
        if user == action.verifier_id:
            return Mandate("verifier")
        return action.department_id._qms_mandate(action.company_id, user, excluded)

    def _excluded_from_verifying(self):
        """Hook: users who do not judge the effect, nor does who is the same person."""
        return self.owner_id | self.doer_id

    def _judged_units(self):
        """Hook: the units from whose outside an independent judge comes."""
        return self.department_id

    def _insiders(self):
        """Who works in the units concerned, or leads them."""
        # sudo: structure only
        units = self._judged_units().sudo()
        leaders = units.env["res.users"].union(
            *(unit._qms_leader_user() for unit in units)
        )
        return units.member_ids.user_id | leaders

    def _is_verified(self):
        return self.type_id.needs_verification

    # ------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------

    def _missing_plan(self):
        missing = []
        if not self.owner_id:
            missing.append(Point(self.env._("who is responsible"), "owner_id"))
        if not self.date_deadline:
            missing.append(Point(self.env._("a deadline"), "date_deadline"))
        if self.needs_approval and not self.why:
            missing.append(Point(self.env._("why, in one line"), "why"))
        if self._is_verified() and not self.criterion:
            missing.append(Point(self.env._("how we will see the effect"), "criterion"))
        if self.needs_approval and not self._decider()[0]:
            missing.append(
                self.env._("somebody who may approve: name another quality manager")
            )
        return missing

    def _missing_result(self):
        return [] if self.result else [Point(self.env._("what was done"), "result")]

    # ------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------

    def _transition_values(self, step):
        today = fields.Date.context_today(self)
        if step.name in ("complete", "finish"):
            values = {"doer_id": self.env.uid, "date_done": today}
            if step.name == "complete" and not any(self.mapped("date_verify")):
                days = max(self.type_id.mapped("verify_days"))
                values["date_verify"] = fields.Date.add(today, days=days)
            return values
        if step.target in ("effective", "ineffective"):
            return {"date_verified": today}
        return {"date_proposed": today} if step.name in ("submit", "start") else {}

    def _after_transition(self, step, reason):
        if step.target in ("effective", "ineffective"):
            self._write_guarded({"verdict": reason})
            self._note_outside_judge()
        if step.name in ("ask", "refuse"):
            self._tell_author(step)
        for action in self:
            origin = action._origin_record()
            if action.res_id and origin:
                origin._after_action(action, step)

    def _note_outside_judge(self):
        """Kept as it was on that day: people move."""
        user = self.env.user
        outside = self.filtered(
            lambda action: (
                not user._qms_is_one_of(
                    action._insiders() | action._excluded_from_verifying()
                )
            )
        )
        outside._write_guarded({"judged_outside": True})

    def _tell_author(self, step):
        for action in self:
            action.message_notify(
                partner_ids=action.author_id.partner_id.ids,
                subject=action.display_name,
                body=self.env._("There is an answer to your proposal."),
            )

    def _transition_labels(self):
        return super()._transition_labels() | {
            "submit": self.env._("Proposed"),
            "start": self.env._("Begun"),
            "approve": self.env._("Approved"),
            "ask": self.env._("Sent back with a question"),
            "refuse": self.env._("Refused"),
            "complete": self.env._("Carried out"),
            "finish": self.env._("Carried out"),
            "confirm_effect": self.env._("It had effect"),
            "deny_effect": self.env._("No effect"),
            "cancel": self.env._("Given up"),
        }

    def action_follow_up(self):
        """Plan a new action after one that had no effect."""
        self.ensure_one()
        self.check_access("read")
        follower = self.create(
            {
                "name": self.name,
                "why": self.why,
                "type_id": self.type_id.id,
                "criterion": self.criterion,
                "res_model": self.res_model,
                "res_id": self.res_id,
                "department_id": self.department_id.id,
                "previous_id": self.id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": follower.id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------
    # Duties
    # ------------------------------------------------------------

    def _duty_fields(self):
        return {"owner_id", "verifier_id", "date_deadline", "department_id", "type_id"}

    def _duty_name(self):
        return self.name

    def _decider(self):
        return self.department_id._qms_decider(
            self.company_id, self._excluded_from_approval()
        )

    def _get_duties(self):
        return [duty for action in self for duty in action._get_own_duties()]

    def _get_own_duties(self):
        today = fields.Date.context_today(self)
        base = {
            "record": self,
            "unit": self.department_id,
            "waiting": self.author_id,
        }
        deadline = self.date_deadline or today
        if self.state == "draft":
            user = self._planner()
            return [{**base, "verb": "complete", "user": user, "deadline": deadline}]
        if self.state == "proposed":
            user, mandate = self._decider()
            asked = self.date_proposed or today
            due = self.company_id._qms_add_workdays(asked, APPROVAL_DAYS)
            return [self._duty_of_decider(base, "approve", due, user, mandate)]
        if self.state == "open":
            user = self.owner_id
            return [{**base, "verb": "carry_out", "user": user, "deadline": deadline}]
        if self.state == "verification":
            return [self._verify_duty(base, self.date_verify or today)]
        return []

    def _verify_duty(self, base, due):
        excluded = self._excluded_from_verifying()
        verifier = self.verifier_id
        if verifier._qms_works_here() and not verifier._qms_is_one_of(excluded):
            return {**base, "verb": "verify", "user": verifier, "deadline": due}
        user, mandate = self.department_id._qms_decider(self.company_id, excluded)
        return self._duty_of_decider(base, "verify", due, user, mandate)

    def _duty_of_decider(self, base, verb, due, user, mandate):
        duty = {**base, "verb": verb, "deadline": due}
        if not user:
            return {**duty, "group": self.env.ref("qms.group_quality_manager")}
        return {**duty, "user": user, "behalf_of": mandate.behalf_of}

    def _get_print_fields(self):
        return [
            (
                self.env._("Plan"),
                [
                    "name",
                    "why",
                    "description",
                    "origin_name",
                    "type_id",
                    "level",
                    "department_id",
                    "author_id",
                    "owner_id",
                    "date_deadline",
                    "cost",
                    "criterion",
                ],
            ),
            (self.env._("Carried out"), ["result", "doer_id", "date_done"]),
            (self.env._("Effect"), ["verifier_id", "date_verified", "verdict"]),
        ]
