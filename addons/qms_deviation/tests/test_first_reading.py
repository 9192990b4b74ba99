from datetime import date

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import DeviationCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestFirstReading(DeviationCase):
    def test_the_units_leader_reads_first_within_three_working_days(self):
        duty = self._duties(self._case())
        self.assertEqual(duty.user_id, self.leader)
        self.assertEqual(duty.verb, "triage")
        self.assertEqual(duty.date_deadline, date(2026, 3, 5))

    def test_a_handler_he_named_reads_instead(self):
        case = self._case()
        case.handler_ids = self.aide
        self.assertEqual(self._duties(case).user_id, self.aide)
        handler = case.with_user(self.aide)
        self.assertIn("medicine cabinet", handler.description)
        handler.requirement_id = self.requirement
        handler.action_analyse()
        self.assertEqual(self._decisions(case).role, "handler")

    def test_a_vacant_post_passes_to_the_next_leader_up(self):
        case = self._case()
        self.home_care.manager_id = False
        self.assertEqual(self._duties(case).user_id, self.head)
        case.with_user(self.head).requirement_id = self.requirement
        case.with_user(self.head).action_analyse()

    def test_a_deputy_reads_in_his_period_on_behalf_of_the_leader(self):
        case = self._case(requirement_id=self.requirement.id)
        self.env["qms.deputy"].with_user(self.leader).create(
            {
                "deputy_id": self.aide.id,
                "date_from": "2026-03-10",
                "date_to": "2026-03-12",
                "company_id": self.company.id,
            }
        )
        deputy = case.with_user(self.aide)
        self.assertFalse(deputy.has_access("read"))
        with freeze_time("2026-03-11"):
            deputy.action_analyse()
        decision = self._decisions(case)
        self.assertEqual(decision.role, "deputy")
        detail = (
            self.env["qms.decision.detail"]
            .sudo()
            .search([("decision_ref", "=", decision.id)])
        )
        self.assertEqual(detail.behalf_ref, self.leader.id)
        with freeze_time("2026-03-13"):
            self.assertFalse(deputy.has_access("read"))

    def test_confidential_until_the_first_reader_has_released_it(self):
        case = self._case()
        for user in (self.team, self.manager, self.nurse, self.aide, self.stranger):
            self.assertFalse(case.with_user(user).has_access("read"), user.login)
        case.action_release()
        self.assertEqual(case.confidentiality, "normal")
        for user in (self.team, self.manager):
            self.assertTrue(case.with_user(user).has_access("read"), user.login)
        for user in (self.nurse, self.aide, self.stranger):
            self.assertFalse(case.with_user(user).has_access("read"), user.login)

    def test_nobody_but_the_first_reader_releases(self):
        case = self._case()
        for user in (self.team, self.nurse, self.aide, self.stranger, self.manager):
            with self.assertRaises(AccessError):
                case.with_user(user).action_release()

    def test_confidentiality_is_not_written(self):
        case = self._case()
        with self.assertRaises(UserError):
            case.write({"confidentiality": "normal"})
        self.assertEqual(case.confidentiality, "confidential")

    def test_open_because_is_a_decision_with_an_end(self):
        case = self._case()
        manager = case.with_user(self.manager)
        self.assertEqual(manager.action_open_because()["res_model"], "qms.reason")
        manager.action_open_because(reason="The authority asks")
        self.assertTrue(manager.has_access("read"))
        self.assertIn("The authority asks", case.decision_timeline)
        with freeze_time("2026-03-20"):
            self.assertFalse(manager.has_access("read"))

    def test_only_a_quality_manager_opens_because(self):
        case = self._case()
        for user in (self.team, self.aide, self.stranger, self.leader):
            with self.assertRaises(AccessError):
                case.with_user(user).action_open_because(reason="Curious")
        elsewhere = self._new_user(
            "other_manager", "qms.group_quality_manager", company=self.other_company
        )
        with self.assertRaises(AccessError):
            case.with_user(elsewhere).action_open_because(reason="Curious")

    def test_dismissing_needs_a_reason(self):
        case = self._case()
        self.assertEqual(case.action_dismiss()["res_model"], "qms.reason")
        case.action_dismiss(reason="Meant for another municipality")
        self.assertEqual(case.state, "dismissed")

    def test_what_follows_by_itself_is_not_entered(self):
        case = self._case()
        for vals in (
            {"date_reported": "2020-01-01"},
            {"taken_over": True},
            {"hidden_from_id": self.head.id},
            {"reading_department_id": self.administration.id},
            {"report_ids": [(5,)]},
            {"company_id": self.other_company.id},
            {"grant_ids": [(0, 0, {"user_id": self.aide.id, "date_to": "2030-01-01"})]},
        ):
            with self.assertRaises(UserError):
                case.write(vals)

    def test_the_list_shows_by_when_it_is_to_be_read(self):
        case = self._case()
        self.assertEqual(case.read_first_by, self._duties(case).date_deadline)
        self.assertLess(case.read_first_by, case.date_deadline)

    def test_on_a_phone_they_stand_one_below_the_other(self):
        """No empty columns of the states in which nothing is read first."""
        action = self.env.ref("qms_deviation.qms_deviation_action_first")
        line = action.view_ids.filtered(lambda one: one.view_mode == "kanban")
        cases = self.env["qms.deviation"].with_user(self.leader)
        arch = etree.fromstring(cases.get_view(line.view_id.id, "kanban")["arch"])
        self.assertFalse(arch.get("default_group_by"))
        self.assertTrue(arch.xpath("//footer/field[@name='read_first_by']"))
