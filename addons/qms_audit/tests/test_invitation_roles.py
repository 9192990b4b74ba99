from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .invitation_common import InvitationCase

# role -> operations on the invitations of an audit of the home care
ALLOWED = {
    "manager": {"read", "create", "unlink"},
    "auditor": {"read", "create", "unlink"},
    "owner": {"read", "create", "unlink"},
    "leader": {"read", "create", "unlink"},
    "head": {"read", "create", "unlink"},
    "second": {"read"},
    "team": {"read"},
    "nurse": set(),
    "stranger": set(),
}


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestInvitationRoles(InvitationCase):
    """Who reads and changes what of invitations."""

    def test_each_role_has_what_is_listed(self):
        programme = self._programme()
        programme.with_user(self.director).action_approve()
        audit = self._invited(programme_id=programme.id)
        row = self._row(audit, self.leader)
        for name, allowed in ALLOWED.items():
            seen = row.with_user(getattr(self, name))
            for operation in ("read", "write", "create", "unlink"):
                with self.subTest(role=name, operation=operation):
                    self.assertEqual(seen.has_access(operation), operation in allowed)

    def test_somebody_invited_besides_reads_his_own_invitation_alone(self):
        guest = Command.create({"user_id": self.nurse.id})
        audit = self._invited(invitation_ids=[guest])
        rows = self.env["qms.audit.invitation"].with_user(self.nurse).search([])
        self.assertEqual(rows.user_id, self.nurse)
        self.assertFalse(audit.with_user(self.nurse).has_access("read"))

    def test_what_was_told_is_nobodys_to_read(self):
        self._invited()
        for model in ("qms.audit.event", "qms.audit.notice"):
            for user in (self.manager, self.auditor, self.nurse):
                with self.subTest(model=model, user=user.name):
                    with self.assertRaises(AccessError):
                        self.env[model].with_user(user).search([])

    def test_quality_managers_keep_the_reminders(self):
        reminders = self.env["qms.audit.reminder"]
        for user in (self.auditor, self.leader, self.nurse):
            self.assertFalse(reminders.with_user(user).has_access("read"))
        own = reminders.with_user(self.manager).create(
            {"kind": "coming", "days": 3, "company_id": self.company.id}
        )
        self.assertTrue(own.has_access("write"))

    def test_when_the_text_goes_invitations_go(self):
        with freeze_time("2026-04-14"):
            audit = self._closed_audit()
            self._settle()
            day = fields.Date.to_date("2026-04-14")
            audit.with_user(self.manager)._retention_decide(day)
            audit.sudo()._retention_carry_out()
        self.assertFalse(audit.sudo().invitation_ids)
