from datetime import datetime, time

import pytz

from odoo import fields, models

from .deviation_handover import HANDED_OVER, STAMPS

# working days until the other side has confirmed, where the channel has no clock
CONFIRM_DAYS = 5


class QmsDeviationHandoverEffects(models.AbstractModel):
    """Who reads a case from its hand-over on, who is told, what is owed."""

    _name = "qms.deviation.handover.effects"
    _description = "What follows from the hand-over of a case"

    def _transition_values(self, step):
        if step.name == "take_back":
            nothing = dict.fromkeys(STAMPS, False)
            return {
                **nothing,
                "date_closed": False,
                "named_ids": [fields.Command.clear()],
            }
        return super()._transition_values(step)

    def _after_transition(self, step, reason):
        if step.name == "hand_over":
            self._close_handed_over()
            self._tell_handed_over()
        elif step.name == "confirm_handover":
            self._plan_removal()
        elif step.name == "take_back":
            self._open_duplicates()
        if step.name in ("hand_over", "take_back"):
            self.action_ids._sync_duties()
        if step.name in ("hand_over", "confirm_handover"):
            return None
        return super()._after_transition(step, reason)

    def _close_handed_over(self):
        """From now on for the named persons alone."""
        for case in self:
            received = case._received()
            due = case.channel_id._due(received, case.company_id)
            named = case.channel_id._named(case.company_id) - case.hidden_from_id
            readers = [fields.Command.set((named or self.env.user).ids)]
            case._write_guarded(
                {
                    "received_at": received,
                    "handover_due": due,
                    "handover_late": bool(due) and case.date_handed_over > due,
                    "named_ids": readers,
                }
            )
        self._share_readers()

    def _drop_former_readers(self):
        cases = self | self._gone_along()
        cases.flush_recordset()
        for part in (cases, cases.report_ids, cases.action_ids):
            part._drop_followers_without_access()

    def _open_duplicates(self):
        """Handled here again: what is the same event is read here again too."""
        readers = [fields.Command.clear()]
        self._along_again()._write_guarded({"channel_id": False, "named_ids": readers})

    def _close_to(self, users):
        """These are no longer named."""
        left = [fields.Command.unlink(user.id) for user in users]
        (self | self._gone_along())._write_guarded({"named_ids": left})
        self._drop_former_readers()
        self._sync_duties()

    def _received(self):
        """When it came in: when the first report was sent, else the day began."""
        sent = min(self.report_ids.mapped("create_date"), default=None)
        if sent and self._local_day(sent) == self.date_reported:
            return sent.replace(microsecond=0)
        zone = self.company_id._qms_timezone()
        start = zone.localize(datetime.combine(self.date_reported, time.min))
        return start.astimezone(pytz.utc).replace(tzinfo=None)

    def _local_day(self, moment):
        zone = self.company_id._qms_timezone()
        return pytz.utc.localize(moment).astimezone(zone).date()

    def _tell_handed_over(self):
        """At once: the sender, behind the link, and the contact there."""
        mailer = self.env["qms.mailer"]
        mailer._send(
            "qms_deviation.mail_template_handed_over",
            self.report_ids.filtered(lambda report: report.reporter_id.email),
        )
        self.report_ids._tell_senders()
        mailer._send(
            "qms_deviation.mail_template_handed_over_to",
            self.filtered("channel_id.contact_email"),
        )

    # ------------------------------------------------------------
    # Duties
    # ------------------------------------------------------------

    def _get_duties(self):
        waiting = self.filtered(
            lambda case: case.state == HANDED_OVER and not case.date_confirmed
        )
        return super()._get_duties() + [
            case._get_confirmation_duty() for case in waiting
        ]

    def _get_confirmation_duty(self):
        """In no unit, so that no leader's load tells of it."""
        holder = self.named_ids.filtered(lambda user: user._qms_works_here())[:1]
        group = self.env.ref("qms.group_quality_manager")
        return {
            "record": self,
            "verb": "confirm_handover",
            "deadline": self._confirmation_deadline(),
            **({"user": holder} if holder else {"group": group}),
        }

    def _confirmation_deadline(self):
        if self.handover_due:
            return self._local_day(self.handover_due)
        day = self._local_day(self.date_handed_over)
        return self.company_id._qms_add_workdays(day, CONFIRM_DAYS)

    def _transition_labels(self):
        return super()._transition_labels() | {
            "hand_over": self.env._("Handed over to another channel"),
            "confirm_handover": self.env._("Hand-over confirmed by the other side"),
            "take_back": self.env._("Taken back from another channel"),
        }
