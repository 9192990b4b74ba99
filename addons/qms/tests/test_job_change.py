from datetime import date

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .succession_common import SuccessionCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestJobChange(SuccessionCase):
    """Who works on in another unit or job: the leader he had is asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school = cls._new_unit("School", None, cls.care)
        cls.nurse_job, cls.clerk_job = cls.env["hr.job"].create(
            [
                {"name": name, "company_id": cls.company.id}
                for name in ("Home nurse", "Office clerk")
            ]
        )

    def _move(self, user, unit):
        self._employee(user).department_id = unit

    def _hand_on_duties(self, user):
        return self._duties(self._asked(user))

    # ------------------------------------------------------------
    # Another unit
    # ------------------------------------------------------------

    def test_the_leader_he_had_is_asked(self):
        action = self._open_action()
        self._move(self.aide, self.school)
        asked = self._asked(self.aide)
        self.assertEqual(
            (asked.state, asked.cause, asked.department_id),
            ("draft", "moved", self.home_care),
        )
        duty = self._duties(asked)
        self.assertEqual((duty.verb, duty.user_id), ("hand_on", self.leader))
        self.assertEqual(str(duty.date_deadline), "2026-03-09")
        # he works here: what he owes he owes until it is handed on
        self.assertEqual(self._duties(action).user_id, self.aide)
        asked.with_user(self.leader).write(
            {"heir_id": self.nurse.id, "reason": "Works at the school now"}
        )
        asked.with_user(self.leader).action_order()
        self.assertEqual((asked.state, action.owner_id), ("done", self.nurse))
        self.assertFalse(self._duties(asked))

    def test_only_what_belongs_to_the_unit_he_left(self):
        here = self._open_action()
        there = self._submitted(department_id=self.school.id)
        process = self.env["qms.process"].create(
            {
                "name": "Care",
                "company_id": self.company.id,
                "owner_id": self.aide.id,
                "department_ids": [Command.set(self.home_care.ids)],
            }
        )
        law = self.env["qms.requirement"].create(
            {"name": "Law", "kind": "law", "company_id": self.company.id}
        )
        law.with_company(self.company).owner_id = self.aide
        self._move(self.aide, self.school)
        asked = self._asked(self.aide).with_user(self.leader)
        self.assertEqual(
            [(line.res_model, line.open_count) for line in asked.line_ids],
            [("qms.action", 1), ("qms.process", 1)],
        )
        asked.write({"heir_id": self.nurse.id, "reason": "Works at the school now"})
        asked.action_order()
        self.assertEqual((here.owner_id, process.owner_id), (self.nurse, self.nurse))
        self.assertEqual(there.owner_id, self.aide)
        self.assertEqual(law.with_company(self.company).owner_id, self.aide)

    def test_whom_he_stands_in_for_there(self):
        values = {
            "deputy_id": self.aide.id,
            "date_from": "2026-03-01",
            "date_to": "2026-03-31",
            "company_id": self.company.id,
        }
        whole, scoped, elsewhere = self.env["qms.deputy"].create(
            [
                {**values, "user_id": self.leader.id},
                {
                    **values,
                    "user_id": self.head.id,
                    "department_ids": [Command.set(self.home_care.ids)],
                },
                {
                    **values,
                    "user_id": self.head.id,
                    "department_ids": [Command.set(self.school.ids)],
                },
            ]
        )
        self._move(self.aide, self.administration)
        asked = self._asked(self.aide)
        line = self._line(asked, "qms.deputy", "deputy_id")
        found = line._model().search(line._open_domain())
        self.assertEqual(found, whole | scoped)
        self.assertNotIn(elsewhere, found)

    def test_who_had_nothing_there_is_not_asked_about(self):
        self._submitted(department_id=self.school.id)
        self._move(self.aide, self.school)
        self.assertFalse(self._asked(self.aide))

    def test_a_unit_for_the_first_time_is_no_change(self):
        employee = self._employee(self.aide)
        employee.department_id = False
        self._open_action()
        employee.department_id = self.school
        self.assertFalse(self._asked(self.aide))

    def test_who_goes_to_a_unit_below_keeps_what_is_there(self):
        below = self._open_action()
        above = self._submitted(department_id=self.care.id)
        self._move(self.aide, self.care)
        self._move(self.aide, self.home_care)
        asked = self._asked(self.aide).filtered(
            lambda each: each.from_unit_id == self.care
        )
        line = asked.line_ids
        self.assertEqual(line._model().search(line._open_domain()), above)
        self.assertNotEqual(below, above)

    def test_who_comes_back_is_asked_about_no_more(self):
        self._open_action()
        self._move(self.aide, self.school)
        self.assertTrue(self._hand_on_duties(self.aide))
        self._move(self.aide, self.home_care)
        self.assertFalse(self._hand_on_duties(self.aide))

    def test_who_goes_on_elsewhere_is_asked_about_for_each_unit_once(self):
        self._open_action()
        self._move(self.aide, self.school)
        self._submitted(department_id=self.school.id)
        self._move(self.aide, self.administration)
        self._move(self.aide, self.school)
        self._move(self.aide, self.administration)
        asked = self._asked(self.aide)
        self.assertEqual(len(asked), 2)
        self.assertEqual(asked.from_unit_id, self.home_care | self.school)

    def test_what_was_settled_by_hand_meanwhile_is_owed_no_more(self):
        action = self._open_action()
        self._move(self.aide, self.school)
        asked = self._asked(self.aide)
        action.sudo()._write_guarded({"owner_id": self.nurse.id})
        self.env["qms.duty"]._resync(self._duties(asked))
        self.assertFalse(self._duties(asked))

    def test_a_later_date_counts_from_that_day(self):
        self._open_action()
        employee = self._employee(self.aide)
        employee.version_id.date_version = date(2026, 1, 1)
        employee.create_version(
            {"date_version": date(2026, 4, 1), "department_id": self.school.id}
        )
        self.assertFalse(self._asked(self.aide))
        with freeze_time("2026-04-01"):
            employee._cron_update_current_version_id()
            self.env.flush_all()
        self.assertEqual(self._asked(self.aide).cause, "moved")

    # ------------------------------------------------------------
    # Another job, another login
    # ------------------------------------------------------------

    def test_another_job_in_the_same_unit_is_asked_about(self):
        self._open_action()
        employee = self._employee(self.aide)
        employee.job_id = self.nurse_job
        self.assertFalse(self._asked(self.aide))
        employee.job_id = self.clerk_job
        asked = self._asked(self.aide)
        self.assertEqual((asked.cause, asked.department_id), ("job", self.home_care))
        self.assertEqual(self._duties(asked).user_id, self.leader)

    def test_what_goes_with_him_is_ticked_and_stays(self):
        action = self._open_action()
        process = self.env["qms.process"].create(
            {
                "name": "Care",
                "company_id": self.company.id,
                "owner_id": self.aide.id,
                "department_ids": [Command.set(self.home_care.ids)],
            }
        )
        employee = self._employee(self.aide)
        employee.job_id = self.nurse_job
        employee.job_id = self.clerk_job
        asked = self._asked(self.aide).with_user(self.leader)
        self._line(asked, "qms.process", "owner_id").kept = True
        asked.write({"heir_id": self.nurse.id, "reason": "Office work now"})
        asked.action_order()
        self.assertEqual((action.owner_id, process.owner_id), (self.nurse, self.aide))
        self.assertEqual(asked.state, "done")
        self.assertEqual(self._asked(self.aide), asked.sudo())

    def test_who_left_keeps_nothing(self):
        action = self._open_action()
        succession = self._succession()
        succession.line_ids.kept = True
        self._archive(self.aide)
        with self.assertRaises(ValidationError):
            succession.line_ids.kept = True
        succession.action_order()
        self.assertEqual(action.owner_id, self.nurse)

    def test_another_login_of_an_employee_is_asked_about_in_full(self):
        action = self._open_action()
        elsewhere = self._submitted(department_id=self.school.id)
        new = self._new_user("aide2")
        self._employee(self.aide).user_id = new
        asked = self._asked(self.aide)
        self.assertEqual(
            (asked.cause, asked.department_id), ("account", self.home_care)
        )
        self.assertEqual(self._duties(asked).user_id, self.leader)
        asked.with_user(self.leader).write({"heir_id": new.id, "reason": "New login"})
        asked.with_user(self.leader).action_order()
        self.assertEqual((action | elsewhere).owner_id, new)

    def test_who_is_no_longer_an_employee_at_all_is_asked_about(self):
        """Deleted instead of archived: the account is open, and nobody's."""
        self._open_action()
        self._employee(self.aide).unlink()
        asked = self._asked(self.aide)
        self.assertEqual(
            (asked.cause, asked.department_id), ("account", self.home_care)
        )
        self.assertEqual(self._duties(asked).user_id, self.leader)

    # ------------------------------------------------------------
    # And then
    # ------------------------------------------------------------

    def test_who_moved_and_then_left_is_asked_about_in_full(self):
        self._open_action()
        self._submitted(department_id=self.school.id)
        self._move(self.aide, self.school)
        self._archive(self.aide)
        asked = self._asked(self.aide)
        self.assertEqual((len(asked), asked.cause), (1, "left"))
        self.assertEqual(asked.department_id, self.school)
        self.assertEqual(asked.line_ids.mapped("open_count"), [2])

    def test_units_that_change_ask_for_nothing(self):
        self._open_action()
        change = self.env["qms.unit.change"].with_user(self.manager)
        change = change.create(
            {
                "kind": "merge",
                "company_id": self.company.id,
                "source_ids": [Command.set(self.home_care.ids)],
                "target_id": self.school.id,
                "reason": "One house",
            }
        )
        change.action_order()
        self.assertEqual(change.state, "done")
        self.assertEqual(self._employee(self.aide).department_id, self.school)
        self.assertFalse(self._asked(self.aide))

    def test_nobody_says_himself_for_which_unit_it_is_asked(self):
        """Whose unit it is decides who hands on: a leader names none of his own."""
        self._move(self.team, self.school)
        mine = self.env["qms.succession"].with_user(self.leader)
        values = {
            "user_id": self.team.id,
            "company_id": self.company.id,
            "reason": "Mine now",
        }
        place = {"from_unit_id": self.home_care.id, "cause": "account"}
        with self.assertRaises(UserError):
            mine.create({**values, **place})
        defaults = {f"default_{name}": value for name, value in place.items()}
        with self.assertRaises(UserError):
            mine.with_context(**defaults).create(values)
        own = self._succession()
        with self.assertRaises(UserError):
            own.write({"from_unit_id": self.school.id})
        with self.assertRaises(UserError):
            own.write({"cause": "account"})

    # ------------------------------------------------------------
    # What is for quality managers alone
    # ------------------------------------------------------------

    def test_what_a_leader_may_not_hand_on_is_asked_of_quality_managers(self):
        action = self._new_action(self.leader, owner_id=self.leader.id)
        self._archive(self.leader)
        asked = self._asked(self.leader)
        self.assertEqual(self._duties(asked).user_id, self.head)
        head = asked.with_user(self.head)
        head.write({"heir_id": self.nurse.id, "reason": "Has left"})
        head.action_order()
        self.assertEqual((asked.state, action.owner_id), ("done", self.nurse))
        rest = self._asked(self.leader) - asked
        self.assertEqual(
            [(line.res_model, line.open_count) for line in rest.line_ids],
            [("hr.department", 1)],
        )
        self.assertEqual(
            self._duties(rest).group_id, self.env.ref("qms.group_quality_manager")
        )
        with self.assertRaisesRegex(UserError, "a quality manager"):
            rest.with_user(self.head).write({"reason": "Has left"})
            rest.with_user(self.head).action_order()
        rest = rest.with_user(self.manager)
        rest.write({"heir_id": self.nurse.id, "reason": "Leads now"})
        rest.action_order()
        self.assertEqual(self.home_care.manager_id.user_id, self.nurse)
        self.assertEqual(len(self._asked(self.leader)), 2)
