from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .takeover_common import TakeoverCase


@freeze_time("2026-03-02 12:00:00")
@tagged("post_install", "-at_install", "qms")
class TestTakeoverWithdraw(TakeoverCase):
    """Open old cases are given away and handled; until then all may be withdrawn."""

    def setUp(self):
        super().setUp()
        self.cases = self._taken_over(
            self._row(confidentiality="Normal"),
            self._row(state="Eingetroffen", confidentiality="Normal"),
            self._row(state="In Arbeit", confidentiality="Normal"),
        )
        self.batch = self.cases.takeover_id.with_user(self.manager)
        self.closed, self.reported, self.open = self.cases.with_user(self.manager)

    def _give_away(self):
        """As on the list, several at once."""
        (self.reported | self.open).write(
            {"responsible_id": self.aide.id, "date_deadline": date(2026, 4, 1)}
        )

    def test_the_open_ones_are_found_and_given_away_at_once(self):
        found = self.env["qms.deviation"].with_user(self.manager)
        found = found.search(
            [
                ("taken_over", "=", True),
                ("state", "not in", ("closed", "dismissed")),
                ("responsible_id", "=", False),
            ]
        )
        self.assertEqual(found, self.reported | self.open)
        self._give_away()
        for case, verb in ((self.reported, "triage"), (self.open, "handle")):
            duty = self._duties(case)
            self.assertEqual(duty.user_id, self.aide)
            self.assertEqual(duty.verb, verb)
            self.assertEqual(duty.date_deadline, date(2026, 4, 1))
        self.assertFalse(self.reported.is_late)

    def test_closed_ones_stay_as_they_are(self):
        with self.assertRaises(AccessError):
            self.closed.write({"responsible_id": self.aide.id})

    def test_a_unit_given_later_reads_and_handles(self):
        self.open.department_id = self.home_care
        self.assertTrue(self.open.with_user(self.leader).has_access("read"))
        self.assertFalse(self._duties(self.open), "nobody was made responsible")

    def test_withdrawing_removes_the_cases_and_keeps_the_evidence(self):
        self._give_away()
        self.reported.message_post(body="Whose is this?")
        ids = self.cases.ids
        self.assertEqual(self.batch.action_withdraw()["res_model"], "qms.reason")
        self.assertTrue(self.cases.exists())
        self.batch.action_withdraw(reason="It was last year's file")
        self.assertFalse(self.cases.exists())
        self.assertEqual((self.batch.state, self.batch.count), ("withdrawn", 3))
        decisions = self._decisions(self.batch)
        self.assertEqual(decisions.mapped("verb"), ["take_over", "withdraw"])
        self.assertIn("last year", self.batch.decision_timeline)
        for model in ("qms.duty", "mail.activity", "mail.followers"):
            domain = [("res_model", "=", "qms.deviation"), ("res_id", "in", ids)]
            rows = self.env[model].with_context(active_test=False).search(domain)
            self.assertFalse(rows, model)
        self.assertEqual(self.env["qms.decision.check"]._run()[1], [])

    def test_after_the_first_decision_it_is_not_withdrawn(self):
        self.open.action_restrict(reason="A name is in it")
        with self.assertRaises(UserError) as error:
            self.batch.action_withdraw(reason="Too late")
        number = self.cases[2].number
        self.assertIn(f"1 of its cases has begun ({number})", str(error.exception))
        self.assertEqual(self.batch.state, "done")
        self.assertEqual(len(self.cases.exists()), 3)

    def test_after_an_action_was_planned_it_is_not_withdrawn(self):
        self._new_action(self.manager, res_model="qms.deviation", res_id=self.open.id)
        with self.assertRaises(UserError):
            self.batch.action_withdraw(reason="Too late")

    def test_quality_managers_alone_withdraw_and_release(self):
        other = self._new_user(
            "other_manager", "qms.group_quality_manager", company=self.other_company
        )
        for user in (self.leader, self.team, self.nurse, other):
            batch = self.batch.with_user(user)
            with self.assertRaises(AccessError):
                batch.action_take_over()
            for step in (batch.action_release, batch.action_withdraw):
                with self.assertRaises(AccessError):
                    step(reason="No")

    def test_a_withdrawn_register_stays_withdrawn(self):
        self.batch.action_withdraw(reason="Wrong file")
        with self.assertRaises(UserError):
            self.batch.action_take_over()
        for step in (self.batch.action_withdraw, self.batch.action_release):
            with self.assertRaises(UserError):
                step(reason="Once more")
        with self.assertRaises(AccessError):
            self.batch.write({"count": 0})

    def test_cases_are_removed_in_no_other_way(self):
        for cases in (self.cases, self.cases.with_context(qms_removing=True)):
            with self.assertRaises(UserError):
                cases.unlink()
        with self.assertRaises(AccessError):
            self.open.unlink()
        self.open.action_restrict(reason="A name is in it")
        with self.assertRaises(UserError):
            self.cases._unlink_undecided()
        with self.assertRaises(UserError):
            self.batch.sudo().unlink()

    def test_an_old_case_is_closed_by_the_normal_way(self):
        case = self.open
        case.write(
            {
                "department_id": self.home_care.id,
                "responsible_id": self.leader.id,
                "requirement_id": self.requirement.id,
            }
        )
        case = case.with_user(self.leader)
        case._change_type(self.type_deviation)
        case.write(
            {
                "correction": "The lamp was changed",
                "consequence": "2",
                "likelihood": "2",
                "cause": "It was old",
                "similar": "no",
                "summary": "A street lamp was dark; it was changed.",
            }
        )
        case.action_treat()
        case.action_verify()
        case.action_close()
        self.assertEqual(case.state, "closed")
        self.assertEqual(case.date_closed, date(2026, 3, 2))
        self.assertEqual(
            self._decisions(case).mapped("verb"),
            ["change_type", "treat", "verify", "close"],
        )
        self.assertFalse(self._duties(case))
        self.assertEqual(self.env["qms.decision.check"]._run()[1], [])

    def test_a_closed_old_case_is_reopened_with_a_reason(self):
        self.closed.action_reopen(reason="The lamp is dark again")
        self.assertEqual(self.closed.state, "analysis")
        self.assertFalse(self.closed.date_closed)
