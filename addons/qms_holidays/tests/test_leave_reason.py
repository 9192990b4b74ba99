from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from odoo.addons.qms.tests.mail_common import SmtpCase

from .common import LeaveCase

SICK, WHY = "Burnout", "Cannot sleep"


@tagged("post_install", "-at_install", "qms")
@freeze_time("2026-03-02")
class TestLeaveReason(LeaveCase, SmtpCase):
    """That somebody is away is seen by what passes on; why, nowhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sick = cls._new_type(SICK)
        cls.action = cls._new_action(owner_id=cls.nurse.id)
        cls.action.action_submit()
        cls.env["mail.mail"].search([]).unlink()

    def _sick_leave(self):
        return self._leave(
            self.leader,
            "2026-03-02",
            "2026-03-06",
            holiday_status_id=self.sick.id,
            name=WHY,
        )

    def _assert_silent(self, text):
        for word in (SICK, WHY):
            self.assertNotIn(word, text)

    def test_whom_it_passes_to_is_not_told_why(self):
        self._sick_leave()
        mails = self._by_reader(self._deliver())
        self.assertIn("head", mails)
        self._assert_silent(self._texts(mails["head"]))

    def test_nothing_of_ours_holds_the_reason(self):
        self._sick_leave()
        self.action.with_user(self.head).action_approve()
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT table_name FROM information_schema.tables
             WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
               AND table_name ~ '^qms_'
            """
        )
        for (table,) in self.env.cr.fetchall():
            found = self.env.execute_query(
                SQL(
                    "SELECT count(*) FROM %s AS each WHERE each::text ~ %s",
                    SQL.identifier(table),
                    f"{SICK}|{WHY}",
                )
            )
            self.assertEqual(found, [(0,)], table)

    def test_neither_does_the_records_discussion(self):
        self._sick_leave()
        action = self.action.sudo()
        self._assert_silent("".join(m.body or "" for m in action.message_ids))
        self._assert_silent("".join(a.note or "" for a in action.activity_ids))

    def test_no_absence_is_noted_that_others_could_read(self):
        self._sick_leave()
        absences = self.env["qms.absence"]
        for user in (self.manager, self.head, self.aide):
            self.assertFalse(absences.with_user(user).search([]))

    def test_who_may_read_no_leave_is_passed_on_to_all_the_same(self):
        leave = self._sick_leave()
        duty = self._duties(self.action)
        self.assertEqual(duty.user_id, self.head)
        with self.assertRaises(AccessError):
            leave.with_user(self.head).read(["private_name"])

    def test_leaves_are_read_for_their_days_alone(self):
        """Neither kind nor reason is fetched."""
        self._sick_leave()
        self.env.flush_all()
        self.env.invalidate_all()
        day = self.action._fields["date_deadline"].to_date("2026-03-03")
        leave = self.env["hr.leave"]._qms_whole_day(self.leader, day)
        self.assertEqual(len(leave), 1)
        cached = {
            name
            for name in leave._fields
            if leave.id in leave._fields[name]._get_cache(self.env)
        }
        self.assertIn("request_date_to", cached)
        self.assertTrue(
            cached.isdisjoint({"private_name", "holiday_status_id", "notes", "name"})
        )
