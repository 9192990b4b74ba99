from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .types_common import TypesCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestComplaint(TypesCase):
    """Receipt in two working days, answer in ten; the sender for the handler only."""

    def _sender(self, case, user):
        return (
            self.env["qms.deviation.sender"]
            .with_user(user)
            .search([("deviation_id", "=", case.id)])
        )

    # ------------------------------------------------------------
    # Its way
    # ------------------------------------------------------------

    def test_receipt_answer_closed(self):
        case = self._complaint()
        duty = self._duties(case)
        self.assertEqual(duty.verb, "acknowledge")
        self.assertEqual(duty.user_id, self.leader)
        self.assertEqual(duty.date_deadline, date(2026, 3, 4))
        self.assertEqual(case.date_deadline, date(2026, 3, 16))
        case.action_acknowledge()
        self.assertEqual(case.state, "acknowledged")
        self.assertEqual(case.date_receipt, date(2026, 3, 2))
        duty = self._duties(case)
        self.assertEqual(duty.verb, "answer")
        self.assertEqual(duty.date_deadline, date(2026, 3, 16))
        with self.assertRaises(UserError) as error:
            case.action_answer()
        self.assertIn("the answer to the sender", str(error.exception))
        case.answer = "We are sorry; the times were changed."
        case.action_answer()
        self.assertEqual(case.state, "closed")
        self.assertFalse(self._duties(case))

    def test_deadlines_count_from_the_day_it_came_in(self):
        case = self._complaint(received_on="2026-02-25")
        self.assertEqual(case.date_reported, date(2026, 2, 25))
        self.assertEqual(case.date_deadline, date(2026, 3, 11))
        self.assertEqual(self._duties(case).date_deadline, date(2026, 2, 27))

    def test_it_does_not_come_in_tomorrow(self):
        with self.assertRaises(ValidationError):
            self._complaint(received_on="2026-03-04")

    def test_the_days_are_the_types(self):
        self.type_complaint.write({"receipt_days": 1, "handle_days": 5})
        case = self._complaint()
        self.assertEqual(self._duties(case).date_deadline, date(2026, 3, 3))
        self.assertEqual(case.date_deadline, date(2026, 3, 9))

    def test_an_answer_at_once_is_the_receipt_too(self):
        case = self._complaint()
        case.answer = "You are right."
        case.action_answer()
        self.assertEqual(case.date_receipt, date(2026, 3, 2))

    def test_the_sender_gets_a_receipt_by_mail(self):
        case = self._complaint(description="The home help came late")
        case.action_acknowledge()
        mail = self._mails("We have received it")
        self.assertEqual(mail.email_to, "karen@example.test")
        self.assertIn(case.number, mail.subject)
        self.assertIn("16", mail.body_html)
        self.assertNotIn("home help", mail.body_html)

    def test_without_an_address_for_mail_none_is_sent(self):
        self._complaint(sender_email=False).action_acknowledge()
        self.assertFalse(self._mails("We have received it"))

    def test_still_dissatisfied_shows_the_next_instance(self):
        self.type_complaint.with_company(self.company).next_instance = "The mayor"
        case = self._complaint()
        case.answer = "We are sorry."
        with self.assertRaises(UserError):
            case.action_dissatisfied(reason="Not enough")
        case.action_answer()
        self.assertFalse(case.next_instance)
        self.assertEqual(case.action_dissatisfied()["res_model"], "qms.reason")
        case.action_dissatisfied(reason="Not enough")
        self.assertEqual(case.state, "closed")
        self.assertEqual(case.date_dissatisfied, date(2026, 3, 2))
        self.assertEqual(case.next_instance, "The mayor")
        self.assertIn("The mayor", self._report_of(case).answer)
        with self.assertRaises(AccessError):
            case.action_dissatisfied(reason="Once more")

    def test_the_next_instance_is_the_companys(self):
        kind = self.type_complaint
        kind.with_company(self.other_company).next_instance = "Another mayor"
        case = self._complaint()
        case.answer = "We are sorry."
        case.action_answer()
        case.action_dissatisfied(reason="Not enough")
        self.assertNotIn("Another mayor", case.next_instance)
        self.assertIn("leader above", case.next_instance)

    def test_taken_up_again_it_waits_for_the_answer(self):
        case = self._complaint()
        case.action_acknowledge()
        case.answer = "We are sorry."
        case.action_answer()
        case.action_take_up(reason="New facts")
        case.action_acknowledge()
        self.assertEqual(self._duties(case).verb, "answer")

    def test_stamps_are_not_written(self):
        case = self._complaint()
        for name in ("date_receipt", "date_dissatisfied"):
            with self.assertRaises(UserError):
                case.write({name: "2026-01-01"})

    # ------------------------------------------------------------
    # Who sent it
    # ------------------------------------------------------------

    def test_the_report_keeps_nothing_of_the_sender(self):
        case = self._complaint()
        report = self._report_of(case)
        self.assertFalse(report.sender_name)
        self.assertFalse(self._sender(case, self.nurse))
        self.assertEqual(self._sender(case, self.leader).name, "Karen Citizen")

    def test_the_sender_is_read_by_who_handles_the_case_only(self):
        case = self._complaint()
        case.handler_ids = self.aide
        case.action_release()
        for user in (self.leader, self.head, self.aide):
            self.assertTrue(self._sender(case, user), user.login)
        for user in (self.team, self.manager, self.nurse, self.stranger):
            self.assertFalse(self._sender(case, user), user.login)
        with self.assertRaises(AccessError):
            self._sender(case, self.leader).with_user(self.manager).read(["name"])

    def test_open_because_does_not_open_the_sender(self):
        case = self._complaint()
        case.with_user(self.manager).action_open_because(reason="The authority asks")
        self.assertTrue(case.with_user(self.manager).has_access("read"))
        self.assertFalse(self._sender(case, self.manager))
        case.invalidate_recordset()
        self.assertFalse(case.with_user(self.manager).sender_ids)

    def test_a_leader_it_is_hidden_from_does_not_read_the_sender(self):
        case = self._complaint(not_own_leader=True)
        self.assertFalse(self._sender(case, self.leader))
        self.assertTrue(self._sender(case, self.head))

    def test_the_senders_name_travels_nowhere(self):
        case = self._complaint()
        sender = self._sender(case, self.leader)
        self.assertEqual(sender.display_name, case.display_name)

    def test_the_handler_corrects_the_sender(self):
        case = self._complaint()
        sender = self._sender(case, self.leader)
        sender.phone = "11 22 33 44"
        case.write({"sender_ids": [(0, 0, {"name": "Her son"})]})
        self.assertEqual(len(case.sender_ids), 2)

    def test_nobody_else_writes_or_adds_senders(self):
        case = self._complaint()
        case.action_release()
        sender = self._sender(case, self.leader)
        for user in (self.team, self.nurse, self.aide, self.stranger, self.manager):
            with self.assertRaises(AccessError):
                sender.with_user(user).write({"name": "x"})
            with self.assertRaises(AccessError):
                sender.with_user(user).create({"deviation_id": case.id, "name": "x"})
        with self.assertRaises(AccessError):
            sender.unlink()

    def test_a_sender_does_not_move_to_another_case(self):
        case, other = self._complaint(), self._complaint()
        with self.assertRaises(AccessError):
            self._sender(case, self.leader).deviation_id = other
        with self.assertRaises(AccessError):
            other.write({"sender_ids": [(4, self._sender(case, self.leader).id)]})

    def test_of_a_closed_case_the_sender_stays(self):
        case = self._complaint()
        case.answer = "We are sorry."
        case.action_answer()
        with self.assertRaises(AccessError):
            self._sender(case, self.leader).name = "x"
        with self.assertRaises(AccessError):
            self.env["qms.deviation.sender"].with_user(self.leader).create(
                {"deviation_id": case.id, "name": "x"}
            )

    def test_an_identity_number_of_the_sender_is_masked(self):
        case = self._complaint(sender_name="Karen 070761-4285")
        self.assertNotIn("4285", self._sender(case, self.leader).name)

    def test_the_sender_is_erased_by_a_decision(self):
        case = self._complaint()
        case.answer = "We are sorry."
        case.action_answer()
        self.assertEqual(case.action_erase_sender()["res_model"], "qms.reason")
        with self.assertRaises(AccessError):
            case.with_user(self.aide).action_erase_sender(reason="x")
        case.action_erase_sender(reason="GDPR article 17")
        sender = self._sender(case, self.leader)
        for name in ("name", "address", "email", "phone"):
            self.assertFalse(sender[name])
        self.assertTrue(sender.erased_on)
        self.assertEqual(self._last(case).verb, "erase_sender")

    def test_what_is_handed_out_does_not_name_the_sender(self):
        case = self._complaint(description="Karen called about the home help")
        sections = case.with_context(qms_masked=True)._get_print_sections()
        self.assertIn("[masked] called", str(sections))
        self.assertNotIn("Karen", str(sections))

    def test_nothing_of_the_sender_stands_in_a_decision(self):
        case = self._complaint()
        case.action_acknowledge()
        details = self.env["qms.decision.detail"].sudo()
        contents = details.search(
            [("decision_ref", "in", self._decisions(case).ids)]
        ).mapped("content")
        self.assertTrue(contents)
        self.assertNotIn("Karen", "".join(contents))
