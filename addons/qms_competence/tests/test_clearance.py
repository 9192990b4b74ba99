from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .requirement_common import RequirementCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestClearance(RequirementCase):
    """Work in a process is given to somebody: may he do it, and with whom was it
    discussed?"""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.risk_process = cls.env["qms.process"].create(
            {"name": "Kitchen", "company_id": cls.company.id}
        )

    def _not_cleared(self, users, process=None):
        return users.sudo()._qms_not_cleared(process or self.process)

    def test_where_no_process_asks_anything_everybody_is_cleared(self):
        self._require()
        self.assertFalse(self.env["res.users"]._qms_clearance_asked())
        self.assertFalse(self._not_cleared(self.nurse | self.stranger))

    def test_who_lacks_what_the_process_requires_wherever_he_works(self):
        self._require(process_id=self.process.id)
        self.assertTrue(self.env["res.users"]._qms_clearance_asked())
        self._confirmed(self.nurse, self.expert)
        self._confirmed(self.aide, self.beginner)
        self._claim(self.leader)
        users = self.nurse | self.aide | self.leader | self.stranger
        lacking = self.aide | self.leader | self.stranger
        self.assertEqual(self._not_cleared(users), lacking)
        # of another process nothing is asked
        self.assertFalse(self._not_cleared(users, self.risk_process))
        with freeze_time("2027-03-02"):
            self.assertEqual(self._not_cleared(users), lacking)

    def test_what_expired_and_what_is_archived(self):
        requirement = self._require(self.passed, process_id=self.process.id)
        self._confirmed(
            self.nurse, self.passed, valid_from="2024-01-01", valid_to="2026-03-01"
        )
        self.assertEqual(self._not_cleared(self.nurse), self.nurse)
        self.certificate_type.active = False
        self.assertFalse(self._not_cleared(self.nurse))
        self.certificate_type.active = True
        requirement.active = False
        self.assertFalse(self.env["res.users"]._qms_clearance_asked())

    def test_either_of_two_employments_is_enough(self):
        self._require(process_id=self.process.id)
        self.nurse.company_ids += self.other_company
        other = self.env["hr.employee"].create(
            {
                "name": "Nurse",
                "user_id": self.nurse.id,
                "company_id": self.other_company.id,
            }
        )
        entry = self.env["hr.employee.skill"].create(self._entry_values(other))
        self.assertEqual(self._not_cleared(self.nurse), self.nurse)
        entry.sudo()._write_guarded({"state": "confirmed"})
        self.assertFalse(self._not_cleared(self.nurse))

    # ------------------------------------------------------------
    # Sparring
    # ------------------------------------------------------------

    def test_it_was_discussed_with_a_colleague_in_one_click_and_without_text(self):
        action = self._new_action()
        before = action.message_ids
        screen = self.env["qms.sparring"].with_user(self.nurse)
        screen = screen.create(
            {"res_model": action._name, "res_id": action.id, "user_id": self.aide.id}
        )
        screen.action_note()
        [note] = action.message_ids - before
        self.assertEqual(str(note.preview), "Discussed with Aide")
        self.assertEqual(note.author_id, self.nurse.partner_id)
        self.assertFalse(note.notified_partner_ids or note.attachment_ids)
        self.assertNotIn(self.aide.partner_id, action.message_partner_ids)
        # and is kept nowhere that could be counted
        self.assertFalse(screen.exists())

    def test_whoever_may_not_read_it_or_discussed_it_with_nobody_notes_nothing(self):
        action = self._new_action()
        with self.assertRaises(AccessError):
            action.with_user(self.stranger).action_discussed(self.nurse.id)
        outsider = self._new_user("guest")
        outsider.group_ids = self.env.ref("base.group_portal")
        for user_id in (self.nurse.id, outsider.id, 0):
            with self.assertRaises(UserError):
                action.action_discussed(user_id)
        screen = self.env["qms.sparring"].with_user(self.nurse)
        screen = screen.create(
            {
                "res_model": "res.partner",
                "res_id": self.nurse.partner_id.id,
                "user_id": self.aide.id,
            }
        )
        with self.assertRaises(UserError):
            screen.action_note()
