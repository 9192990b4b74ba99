from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import CompetenceCase

REPORTS = (
    "hr.employee.skill.report",
    "hr.employee.certification.report",
    "hr.employee.skill.history.report",
)


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestReaders(CompetenceCase):
    """Whom core shows what: each door tried as the outsider."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.skill = cls._confirmed(cls.nurse)
        cls.certificate = cls._confirmed(
            cls.nurse, cls.passed, valid_from="2020-01-01", valid_to="2026-02-28"
        )
        cls.officer = cls._new_user("officer", "hr.group_hr_user")
        cls.env.flush_all()

    def _holders(self, user):
        rows = self.env["qms.competence.holder"].with_user(user).search([])
        return {(row.employee_id.name, row.skill_level_id.name) for row in rows}

    def _reported(self, model, user):
        """Whether the report tells ``user`` anything of the nurse."""
        # core's history has no ids, it is only ever grouped
        rows = self.env[model].with_user(user).with_context(active_test=False)
        domain = [("employee_id", "=", self.person[self.nurse].id)]
        return bool(rows._read_group(domain, ["employee_id"], ["__count"]))

    def test_reports_are_read_by_the_same_people(self):
        foreign = self._new_user(
            "foreign_officer", "hr.group_hr_user", self.other_company
        )
        for model in REPORTS:
            self.assertTrue(self._reported(model, self.officer), model)
            for user in (self.aide, self.team, self.stranger, foreign):
                self.assertFalse(self._reported(model, user), (model, user.login))
        for user in (self.nurse, self.leader):
            self.assertTrue(self._reported("hr.employee.skill.report", user))

    def test_a_colleague_sees_who_can_and_nothing_of_what_expired(self):
        able = {("Nurse", "Practised")}
        for user in (self.nurse, self.aide, self.leader, self.head, self.manager):
            self.assertEqual(self._holders(user), able, user.login)
        for user in (self.team, self.stranger):
            self.assertFalse(self._holders(user), user.login)

    def test_a_colleague_is_told_no_dates(self):
        names = set(self.env["qms.competence.holder"]._fields)
        self.assertFalse(names & {"valid_from", "valid_to", "date_confirmed", "state"})

    def test_of_overlapping_certificates_the_best_is_shown_once(self):
        for end in ("2026-06-30", "2027-06-30"):
            self._confirmed(self.aide, self.passed, valid_to=end)
        rows = [row for row in self._holders(self.nurse) if row[0] == "Aide"]
        self.assertEqual(rows, [("Aide", "Passed")])

    def test_who_moved_or_left_is_asked_elsewhere(self):
        self.person[self.nurse].department_id = self.administration
        self.assertFalse(self._holders(self.aide))
        self.assertTrue(self._holders(self.team))
        self.person[self.nurse].action_archive()
        self.env.flush_all()
        self.assertFalse(self._holders(self.manager))

    def test_the_public_profile_shows_what_one_may_read(self):
        profiles = self.env["hr.employee.public"]
        nurse = profiles.browse(self.person[self.nurse].id)
        names = ("current_employee_skill_ids", "certification_ids", "resume_line_ids")
        spec = {name: {"fields": {"display_name": {}}} for name in names}
        [shown] = nurse.with_user(self.aide).web_read(spec)
        self.assertFalse(any(shown[name] for name in names), shown)
        [own] = nurse.with_user(self.nurse).web_read(spec)
        self.assertTrue(own["current_employee_skill_ids"])
        self.assertTrue(own["certification_ids"])

    def test_a_resource_tells_nobody_elses_skills(self):
        resource = self.person[self.nurse].resource_id
        for user, wanted in ((self.aide, 0), (self.nurse, 2)):
            skills = resource.with_user(user).employee_skill_ids
            self.assertEqual(len(skills), wanted, user.login)

    def test_counting_and_grouping_tell_no_more_than_reading(self):
        entries = self.env["hr.employee.skill"].with_user(self.aide)
        domain = [("employee_id", "=", self.person[self.nurse].id)]
        self.assertFalse(entries.search_count(domain))
        self.assertFalse(entries._read_group(domain, ["skill_id"], ["__count"]))
        people = self.env["hr.employee.public"].with_user(self.aide)
        path = [("employee_skill_ids.skill_id", "=", self.medicine.id)]
        self.assertFalse(people.search_count(path))

    def test_the_file_is_read_with_its_entry(self):
        entry = self._claim(self.nurse, self.expert, valid_from="2026-03-01")
        entry.certificate_file = b"cGRm"
        file = self.env["ir.attachment"].search(
            [
                ("res_model", "=", entry._name),
                ("res_id", "=", entry.id),
                ("res_field", "=", "certificate_file"),
            ]
        )
        self.assertTrue(file.with_user(self.leader).raw)
        with self.assertRaises(AccessError):
            file.with_user(self.aide).read(["raw"])

    def test_a_resume_of_another_company_is_not_printed(self):
        reports = self.env["report.hr_skills.report_employee_cv"]
        nurse = self.person[self.nurse]
        foreign = self._new_user("foreign_hr", "hr.group_hr_user", self.other_company)
        with self.assertRaises(AccessError):
            reports.with_user(foreign).sudo()._get_report_values(nurse.ids)
        reports.with_user(self.officer).sudo()._get_report_values(nurse.ids)

    def test_one_person_in_two_companies_is_read_in_the_one_at_hand(self):
        self.nurse.company_ids = [Command.link(self.other_company.id)]
        elsewhere = self.env["hr.employee"].create(
            {
                "name": "Nurse",
                "user_id": self.nurse.id,
                "company_id": self.other_company.id,
            }
        )
        entries = self.env["hr.employee.skill"].with_user(self.nurse)
        entry = entries.with_context(allowed_company_ids=self.other_company.ids).create(
            self._entry_values(elsewhere)
        )
        self.assertFalse(entries.search([("id", "=", entry.id)]) - entry)
        self.assertFalse(
            self.env["hr.employee.skill"]
            .with_user(self.leader)
            .search([("id", "=", entry.id)])
        )
        self.assertFalse(self._duties(entry).user_id & self.leader)
