from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms_review.tests.context_common import ContextCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestProgrammeProject(ContextCase):
    """A programme has projects, and says of each that has ended what came of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "project.group_project_manager"
        cls.planner = cls._new_user("planner", groups)
        cls.programme = cls._running()
        cls.project = cls._project()

    @classmethod
    def _project(cls, user=None, **kwargs):
        values = {
            "name": "Teams in the north",
            "company_id": cls.company.id,
            "qms_programme_id": cls.programme.id,
            **kwargs,
        }
        return cls.env["project.project"].with_user(user or cls.planner).create(values)

    def _evaluation(self, project=None):
        project = project or self.project
        found = self.env["qms.project.evaluation"].search(
            [("project_id", "=", project.id)]
        )
        return found.with_user(self.nurse)

    def _finish(self, project=None):
        (project or self.project).last_update_status = "done"
        return self._evaluation(project)

    def test_a_complete_project_is_evaluated_by_who_leads_the_programme(self):
        self.assertFalse(self._evaluation())
        evaluation = self._finish()
        duty = self._duties(evaluation)
        self.assertEqual((duty.verb, duty.user_id), ("evaluate_project", self.nurse))
        with self.assertRaisesRegex(UserError, "Effect(.|\n)*money(.|\n)*Outcome"):
            evaluation.action_conclude()
        evaluation.write({"effect": "yes", "kept": "no", "outcome": "Fewer faces"})
        evaluation.action_conclude()
        self.assertEqual(self._last(evaluation), ("conclude", "owner"))
        self.assertFalse(self._duties(evaluation))

    def test_an_update_that_says_complete_ends_it_too(self):
        self.env["project.update"].with_user(self.planner).create(
            {"name": "Done", "project_id": self.project.id, "status": "done"}
        )
        self.assertTrue(self._evaluation())

    def test_an_archived_project_is_evaluated_once(self):
        self.project.action_archive()
        self.project.action_unarchive()
        self.project.last_update_status = "done"
        self.assertEqual(len(self._evaluation()), 1)

    def test_nobody_else_evaluates_it(self):
        evaluation = self._finish()
        for user in (self.aide, self.head, self.team, self.planner):
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError):
                    evaluation.with_user(user).write({"outcome": "x"})
                with self.assertRaises(AccessError):
                    evaluation.with_user(user).action_conclude()
        for user in (self.nurse, self.manager):
            with self.assertRaises(AccessError):
                evaluation.with_user(user).create({"programme_id": self.programme.id})

    def test_until_it_stands_only_who_takes_part_reads_it(self):
        evaluation = self._finish()
        readers = (self.aide, self.head, self.team, self.manager)
        self.assertTrue(
            all(evaluation.with_user(user).has_access("read") for user in readers)
        )
        for user in (self.planner, self.leader, self.stranger):
            self.assertFalse(evaluation.with_user(user).has_access("read"))
        evaluation.write({"effect": "yes", "kept": "no", "outcome": "Fewer faces"})
        evaluation.action_conclude()
        self.assertTrue(evaluation.with_user(self.leader).has_access("read"))
        self.assertFalse(evaluation.with_user(self.stranger).has_access("read"))
        with self.assertRaises(AccessError):
            evaluation.outcome = "x"

    def test_what_follows_by_itself_is_not_entered(self):
        evaluation = self._finish()
        with self.assertRaises(UserError):
            evaluation.programme_id = self._programme()
        with self.assertRaises(UserError):
            evaluation.sudo().unlink()

    def test_the_programme_ends_after_its_projects_and_their_evaluation(self):
        steering = self.programme.with_user(self.head)
        with self.assertRaisesRegex(UserError, "end of each of its projects"):
            steering.action_close()
        evaluation = self._finish()
        with self.assertRaisesRegex(UserError, "evaluation of each of its projects"):
            steering.action_close()
        evaluation.write({"effect": "yes", "kept": "no", "outcome": "Fewer faces"})
        evaluation.action_conclude()
        with self.assertRaises(UserError) as caught:
            steering.action_close()
        self.assertNotIn("projects", str(caught.exception))

    def test_a_project_goes_into_a_programme_one_may_read_and_that_runs(self):
        draft = self._programme()
        with self.assertRaises(AccessError):
            self._project(qms_programme_id=draft.id)
        ended = self._running()
        ended.with_user(self.head).action_stop(reason="No money")
        with self.assertRaises(AccessError):
            self.project.qms_programme_id = ended

    def test_a_project_of_another_company_does_not_take_part(self):
        planner = self._new_user(
            "elsewhere", "project.group_project_manager", self.other_company
        )
        with self.assertRaises(UserError):
            self._project(planner, company_id=self.other_company.id)

    def test_its_tasks_are_shown_to_who_may_read_them(self):
        self.env["project.task"].with_user(self.planner).create(
            {"name": "Rota", "project_id": self.project.id}
        )
        seen = self.programme.with_user(self.planner)
        self.assertEqual(seen.task_count, 1)
        action = seen.action_open_tasks()
        tasks = self.env["project.task"].with_user(self.planner)
        self.assertEqual(tasks.search(action["domain"]).mapped("name"), ["Rota"])
        with self.assertRaises(AccessError):
            self.programme.with_user(self.aide).read(["task_count"])

    def test_who_leads_it_next_owes_the_evaluation(self):
        evaluation = self._finish()
        self.programme.with_user(self.manager).leader_id = self.aide
        self.assertEqual(self._duties(evaluation).user_id, self.aide)
        self.env["qms.succession"].with_user(self.leader).create(
            {
                "user_id": self.aide.id,
                "company_id": self.company.id,
                "heir_id": self.nurse.id,
                "reason": "New job",
            }
        ).action_order()
        self.assertEqual(self._duties(evaluation).user_id, self.nurse)

    def test_it_is_printed_with_its_decisions(self):
        evaluation = self._finish()
        evaluation.outcome = "Fewer faces"
        reports = self.env["ir.actions.report"].with_user(self.nurse)
        html, _kind = reports._render_qweb_html(
            "qms_review_project.report_evaluation", evaluation.ids
        )
        self.assertIn("Fewer faces", html.decode())
