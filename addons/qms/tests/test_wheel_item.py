from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .succession_common import SuccessionCase
from .wheel_common import WheelCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestWheelItem(WheelCase):
    """What recurs: whose it is, and what may follow what."""

    def test_a_new_company_begins_with_the_usual_wheel_in_its_order(self):
        company = self.env["res.company"].create({"name": "New town"})
        items = self.env["qms.wheel.item"].search([("company_id", "=", company.id)])
        by_code = {item.kind_id.code: item for item in items}
        self.assertNotIn("other", by_code)
        review = by_code["review"].predecessor_ids.mapped("kind_id.code")
        self.assertEqual(sorted(review), ["audit", "case_analysis", "survey"])
        self.assertEqual(by_code["goals"].predecessor_ids, by_code["review"])
        for code in ("meeting", "law_review"):
            self.assertFalse(by_code[code].predecessor_ids)
        self.assertEqual(by_code["meeting"].frequency, "monthly")
        self.assertEqual(by_code["audit"].display_name, "Audit round")

    def test_a_wheel_that_is_there_is_left_alone(self):
        before = self.env["qms.wheel.item"].search_count([])
        self.env["qms.wheel.item"]._create_usual()
        self.assertEqual(self.env["qms.wheel.item"].search_count([]), before)

    def test_a_new_item_begins_as_its_kind_usually_is(self):
        item = self.env["qms.wheel.item"].create(
            {
                "kind_id": self.env.ref("qms.wheel_kind_meeting").id,
                "company_id": self.company.id,
            }
        )
        self.assertEqual((item.frequency, item.lead_days), ("monthly", 5))

    def test_nothing_follows_itself(self):
        for item in (self.survey, self.goals):
            with self.assertRaises(ValidationError):
                item.predecessor_ids |= self.goals

    def test_no_kind_follows_itself(self):
        kind = self.env.ref("qms.wheel_kind_audit")
        with self.assertRaises(ValidationError):
            kind.after_ids = self.env.ref("qms.wheel_kind_goals")

    def test_what_is_free_follows_nothing(self):
        with self.assertRaises(ValidationError):
            self.meeting.predecessor_ids = self.survey

    def test_a_units_own_hangs_under_what_is_the_companys(self):
        own = self._new_item("audit", "8", 1, department_id=self.home_care.id)
        own.parent_id = self.audit
        self.assertEqual(self.audit.child_ids, own)
        with self.assertRaises(ValidationError):
            self.law.parent_id = own
        with self.assertRaises(ValidationError):
            self.survey.parent_id = self.audit

    def test_the_quality_manager_keeps_the_companys_wheel(self):
        self.survey.with_user(self.manager).day = 20
        for user in (self.nurse, self.head, self.leader, self.team):
            with self.assertRaises(AccessError):
                self.survey.with_user(user).day = 21

    def test_a_leader_keeps_what_is_the_units_and_below(self):
        self.law.with_user(self.leader).day = 11
        self.law.with_user(self.head).day = 12
        with self.assertRaises(AccessError):
            self.law.with_user(self.nurse).day = 13
        with self.assertRaises(AccessError):
            self.law.with_user(self.leader).department_id = self.care
        with self.assertRaises(AccessError):
            self.law.with_user(self.leader).department_id = False

    def test_a_leader_makes_the_companys_items_follow_nothing(self):
        values = {
            "kind_id": self.env.ref("qms.wheel_kind_audit").id,
            "company_id": self.company.id,
            "department_id": self.home_care.id,
        }
        items = self.env["qms.wheel.item"].with_user(self.leader)
        own = items.create({**values, "successor_ids": [Command.link(self.review.id)]})
        own.write({"successor_ids": [Command.link(self.review.id)]})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.review.predecessor_ids, self.survey | self.audit)
        with self.assertRaises(AccessError):
            own.write({"child_ids": [Command.link(self.review.id)]})

    def test_an_item_stays_in_its_company(self):
        self.manager.company_ids |= self.other_company
        with self.assertRaises(UserError):
            self.survey.with_user(self.manager).company_id = self.other_company

    def test_an_owner_works_in_the_company(self):
        with self.assertRaises(ValidationError):
            self.survey.owner_id = self.stranger

    def test_a_role_is_one_of_quality_work(self):
        with self.assertRaises(ValidationError):
            self.survey.owner_group_id = self.env.ref("base.group_system")

    def test_what_stood_in_a_year_is_archived_not_deleted(self):
        self._new_year()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.cr.savepoint():
                self.survey.with_user(self.manager).unlink()
        self.meeting.with_user(self.manager).action_archive()

    def test_everybody_reads_the_own_companys_wheel(self):
        edition = self._new_year()
        insight = self._new_user("insight", "qms.group_insight")
        for user in (self.nurse, insight):
            self.assertTrue(edition.with_user(user).has_access("read"))
            self.assertEqual(len(edition.with_user(user).occurrence_ids), 6)
        self.assertFalse(edition.with_user(self.stranger).has_access("read"))

    def test_the_quality_group_of_two_companies_reads_both(self):
        self._new_year()
        self.team.company_ids |= self.other_company
        occurrences = self.env["qms.wheel.occurrence"].with_user(self.team)
        both = occurrences.with_context(
            allowed_company_ids=self.team.company_ids.ids
        ).search([])
        self.assertIn(self.company, both.company_id)
        alone = occurrences.with_context(
            allowed_company_ids=self.other_company.ids
        ).search([])
        self.assertNotIn(self.company, alone.company_id)

    def test_nobody_counts_it_per_person(self):
        self._new_year()
        for user in (self.nurse, self.manager):
            occurrences = self.env["qms.wheel.occurrence"].with_user(user)
            with self.assertRaises(AccessError):
                occurrences._read_group([], ["owner_id"], ["__count"])


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestWheelPeople(WheelCase, SuccessionCase):
    """People leave, units change: the wheel goes on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey.owner_id = cls.aide
        cls.edition = cls._new_year()

    def test_his_leader_inherits_until_it_is_handed_on(self):
        survey = self._of(self.survey)
        survey.action_begin()
        self._archive(self.aide)
        self.assertEqual(self._duties(survey).user_id, self.leader)

    def test_what_recurs_and_what_is_open_goes_to_the_heir(self):
        survey = self._of(self.survey)
        survey.action_begin()
        self._archive(self.aide)
        succession = self._asked(self.aide).with_user(self.leader)
        succession.write({"heir_id": self.nurse.id, "reason": "New job"})
        succession.action_order()
        self.assertEqual(self.survey.owner_id, self.nurse)
        self.assertEqual(survey.owner_id, self.nurse)
        self.assertEqual(self._duties(survey).user_id, self.nurse)
        self.assertEqual(self._decisions(survey)[-1].verb, "hand_on")

    def test_what_is_done_keeps_its_owner(self):
        survey = self._of(self.survey)
        survey.action_finish("412 answers")
        self._archive(self.aide)
        succession = self._asked(self.aide).with_user(self.leader)
        succession.write({"heir_id": self.nurse.id, "reason": "New job"})
        succession.action_order()
        self.assertEqual(survey.owner_id, self.aide)

    def test_a_merged_units_own_goes_along(self):
        day_care = self._new_unit("Day care", self._new_user("day_leader"), self.care)
        law = self._of(self.law)
        change = self.env["qms.unit.change"].with_user(self.manager)
        change = change.create(
            {
                "kind": "merge",
                "source_ids": [Command.set(self.home_care.ids)],
                "target_id": day_care.id,
                "company_id": self.company.id,
                "reason": "Budget",
            }
        )
        change.action_order()
        self.assertEqual(self.law.department_id, day_care)
        self.assertEqual(law.department_id, day_care)

    def test_nothing_under_way_is_owed_by_nobody(self):
        self._of(self.survey).action_begin()
        self._of(self.meeting).action_begin()
        self.env["qms.ownerless"]._check()
        found = self.env["qms.ownerless"].search(
            [("res_model", "=", "qms.wheel.occurrence")]
        )
        self.assertFalse(found.filtered(lambda row: row.company_id == self.company))
