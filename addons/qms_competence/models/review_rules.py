from odoo import models

from odoo.addons.qms.tools.lifecycle import Point
from odoo.addons.qms.tools.people import People

ANSWER_DAYS = 10
# so long after a course one knows what it changed
EFFECT_DAYS = 40


class QmsCompetenceReviewRules(models.AbstractModel):
    """Who holds a competence review, what it asks for, and what is owed meanwhile."""

    _name = "qms.competence.review.rules"
    _description = "Rules of a competence review"

    def _mandate_hold(self):
        """A leader of whoever it is about, never he himself."""
        # sudo: whose it is
        known = self.sudo()
        return known.department_id._qms_mandate(
            known.company_id, self.env.user, known.employee_id.user_id
        )

    def _mandate_cancel(self):
        return self._mandate_hold() or self._mandate_manager()

    def _missing_hold(self):
        missing = []
        if self.date_talk and self.date_talk > self.company_id._qms_today():
            missing.append(self.env._("the talk itself, whose day is yet to come"))
        # sudo: whether something is written, for who may hold it
        if not (self.sudo().assessment_ids.needs or "").strip():
            missing.append(Point(self.env._("the needs of the coming year"), "needs"))
        return missing

    def _missing_close(self):
        missing = [
            Point(self.env._("the effect of a course that was agreed on"), "course_ids")
            # sudo: how far the courses are
            for course in self.sudo().course_ids
            if not course.is_over
        ][:1]
        last = self._last_day_to_answer()
        if self._awaits_answer() and self.company_id._qms_today() <= last:
            missing.append(
                self.env._("the answer of whoever it is about, or its last day")
            )
        return missing

    def _awaits_answer(self):
        # sudo: whether there is an answer, and an account to give it with
        known = self.sudo()
        user = known.employee_id.user_id
        return bool(
            known.state == "held"
            and known.assessment_ids
            and not known.assessment_ids.answer
            and user._qms_works_here()
        )

    def _last_day_to_answer(self):
        return self.company_id._qms_add_workdays(self.date_held, ANSWER_DAYS)

    def _transition_values(self, step):
        values = super()._transition_values(step)
        today = self[:1].company_id._qms_today()
        if step.name == "hold":
            values["held_by_id"] = self.env.uid
            values["date_held"] = today
        if step.target in self._lifecycle_closed:
            values["date_closed"] = today
        if step.name == "reopen":
            values |= {"held_by_id": False, "date_held": False, "date_closed": False}
        return values

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "hold":
            self._take_gaps()
        if step.name == "reopen":
            # an answer is one to what was written then; the words stay
            self.assessment_ids.write({"answer": False, "date_answered": False})
        return result

    # ------------------------------------------------------------
    # What is owed
    # ------------------------------------------------------------

    def _duty_fields(self):
        return {"date_deadline", "course_ids"}

    def _get_duties(self):
        people = People.of(self.env)
        duties = []
        for review in self:
            if review.state == "planned" and review.employee_id.active:
                duties.append(review._leader_duty("hold_competence", people))
            elif review.state == "held":
                duties += review._held_duties(people)
        return duties

    def _held_duties(self, people):
        """Of whoever it is about: to answer and to go; of the leader: to judge."""
        if self._awaits_answer():
            yield self._own_duty("answer_competence", self._last_day_to_answer())
        waiting = self.course_ids.filtered(lambda course: not course.is_over)
        if ahead := waiting.filtered(lambda course: not course.date_taken):
            yield self._own_duty("take_course", min(ahead.mapped("date_deadline")))
        if taken := waiting.filtered("date_taken"):
            day = min(taken.mapped("date_taken"))
            deadline = self.company_id._qms_add_workdays(day, EFFECT_DAYS)
            yield self._leader_duty("judge_course", people, deadline)

    def _own_duty(self, verb, deadline):
        return {
            "record": self,
            "verb": verb,
            "employee": self.employee_id,
            "unit": self.department_id,
            "deadline": deadline,
        }

    def _leader_duty(self, verb, people, deadline=None):
        user, mandate = people.decider(
            self.department_id, self.company_id, self.employee_id.user_id
        )
        duty = {
            "record": self,
            "verb": verb,
            "unit": self.department_id,
            "deadline": deadline or self.date_deadline,
        }
        if user:
            return duty | {"user": user, "behalf_of": mandate.behalf_of}
        return duty | {"group": self.env.ref("qms.group_quality_manager")}
