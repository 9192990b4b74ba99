from contextlib import closing

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from .common import MADE, QmsCase
from .copy_common import Copy


@tagged("post_install", "-at_install", "qms")
class TestCopy(TransactionCase):
    """The town that most tests begin with is the same copied as built."""

    def setUp(self):
        super().setUp()
        town = type("Town", (QmsCase,), {"env": self.env})
        with closing(self.env.cr.savepoint()):
            self.copy = Copy(
                self.env, lambda: setattr(self, "town", town._build_town())
            )
            self.tables = [*self.copy.tables, "ir_attachment", "mail_message"]
            self.built = self._rows()
        self.before = self._rows()

    def _rows(self):
        """All that stands in the tables and how the series go on."""
        query = """
            SELECT jsonb_agg(to_jsonb(line) ORDER BY to_jsonb(line)) FROM %s line
        """
        rows = {
            name: self.env.execute_query(SQL(query, SQL.identifier(name)))[0][0]
            for name in self.tables
        }
        series = "SELECT sequencename, start_value, last_value FROM pg_sequences"
        made = SQL(f"{series} WHERE sequencename ~ '^ir_sequence_' ORDER BY 1")
        return rows | {"sequences": self.env.execute_query(made)}

    def test_copied_it_is_what_was_built(self):
        self.copy.paste(self.env)
        pasted = self._rows()
        for name, rows in self.built.items():
            with self.subTest(table=name):
                self.assertEqual(pasted[name], rows)

    def test_before_it_was_not_there(self):
        changed = {
            name for name, rows in self.built.items() if rows != self.before[name]
        }
        tables = {self.env[model]._table for model, _id in self.town.values()}
        self.assertLessEqual({*tables, "sequences", "res_groups_users_rel"}, changed)
        for model, id_ in self.town.values():
            self.assertFalse(self.env[model].browse(id_).exists())

    def test_everybody_is_there_and_works_on(self):
        self.copy.paste(self.env)
        self.assertEqual(self.town.keys(), set(MADE))
        there = {
            name: self.env[model].browse(id_)
            for name, (model, id_) in self.town.items()
        }
        self.assertEqual(there["home_care"].manager_id.user_id, there["leader"])
        employee = self.env["hr.employee"].search([("user_id", "=", there["nurse"].id)])
        self.assertEqual(employee.department_id, there["home_care"])
        self.assertEqual(there["manager"].company_ids, there["company"])
        values = {"name": "Another", "company_id": there["company"].id}
        unit = there["home_care"].create({**values, "parent_id": there["care"].id})
        self.assertGreater(unit.id, there["home_care"].id)
