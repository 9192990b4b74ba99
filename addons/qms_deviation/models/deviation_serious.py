from odoo import models

from odoo.addons.qms.tools.lifecycle import Point
from odoo.addons.qms.tools.people import People

# what a serious case answers, whatever its type asks for
SERIOUS_GATES = {"consequences", "cause", "actions", "effect"}


class QmsDeviationSerious(models.AbstractModel):
    """A serious case: who is told at once, what it must answer, who closes it."""

    _name = "qms.deviation.serious"
    _description = "What holds for a serious case"

    # ------------------------------------------------------------
    # The next leader up
    # ------------------------------------------------------------

    def _handling_people(self):
        """Who handles it, and so neither closes it nor lowers its severity."""
        handlers = self.handler_ids | self.responsible_id | self.hidden_from_id
        leaders = People.of(self.env).leaders_above(
            self.reading_department_id, self.company_id, self.hidden_from_id
        )
        return handlers | leaders[:1]

    def _next_up(self):
        """Whose turn it is above those who handle it: (user, mandate)."""
        return self.reading_department_id._qms_decider(
            self.company_id, self._handling_people()
        )

    def _mandate_next_up(self):
        # sudo: who handles it
        case = self.sudo()
        return case.reading_department_id._qms_mandate(
            case.company_id, self.env.user, case._handling_people()
        )

    def _mandate_close(self):
        # sudo: how severe it is
        serious = self.sudo().is_serious
        return self._mandate_next_up() if serious else self._mandate_handle()

    def _mandate_dismiss(self):
        # sudo: how severe it is
        serious = self.sudo().is_serious
        return self._mandate_next_up() if serious else self._mandate_first_reader()

    # ------------------------------------------------------------
    # Told at once
    # ------------------------------------------------------------

    def _alert_serious(self):
        """Mail whoever was not told yet of what is serious, day off or not.

        Call when a case has become serious or has gone to others.
        """
        # sudo: the system tells them, whoever judged
        serious = self.sudo().filtered(
            lambda case: case.is_serious and not case.is_closed
        )
        whom = {case: case._whom_to_alert() for case in serious._with_people()}
        if any(whom.values()):
            self.env["qms.deviation.alert"]._tell(whom)

    def _whom_to_alert(self):
        """First reader, next leader up, quality managers; not who did it himself."""
        people = People.of(self.env)
        managers = people.managers(self.company_id)
        here = managers.filtered(lambda user: not people.is_away(user))
        users = self._next_up()[0] | (here or managers)
        if self.state == self._lifecycle_start:
            users |= self._reading().decider()[0]
        hidden = self.hidden_from_id
        return users.filtered(
            lambda user: (
                user.id != self.env.uid and not people.same_person(user, hidden)
            )
        )

    # ------------------------------------------------------------
    # What it must answer
    # ------------------------------------------------------------

    def _missing_first_reading(self):
        missing = super()._missing_first_reading()
        if self.reported_serious and not self.level:
            missing.append(
                Point(
                    self.env._(
                        "consequence and likelihood: it was reported as serious"
                    ),
                    "consequence",
                )
            )
        return missing

    def _barred_from_short_way(self):
        bars = super()._barred_from_short_way()
        if self.is_serious:
            bars.append(self.env._("an analysis: it is serious"))
        return bars

    def _gates_asked(self):
        gates = super()._gates_asked()
        return gates | SERIOUS_GATES if self.is_serious else gates

    def _check_effect(self):
        missing = super()._check_effect()
        if missing or not self.is_serious:
            return missing
        if self.action_ids.filtered(
            lambda action: action.state == "effective" and action.judged_outside
        ):
            return []
        return [
            Point(
                self.env._(
                    "the effect of an action, judged by somebody from outside the unit"
                ),
                "effect",
            )
        ]

    def _missing_everything(self):
        missing = super()._missing_everything()
        if self.is_serious and not self._next_up()[0]:
            missing.append(
                self.env._("somebody who may close it: name another quality manager")
            )
        return missing

    # ------------------------------------------------------------
    # Who owes what
    # ------------------------------------------------------------

    def _sync_closing(self):
        """What a serious case still lacks decides whose turn it is."""
        # sudo: state and severity
        waiting = self.sudo().filtered(
            lambda case: case.is_serious and case.state == "verification"
        )
        waiting._sync_duties()

    def _get_own_duty(self, deciders):
        """To be closed by the next leader up as soon as nothing is missing."""
        duty = super()._get_own_duty(deciders)
        if not self.is_serious or self.state != "verification":
            return duty
        if self._missing_everything():
            return {**duty, "verb": "handle"}
        user, mandate = self._next_up()
        kept = {name: duty[name] for name in ("record", "unit", "deadline")}
        return {
            **kept,
            "verb": "close_serious",
            "user": user,
            "behalf_of": mandate.behalf_of,
        }

    def _transition_labels(self):
        return super()._transition_labels() | {
            "lower": self.env._("Severity lowered"),
        }

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "lower":
            self._after_judging()
        if step.name in ("reopen", "send_on", "transfer"):
            self._alert_serious()
        return result
