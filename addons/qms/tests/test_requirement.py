from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .framework_common import FrameworkCase


@tagged("post_install", "-at_install", "qms")
class TestRequirementData(FrameworkCase):
    def test_iso_9001_2015_is_complete(self):
        parts = {"4": 4, "5": 3, "6": 3, "7": 5, "8": 7, "9": 3, "10": 3}
        parts |= {"7.1": 6, "8.3": 6, "8.5": 6, "9.2": 2, "9.3": 3, "10.2": 2}
        for number, count in parts.items():
            with self.subTest(clause=number):
                self.assertEqual(len(self._clause(number).child_ids), count)

    def test_headings_are_not_assessable(self):
        requirements = self.iso.requirement_ids
        headings = requirements.filtered("child_ids")
        self.assertEqual(
            requirements - headings, requirements.filtered("is_assessable")
        )

    def test_shipped_records_hold_for_all_companies(self):
        self.assertFalse(self.iso.company_id)
        self.assertFalse(self.iso.requirement_ids.company_id)

    def test_shipped_titles_are_the_municipality_s_from_then_on(self):
        data = self.env["ir.model.data"].search(
            [
                ("module", "=", "qms"),
                ("model", "in", ("qms.standard", "qms.requirement")),
            ]
        )
        self.assertTrue(all(data.mapped("noupdate")))

    def test_next_edition_waits_in_the_archive(self):
        skeleton = self.env.ref("qms.iso9001_2026")
        self.assertFalse(skeleton.active)
        self.assertEqual(self.iso.replaced_by_id, skeleton)
        self.assertEqual(skeleton.replaces_ids, self.iso)
        self.assertFalse(skeleton.requirement_ids, "its clauses are hidden, too")
        skeleton.action_unarchive()
        self.assertIn(self._clause("6.1.3", "2026"), skeleton.requirement_ids)
        skeleton.action_archive()
        self.assertFalse(self._clause("6.1.3", "2026").active)

    def test_every_old_clause_is_found_in_the_next_edition(self):
        for clause in self.iso.requirement_ids:
            with self.subTest(clause=clause.number):
                self.assertTrue(clause._get_successors())


