from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .takeover_common import TakeoverCase


@freeze_time("2026-03-02 12:00:00")
@tagged("post_install", "-at_install", "qms")
class TestTakeover(TakeoverCase):
    """An old register becomes cases, by one decision."""

    def test_rows_become_cases_with_their_own_dates_and_states(self):
        closed, open_ = self._taken_over(
            self._row(), self._row(old_number="abc2", state="in ARBEIT")
        )
        self.assertEqual(closed.state, "closed")
        self.assertEqual(closed.date_reported, date(2013, 12, 31))
        self.assertEqual(closed.date_closed, date(2014, 1, 2))
        self.assertEqual(closed.old_number, "abc1")
        self.assertEqual(closed.type_id, self.opinion)
        self.assertEqual(closed.company_id, self.company)
        self.assertFalse(closed.occurred_on)
        self.assertEqual(open_.state, "analysis")
        self.assertFalse(open_.date_closed, "last changed is not closed")
        self.assertTrue(closed.taken_over and open_.taken_over)

    def test_numbers_come_from_the_series(self):
        before = int(self._case().number[-5:])
        cases = self._taken_over(self._row(), self._row(old_number="abc2"))
        self.assertEqual(
            [int(number[-5:]) for number in cases.mapped("number")],
            [before + 1, before + 2],
        )

    def test_the_old_number_is_searched_and_named(self):
        case = self._taken_over()
        found = self.env["qms.deviation"].name_search("abc1")
        self.assertEqual(found, [(case.id, case.display_name)])

    def test_an_import_is_one_decision_on_the_batch(self):
        cases = self._taken_over(self._row(), self._row(state="In Arbeit"))
        batch = cases.takeover_id
        decision = self._decisions(batch)
        self.assertEqual(decision.verb, "take_over")
        self.assertEqual(decision.role, "quality_manager")
        detail = decision._details()[decision.id]
        self.assertEqual(detail.user_ref, self.manager.id)
        self.assertIn('"name": "register.csv"', detail.content)
        self.assertIn('"count": 2', detail.content)
        self.assertIn(batch.digest, detail.content)
        self.assertEqual(batch.count_open, 1)
        self.assertEqual(batch.user_id, self.manager)

    def test_no_decision_is_invented_and_the_check_knows_it(self):
        cases = self._taken_over(self._row(), self._row(state="In Arbeit"))
        for case in cases:
            self.assertFalse(self._decisions(case))
        self.assertEqual(self.env["qms.decision.check"]._run()[1], [])

    def test_the_check_names_what_only_says_it_was_taken_over(self):
        case = self._case()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE qms_deviation SET state = 'closed', taken_over = TRUE "
            "WHERE id = %s",
            [case.id],
        )
        self.env.invalidate_all()
        [problem] = self.env["qms.decision.check"]._run()[1]
        self.assertIn(case.number, problem)

    def test_nobody_is_told_or_reminded(self):
        mails = self.env["mail.mail"].search_count([])
        cases = self._taken_over(self._row(), self._row(state="In Arbeit"))
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertFalse(cases.message_ids)
        self.assertFalse(cases.message_follower_ids)
        self.assertFalse(cases.activity_ids)
        for case in cases:
            self.assertFalse(self._duties(case))
        self.env["qms.duty"]._sync(cases)
        self.assertFalse(self._duties(cases[1]))

    def test_lead_times_leave_them_out(self):
        case = self._taken_over()
        self.env.flush_all()
        line = self.env["qms.register"].browse(case.id)
        self.assertTrue(line.taken_over)
        [(average,)] = self.env["qms.register"]._read_group(
            [("id", "=", case.id)], [], ["days_open:avg"]
        )
        self.assertFalse(average)

    def test_a_text_is_made_of_category_and_place_where_there_is_none(self):
        self.assertEqual(self._taken_over().description, "Straßenlampe, Rosenweg 1")
        case = self._taken_over(self._row(description="The lamp is dark"))
        self.assertEqual(case.description, "The lamp is dark")

    def test_confidential_unless_the_register_says_otherwise(self):
        self.assertEqual(self._taken_over().confidentiality, "confidential")
        case = self._taken_over(self._row(confidentiality="Normal"))
        self.assertEqual(case.confidentiality, "normal")

    def test_a_register_is_released_by_one_decision_with_a_reason(self):
        unit = self.home_care.name
        cases = self._taken_over(
            self._row(department_id=unit),
            self._row(state="In Arbeit", department_id=unit),
        )
        batch = cases.takeover_id.with_user(self.manager)
        self.assertFalse(cases.with_user(self.manager).has_access("read"))
        self.assertEqual(batch.action_release()["res_model"], "qms.reason")
        batch.action_release(reason="Streets and dates only")
        self.assertTrue(cases.with_user(self.manager).has_access("read"))
        self.assertEqual(self._decisions(batch)[-1].verb, "release")
        with self.assertRaises(UserError):
            batch.action_release(reason="Streets and dates only")

    def test_a_release_leaves_alone_what_was_made_confidential(self):
        case = self._taken_over(self._row(state="In Arbeit", confidentiality="Normal"))
        batch = case.takeover_id.with_user(self.manager)
        case.with_user(self.manager).action_restrict(reason="A name is in it")
        with self.assertRaises(UserError):
            batch.action_release(reason="Streets and dates only")
        self.assertEqual(case.confidentiality, "confidential")

    def test_the_units_leader_reads_and_handles_it(self):
        row = self._row(department_id="administration / care / HOME CARE")
        case = self._taken_over(row)
        self.assertEqual(case.department_id, self.home_care)
        self.assertTrue(case.with_user(self.leader).has_access("read"))
        self.assertFalse(case.with_user(self.aide).has_access("read"))

    def test_nothing_but_a_test_is_left_of_a_test(self):
        before = int(self._case().number[-5:])
        result = self._import(test=True)
        self.assertEqual(result["messages"], [])
        self.assertEqual(len(result["ids"]), 1)
        self.assertFalse(self.env["qms.deviation"].browse(result["ids"]).exists())
        self.assertFalse(self.env["qms.takeover"].search([]))
        self.assertFalse(
            self.env["qms.decision"].search([("res_model", "=", "qms.takeover")])
        )
        self.assertEqual(int(self._case().number[-5:]), before + 1)

    def test_a_test_says_what_the_import_would_say(self):
        row = self._row(state="Verloren")
        self._assert_refused(self._import(row, test=True), "Line 2", "'Verloren'")

    def test_a_flag_from_outside_takes_nothing_over(self):
        cases = self.env["qms.deviation"].with_user(self.manager)
        cases = cases.with_context(
            allowed_company_ids=self.company.ids,
            qms_takeover={"test": True, "name": "x"},
            default_state="closed",
            default_responsible_id=self.aide.id,
        )
        names, cells = zip(*self._row(state="In Arbeit").items(), strict=True)
        result = cases.load(list(names), [list(cells)])
        self.assertFalse(cases.browse(result["ids"]).exists())
        result = cases.with_context(qms_takeover={}).load(list(names), [list(cells)])
        case = self.env["qms.deviation"].browse(result["ids"])
        self.assertEqual(case.state, "analysis")
        self.assertFalse(case.responsible_id)

    def test_quality_managers_alone_take_over(self):
        for user in (self.leader, self.team, self.nurse, self.director, self.stranger):
            cases = self.env["qms.deviation"].with_user(user)
            names, cells = zip(*self._row().items(), strict=True)
            with self.assertRaises(AccessError):
                cases.load(list(names), [list(cells)])
            with self.assertRaises(AccessError):
                self._import(user=user)
            for model in ("qms.takeover", "qms.takeover.word"):
                self.assertFalse(self.env[model].with_user(user).has_access("read"))

    def test_the_superuser_takes_nothing_over(self):
        names, cells = zip(*self._row().items(), strict=True)
        with self.assertRaises(AccessError):
            self.env["qms.deviation"].sudo().load(list(names), [list(cells)])

    def test_cases_and_batches_are_still_not_made_by_hand(self):
        manager = self.env(user=self.manager)
        with self.assertRaises(AccessError):
            manager["qms.deviation"].create({"description": "x", "taken_over": True})
        with self.assertRaises(AccessError):
            manager["qms.takeover"].create({"name": "x", "company_id": self.company.id})
        with self.assertRaises(UserError):
            self.env["qms.deviation"].create({"description": "x", "state": "closed"})

    def test_old_number_and_batch_are_not_written(self):
        case = self._taken_over(self._row(state="In Arbeit", confidentiality="Normal"))
        for name in ("old_number", "taken_over", "takeover_id", "date_reported"):
            with self.assertRaises(UserError):
                case.with_user(self.manager).write({name: False})

    def test_existing_cases_are_neither_found_nor_changed(self):
        case = self._case()
        case.action_release()
        for name in (".id", "id", "responsible_id", "report_ids/id", "number"):
            row = self._row(**{name: str(case.id)})
            self._assert_refused(self._import(row), name, "changes none")
        self.assertEqual(case.state, "reported")

    def test_the_same_rows_come_once(self):
        batch = self._taken_over().takeover_id.with_user(self.manager)
        result = self._import()
        self.assertFalse(result["ids"])
        self.assertIn("taken over already", result["messages"][0]["message"])
        batch.action_withdraw(reason="Other words")
        self.assertTrue(self._taken_over())

    def test_the_company_is_the_one_chosen_on_the_screen(self):
        self.manager.company_ids |= self.other_company
        row = self._row(state="Closed", type_id="Opinion")
        case = self._taken_over(row, company=self.other_company)
        self.assertEqual(case.company_id, self.other_company)
        self.assertEqual(case.takeover_id.company_id, self.other_company)
        self._assert_no_words_of_ours()

    def _assert_no_words_of_ours(self):
        """The words of one company mean nothing in another."""
        result = self._import(self._row(old_number="z"), company=self.other_company)
        self.assertFalse(result["ids"])
