from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from .common import QmsCase


class StartCase(QmsCase):
    def _point(self, name, user=None):
        # counted each time the page is opened
        self.env.invalidate_all()
        point = self.env.ref(f"qms.start_{name}").with_user(user or self.manager)
        return point.with_company(self.company)

    def _page(self, user=None, company=None):
        self.env.invalidate_all()
        pages = self.env["qms.first.month"].with_user(user or self.manager)
        return pages.with_company(company or self.company).create({})

    def _shown(self, name):
        """What the list behind [Show] holds, for who clicks it."""
        point = self._point(name)
        action = point.action_show()
        return point.env[action["res_model"]].search(action["domain"])


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestStart(StartCase):
    """The first month: what is still missing, as the quality manager sees it."""

    def test_units_without_leader_are_counted_and_shown(self):
        self.assertEqual(self._point("leaders").state, "done")
        bare = self._new_unit("School", None)
        self.env["hr.department"].create(
            {"name": "Elsewhere", "company_id": self.other_company.id}
        )
        self.assertEqual(self._point("leaders").state, "open")
        self.assertEqual(self._point("leaders").missing, 1)
        self.assertEqual(self._shown("leaders"), bare)

    def test_leaders_without_login_are_counted_and_shown(self):
        self.assertEqual(self._point("logins").state, "done")
        leader = self.env["hr.employee"].create(
            {"name": "Without login", "company_id": self.company.id}
        )
        school = self._new_unit("School", None)
        school.manager_id = leader
        self.assertEqual(self._point("logins").missing, 1)
        self.assertEqual(self._shown("logins"), school)

    def test_people_without_unit_are_counted_and_shown(self):
        self.assertEqual(self._point("people").state, "done")
        employee = self._new_employee(
            self._new_user("wanderer"), self.env["hr.department"]
        )
        self.assertEqual(self._point("people").missing, 1)
        self.assertEqual(self._shown("people").id, employee.id)

    def test_logins_without_language_are_counted_and_shown(self):
        self.assertEqual(self._point("languages").state, "done")
        self.nurse.lang = False
        self.assertEqual(self._point("languages").missing, 1)
        self.assertEqual(self._shown("languages"), self.nurse)

    def test_people_without_login_or_language_are_counted_and_shown(self):
        self.assertEqual(self._point("contact_languages").state, "done")
        temp = self.env["hr.employee"].create(
            {"name": "Temp", "company_id": self.company.id}
        )
        self.assertEqual(self._point("contact_languages").state, "done")
        temp.work_contact_id.lang = False
        self.nurse.employee_id.work_contact_id.lang = False
        self.assertEqual(self._point("contact_languages").missing, 1)
        self.assertEqual(self._shown("contact_languages").id, temp.id)

    def test_two_quality_managers_are_asked_for(self):
        self.assertEqual(self._point("managers").missing, 1)
        self._new_user("second", "qms.group_quality_manager")
        self._new_user("third", "qms.group_quality_manager", self.other_company)
        self.assertEqual(self._point("managers").state, "done")

    def test_processes_with_owner_and_requirement_are_asked_for(self):
        self.assertEqual(self._point("processes").missing, 1)
        process = (
            self.env["qms.process"]
            .with_user(self.manager)
            .create({"name": "Care", "company_id": self.company.id})
        )
        self.assertEqual(self._point("processes").state, "done")
        for name in ("owners", "asked"):
            self.assertEqual(self._point(name).missing, 1)
            self.assertEqual(self._shown(name), process)
        process.owner_id = self.manager
        process.requirement_ids = self.env.ref("qms.iso9001_2015_8_1")
        for name in ("owners", "asked"):
            self.assertEqual(self._point(name).state, "done", name)

    def test_the_clauses_of_a_standard_are_no_rules_of_ones_own(self):
        self.assertEqual(self._point("rules").missing, 1)
        self.env["qms.requirement"].create(
            {"name": "Policy", "kind": "policy", "company_id": self.company.id}
        )
        self.assertEqual(self._point("rules").state, "done")

    def test_certificate_and_scope_are_asked_for(self):
        for name in ("certificate", "scope"):
            self.assertEqual(self._point(name).missing, 1, name)
        self.env["qms.certificate"].create(
            {
                "number": "C-1",
                "body": "Certifier",
                "standard_id": self.env.ref("qms.iso9001_2015").id,
                "company_id": self.company.id,
            }
        )
        self.care.with_user(self.manager).action_qms_scope_in()
        for name in ("certificate", "scope"):
            self.assertEqual(self._point(name).state, "done", name)

    def test_closing_days_gone_by_do_not_count(self):
        closing = self.env["qms.closing.day"].create(
            {
                "name": "Summer",
                "date_from": "2026-02-01",
                "date_to": "2026-03-01",
                "company_id": self.company.id,
            }
        )
        self.assertEqual(self._point("closing").state, "open")
        closing.date_to = "2026-03-02"
        self.assertEqual(self._point("closing").state, "done")

    def test_another_company_is_another_page(self):
        self.manager.company_ids += self.other_company
        self._new_unit("School", None)
        self.assertEqual(self._point("leaders").missing, 1)
        elsewhere = self._point("leaders").with_company(self.other_company)
        self.assertEqual(elsewhere.missing, 0)
        page = self._page(company=self.other_company)
        self.assertEqual(page.company_id, self.other_company)

    def test_the_page_says_how_far_one_is_and_what_is_missing_first(self):
        page = self._page()
        states = page.point_ids.mapped("state")
        self.assertEqual(states, sorted(states, key="open".__ne__))
        self.assertEqual(page.count, len(page.point_ids))
        self.assertEqual(page.count_done, len(states) - states.count("open"))
        settled, progress = page.count_done, page.progress
        self._point("mail").action_done()
        page = self._page()
        self.assertEqual(page.count_done, settled + 1)
        self.assertAlmostEqual(page.progress - progress, 100 / page.count)

    def test_every_point_can_be_opened_by_the_quality_manager(self):
        for point in self._page().point_ids.filtered("action_id"):
            action = point.action_show()
            with self.subTest(point=point.name):
                records = point.env[action["res_model"]]
                self.assertTrue(records.has_access("read"))
                self.assertIsInstance(action["domain"] or [], list | str)
                if point.res_model == action["res_model"]:
                    self.assertEqual(action["context"], {})
                    domain = Domain(action["domain"])
                    found = records.search_count(domain)
                    self.assertEqual(
                        point.missing,
                        max(0, point.at_least - found) if point.at_least else found,
                    )

    # ------------------------------------------------------------
    # Answers
    # ------------------------------------------------------------

    def test_not_for_us_needs_a_reason(self):
        action = self._point("stakeholders").action_apart()
        answers = self.env["qms.start.answer"].with_user(self.manager)
        answers = answers.with_company(self.company).with_context(**action["context"])
        for reason in (False, "", "  "):
            with self.assertRaises(ValidationError):
                answers.create({"reason": reason})
        answers.create({"reason": "The group keeps them"})
        point = self._point("stakeholders")
        self.assertEqual((point.state, point.reason), ("apart", "The group keeps them"))

    def test_an_answer_holds_for_one_company_and_once(self):
        self.manager.company_ids += self.other_company
        values = {"point_id": self._point("units").id, "reason": "x"}
        answers = self.env["qms.start.answer"].with_user(self.manager)
        answers.create({**values, "company_id": self.other_company.id})
        self.assertFalse(self._point("units").reason)
        answers.create({**values, "company_id": self.company.id})
        self.assertTrue(self._point("units").reason)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            answers.create({**values, "company_id": self.company.id})

    def test_what_is_counted_is_not_said_to_be_done(self):
        with self.assertRaises(ValidationError):
            self._point("units").action_done()

    def test_an_answer_is_taken_back(self):
        point = self._point("matrix")
        point.action_done()
        self.assertEqual(self._point("matrix").state, "done")
        point.action_reopen()
        self.assertEqual(self._point("matrix").state, "open")

    def test_nobody_else_sees_the_page_or_answers(self):
        for user in (self.nurse, self.leader, self.director, self.team):
            with self.assertRaises(AccessError, msg=user.login):
                self._page(user)
            for method in ("action_show", "action_done", "action_reopen"):
                with self.assertRaises(AccessError, msg=(user.login, method)):
                    getattr(self._point("mail", user), method)()

    def test_no_answer_for_a_company_one_does_not_work_in(self):
        values = {"point_id": self._point("units").id, "reason": "x"}
        with self.assertRaises(AccessError):
            self.env["qms.start.answer"].with_user(self.manager).create(
                {**values, "company_id": self.other_company.id}
            )

    def test_a_point_on_what_one_may_not_read_is_left_out(self):
        point = self.env["qms.start.point"].create(
            {
                "name": "Mail servers",
                "question": "x",
                "res_model": "ir.mail_server",
                "company_path": "id",
            }
        )
        self.assertNotIn(point, self._page().point_ids)
        self.manager.group_ids = [Command.link(self.env.ref("base.group_system").id)]
        self.assertIn(point, self._page().point_ids)


@tagged("post_install", "-at_install", "qms")
class TestStartScreen(StartCase, HttpCase):
    def test_on_a_desk(self):
        self._new_unit("School without leader", None)
        self.start_tour(
            "/odoo/quality-first-month", "qms_first_month", login="qms_manager"
        )
        self.assertEqual(self._point("stakeholders").reason, "The group keeps them")
        self.assertEqual(self._point("mail").state, "done")
