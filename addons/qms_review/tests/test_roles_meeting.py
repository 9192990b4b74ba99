from odoo import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

from .meeting_common import MeetingCase

MATRIX = """
                empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
group           r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
member          r    r    r    r    r    r    r    r    rwc  r    -    -    -    -
terms           r    r    rwc  r    r    r    r    r    rwc  r    -    -    -    -
line            r    r    rwcu r    r    r    r    r    rwcu r    -    -    -    -
item            r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
meeting         -    r    rwc  -    -    -    -    -    rwc  -    -    -    -    -
point           -    rc   rwc  -    -    -    -    -    rwc  -    -    -    -    -
invited         -    r    rw   -    -    -    -    -    rw   -    -    -    -    -
mail            -    -    -    -    -    -    -    -    r    -    -    -    -    -
screen,own      rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
move,own        rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
"""


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestRolesMeeting(MeetingCase, RolesCase):
    """Who gets through with what: ``head`` in the chair, ``lead`` a member."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.held = cls._new_meeting()
        cls.held.action_call()
        cls.terms = cls.env["qms.terms"].create({"group_id": cls.group.id})
        # sits there, and is invited to nothing yet
        cls.newcomer = cls.group.member_ids.create(
            {"group_id": cls.group.id, "user_id": cls.manager.id}
        )

    def _rows(self, user):
        times = {"date_start": "2026-04-20 09:00:00", "date_end": "2026-04-20 10:00:00"}
        named = {"name": "X", "company_id": self.company.id}
        in_group = {"group_id": self.group.id}
        member = {**in_group, "user_id": self.director.id}
        terms = {**in_group, "purpose": "Learn"}
        line = {"terms_id": self.terms.id, "name": "X"}
        point = {"meeting_id": self.held.id, "title": "Keys"}
        screen = {"point_id": self.held.point_ids[0].id}
        screen |= {"question_id": self.follow.id, "owner_id": self.aide.id}
        screen |= {"name": "Ask", "date_deadline": "2026-04-01"}
        move = {"meeting_id": self.held.id, "reason": "Snow", **times}
        invited = {"meeting_id": self.held.id, "member_id": self.newcomer.id}
        mail = {"meeting_id": self.held.id, "kind": "called", "email": "a@b.test"}
        return {
            "group": ("qms.group", named, {"quorum": 60}),
            "member": ("qms.group.member", member, {"sequence": 3}),
            "terms": ("qms.terms", terms, {"purpose": "More"}),
            "line": ("qms.terms.line", line, {"name": "Y"}),
            "item": ("qms.agenda.item", named, {"name": "Y"}),
            "meeting": ("qms.meeting", {**in_group, **times}, {"place": "There"}),
            "point": ("qms.meeting.point", point, {"note": "Said"}),
            "invited": ("qms.meeting.attendee", invited, {"is_present": True}),
            "mail": ("qms.meeting.notice", mail, {"kind": "moved"}),
            "screen,own": ("qms.meeting.follow.up", screen, {"name": "Y"}),
            "move,own": ("qms.meeting.move", move, {"reason": "Y"}),
        }

    def test_every_role_on_every_model(self):
        self._assert_matrix(MATRIX)

    def test_a_group_over_companies(self):
        """A member from another company reads its meetings and nothing else."""
        branch = self.env["res.company"].create(
            {"name": "Board", "parent_id": self.company.id}
        )
        clerk = self._new_user("clerk", company=branch)
        outsider = self._new_user("outsider", company=branch)
        self.group.company_ids = branch
        self.group.member_ids = [Command.create({"user_id": clerk.id})]
        meeting = self._new_meeting("2026-05-04")
        self.assertIn(clerk, meeting.attendee_ids.user_id)
        seen = meeting.with_user(clerk)
        self.assertEqual(seen.search([("id", "=", meeting.id)]), meeting)
        self.assertTrue(seen.point_ids[0].action_read_screen()["name"])
        self.assertFalse(seen.has_access("write"))
        hidden = meeting.with_user(outsider)
        self.assertFalse(hidden.search([("id", "=", meeting.id)]))
        # everybody there sees the group and its terms
        self.assertEqual(self.group.with_user(outsider).name, "Quality group")
        action = self._new_action(self.head)
        self.assertFalse(action.with_user(clerk).has_access("read"))
