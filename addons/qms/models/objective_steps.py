from odoo import models

from ..tools.lifecycle import Mandate, Point


class QmsObjectiveSteps(models.AbstractModel):
    """Who agrees to an objective, who tells of it, who judges what came of it."""

    _name = "qms.objective.steps"
    _description = "Steps of an objective"

    def action_agree(self):
        """Promise it: from now on it stands as it is, and the units are told."""
        return self._transition("agree")

    def action_start(self):
        """Begin to work on it."""
        return self._transition("start")

    def action_tell(self):
        """Say that the own units have talked about it."""
        return self._transition("tell")

    def action_reach(self, reason=None):
        """The effect is there."""
        return self._transition("reach", reason)

    def action_reach_partly(self, reason=None):
        """Some of the effect is there."""
        return self._transition("reach_partly", reason)

    def action_miss(self, reason=None):
        """The effect is not there."""
        return self._transition("miss", reason)

    def action_revise(self, reason=None):
        """It was promised otherwise than it can be kept."""
        return self._transition("revise", reason)

    def action_dismiss(self, reason=None):
        """It is not pursued."""
        return self._transition("dismiss", reason)

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def _mandate_lead(self):
        """Who leads the unit, or one above it, and the quality manager."""
        # sudo: whose unit it is
        known, user = self.sudo(), self.env.user
        unit = known.department_id
        mandate = unit and unit._qms_line_mandate(known.company_id, user)
        if mandate:
            return mandate
        return self._mandate_manager()

    def _mandate_work(self):
        # sudo: whose objective it is
        if self.env.user._qms_is_one_of(self.sudo().owner_id):
            return Mandate("owner")
        return self._mandate_lead()

    def _mandate_dismiss(self):
        # sudo: how far it is
        draft = self.sudo().state == "draft"
        return self._mandate_work() if draft else self._mandate_lead()

    def _mandate_tell(self):
        """Whoever stands for a unit that has not been told yet."""
        for _row, user, mandate in self._tellings_open():
            if user == self.env.user:
                return mandate
        return None

    def _tellings_open(self):
        """Rows of units not yet told, each with who tells it and in what capacity."""
        # sudo: which units there are, and who leads them
        known = self.sudo()
        for row in known.telling_ids.filtered(lambda row: not row.date_told):
            unit = row.department_id
            user, mandate = unit._qms_decider(known.company_id)
            yield row, user.sudo(False), mandate

    # ------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------

    def _missing_agree(self):
        today, due = self.company_id._qms_today(), self.date_deadline
        figure = self.env._("a figure in which it will show, or how one will see it")
        later = self.env._("by when: later than today")
        responsible = self.env._("who is responsible")
        takes = self.env._("what it takes")
        evaluated = self.env._("how it is evaluated")
        units = self.env._("the units concerned")
        asked = {
            "owner_id": (self.owner_id, responsible),
            "indicator_id": (self.indicator_id or self.target_words, figure),
            "date_deadline": (due and due > today, later),
            "resources": (self.resources, takes),
            "evaluation": (self.evaluation, evaluated),
            "unit_ids": (self.unit_ids, units),
        }
        return [Point(text, name) for name, (there, text) in asked.items() if not there]

    def _missing_end(self):
        missing = []
        actions = self.action_ids.filtered(lambda action: not action.is_closed)
        if actions:
            numbers = ", ".join(actions.mapped("number"))
            missing.append(
                Point(self.env._("the end of its actions: %s", numbers), "action_ids")
            )
        if self.indicator_id and self._figure_now() is None:
            missing.append(
                Point(self.env._("a figure of the time since it began"), "chart")
            )
        return missing

    # ------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------

    def _transition_values(self, step):
        values = super()._transition_values(step)
        today = self[:1].company_id._qms_today()
        if step.name == "revise":
            values |= {"date_agreed": False, "date_started": False}
        elif step.name in ("agree", "start"):
            values["date_agreed" if step.name == "agree" else "date_started"] = today
        elif step.target in self._lifecycle_closed:
            values["date_closed"] = today
        return values

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "agree":
            self.env["qms.objective.telling"]._begin(self)
            self._wheel_done()
        elif step.name == "tell":
            for objective in self:
                objective._note_told()
        elif step.target in self._lifecycle_closed:
            for objective in self.filtered("indicator_id"):
                # with the reader's own rights: what it shows, all may see
                values = objective.sudo(False)._prepare_course()
                objective._write_guarded(values)
            if step.name == "dismiss":
                self._wheel_done()
        return result

    def _note_told(self):
        for row, user, _mandate in self._tellings_open():
            if user == self.env.user:
                row.date_told = self.company_id._qms_today()

    def _units_to_tell(self):
        """The units concerned and those below, as far as somebody leads them."""
        below = self.unit_ids._qms_subtree().filtered("active")
        return below.filtered(lambda unit: unit in self.unit_ids or unit.manager_id)

    def _transition_labels(self):
        return super()._transition_labels() | {
            "agree": self.env._("Agreed"),
            "start": self.env._("Work begun"),
            "tell": self.env._("Unit told"),
            "reach": self.env._("Reached"),
            "reach_partly": self.env._("Partly reached"),
            "miss": self.env._("Not reached"),
            "revise": self.env._("To be worded anew"),
            "dismiss": self.env._("Dismissed"),
        }
