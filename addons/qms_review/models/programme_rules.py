from odoo import models

from odoo.addons.qms.tools.lifecycle import Mandate, Point


class QmsProgrammeRules(models.AbstractModel):
    """Who may, what is missing and who owes what: the rules of a programme's life."""

    _name = "qms.programme.rules"
    _description = "Rules of a programme's life"

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def _mandate_lead(self):
        user = self.env.user
        # sudo: who leads it
        programme = self.sudo()
        if user._qms_is_one_of(programme.leader_id):
            return Mandate("owner")
        return self._mandate_manager()

    def _mandate_handle(self):
        return self._mandate_lead()

    def _mandate_steer(self):
        """The steering group, at its side the quality manager; never who has led it."""
        user = self.env.user
        # sudo: who leads and steers it
        programme = self.sudo()
        if user._qms_is_one_of(programme._leaders()):
            return None
        if user._qms_is_one_of(programme.steering_user_ids):
            return Mandate("steering")
        return self._mandate_manager()

    def _leaders(self):
        return self.leader_id | self.led_by_ids

    # ------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------

    def _missing_plan(self):
        missing = [
            Point(self._fields[name]._description_string(self.env), name)
            for name in ("aim", "plan", "project_user_ids")
            if not self[name]
        ]
        steering = self.steering_user_ids
        if not any(not user._qms_is_one_of(self._leaders()) for user in steering):
            missing.append(
                Point(
                    self.env._("a steering group besides its leader"),
                    "steering_user_ids",
                )
            )
        if not self.measure_ids:
            missing.append(
                Point(self.env._("how it is measured before and after"), "measure_ids")
            )
        return missing + self._missing_values("before")

    def _missing_values(self, when):
        untold = self.measure_ids.filtered(lambda row: not row[f"date_{when}"])
        word = {
            "before": self.env._("the figure before: %s"),
            "after": self.env._("the figure afterwards: %s"),
        }[when]
        return [Point(word % row.name, "measure_ids") for row in untold]

    def _missing_end(self):
        still = self.child_ids.filtered(lambda child: not child.is_closed)
        if not still:
            return []
        return [Point(self.env._("the end of each of its parts"), "child_ids")]

    def _missing_evaluation(self):
        missing = [
            Point(self._fields[name]._description_string(self.env), name)
            for name in ("effect", "evaluation")
            if not self[name]
        ]
        return missing + self._missing_values("after") + self._missing_end()

    # ------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------

    def _transition_values(self, step):
        today = self[:1].company_id._qms_today()
        values = super()._transition_values(step)
        if not step.target:
            return values
        ended = step.target in self._lifecycle_closed
        return {**values, "date_closed": today if ended else False}

    def _transition_labels(self):
        return super()._transition_labels() | {
            "start": self.env._("Started"),
            "close": self.env._("Evaluated"),
            "change": self.env._("To be changed"),
            "stop": self.env._("Stopped"),
            "reopen": self.env._("Reopened"),
        }

    def _decision_content(self):
        """With the figures it was decided on."""
        rows = [row._decision_row() for row in self.measure_ids]
        return super()._decision_content() | {"measures": rows}

    def _duty_fields(self):
        return {"leader_id", "date_start", "date_end"}

    def _duty_name(self):
        return self.name

    def _get_duties(self):
        verbs = {
            "draft": ("start_programme", "date_start"),
            "running": ("evaluate_programme", "date_end"),
        }
        return [
            {
                "record": programme,
                "verb": verbs[programme.state][0],
                "user": programme.leader_id,
                "deadline": programme[verbs[programme.state][1]],
            }
            for programme in self
            if programme.state in verbs
        ]

    def _get_print_fields(self):
        return [
            (
                self.env._("Programme"),
                [
                    "name",
                    "parent_id",
                    "date_start",
                    "date_end",
                    "company_ids",
                    "leader_id",
                    "steering_user_ids",
                    "project_user_ids",
                    "aim",
                    "objective_ids",
                    "plan",
                    "child_ids",
                ],
            ),
            (
                self.env._("Evaluation"),
                ["effect", "evaluation", "learnt", "date_closed"],
            ),
        ]
