from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .types_common import TypesCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestSendOn(TypesCase):
    """To another unit or company, without retyping and with the dates kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board = cls.env["res.company"].create(
            {
                "name": "School board",
                "parent_id": cls.company.id,
                "country_id": cls.env.ref("base.dk").id,
            }
        )
        cls.head_teacher = cls._new_user("teacher", company=cls.board)
        cls.school = cls.env["hr.department"].create(
            {"name": "School", "company_id": cls.board.id}
        )
        cls.school.manager_id = cls._new_employee(cls.head_teacher, cls.school)
        cls.board_manager = cls._new_user(
            "board_manager", "qms.group_quality_manager", cls.board
        )

    def _send(self, case, unit=None, company=None, user=None, **kwargs):
        values = {"department_id": unit and unit.id, **kwargs}
        if company:
            values["company_key"] = str(company.id)
        return self._sort(case, "unit", user, **values)

    def test_the_other_units_leader_reads_it_first(self):
        case = self._case()
        self._send(case, self.care, reason="It happened there")
        self.assertEqual(self._duties(case).user_id, self.head)
        self.assertFalse(case.with_user(self.leader).has_access("read"))
        self.assertEqual(case.sudo().department_id, self.care)
        decision = self._last(case.sudo())
        self.assertEqual(decision.verb, "send_on")
        timeline = case.with_user(self.head).decision_timeline
        self.assertIn("It happened there", timeline)

    def test_number_texts_and_dates_are_kept(self):
        with freeze_time("2026-02-23"):
            case = self._case(place="Room 4")
        names = ["number", "description", "place", "date_reported", "date_deadline"]
        before = case.read(names)
        self._send(case, self.care)
        self.assertEqual(case.sudo().read(names), before)

    def test_those_who_handled_it_do_so_no_longer(self):
        case = self._analysed()
        case.handler_ids = self.aide
        self._send(case, self.care)
        case = case.sudo()
        self.assertFalse(case.handler_ids | case.responsible_id)
        self.assertEqual(case.state, "analysis")
        self.assertEqual(self._duties(case).user_id, self.head)

    def test_followers_without_access_are_dropped(self):
        case = self._case()
        case.message_subscribe(self.leader.partner_id.ids)
        self._send(case, self.care)
        self.assertFalse(case.sudo().message_partner_ids)

    def test_hidden_from_a_leader_it_stays_hidden(self):
        case = self._case(not_own_leader=True).with_user(self.head)
        self._send(case, self.home_care, user=self.head)
        self.assertFalse(case.with_user(self.leader).has_access("read"))
        self.assertEqual(self._duties(case).user_id, self.head)

    def test_the_reporter_is_told_with_a_link_only(self):
        case = self._case()
        self._send(case, self.care)
        mail = self._mails("There is news")
        self.assertEqual(mail.recipient_ids, self.nurse.partner_id)
        self.assertNotIn("Care", mail.body_html)
        self.assertEqual(self._report_of(case).case_state, "Reported")

    def test_the_unit_is_not_written(self):
        case = self._case()
        with self.assertRaises(UserError) as error:
            case.department_id = self.care
        self.assertIn("Send the case on", str(error.exception))

    def test_a_case_without_a_unit_is_given_one(self):
        case = self._case(department_id=False).sudo()
        case.handler_ids = self.leader
        case = case.with_user(self.leader)
        case.department_id = self.home_care
        self.assertEqual(case.sudo().reading_department_id, self.home_care)

    def test_only_the_first_reader_sends_it_on(self):
        case = self._case()
        case.action_release()
        for user in (self.team, self.nurse, self.aide):
            with self.assertRaises(AccessError):
                self._send(case, self.care, user=user)

    def test_a_closed_case_is_not_sent_on(self):
        case = self._closed()
        with self.assertRaises(UserError):
            self._send(case, self.care)

    # ------------------------------------------------------------
    # Another company
    # ------------------------------------------------------------

    def test_another_board_gets_it_under_a_number_of_its_own(self):
        with freeze_time("2026-02-23"):
            case = self._case()
        number, deadline = case.number, case.date_deadline
        case.action_release()
        self._send(case, self.school, self.board)
        own = case.sudo()
        self.assertEqual(own.company_id, self.board)
        self.assertEqual(own.old_number, number)
        self.assertEqual(own.date_reported, date(2026, 2, 23))
        self.assertEqual(own.date_deadline, deadline)
        self.assertEqual(own.confidentiality, "confidential")
        reader = case.with_user(self.head_teacher)
        self.assertEqual(reader.description, "The medicine cabinet stood open")
        self.assertEqual(self._duties(case).user_id, self.head_teacher)
        self.assertEqual(self._last(own).verb, "transfer")
        for user in (self.leader, self.head, self.team, self.manager):
            self.assertFalse(case.with_user(user).has_access("read"), user.login)

    def test_who_works_for_another_board_too_moves_nothing_by_that(self):
        self.leader.company_ids |= self.board
        both = [self.board.id, self.company.id]
        case = self._case().with_context(allowed_company_ids=both)
        self.assertEqual(case.env.company, self.board)
        for screen in (case.action_change_type(), case.action_sort()):
            wizard = case.env["qms.deviation.sort"].with_context(**screen["context"])
            wizard.create({"type_id": self.type_near_miss.id}).action_confirm()
            self.assertEqual(case.company_id, self.company)
        self.assertEqual(case.type_id, self.type_near_miss)

    def test_cases_of_two_boards_each_stay_where_they_are(self):
        self.leader.company_ids |= self.board
        there = self._report(
            self.head_teacher, company_id=self.board.id, department_id=self.school.id
        ).sudo()
        there.deviation_ids.handler_ids = self.leader
        cases = (self._case() | there.deviation_ids).with_user(self.leader)
        cases = cases.with_context(allowed_company_ids=[self.board.id, self.company.id])
        screen = cases.action_sort()
        wizard = cases.env["qms.deviation.sort"].with_context(**screen["context"])
        wizard.create({"date_deadline": "2026-06-01"}).action_confirm()
        self.assertEqual(cases.company_id, self.company | self.board)
        self.assertEqual(set(cases.mapped("date_deadline")), {date(2026, 6, 1)})

    def test_its_number_is_never_drawn_again_there(self):
        case = self._case()
        self._send(case, self.school, self.board)
        later = self._report(
            self.head_teacher, company_id=self.board.id, department_id=self.school.id
        )
        self.assertNotEqual(later.number, case.sudo().number)

    def test_its_report_is_read_there(self):
        case = self._case()
        report = case.sudo().report_ids
        self._send(case, self.school, self.board)
        self.assertTrue(report.with_user(self.head_teacher).has_access("read"))
        self.assertFalse(report.with_user(self.leader).has_access("read"))
        self.assertTrue(report.with_user(self.nurse).has_access("read"))

    def test_not_released_here_its_release_there_opens_nothing_here(self):
        case = self._case()
        report = case.sudo().report_ids
        self._send(case, self.school, self.board)
        case.sudo().report_ids.sudo()._say("More")
        case.with_user(self.head_teacher).action_release()
        said = report.dialogue_ids
        for record in (report, said):
            self.assertTrue(record.with_user(self.board_manager).has_access("read"))
            for user in (self.manager, self.team, self.leader, self.head):
                self.assertFalse(record.with_user(user).has_access("read"), user.login)
            found = record.with_user(self.manager).search([("id", "in", record.ids)])
            self.assertFalse(found)

    def test_released_here_before_its_report_stays_open_here(self):
        case = self._case()
        report = case.sudo().report_ids
        case.action_release()
        self.assertTrue(report.with_user(self.manager).has_access("read"))
        self._send(case, self.school, self.board)
        self.assertTrue(report.with_user(self.manager).has_access("read"))
        self.assertFalse(case.with_user(self.manager).has_access("read"))
        self.assertFalse(report.with_user(self.board_manager).has_access("read"))
        case.with_user(self.head_teacher).action_release()
        self.assertTrue(report.with_user(self.board_manager).has_access("read"))

    def test_released_in_a_third_place_it_is_open_neither_here_nor_on_the_way(self):
        case = self._case()
        report = case.sudo().report_ids
        self._send(case, self.school, self.board)
        case.with_user(self.head_teacher).action_release()
        self.school.manager_id.user_id.company_ids |= self.company
        case.with_user(self.head_teacher)._send_on(self.care, self.company, "Theirs")
        self.assertFalse(report.was_released)
        for user in (self.manager, self.board_manager):
            self.assertFalse(report.with_user(user).has_access("read"), user.login)

    def test_a_part_released_there_opens_the_report_to_nobody_here(self):
        """Two cases of one report: the one here confidential, the other sent on."""
        case = self._case()
        second = case._split("The alarm was off too")
        self._send(second, self.school, self.board)
        second.with_user(self.head_teacher).action_release()
        report = case.sudo().report_ids
        self.assertFalse(report.with_user(self.manager).has_access("read"))
        case.action_release()
        self.assertTrue(report.with_user(self.manager).has_access("read"))

    def test_sent_without_a_unit_it_is_not_read_back_here(self):
        case = self._case()
        report = case.sudo().report_ids
        report.sudo()._say("More")
        self._send(case, None, self.board)
        for record in (report, report.dialogue_ids):
            self.assertFalse(record.with_user(self.manager).has_access("read"))
            self.assertTrue(record.with_user(self.board_manager).has_access("read"))

    def test_nobody_says_that_it_was_released(self):
        report = self._report(was_released=True)
        self.assertFalse(report.sudo().was_released)
        with self.assertRaises(UserError):
            report.write({"was_released": True})

    def test_without_a_unit_the_quality_manager_there_distributes_it(self):
        case = self._case()
        self._send(case, None, self.board)
        self.assertEqual(self._duties(case).user_id, self.board_manager)
        receiver = case.with_user(self.board_manager)
        self._sort(
            receiver,
            "unit",
            self.board_manager,
            department_id=self.school.id,
            company_key=str(self.board.id),
        )
        self.assertEqual(self._duties(case).user_id, self.head_teacher)

    def test_what_belongs_to_the_old_company_stays_there(self):
        own = self.requirement.copy({"company_id": self.company.id})
        case = self._case(requirement_id=own.id)
        shared = self._case(requirement_id=self.requirement.id)
        self._send(case | shared, self.school, self.board)
        self.assertFalse(case.sudo().requirement_id)
        self.assertEqual(shared.sudo().requirement_id, self.requirement)

    def test_the_sender_goes_along(self):
        case = self._complaint()
        self._send(case, self.school, self.board)
        senders = self.env["qms.deviation.sender"]
        domain = [("deviation_id", "=", case.id)]
        self.assertTrue(senders.with_user(self.head_teacher).search(domain))
        self.assertFalse(senders.with_user(self.leader).search(domain))

    def test_not_outside_of_the_group(self):
        case = self._case()
        unit = self.env["hr.department"].create(
            {"name": "Far away", "company_id": self.other_company.id}
        )
        with self.assertRaises(UserError):
            case._send_on(unit, self.other_company)
        self.assertEqual(case.company_id, self.company)

    def test_not_to_a_unit_of_another_company_than_named(self):
        case = self._case()
        with self.assertRaises(UserError):
            case._send_on(self.school, self.company)
        with self.assertRaises(UserError):
            case._send_on(self.env["hr.department"], self.company)

    def test_not_with_open_actions(self):
        case = self._analysed()
        self._new_action(self.leader, res_model="qms.deviation", res_id=case.id)
        with self.assertRaises(UserError) as error:
            self._send(case, self.school, self.board)
        self.assertIn("actions are open", str(error.exception))

    def test_the_dialogue_is_read_and_answered_where_it_was_sent(self):
        case = self._case(description="It happened at the school")
        case._ask("Which room?")
        report = self._report_of(case)
        self._send(case, self.school, self.board)
        report.sudo()._say("Room 4")
        said = case.sudo().report_ids.dialogue_ids
        received = case.with_user(self.head_teacher)
        self.assertEqual(len(received.dialogue_ids), 2)
        received._ask("Thank you")
        self.assertFalse(said.with_user(self.leader)._filtered_access("read"))
        for user in (self.stranger, self.aide):
            self.assertFalse(said.with_user(user)._filtered_access("read"))

    def test_who_follows_a_common_analysis_leaves_it_for_another_company(self):
        lead, follower = self._case(), self._case()
        follower.action_follow(lead.id)
        self._send(follower, self.school, self.board)
        self.assertFalse(follower.sudo().common_id)
        self.assertEqual(follower.sudo().company_id, self.board)
