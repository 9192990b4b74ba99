from odoo import Command
from odoo.tests import freeze_time, tagged

from .common import DmsCase


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestTree(DmsCase):
    """Directories are what units and processes are today."""

    def _directories(self, **kwargs):
        return self.env["dms.directory"].search(
            [
                ("company_id", "=", self.company.id),
                *((name, "=", value) for name, value in kwargs.items()),
            ]
        )

    def test_each_company_has_a_storage_of_its_own(self):
        companies = self.company | self.other_company
        storages = self.env["dms.storage"].search(
            [("qms_filed", "=", True), ("company_id", "in", companies.ids)]
        )
        self.assertEqual(storages.company_id, companies)
        self.assertEqual(set(storages.mapped("save_type")), {"file"})
        self.assertEqual(len(storages.root_directory_ids), 2)
        self.company.name = "Town and Land"
        root = self.tree._root(self.company)
        self.assertEqual(root.name, "Town and Land")

    def test_a_directory_is_called_as_its_unit_and_lies_where_it_lies(self):
        file = self._placed(self._filed(process_ids=self._new_process("Old").ids))
        self.home_care.name = "Hjemmepleje / Øst"
        self.env["qms.process"].search([("name", "=", "Old")]).name = "Ny"
        units = ["Town", "Administration", "Care"]
        self.assertEqual(self._path(file)[:-1], [*units, "Hjemmepleje Øst", "Ny"])
        self.home_care.parent_id = self.administration
        self.env.invalidate_all()
        self.assertEqual(
            self._path(file)[:-1], ["Town", "Administration", "Hjemmepleje Øst", "Ny"]
        )
        self._round()
        self.assertFalse(self._directories(qms_department_id=self.care.id), "empty")
        employees = self.tree._access_group(self.env.ref("base.group_user"))
        self.assertEqual(self._directories().complete_group_ids, employees)

    def test_two_units_of_a_name_have_two_directories(self):
        other = self._new_unit("Home care", None, self.care)
        first = self._placed(self._filed())
        second = self._placed(
            self._filed(approver=self.head, name="Other", department_id=other.id)
        )
        self.assertEqual(second.directory_id.name, "Home care (2)")
        self.assertEqual(first.directory_id.parent_id, second.directory_id.parent_id)

    def test_what_a_merged_unit_had_lies_with_its_successor(self):
        document = self._filed()
        other = self._new_unit("Night care", self._new_user("night"), self.care)
        values = {
            "company_id": self.company.id,
            "kind": "merge",
            "source_ids": [Command.set(self.home_care.ids)],
            "target_id": other.id,
            "reason": "Budget",
        }
        changes = self.env["qms.unit.change"].with_user(self.manager)
        changes.create(values).action_order()
        with self.enter_registry_test_mode():
            self.env.ref("qms.ir_cron_transfer").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(document.department_id, other)
        self._round()
        (file,) = self._placed(document)
        self.assertEqual(file.directory_id.qms_department_id, other)
        self.assertFalse(self._directories(qms_department_id=self.home_care.id))
