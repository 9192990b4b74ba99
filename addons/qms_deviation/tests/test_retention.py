from datetime import date
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.qms.models import retention_list

from .erasure_common import STORY, WORD, ErasureCase

CLOSED = "2026-03-02 10:00:00"
# five years later less a month; five years later
LISTED, DUE = "2031-01-31", "2031-03-02"


@freeze_time(CLOSED)
@tagged("post_install", "-at_install", "qms")
class TestRetention(ErasureCase):
    """Some years after closing, figures are left and nothing of what was said."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["qms.retention.rule"].search([]).active = False
        cls.rule = cls._rule()

    @classmethod
    def _rule(cls, **kwargs):
        return cls.env["qms.retention.rule"].create(
            {
                "name": "Cases",
                "res_model": "qms.deviation",
                "company_id": cls.company.id,
                "keep_years": 5,
                "ground_id": cls.ground.id,
                "archive_first": False,
                **kwargs,
            }
        )

    def _run(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"qms.ir_cron_retention_{name}").method_direct_trigger()
        self.env.invalidate_all()

    def _lists(self):
        return self.env["qms.retention.list"].search(
            [("company_id", "=", self.company.id)]
        )

    def _listed(self, day=LISTED):
        with freeze_time(day):
            self._run("plan")
        return self._lists()[:1].with_user(self.manager)

    def _released(self):
        listed = self._listed()
        with freeze_time(LISTED):
            listed.action_release()
        return listed

    def _carry_out(self, day=DUE):
        with freeze_time(f"{day} 03:30:00"):
            self._run("carry_out")

    def _closed_case(self):
        return self._closed(description=STORY, place=f"{WORD} road")

    # ------------------------------------------------------------
    # The warning
    # ------------------------------------------------------------

    def test_a_month_before_it_is_listed_not_earlier(self):
        case = self._closed_case()
        self.assertFalse(self._listed("2031-01-30"))
        listed = self._listed()
        line = listed.line_ids
        self.assertEqual((line.res_model, line.res_id), ("qms.deviation", case.id))
        self.assertEqual(line.date_due, date(2031, 3, 2))
        self.assertEqual(line.record_name, case.display_name)
        self.assertEqual(line.date_closed, date(2026, 3, 2))

    def test_the_quality_manager_owes_the_release(self):
        self._closed_case()
        duty = self._duties(self._listed().sudo())
        self.assertEqual((duty.verb, duty.date_deadline), ("release", date(2031, 3, 2)))
        self.assertIn(self.manager, duty.group_id.all_user_ids)
        self._lists().with_user(self.manager).action_release()
        self.assertFalse(self._duties(self._lists()))

    def test_who_closed_long_ago_is_warned_a_month_too(self):
        self._closed_case()
        self.assertEqual(
            self._listed("2040-01-01").line_ids.date_due, date(2040, 1, 31)
        )

    def test_planned_twice_it_is_listed_once(self):
        self._closed_case()
        self._listed()
        self._listed()
        self.assertEqual(len(self._lists().line_ids), 1)

    def test_many_are_listed_in_slices(self):
        cases = self._closed_case() | self._closed_case() | self._closed_case()
        self.patch(retention_list, "SLICE", 2)
        self.assertEqual(set(self._listed().line_ids.mapped("res_id")), set(cases.ids))

    def test_open_cases_are_never_listed(self):
        self._treated(description=STORY)
        self.assertFalse(self._listed("2050-01-01"))

    def test_without_a_rule_everything_is_kept(self):
        self._closed_case()
        self.rule.active = False
        self.assertFalse(self._listed("2050-01-01"))

    def test_the_narrower_rule_goes_before_the_wider(self):
        self._rule(type_id=self.type_deviation.id, keep_years=9)
        self._rule(company_id=False, keep_years=1)
        self._closed_case()
        self.assertFalse(self._listed("2034-01-01"))
        self.assertTrue(self._listed("2035-02-10"))

    def test_another_company_keeps_its_own_list(self):
        self._closed_case()
        self._listed()
        foreign = self._new_user(
            "foreign", "qms.group_quality_manager", self.other_company
        )
        with self.assertRaises(AccessError):
            self._lists().with_user(foreign).action_release()
        self.assertFalse(self._lists().with_user(foreign).search([]))

    # ------------------------------------------------------------
    # The release
    # ------------------------------------------------------------

    def test_nothing_goes_that_nobody_released(self):
        case = self._closed_case()
        self._listed()
        self._carry_out("2050-01-01")
        self.assertEqual(case.description, STORY)

    def test_the_release_is_a_decision_in_each_chain(self):
        case = self._closed_case()
        self._released()
        for record in (case, case.action_ids):
            decision = self._decisions(record)[-1]
            self.assertEqual(
                (decision.verb, decision.erases), ("erase_later", "text@2031-03-02")
            )
        self.assertEqual(self._decisions(self._lists())[-1].verb, "release")
        self.assertEqual(self._problems(), [])

    def test_only_a_quality_manager_releases(self):
        self._closed_case()
        listed = self._listed()
        for user in (
            self.leader,
            self.team,
            self.nurse,
            self.env.ref("base.user_root"),
        ):
            with self.assertRaises(UserError):
                listed.with_user(user).action_release()
        self.assertEqual(listed.state, "waiting")

    def test_the_archive_has_it_first_where_the_rule_says_so(self):
        self.rule.archive_first = True
        self._closed_case()
        listed = self._listed()
        with self.assertRaisesRegex(UserError, "archive"):
            listed.action_release()
        for user in (self.leader, self.team):
            with self.assertRaises(AccessError):
                listed.with_user(user).action_archived()
        listed.action_archived()
        listed.action_release()
        self.assertEqual(listed.state, "released")

    def test_what_is_on_the_list_is_not_changed_by_hand(self):
        self._closed_case()
        listed = self._listed()
        with self.assertRaises(AccessError):
            listed.line_ids.date_due = "2026-01-01"
        with self.assertRaises(AccessError):
            listed.line_ids.res_id = 1
        with self.assertRaises(AccessError):
            listed.date_from = "2026-01-01"

    # ------------------------------------------------------------
    # Kept all the same
    # ------------------------------------------------------------

    def test_what_is_to_be_kept_is_not_listed(self):
        case = self._closed_case()
        case.with_user(self.manager).action_keep(reason="Case at court")
        self.assertEqual(self._decisions(case)[-1].verb, "keep")
        self.assertFalse(self._listed())
        case.with_user(self.manager).action_keep_no_longer(reason="Judged")
        self.assertTrue(self._listed())

    def test_what_is_kept_after_the_listing_is_left_out(self):
        case = self._closed_case()
        listed = self._listed()
        screen = listed.line_ids.action_keep()
        self.assertEqual(screen["res_model"], "qms.reason")
        case.with_user(self.manager).action_keep(reason="Case at court")
        listed.action_release()
        self._carry_out()
        self.assertEqual(case.description, STORY)
        self.assertTrue(listed.line_ids.dropped)

    def test_what_is_kept_after_the_release_stays_as_well(self):
        case = self._closed_case()
        self._released()
        case.with_user(self.manager).action_keep(reason="Case at court")
        self._carry_out()
        self.assertEqual(case.description, STORY)
        case.with_user(self.manager).action_keep_no_longer(reason="Judged")
        self.assertEqual(len(self._listed(DUE).line_ids), 1)

    def test_nor_is_it_erased_by_hand(self):
        case = self._closed_case()
        case.with_user(self.manager).action_keep(reason="Case at court")
        with self.assertRaises(UserError):
            self._erase(case)

    def test_only_a_quality_manager_keeps_it(self):
        case = self._closed_case()
        for user in (self.leader, self.nurse, self.team):
            with self.assertRaises(AccessError):
                case.with_user(user).action_keep(reason="x")

    # ------------------------------------------------------------
    # What goes and what is left
    # ------------------------------------------------------------

    def _full_closed_case(self):
        case = self._full_case()
        action = case.action_ids.filtered(lambda action: action.state == "proposed")
        action.with_user(self.head).action_refuse(reason=f"{WORD} says no")
        # the state an old case stands in, with all that was said about it
        case.action_treat()
        case.action_verify()
        case.summary = "A cabinet stood open; the lock was changed."
        case.action_close()
        case.action_release()
        return case

    def test_nothing_of_ours_holds_a_word_of_it(self):
        case = self._full_closed_case()
        files = self.env["ir.attachment"].search([("name", "ilike", WORD)])
        paths = self._files_on_disk(files)
        self.assertTrue(paths)
        self._released()
        self._carry_out("2031-03-01")
        self.assertIn(WORD, case.description)
        self._carry_out()
        self.assertEqual(self._places_of(WORD), [])
        self.assertEqual(self._words_found(), [])
        self.env["ir.attachment"]._gc_file_store_unsafe()
        self.assertEqual(self._files_on_disk(files.browse()), [])
        with freeze_time(DUE):
            self.assertEqual(self._problems(), [])

    def test_figures_and_the_cleared_summary_are_left(self):
        case = self._full_closed_case().sudo()
        kept = ("number", "level", "score", "department_id", "type_id", "date_closed")
        kept += ("requirement_id", "consequence", "state", "summary", "system_change")
        before = [case[name] for name in kept]
        self._released()
        self._carry_out()
        self.assertEqual([case[name] for name in kept], before)
        self.assertEqual(case.date_removed, date(2031, 3, 2))
        line = self.env["qms.register"].with_user(self.manager).browse(case.id)
        self.assertEqual(line.days_open, 0)
        self.assertIn("cabinet", line.summary)

    def test_a_summary_that_was_never_released_goes(self):
        case = self._closed_case().sudo()
        self.assertEqual(case.confidentiality, "confidential")
        self._released()
        self._carry_out()
        self.assertFalse(case.summary)

    def test_nobody_is_named_any_more(self):
        case = self._full_closed_case().sudo()
        reports, actions = case.report_ids, case.action_ids
        self._released()
        self._carry_out()
        people = {"res.users", "res.partner", "hr.employee"}
        for record in (*case, *reports, *actions):
            for name, field in record._fields.items():
                if field.comodel_name not in people or not field.store:
                    continue
                if not (field.required or record[name].id == 1):
                    self.assertFalse(record[name], f"{record}.{name}")
            self.assertFalse(record.message_ids)
        self.assertEqual(reports.description, "-")

    def test_decisions_stay_without_person_and_content(self):
        case = self._closed_case()
        verbs = self._decisions(case).mapped("verb")
        self._released()
        self._carry_out()
        decisions = self._decisions(case)
        self.assertEqual(decisions.mapped("verb"), [*verbs, "erase_later"])
        self.assertTrue(all(d.erased_on for d in decisions._details().values()))

    # ------------------------------------------------------------
    # By night
    # ------------------------------------------------------------

    def test_interrupted_it_goes_on_and_run_again_it_does_nothing(self):
        cases = self._closed_case() | self._closed_case() | self._closed_case()
        listed = self._released()
        self.patch(retention_list, "SLICE", 1)
        with (
            freeze_time(DUE),
            patch.object(IrCron, "_commit_progress", lambda self, *a, **k: 0),
        ):
            self.env["qms.retention.list"]._cron_carry_out()
        self.assertEqual(len(cases.filtered(lambda c: c.description == "-")), 1)
        self.assertEqual(len(listed.line_ids.filtered("date_done")), 1)
        self._carry_out()
        self.assertEqual(set(cases.mapped("description")), {"-"})
        before = [detail.erased_on for case in cases for detail in self._all(case)]
        self._carry_out("2031-03-03")
        after = [detail.erased_on for case in cases for detail in self._all(case)]
        self.assertEqual(before, after)
        self.assertEqual(set(listed.line_ids.mapped("date_done")), {date(2031, 3, 2)})
        with freeze_time(DUE):
            self.assertEqual(self._problems(), [])

    def _all(self, case):
        return self._decisions(case)._details().values()

    def test_one_that_resists_does_not_stop_the_others(self):
        cases = self._closed_case() | self._closed_case()
        listed = self._released()
        model = type(self.env["qms.deviation"])
        carry_out = model._retention_carry_out

        def resist(records):
            if cases[0] in records:
                raise UserError(STORY)
            return carry_out(records)

        with self.assertLogs("odoo.addons.qms.tools.apart", "ERROR") as logs:
            self.patch(model, "_retention_carry_out", resist)
            self._carry_out()
        [line] = listed.line_ids.filtered(lambda each: each.res_id == cases[0].id)
        self.assertIn(f"({line.id},) is passed over: UserError", logs.output[0])
        self.assertNotIn(STORY, logs.output[0])
        self.assertEqual((cases[0].description, cases[1].description), (STORY, "-"))
        self.assertEqual(listed.line_ids.mapped("dropped"), [True, False])

    def test_kinds_are_named_in_the_reader_s_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        rules = self.env["qms.retention.rule"].with_user(self.manager)
        rules = rules.with_context(lang="da_DK")
        rules.env["ir.model"].sudo()._get("qms.deviation").name = "Sag"
        kinds = rules.fields_get(["res_model"])["res_model"]["selection"]
        self.assertIn(("qms.deviation", "Sag"), kinds)

    def test_years_are_years_of_a_life(self):
        """A rule of 9999 years would end each night's plan for everybody."""
        for years in (0, -1, 201, 9999):
            with (
                self.subTest(years=years),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._rule(keep_years=years)
        self.rule.keep_years = 200
        self._closed_case()
        self.assertFalse(self._listed())

    def test_opened_again_it_stays(self):
        case = self._closed_case()
        self._released()
        case.action_reopen(reason="Once more")
        self._carry_out()
        self.assertEqual(case.description, STORY)

    def test_the_planner_needs_few_questions_for_many(self):
        for _time in range(4):
            self._closed_case()
        lists = self.env["qms.retention.list"]
        with freeze_time(LISTED):
            self.env.flush_all()
            self.env.invalidate_all()
            with patch.object(IrCron, "_commit_progress", lambda self, *a, **k: 1):
                before = self.env.cr.sql_log_count
                lists._cron_plan()
                self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 200)
        self.assertEqual(len(self._lists().line_ids), 4)
