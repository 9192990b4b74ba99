from datetime import datetime, timedelta

from odoo import Command
from odoo.tests import freeze_time, tagged

from .invitation_common import InvitationCase

# statements that each audit more may cost; its three people take three mails
EACH = 1.5
# the same, from nothing to the mails
MADE = 5


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestInvitationStatements(InvitationCase):
    """What inviting costs grows by little with each audit."""

    days = 0

    def _scheduled_many(self, count):
        """Audits that are settled and not told yet, a day apart."""
        start = datetime(2026, 4, 13, 7)
        # sudo: what it costs to plan them is not measured here
        audits = self.env["qms.audit"].sudo()
        audits = audits.create(
            [
                {
                    "name": "Audit",
                    "company_id": self.company.id,
                    "department_ids": self.home_care.ids,
                    "date_start": start + timedelta(days=day),
                    "date_end": start + timedelta(days=day, hours=6),
                }
                for day in range(count)
            ]
        )
        team = ((self.auditor, "lead"), (self.second, "auditor"))
        self.env["qms.audit.member"].sudo().create(
            [
                {"audit_id": audit.id, "user_id": user.id, "role": role}
                for audit in audits
                for user, role in team
            ]
        )
        audits._write_guarded({"state": "scheduled"})
        self.env.cr.precommit.clear()
        self.env.flush_all()
        self.env.invalidate_all()
        return audits

    def _cost(self, count):
        audits = self._scheduled_many(count)
        before = self.env.cr.sql_log_count
        audits._tell(dict.fromkeys(audits.ids, set()))
        self.env.flush_all()
        self.assertEqual(len(audits.told_ids.event_id), count)
        self.assertEqual(len(audits.invitation_ids), 3 * count)
        return self.env.cr.sql_log_count - before

    def _created(self, count):
        """Statements of as many audits made, settled and told, each on its day."""
        start = datetime(2027, 4, 13, 7) + timedelta(days=self.days)
        type(self).days += count
        second = Command.create({"user_id": self.second.id, "role": "auditor"})
        audits = self.env["qms.audit"].with_user(self.manager)
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        audits = audits.create(
            [
                {
                    "name": "Audit",
                    "company_id": self.company.id,
                    "objective": "Does it work?",
                    "scope": "This year",
                    "department_ids": self.home_care.ids,
                    "requirement_ids": self.clause.ids,
                    "date_start": start + timedelta(days=day),
                    "date_end": start + timedelta(days=day, hours=6),
                    "lead_id": self.auditor.id,
                    "member_ids": [second],
                }
                for day in range(count)
            ]
        )
        audits.action_schedule()
        self.env.cr.flush()
        spent = self.env.cr.sql_log_count - before
        self.assertEqual(set(audits.mapped("lead_id")), {self.auditor})
        self.assertEqual(
            len(audits.sudo().invitation_ids.filtered("is_told")), 3 * count
        )
        return spent

    def test_audits_are_made_settled_and_told_in_one_go(self):
        self._created(2)
        few, many = self._created(10), self._created(60)
        self.assertLess((many - few) / 50, MADE)

    def test_invitations_in_one_go(self):
        self._cost(2)
        few, many = self._cost(10), self._cost(60)
        self.assertLess((many - few) / 50, EACH)
