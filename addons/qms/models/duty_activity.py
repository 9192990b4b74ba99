from odoo import models

from ..tools.marks import MIRRORING
from ..tools.people import People


class QmsDutyActivity(models.AbstractModel):
    """How duties are shown: as activities, made and cleared with them."""

    _name = "qms.duty.activity"
    _description = "How duties are shown"

    def _mirror(self):
        """One open activity per open duty of a person, none besides."""
        # sudo: activities of duties are made and cleared by the system
        activities = self.env["mail.activity"].sudo()
        shown = activities.search([("qms_duty_id", "in", self.ids)])
        wanted = {
            values["qms_duty_id"]: values for values in self._prepare_activities()
        }
        wrong = activities
        for activity in shown:
            values = wanted.get(activity.qms_duty_id.id)
            if values and activity._qms_is(values):
                del wanted[activity.qms_duty_id.id]
            else:
                wrong |= activity
        quiet = {"mail_activity_quick_update": True, "qms_mirroring": MIRRORING}
        wrong.with_context(**quiet).unlink()
        activities.with_context(**quiet).create(list(wanted.values()))

    def _shown_as_activity(self):
        return self.filtered(
            lambda duty: (
                duty.state == "open"
                and (duty.user_id or duty.employee_id)
                and duty.res_model in self.env
                and "activity_ids" in self.env[duty.res_model]
            )
        )

    def _activity_users(self):
        """Who is shown each duty: its holder; that of one without login stands with
        his leader, or who is there in his place."""
        users = {duty: duty.user_id for duty in self if duty.user_id}
        people = People.of(self.env)
        others = self.filtered(lambda duty: not duty.user_id)
        for (unit, company), duties in others.grouped(
            lambda duty: (
                duty.department_id or duty.record_department_id,
                duty.company_id,
            )
        ).items():
            for user in people.turned_to(unit, company):
                told = duties._told_to(user)
                users |= dict.fromkeys(told, user)
                duties -= told
                if not duties:
                    break
        return users

    def _activity_summary(self, verbs):
        """The verb; with the name of who owes it without having a login."""
        self.ensure_one()
        verb = verbs.get(self.verb, self.verb)
        return f"{verb}: {self.employee_id.name}" if self.employee_id else verb

    def _prepare_activities(self):
        type_id = self.env.ref("qms.mail_activity_type_duty").id
        get_id = self.env["ir.model"]._get_id
        users = self._shown_as_activity()._activity_users()
        labels = {
            lang: self.with_context(lang=lang)._get_verbs()
            for lang in {user.lang for user in users.values()}
        }
        return [
            {
                "activity_type_id": type_id,
                "qms_duty_id": duty.id,
                "res_model_id": get_id(duty.res_model),
                "res_id": duty.res_id,
                "user_id": user.id,
                "date_deadline": duty.date_deadline,
                "summary": duty._activity_summary(labels[user.lang]),
            }
            for duty, user in users.items()
        ]