@tagged("post_install", "-at_install", "qms")
class TestRequirement(FrameworkCase):
    def test_natural_order(self):
        found = self._as(self.employee, "qms.requirement").search(
            [("standard_id", "=", self.iso.id)]
        )
        numbers = [[int(part) for part in n.split(".")] for n in found.mapped("number")]
        self.assertEqual(numbers, sorted(numbers))

    def test_own_rules_follow_the_standards_by_kind_and_name(self):
        zebra = self._rule("Zebra")
        apple = self._rule("Apple")
        part = self._rule("Middle", parent_id=zebra.id)
        procedure = self._rule("Aardvark", kind="procedure")
        rules = apple | zebra | part | procedure
        found = self.env["qms.requirement"].search(
            [("id", "in", (rules | self._clause("10.3")).ids)]
        )
        self.assertEqual(
            list(found), [self._clause("10.3"), apple, zebra, part, procedure]
        )

    def test_renumbering_moves_what_is_below(self):
        parent = self._rule("Handbook", number="9")
        child = self._rule("Chapter", parent_id=parent.id)
        later = self._rule("Other book", number="10")
        self.assertLess(child.sort_key, later.sort_key)
        parent.number = "11"
        self.assertGreater(child.sort_key, later.sort_key)

    def test_display_name_says_standard_number_and_title(self):
        clause = self._clause("8.2.1")
        self.assertEqual(clause.display_name, f"ISO 9001:2015 8.2.1 {clause.name}")
        self.assertEqual(self._rule("Open doors").display_name, "Open doors")

    def test_display_names_are_built_in_a_batch(self):
        clauses = self.env["qms.requirement"].browse(self.iso.requirement_ids.ids)
        self.env.invalidate_all()
        with self.assertQueryCount(2):  # the clauses, their standard
            clauses.mapped("display_name")

    def test_found_by_number_title_and_whole_name(self):
        clause = self._clause("8.2.1")
        requirements = self._as(self.employee, "qms.requirement")
        for text in ("8.2.1", clause.name, "9001 8.2.1", "iso 9001:2015 8.2.1"):
            with self.subTest(text=text):
                self.assertIn(clause.id, dict(requirements.name_search(text)))
        exact = requirements.name_search(clause.display_name, operator="=")
        self.assertEqual([found for found, _name in exact], clause.ids)
        self.assertFalse(
            requirements.name_search("ISO 9001:2015 8.2.1 No", operator="=")
        )

    def test_tree_takes_no_cycle(self):
        parent = self._rule("Parent")
        child = self._rule("Child", parent_id=parent.id)
        with self.assertRaises(UserError):
            parent.parent_id = child

    def test_parent_is_of_the_same_standard(self):
        with self.assertRaises(ValidationError):
            self._rule("Stray", parent_id=self._clause("4").id)

    def test_kind_follows_the_standard(self):
        own = self._rule("Local note", standard_id=self.iso.id, kind="standard")
        self.assertEqual(own.kind, "standard")
        with self.assertRaises(ValidationError):
            own.kind = "law"

    def test_clause_needs_its_standard(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._rule("Loose clause", kind="standard")

    def test_number_is_unique_in_a_standard_and_company(self):
        own = {"standard_id": self.iso.id, "kind": "standard", "number": "4.1"}
        self._rule("Our addition", **own)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._rule("Our second addition", **own)

    def test_only_an_expectation_comes_from_a_stakeholder(self):
        parents = self._as(self.manager, "qms.stakeholder").create({"name": "Parents"})
        expectation = self._rule(
            "Safe way to school", kind="expectation", stakeholder_id=parents.id
        )
        self.assertEqual(parents.expectation_ids, expectation)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._rule("Policy", stakeholder_id=parents.id)

    def test_in_force_between_its_dates(self):
        rule = self._rule("Rule", valid_from="2026-03-01", valid_to="2026-03-31")
        days = {"2026-02-28": False, "2026-03-01": True, "2026-03-31": True}
        for day, expected in {**days, "2026-04-01": False}.items():
            with self.subTest(day=day), freeze_time(day):
                rule.invalidate_recordset(["is_in_force"])
                self.assertEqual(rule.is_in_force, expected)
                found = rule.search([("is_in_force", "=", True), ("id", "=", rule.id)])
                self.assertEqual(bool(found), expected)
                found = rule.search([("is_in_force", "=", False), ("id", "=", rule.id)])
                self.assertEqual(bool(found), not expected)

    def test_in_force_on_another_day(self):
        rule = self._rule("Rule", valid_from="2026-03-01")
        in_may = rule.search(rule._get_in_force_domain("2026-05-01"))
        in_january = rule.search(rule._get_in_force_domain("2026-01-01"))
        self.assertIn(rule, in_may)
        self.assertNotIn(rule, in_january)

    @freeze_time("2026-06-01")
    def test_clause_ends_with_its_standard(self):
        clause = self._clause("4.1")
        self.assertTrue(clause.is_in_force)
        self.iso.valid_to = "2026-05-31"
        self.assertFalse(clause.is_in_force)
        self.assertNotIn(clause, clause.search([("is_in_force", "=", True)]))

    def test_cannot_end_before_it_begins(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._rule("Rule", valid_from="2026-02-01", valid_to="2026-01-01")

    def test_replaced_by(self):
        new = self._rule("New policy")
        old = self._rule("Old policy", replaced_by_id=new.id)
        self.assertEqual(new.replaces_ids, old)
        self.assertEqual(old._get_successors(), new)
        self.assertEqual(new._get_predecessors(), old)
        with self.assertRaises(ValidationError):
            new.replaced_by_id = old

    def test_owner_is_named_by_each_company(self):
        clause = self._clause("9.2")
        clause.with_user(self.manager).owner_id = self.employee
        self.assertEqual(clause.with_company(self.company).owner_id, self.employee)
        self.assertFalse(clause.with_company(self.other_company).owner_id)

    def test_used_requirement_is_not_deleted(self):
        rule = self._rule("Policy")
        self._as(self.manager, "qms.process").create(
            {"name": "Process", "requirement_ids": rule.ids}
        )
        with self.assertRaises(UserError):
            rule.unlink()
        parent = self._clause("8.2").with_user(self.manager)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            parent.unlink()

    def test_unused_requirement_may_be_deleted(self):
        rule = self._rule("Slip of the pen")
        rule.unlink()
        self.assertFalse(rule.exists())


@tagged("post_install", "-at_install", "qms")
class TestStandard(FrameworkCase):
    def test_short_name(self):
        self.assertEqual(self.iso.display_name, "ISO 9001:2015")
        handbook = self.env["qms.standard"].create({"name": "Handbook"})
        self.assertEqual(handbook.display_name, "Handbook")

    def test_edition_is_unique(self):
        values = {"name": "X", "code": "ISO 9001", "edition": "2015"}
        standards = self._as(self.manager, "qms.standard")
        standards.create(values)  # the company's own is another one
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            standards.create(values)

    def test_edition_cannot_replace_itself(self):
        skeleton = self.env.ref("qms.iso9001_2026")
        with self.assertRaises(ValidationError):
            skeleton.replaced_by_id = self.iso

    def test_button_opens_its_requirements(self):
        action = self.iso.with_user(self.employee).action_view_requirements()
        found = self.env["qms.requirement"].search(action["domain"])
        self.assertEqual(len(found), self.iso.requirement_count)

    def test_button_opens_archived_requirements_of_an_archived_edition(self):
        skeleton = self.env.ref("qms.iso9001_2026")
        action = skeleton.action_view_requirements()
        requirements = self.env["qms.requirement"].with_context(**action["context"])
        found = requirements.search(action["domain"])
        self.assertEqual(len(found), skeleton.requirement_count)


@tagged("post_install", "-at_install", "qms")
class TestRequirementMapping(FrameworkCase):
    def test_split_both_directions(self):
        old = self._clause("6.1.2")
        risks, chances = self._clause("6.1.2", "2026"), self._clause("6.1.3", "2026")
        self.assertEqual(old._get_successors(), risks | chances)
        self.assertEqual(chances._get_predecessors(), old)

    def test_merged_both_directions(self):
        old = self._clause("10.1") | self._clause("10.3")
        new = self._clause("10.1", "2026")
        self.assertEqual(old._get_successors(), new)
        self.assertEqual(new._get_predecessors(), old)

    def test_new_and_removed_have_one_end(self):
        mappings = self._as(self.manager, "qms.requirement.mapping")
        old, new = self._rule("Old"), self._rule("New")
        mappings.create({"relation": "new", "to_id": new.id})
        mappings.create({"relation": "removed", "from_id": old.id})
        for values in (
            {"relation": "new", "from_id": old.id, "to_id": new.id},
            {"relation": "removed", "to_id": new.id},
            {"relation": "same", "from_id": old.id},
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
            ):
                mappings.create(values)

    def test_between_companies_is_refused(self):
        mine = self._rule("Mine")
        theirs = self._as(self.other_manager, "qms.requirement").create(
            {"name": "Theirs", "kind": "policy"}
        )
        with self.assertRaises(UserError):
            self.env["qms.requirement.mapping"].create(
                {"from_id": mine.id, "to_id": theirs.id}
            )

    def test_mapping_of_own_rules_is_not_seen_elsewhere(self):
        mapping = self._as(self.manager, "qms.requirement.mapping").create(
            {"from_id": self._clause("4.1").id, "to_id": self._rule("Own").id}
        )
        self.assertEqual(mapping.company_id, self.company)
        self.assertCrud(self._seen_by(self.other_manager, mapping), "")


@tagged("post_install", "-at_install", "qms")
class TestRequirementAccess(FrameworkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own = {"company_id": cls.company.id}
        standard = cls.env["qms.standard"].create({"name": "Handbook", **own})
        rule = cls._rule("Policy")
        records = {
            "own": [
                standard,
                rule,
                cls.env["qms.requirement.mapping"].create(
                    {"from_id": rule.id, "relation": "removed"}
                ),
                cls.env["qms.stakeholder"].create({"name": "Parents", **own}),
            ],
            "shared": [
                cls.iso,
                cls._clause("4.1"),
                cls._clause("4.1").mapping_to_ids,
            ],
        }
        cls.own, cls.shared = records["own"], records["shared"]

    def _check(self, user, records, expected):
        for record in records:
            with self.subTest(user=user.login, model=record._name):
                self.assertCrud(self._seen_by(user, record), expected)

    def test_employee_reads_only(self):
        self._check(self.employee, self.own + self.shared, "r")

    def test_quality_manager_keeps_own_and_shared(self):
        self._check(self.manager, self.own + self.shared, "crwu")

    def test_other_company_sees_only_what_is_shared(self):
        self._check(self.other_manager, self.own, "")
        self._check(self.other_manager, self.shared, "crwu")

    def test_portal_and_public_see_nothing(self):
        portal = self._new_user("fw_portal", "base.group_portal")
        public = self.env.ref("base.public_user")
        for user in (portal, public):
            self._check(user, self.own + self.shared, "")

    def test_own_rule_cannot_be_put_into_another_company(self):
        with self.assertRaises(AccessError):
            self._rule("Smuggled", company_id=self.other_company.id)

    def test_new_rule_is_the_company_s_own(self):
        self.assertEqual(self._rule("Policy").company_id, self.company)
