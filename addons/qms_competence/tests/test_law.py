import base64

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .law_common import LawCase
from .test_law_rows import REGISTER


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestLaw(LawCase):
    """First one says what it changes, then those it concerns read that."""

    def test_first_one_person_per_process_says_what_it_changes(self):
        law = self._law()
        self.assertFalse(self._duties(law))
        law.action_assign()
        duties = self._duties(law)
        self.assertEqual(duties.user_id, self.nurse | self.head)
        self.assertEqual(set(duties.mapped("verb")), {"say"})
        self._say(law, self.nurse)
        self.assertEqual(law.state, "assigned")
        self.assertEqual(self._duties(law).user_id, self.head)
        self._say(law, self.head, "nothing", "We have  them\nalready")
        self.assertEqual(law.state, "sent")
        self.assertEqual(law.effect_ids[1].text, "We have them already")
        last = self._decisions(law)[-1:]
        self.assertEqual((last.verb, last.role), ("send", "owner"))

    def test_then_those_it_concerns_read_it(self):
        law = self._sent()
        names = set(self._readings(law).mapped("employee_id.name"))
        # the head sent it out by saying the last word, and works elsewhere
        self.assertEqual(names, {"Leader", "Nurse", "Aide", "Cleaner", "Cook"})
        law.with_user(self.aide).action_read()
        read = self._readings(law).filtered(lambda row: row.state == "read")
        self.assertEqual(read.employee_id.name, "Aide")
        self.assertIn("Two bins", law._reading_text())
        law.with_user(self.manager).action_end()
        self.assertNotIn("open", self._readings(law).mapped("state"))

    def test_whoever_reads_it_may_add_a_line(self):
        law = self._sent()
        message = law.with_user(self.aide).message_post(body="We have three bins")
        self.assertIn(message, law.with_user(self.head).message_ids)
        with self.assertRaises(AccessError):
            law.with_user(self.stranger).message_post(body="And I?")

    def test_by_job_in_whatever_unit_and_whichever_of_two_jobs(self):
        driver = self.env["hr.job"].create(
            {"name": "Driver", "company_id": self.company.id}
        )
        self.cook.job_id = driver
        self._employee(self.director).qms_other_job_ids = driver
        law = self._law(unit_ids=[], effect_ids=[(0, 0, {"user_id": self.nurse.id})])
        with self.assertRaisesRegex(UserError, "units or jobs"):
            law.action_assign()
        law.job_ids = driver
        law.action_assign()
        self._say(law, self.nurse)
        names = set(self._readings(law).mapped("employee_id.name"))
        self.assertEqual(names, {"Cook", "Director"})
        self._new_worker("Taxi driver", unit=self.care, job_id=driver.id)
        self.cook.job_id = False
        asked = self._readings(law).filtered(lambda row: row.state == "open")
        self.assertEqual(
            set(asked.mapped("employee_id.name")), {"Director", "Taxi driver"}
        )

    def test_who_joins_later_is_asked_and_who_leaves_is_not(self):
        law = self._sent()
        baker = self._new_worker("Baker")
        asked = self._readings(law).filtered(lambda row: row.state == "open")
        self.assertIn(baker, asked.employee_id)
        self.cook.action_archive()
        lapsed = self._readings(law).filtered(lambda row: row.state == "lapsed")
        self.assertEqual(lapsed.employee_id, self.cook)

    def test_a_team_meeting_ticks_off_who_has_no_login(self):
        law = self._sent()
        meeting = self._meeting(law, self.cook | self.cleaner)
        meeting.action_hold()
        read = self._readings(law).filtered(lambda row: row.state == "read")
        self.assertEqual(read.employee_id, self.cook | self.cleaner)
        self.assertEqual(set(read.mapped("way")), {"meeting"})

    def test_the_share_read_is_told_by_unit_and_names_nobody(self):
        law = self._sent()
        law.with_user(self.aide).action_read()
        law.invalidate_recordset()
        share = law.with_user(self.manager).read_share
        self.assertIn("Home care", share)
        self.assertNotIn("Aide", share)

    def test_only_who_is_asked_says_it(self):
        law = self._law()
        law.action_assign()
        effect = law.effect_ids[0]
        for user in (self.aide, self.leader, self.head, self.manager):
            with self.assertRaises(AccessError):
                effect.with_user(user).action_say("changes", "No")
        for answer, text in (("perhaps", "x"), ("changes", " "), (None, "x")):
            with self.assertRaises(UserError):
                effect.with_user(self.nurse).action_say(answer, text)
        for values in (
            {"text": "x"},
            {"answer": "nothing"},
            {"date_said": "2026-03-02"},
        ):
            for user in (self.nurse, self.manager):
                with self.assertRaises(UserError):
                    effect.with_user(user).write(values)

    def test_no_context_says_it_in_place_of_who_is_asked(self):
        law = self._law(self.leader, effect_ids=False)
        sly = {"default_answer": "nothing", "default_date_said": "2026-03-02"}
        effects = law.effect_ids.with_context(**sly, default_text="No")
        effect = effects.create({"law_id": law.id, "user_id": self.nurse.id})
        self.assertFalse(effect.answer or effect.text or effect.date_said)
        law.action_assign()
        self.assertEqual(law.state, "assigned")
        with self.assertRaises(UserError):
            effects.create({"law_id": law.id, "date_said": "2026-03-02"})

    def test_what_was_said_is_settled_once_it_is_out(self):
        law = self._sent()
        with self.assertRaises(UserError):
            self._say(law, self.nurse, text="Three bins")
        with self.assertRaises(UserError):
            law.write({"name": "Another"})
        with self.assertRaises(UserError):
            law.effect_ids[0].with_user(self.manager).write({"user_id": self.aide.id})
        with self.assertRaises(UserError):
            law.effect_ids.with_user(self.manager).unlink()

    def test_what_was_said_is_not_rewritten_nor_moved(self):
        law = self._law(self.leader, reference="R-2")
        other = self._law(self.leader, reference="R-3", effect_ids=False)
        law.action_assign()
        said, open_ = law.effect_ids
        for changes in ({"law_id": other.id}, {"company_id": self.other_company.id}):
            with self.assertRaises(UserError):
                open_.write(changes)
        self._say(law, self.nurse)
        for changes in (
            {"user_id": self.aide.id},
            {"process_id": False},
            {"law_id": other.id},
        ):
            for user in (self.leader, self.manager):
                with self.subTest(changes=changes), self.assertRaises(UserError):
                    said.with_user(user).write(changes)
        open_.user_id = self.aide
        self.assertEqual(said.user_id, self.nurse)

    def test_a_law_stays_in_its_company(self):
        law = self._law(self.leader)
        for user in (self.leader, self.manager):
            user.company_ids |= self.other_company
            with self.assertRaisesRegex(UserError, "follows by itself"):
                law.with_user(user).company_id = self.other_company
        effects = law.effect_ids.with_context(default_company_id=self.other_company.id)
        effect = effects.create({"law_id": law.id, "user_id": self.aide.id})
        self.assertEqual(effect.company_id, self.company)

    def test_it_is_not_assigned_without_units_and_persons(self):
        law = self._law(unit_ids=False, effect_ids=False)
        with self.assertRaises(UserError) as caught:
            law.action_assign()
        self.assertIn("units", str(caught.exception))
        self.assertIn("first", str(caught.exception))

    def test_a_leader_assigns_for_his_own_units(self):
        own = self._law(self.leader, reference="R-2")
        own.action_assign()
        other = self._law(self.leader, reference="R-3", unit_ids=self.care.ids)
        with self.assertRaises(AccessError):
            other.action_assign()
        with self.assertRaises(AccessError):
            self._law(self.nurse, reference="R-4")

    def test_who_is_asked_may_be_another(self):
        law = self._law()
        law.action_assign()
        law.effect_ids[0].with_user(self.manager).user_id = self.aide
        self.assertEqual(self._duties(law).user_id, self.aide | self.head)

    def test_dismissing_needs_a_reason(self):
        law = self._law()
        self.assertEqual(law.action_dismiss()["res_model"], "qms.reason")
        law.action_dismiss("Not for towns")
        self.assertEqual(law.state, "dismissed")

    def test_a_law_stands_once_per_company(self):
        self._law()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._law()

    def test_another_company_reads_nothing(self):
        law = self._sent()
        laws = self.env["qms.law.update"].with_user(self.stranger)
        self.assertFalse(laws.search([("id", "=", law.id)]))
        with self.assertRaises(AccessError):
            law.with_user(self.stranger).read(["name"])

    def test_the_screen_says_it_as_the_user(self):
        law = self._law()
        law.action_assign()
        action = law.with_user(self.nurse).action_answer()
        screen = self.env["qms.law.answer"].with_user(self.nurse)
        screen = screen.with_context(**action["context"])
        screen.create({"answer": "changes", "text": "Two bins"}).action_say()
        self.assertTrue(law.effect_ids[0].date_said)
        foreign = self.env["qms.law.answer"].with_user(self.aide)
        foreign = foreign.create({"effect_id": law.effect_ids[1].id, "text": "x"})
        with self.assertRaises(AccessError):
            foreign.action_say()

    # ------------------------------------------------------------
    # Import
    # ------------------------------------------------------------

    def _import(self, user=None, text=REGISTER, **kwargs):
        imports = self.env["qms.law.import"].with_user(user or self.manager)
        values = {
            "file": base64.b64encode(text.encode()),
            "duty_from": "2026-03-01",
            "company_id": self.company.id,
            **kwargs,
        }
        return imports.create(values)

    def _laws(self):
        return self.env["qms.law.update"].search(
            [("company_id", "=", self.company.id)], order="reference"
        )

    def test_trying_imports_nothing(self):
        screen = self._import()
        screen.action_try()
        self.assertIn("3 new", screen.result)
        self.assertIn("line 5", screen.result)
        self.assertFalse(self._laws())

    def test_all_rows_come_in_and_none_twice(self):
        self._import().action_import()
        self.assertEqual(self._laws().mapped("reference"), ["A-1", "A-2", "A-3"])
        self._laws()[0].name = "Corrected by hand"
        again = self._import()
        again.action_import()
        self.assertIn("0 new", again.result)
        self.assertEqual(self._laws()[0].name, "Corrected by hand")

    def test_only_what_comes_into_force_later_becomes_a_duty(self):
        self.env["qms.law.subject"].with_user(self.manager).create(
            {
                "name": "Waste",
                "keywords": "waste\nbees",
                "unit_ids": self.care.ids,
                "process_ids": self.processes[1].ids,
                "company_id": self.company.id,
            }
        )
        self._import().action_import()
        states = dict(
            zip(("A-1", "A-2", "A-3"), self._laws().mapped("state"), strict=True)
        )
        self.assertEqual(states, {"A-1": "assigned", "A-2": "noted", "A-3": "noted"})
        law = self._laws()[0]
        self.assertEqual(law.unit_ids, self.care | self.home_care)
        self.assertEqual(law.effect_ids.user_id, self.head)
        self.assertEqual(self._duties(law).user_id, self.head)

    def test_without_a_process_the_units_leader_says_it(self):
        self.env["qms.law.subject"].create(
            {
                "name": "Waste",
                "keywords": "waste",
                "unit_ids": self.home_care.ids,
                "company_id": self.company.id,
            }
        )
        self._import().action_import()
        self.assertEqual(self._laws()[0].effect_ids.user_id, self.leader)

    def test_only_a_quality_manager_imports(self):
        for user in (self.nurse, self.leader):
            with self.assertRaises(AccessError):
                self._import(user)

    def test_what_is_no_register_says_what_it_lacks(self):
        with self.assertRaises(UserError) as caught:
            self._import(text="a,b\n1,2\n").action_try()
        self.assertIn("reference", str(caught.exception))

    def test_hundreds_are_imported_in_few_statements(self):
        head, rows = "reference,title,in_force\n", []
        rows = [f"N-{n},Regulation {n},2020-01-01" for n in range(400)]
        screen = self._import(text=head + "\n".join(rows))
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        screen.action_import()
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 150)
        self.assertEqual(len(self._laws()), 400)
