from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import QmsCase


class SharedCase(QmsCase):
    """A branch of the town with a quality manager of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env["res.company"].create(
            {"name": "Water works", "parent_id": cls.company.id}
        )
        cls.branch_manager = cls._new_user(
            "branch", "qms.group_quality_manager", cls.branch
        )


@tagged("post_install", "-at_install", "qms")
class TestShared(SharedCase):
    """What holds for all companies is kept by quality managers of the root company."""

    def _try(self, user, record):
        return record.with_user(user), {
            operation: record.with_user(user).has_access(operation)
            for operation in ("read", "write", "unlink")
        }

    def _shared(self):
        standard = self.env["qms.standard"].create({"name": "S", "company_id": False})
        requirement = self.env["qms.requirement"].create(
            {"name": "R", "kind": "law", "company_id": False}
        )
        return [
            standard,
            requirement,
            self.env.ref("qms.iso9001_2015"),
            self.env["qms.requirement.mapping"].search([], limit=1),
            self.env["qms.action.type"].search([], limit=1),
        ]

    def test_a_branchs_quality_manager_reads_them_only(self):
        for record in self._shared():
            with self.subTest(model=record._name):
                mine, may = self._try(self.branch_manager, record)
                self.assertEqual(may, {"read": True, "write": False, "unlink": False})
                with self.assertRaises(AccessError):
                    mine.write({record._rec_name or "note": "Mine"})
                with self.assertRaises(AccessError):
                    mine.unlink()

    def test_the_roots_quality_manager_keeps_them(self):
        for record in self._shared():
            with self.subTest(model=record._name):
                _mine, may = self._try(self.manager, record)
                self.assertEqual(set(may.values()), {True})

    def test_who_has_both_keeps_them(self):
        self.branch_manager.company_ids |= self.company
        for record in self._shared():
            self.assertTrue(self._try(self.branch_manager, record)[1]["write"])

    def test_a_branch_makes_none(self):
        user = self.branch_manager
        for model, values in (
            ("qms.standard", {"name": "S", "company_id": False}),
            ("qms.requirement", {"name": "R", "kind": "law", "company_id": False}),
            ("qms.action.type", {"name": "T", "code": "t"}),
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(user).create(values)
        types = self.env["qms.action.type"].with_user(user)
        self.assertFalse(types.has_access("create"))

    def test_a_branch_keeps_its_own_and_gives_it_to_nobody(self):
        standards = self.env["qms.standard"].with_user(self.branch_manager)
        own = standards.create({"name": "S", "company_id": self.branch.id})
        own.name = "Of the water works"
        with self.assertRaises(AccessError):
            own.company_id = False
            own.flush_recordset()

    def test_one_refused_record_refuses_all(self):
        standards = self.env["qms.standard"].with_user(self.branch_manager)
        own = standards.create({"name": "S", "company_id": self.branch.id})
        both = own | self.env.ref("qms.iso9001_2015").with_user(self.branch_manager)
        self.assertEqual(both._filtered_access("write"), own)
        with self.assertRaises(AccessError):
            both.write({"sequence": 5})


@tagged("post_install", "-at_install", "qms")
class TestQualityManagers(SharedCase):
    """A company without a quality manager has those of its own group, no others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls._new_user(
            "foreign", "qms.group_quality_manager", cls.other_company
        )

    def test_a_company_has_its_own(self):
        self.assertEqual(self.company._qms_quality_managers(), self.manager)
        self.assertEqual(self.branch._qms_quality_managers(), self.branch_manager)

    def test_without_one_those_of_the_group_never_a_stranger(self):
        self.branch_manager.active = False
        self.assertEqual(self.branch._qms_quality_managers(), self.manager)
        self.manager.active = False
        self.assertFalse(self.branch._qms_quality_managers())
        self.assertFalse(self.company._qms_quality_managers())

    def test_a_sister_stands_in_too(self):
        sister = self.env["res.company"].create(
            {"name": "Heating", "parent_id": self.company.id}
        )
        self.manager.active = False
        self.assertEqual(sister._qms_quality_managers(), self.branch_manager)

    def test_who_does_not_reach_the_company_decides_nothing_there(self):
        """He is named, but its records are not his until he is given the company."""
        self.branch_manager.active = False
        nowhere = self.env["hr.department"]
        nobody = self.env["res.users"]
        self.assertFalse(nowhere._qms_decider(self.branch, nobody)[0])
        self.manager.company_ids |= self.branch
        self.assertEqual(nowhere._qms_decider(self.branch, nobody)[0], self.manager)
