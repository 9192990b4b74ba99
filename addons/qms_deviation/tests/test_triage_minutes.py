from datetime import datetime

from odoo.tests import freeze_time, tagged

from .triage_common import TriageCase


@freeze_time("2026-03-02 12:00")
@tagged("post_install", "-at_install", "qms")
class TestTriageMinutes(TriageCase):
    """What a meeting decided, told from the decisions."""

    def test_they_say_what_was_decided_for_each_case(self):
        one, two = self._serious(), self._serious()
        action = self._answered(one, "discuss", name="Ask the committee")
        two.action_triage()
        first, second = (one | two).action_triage_minutes("2026-03-02")
        self.assertEqual(first["name"], one.display_name)
        self.assertEqual(first["headline"], "The medicine cabinet stood open")
        self.assertIn("Ask the committee", first["decisions"][-1]["reason"])
        (line,) = first["actions"]
        self.assertEqual(line["what"], "Ask the committee")
        self.assertEqual(line["owner"], "Leader")
        self.assertEqual(line["state"], "Being carried out")
        self.assertEqual(line["outcome"], "")
        self.assertEqual(second["decisions"][-1]["reason"], "Nothing more is needed")
        self.assertFalse(second["actions"])
        answer = {"outcome": "agreed", "date_outcome": "2026-03-02"}
        action.with_user(self.leader).write(answer)
        (line,) = one.action_triage_minutes("2026-03-02")[0]["actions"]
        self.assertEqual(line["outcome"], "Agreed")
        self.assertTrue(line["date_outcome"])

    def test_they_tell_one_day_of_the_users_calendar(self):
        self.team.tz = "Europe/Copenhagen"
        case = self._serious()
        with freeze_time("2026-03-03 22:30"):
            case.action_triage("late in the evening")
        with freeze_time("2026-03-03 23:30"):
            case.action_triage("after midnight")
        reasons = [
            decision["reason"]
            for decision in case.action_triage_minutes("2026-03-04")[0]["decisions"]
        ]
        self.assertEqual(reasons, ["Nothing more is needed: after midnight"])
        self.assertGreater(len(case.action_triage_minutes()[0]["decisions"]), 2)

    def test_of_what_became_confidential_they_tell_number_and_step(self):
        case = self._serious()
        self._answered(case, "tell")
        case.action_restrict(reason="A name stands in it")
        (line,) = case.action_triage_minutes("2026-03-02")
        self.assertEqual(line["name"], case.sudo().display_name)
        self.assertEqual(line["decisions"][-1]["label"], "Made confidential")
        self.assertFalse(line["headline"])
        self.assertFalse(line["actions"])
        self.assertFalse("".join(row["reason"] for row in line["decisions"]))

    def test_they_tell_nothing_of_what_others_keep_confidential(self):
        secret = self._case()
        secret.write({"correction": "Locked"})
        self.assertFalse(secret.with_user(self.team).action_triage_minutes())
        case = self._serious()
        case.action_triage()
        self.assertFalse(case.with_user(self.aide).action_triage_minutes())
        self.assertFalse(case.with_user(self.stranger).action_triage_minutes())

    def test_they_are_printed(self):
        case = self._serious()
        self._answered(case, "tell", name="Tell it on Monday")
        report = self.env["ir.actions.report"].with_user(self.team)
        for docids, data in (
            (None, {"ids": case.ids, "day": "2026-03-02"}),
            (case.ids, {}),
        ):
            html, kind = report._render_qweb_html(
                "qms_deviation.report_triage", docids, data=data
            )
            self.assertEqual(kind, "html")
            self.assertIn("Tell it on Monday", html.decode())
            self.assertIn(case.number, html.decode())

    def test_who_may_not_read_it_prints_nothing_of_it(self):
        case = self._case()
        report = self.env["ir.actions.report"].with_user(self.team)
        html, _kind = report._render_qweb_html(
            "qms_deviation.report_triage", None, data={"ids": case.ids}
        )
        self.assertNotIn(case.number, html.decode())
        self.assertIn("Nothing was decided", html.decode())


@tagged("post_install", "-at_install", "qms")
class TestLateReading(TriageCase):
    """Where first reading is late: units, never persons."""

    def _lines(self, user):
        lines = self.env["qms.late.reading"].with_user(user).search([])
        return [(line.department_id, line.count) for line in lines]

    def test_the_group_sees_where_first_reading_is_late(self):
        with freeze_time("2026-03-02"):
            self._case(), self._case()
            self._case(department_id=self.care.id)
            self._case(department_id=self.school.id).with_user(self.manager)
            self.assertFalse(self._lines(self.team))
        with freeze_time("2026-03-16"):
            self.env.invalidate_all()
            self.assertEqual(
                self._lines(self.team),
                [(self.home_care, 2), (self.care, 1), (self.school, 1)],
            )

    def test_what_has_been_read_is_not_late(self):
        with freeze_time("2026-03-02"):
            case = self._case(requirement_id=self.requirement.id)
        with freeze_time(datetime(2026, 3, 16)):
            case.action_analyse()
            self.assertFalse(self._lines(self.team))

    def test_it_names_no_person(self):
        fields = self.env["qms.late.reading"]._fields
        people = {"res.users", "res.partner", "hr.employee"}
        own = {name for name in fields if fields[name].comodel_name in people}
        self.assertLessEqual(own, {"create_uid", "write_uid"})
