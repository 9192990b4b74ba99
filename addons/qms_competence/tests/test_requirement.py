from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .requirement_common import RequirementCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestRequirement(RequirementCase):
    """What is asked of whom, by job, process and role."""

    def _asked(self, user, skill=None):
        verdict = self._verdict(user, skill)
        return verdict and verdict.state

    def test_a_job_asks_it_of_who_has_the_job(self):
        self._require()
        self.assertEqual(self._asked(self.nurse), "missing")
        self.assertFalse(self._asked(self.aide))
        self._confirmed(self.nurse, self.expert)
        self.assertEqual(self._asked(self.nurse), "more")

    def test_what_is_only_claimed_does_not_count(self):
        self._require()
        self._claim(self.nurse)
        self.assertEqual(self._asked(self.nurse), "missing")

    def test_a_process_asks_it_of_its_departments_and_below(self):
        requirement = self._require(process_id=self.process.id)
        self.assertEqual(self._asked(self.aide), "missing")
        self.assertFalse(self._asked(self.head))
        self.process.department_ids = self.administration
        for user in (self.aide, self.head, self.director):
            self.assertEqual(self._asked(user), "missing", user.login)
        requirement.action_archive()
        self.assertFalse(self._asked(self.aide))

    def test_a_role_asks_it_of_who_holds_it(self):
        self._require(role="leader")
        self._require(self.passed, role="quality_manager")
        self.assertEqual(self._asked(self.leader), "missing")
        self.assertFalse(self._asked(self.nurse))
        self.assertEqual(self._asked(self.manager, self.first_aid), "missing")
        self.assertFalse(self._asked(self.leader, self.first_aid))

    def test_of_several_for_one_skill_all_hold(self):
        self._require(self.beginner)
        self._require(
            self.practised, process_id=self.process.id, certificate_needed=True
        )
        entry = self._confirmed(self.nurse, self.expert)
        self.assertEqual(self._asked(self.nurse), "missing")
        proof = self._claim(self.nurse, self.practised, valid_from="2026-02-01")
        proof.certificate_file = b"cGRm"
        proof.with_user(self.leader).action_confirm()
        self.assertEqual(self._asked(self.nurse), "has")
        self.assertEqual(entry.valid_to.isoformat(), "2026-01-31")

    def test_an_employee_with_two_jobs_answers_for_both(self):
        cook = self.env["hr.job"].create(
            {"name": "Cook", "company_id": self.company.id}
        )
        self._require()
        self._require(self.passed, job_id=cook.id)
        self.assertFalse(self._asked(self.nurse, self.first_aid))
        self.person[self.nurse].qms_other_job_ids = [Command.link(cook.id)]
        self.assertEqual(self._asked(self.nurse, self.first_aid), "missing")
        self.assertEqual(self._asked(self.nurse), "missing")

    def test_another_department_asks_for_other_things_at_once(self):
        self._require(process_id=self.process.id)
        self.assertEqual(self._asked(self.nurse), "missing")
        self.person[self.nurse].department_id = self.administration
        self.assertFalse(self._asked(self.nurse))

    def test_what_is_archived_is_asked_of_nobody(self):
        requirement = self._require()
        self.skill_type.action_archive()
        self.assertFalse(self._asked(self.nurse))
        self.skill_type.action_unarchive()
        requirement.with_user(self.manager).action_archive()
        self.assertFalse(self._asked(self.nurse))
        self._require()
        self.assertEqual(self._asked(self.nurse), "missing")

    def test_another_company_asks_for_itself(self):
        own = self._require()
        foreign = self._new_user(
            "foreign", "qms.group_quality_manager", self.other_company
        )
        self.assertFalse(own.with_user(foreign).search([("id", "=", own.id)]))
        kind = self.certificate_type
        self.env["qms.competence.requirement"].with_user(foreign).create(
            {
                "skill_type_id": kind.id,
                "skill_id": self.first_aid.id,
                "skill_level_id": self.passed.id,
                "role": "leader",
                "company_id": self.other_company.id,
            }
        )
        self.assertFalse(self._asked(self.leader, self.first_aid))

    def test_it_is_asked_of_one_and_once(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._require(process_id=self.process.id, role="leader")
        self._require()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._require(self.expert)

    def test_competence_and_level_are_of_one_kind(self):
        with self.assertRaises(ValidationError):
            self._require(skill_id=self.first_aid.id)

    def test_only_the_quality_manager_says_what_is_required(self):
        for user in (self.nurse, self.leader, self.team):
            with self.assertRaises(AccessError):
                self._require(user=user)
        requirement = self._require()
        self.assertTrue(requirement.with_user(self.nurse).display_name)

    def test_the_company_says_what_is_soon(self):
        self._require(self.passed)
        self._confirmed(self.nurse, self.passed, valid_to="2026-05-01")
        self.assertEqual(self._asked(self.nurse, self.first_aid), "soon")
        settings = self.env["qms.settings"].with_user(self.manager)
        settings = settings.create({"company_id": self.company.id})
        settings.qms_competence_soon_days = 30
        settings.action_save()
        self.assertEqual(self._asked(self.nurse, self.first_aid), "has")

    def test_thousands_cost_the_same_statements(self):
        self._require()
        self._require(self.passed, process_id=self.process.id)
        self._require(self.passed, role="leader")

        def statements(count):
            people = self.env["hr.employee"].create(
                [
                    {
                        "name": f"Person {number}",
                        "department_id": self.home_care.id,
                        "company_id": self.company.id,
                    }
                    for number in range(count)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            people._competence_verdicts()
            return self.env.cr.sql_log_count - before

        few = statements(5)
        self.assertLessEqual(few, 30)
        self.assertLessEqual(statements(80), few + 2)
