import json

import psycopg2

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..models.decision import ROW_COLUMNS
from .decision_common import TABLES, DecisionCase

OTHER_VALUES = {"int4": "-1", "timestamp": "'1999-01-01'"}


class TamperCase(DecisionCase):
    def setUp(self):
        super().setUp()
        self.other = self._decided()
        self.action = self._decided()
        self.name = self.action.display_name
        self.rows = self._decisions(self.action)

    def _seal(self):
        return self.env["qms.decision.seal"]._cron_seal()

    def _sql(self, query, *params):
        with self._as_owner() as cr:
            cr.execute(query, params)

    def _set(self, row, **values):
        """Change columns of a row as the database's owner may."""
        columns = ", ".join(f"{name} = %s" for name in values)
        self._sql(
            f"UPDATE {row._table} SET {columns} WHERE id = %s", *values.values(), row.id
        )

    def _delete(self, rows):
        details = self.env["qms.decision.detail"]
        if rows._name == "qms.decision":
            details = details.search([("decision_ref", "in", rows.ids)])
        for gone in (rows, details):
            if gone:
                query = f"DELETE FROM {gone._table} WHERE id = ANY(%s)"
                self._sql(query, gone.ids)

    def _rewrite(self, rows, **values):
        """Change the first of ``rows`` and make the whole chain fit again."""
        self._set(rows[0], **values)
        previous = ""
        for row in rows:
            if row != rows[0]:
                self._set(row, previous_digest=previous)
            previous = self.env["qms.decision"]._row_digest(row)
            self._set(row, digest=previous)


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestDecisionRefusals(TamperCase):
    """PostgreSQL refuses the application's own user."""

    def setUp(self):
        super().setUp()
        self._seal()

    def _assert_refused(self, query):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.InsufficientPrivilege) as error,
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(query)
        self.assertIn("rows are final", str(error.exception))

    def test_update_of_any_column_is_refused(self):
        for table in TABLES:
            model = self.env[table.replace("_", ".")]
            columns = ("id", *model._final_columns, *model._erasable_columns)
            stored = {name for name, f in model._fields.items() if f.store}
            self.assertLessEqual(stored - set(columns), {"erased_on"})
            for column in columns:
                kind = model._fields[column].column_type[1]
                value = OTHER_VALUES.get(kind, "'forged'")
                with self.subTest(table=table, column=column):
                    self._assert_refused(f"UPDATE {table} SET {column} = {value}")

    def test_emptying_is_refused_except_of_contents(self):
        for column in ("reason", "verb", "previous_digest", "digest"):
            table = "qms_decision_detail" if column == "reason" else "qms_decision"
            if column == "reason":
                self.env.cr.execute(f"UPDATE {table} SET {column} = NULL")
            else:
                self._assert_refused(f"UPDATE {table} SET {column} = NULL")

    def test_delete_is_refused(self):
        for table in TABLES:
            with self.subTest(table=table):
                self._assert_refused(f"DELETE FROM {table}")

    def test_truncate_is_refused(self):
        for table in TABLES:
            for more in ("", " CASCADE", " RESTART IDENTITY"):
                with self.subTest(table=table, more=more):
                    self._assert_refused(f"TRUNCATE {table}{more}")

    def test_a_second_row_at_the_same_place_is_refused(self):
        columns = ", ".join(("digest", *ROW_COLUMNS))
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                f"INSERT INTO qms_decision ({columns}) "
                f"SELECT {columns} FROM qms_decision LIMIT 1"
            )

    def test_an_update_that_changes_nothing_passes(self):
        for table in TABLES:
            self.env.cr.execute(f"UPDATE {table} SET id = id")
        self._assert_in_order()


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestDecisionTamper(TamperCase):
    """The database's owner can do more; the check finds it and says where."""

    def test_untouched_decisions_are_in_order(self):
        self._seal()
        self._assert_in_order()

    def test_each_altered_column_is_found(self):
        submit = self.rows[0]
        for values in (
            {"verb": "start"},
            {"state_from": "open"},
            {"role": "deputy"},
            {"company_ref": self.other_company.id},
            {"erases": "1"},
            {"date": "2026-01-01 00:00:00"},
        ):
            with self.subTest(**values):
                before = {name: submit[name] for name in values}
                self._set(submit, **values)
                self._assert_found(f"{self.name}, decision 1", "was altered")
                self._set(submit, **before)
        self._assert_in_order()

    def test_an_altered_fingerprint_breaks_the_link(self):
        self._set(self.rows[0], digest="0" * 64)
        altered, broken = self._problems()
        self.assertIn(f"{self.name}, decision 1: the decision was altered", altered)
        self.assertIn(f"{self.name}, decision 2: the link", broken)

    def test_an_altered_content_is_found(self):
        detail = self._details(self.action)[1]
        for values in (
            {"person": "Somebody else"},
            {"reason": "Because"},
            {"user_ref": self.head.id},
            {"behalf_ref": self.head.id},
            {"content": "{}"},
            {"salt": "0"},
        ):
            with self.subTest(**values):
                before = {name: detail[name] for name in values}
                self._set(detail, **values)
                self._assert_found(f"{self.name}, decision 2", "content was altered")
                self._set(detail, **before)
        self._assert_in_order()

    def test_contents_of_two_decisions_exchanged_are_found(self):
        first, second = self._details(self.action)
        self._set(first, decision_ref=-1)
        self._set(second, decision_ref=self.rows[0].id)
        self._set(first, decision_ref=self.rows[1].id)
        self.assertEqual(len(self._problems()), 2)

    def test_a_missing_content_is_found(self):
        self._delete(self._details(self.action)[0])
        self._assert_found(f"{self.name}, decision 1", "content is missing")

    def test_a_row_deleted_in_the_middle_is_found(self):
        self.action.with_user(self.nurse).action_cancel(reason="No")
        self._delete(self.rows[1])
        self._assert_found(f"{self.name}, decision 3: decision 2 is missing")

    def test_the_first_row_deleted_is_found(self):
        self._delete(self.rows[0])
        self._assert_found(f"{self.name}, decision 2: decision 1 is missing")

    def test_a_decision_deleted_without_its_content_is_found(self):
        self._sql("DELETE FROM qms_decision WHERE id = %s", self.rows[1].id)
        problems = self._problems()
        self.assertIn(f"still there ({self.rows[1].id})", "".join(problems))

    def test_a_chain_cut_at_its_end_is_found_by_the_records_state(self):
        self._delete(self.rows[1])
        self._assert_found(f"{self.name}: the state is not the one last decided")

    def test_a_chain_cut_at_its_end_with_its_state_is_found_by_the_seal(self):
        self._seal()
        self._delete(self.rows[1])
        self._set(self.action, state="proposed")
        self._assert_found(f"{self.name}, decision 2", "no longer as sealed")

    def test_a_chain_deleted_whole_with_its_state_is_found_by_the_seal(self):
        self._seal()
        self._delete(self.rows)
        self._set(self.action, state="draft")
        self._assert_found(f"{self.name}, decision 2", "no longer as sealed")

    def test_a_chain_deleted_whole_is_found_by_the_records_state(self):
        self._delete(self.rows)
        self._assert_found(f"{self.name}: the state changed without a decision")

    def test_a_chain_rewritten_consistently_is_found_by_the_seal(self):
        self._seal()
        self._rewrite(self.rows, role="deputy")
        self._assert_found(f"{self.name}, decision 2", "no longer as sealed")

    def test_a_chain_that_grew_after_it_was_rewritten_is_found_by_the_seal(self):
        self._seal()
        self._rewrite(self.rows, role="deputy")
        self.action.with_user(self.nurse).action_cancel(reason="No")
        self._seal()
        self._assert_found(f"{self.name}, decision 2", "no longer as sealed")

    def test_a_state_changed_by_sql_is_found(self):
        self._set(self.action, state="effective")
        self._assert_found(f"{self.name}: the state is not the one last decided")

    def test_a_state_changed_by_sql_before_any_decision_is_found(self):
        fresh = self._new_action()
        self._set(fresh, state="effective")
        self._assert_found(
            f"{fresh.display_name}: the state changed without a decision"
        )

    def test_a_record_deleted_by_sql_is_found(self):
        self._sql("DELETE FROM qms_action WHERE id = %s", self.action.id)
        self._assert_found(f"qms.action {self.action.id}: the record is gone")

    def test_rows_that_stand_in_no_chain_are_found(self):
        self._sql(
            """INSERT INTO qms_decision
                      (res_model, res_id, sequence, date, verb, digest)
               VALUES ('', 0, -1, now(), 'approve', 'x')"""
        )
        self._assert_found("stand in no chain")

    def test_decisions_of_a_model_that_never_was_do_not_stop_the_check(self):
        self._sql(
            """INSERT INTO qms_decision
                      (res_model, res_id, sequence, date, verb, erases, digest)
               VALUES ('no.such.model', 1, 1, now(), 'erase', 'x,,99999999999', 'x')"""
        )
        altered, missing = self._problems()
        self.assertIn("no.such.model 1, decision 1", altered)
        self.assertIn("content is missing", missing)

    def test_very_many_problems_are_cut_short(self):
        self._sql(
            """INSERT INTO qms_decision
                      (res_model, res_id, sequence, date, verb, digest)
               SELECT 'no.such.model', n, 1, now(), 'x', 'x'
                 FROM generate_series(1, 5000) n"""
        )
        problems = self._problems()
        self.assertEqual(len(problems), 501)
        self.assertEqual(problems[-1], "... and more.")

    # ------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------

    def test_a_guard_left_off_is_found(self):
        for table in TABLES:
            with self.subTest(table=table):
                self._switch_guards("DISABLE", [table])
                self._assert_found(table.replace("_", "."), "guard")
                self._switch_guards("ENABLE", [table])

    def test_a_guard_removed_is_found(self):
        self.env.cr.execute("DROP TRIGGER qms_decision_final_all ON qms_decision")
        self._assert_found("qms.decision:", "guard")

    def test_a_guard_made_harmless_is_found_and_put_back_by_an_update(self):
        self.env.cr.execute(
            """CREATE OR REPLACE FUNCTION qms_decision_final() RETURNS trigger AS
               'BEGIN RETURN NEW; END' LANGUAGE plpgsql"""
        )
        self._assert_found("qms.decision:", "guard")
        self.env["qms.decision"].init()
        self._assert_in_order()

    # ------------------------------------------------------------
    # Seals
    # ------------------------------------------------------------

    def _three_seals(self):
        seals = self._seal()
        for day in (5, 8):
            with freeze_time(f"2026-03-{day:02}"):
                self._decided()
                seals |= self._seal()
        self.assertEqual(seals.mapped("number"), [1, 2, 3])
        return seals

    def test_an_altered_seal_is_found(self):
        seal = self._three_seals()[1]
        for values in ({"heads": "[]"}, {"heads": "no JSON"}, {"chains": 7}):
            before = {name: seal[name] for name in values}
            self._set(seal, **values)
            self._assert_found("Seal 2 of 2026-03-05", "was altered")
            self._set(seal, **before)

    def test_a_seal_that_is_no_seal_does_not_stop_the_check(self):
        seal = self._three_seals()[2]
        values = {name: seal[name] for name in seal._final_columns}
        for heads in ("no JSON", "[1]", '[["a", "b", "c", "d"]]', "null"):
            digest = seal._seal_digest({**values, "heads": heads})
            self._set(seal, heads=heads, digest=digest)
            self._assert_found("Seal 3 of 2026-03-08", "was altered")

    def test_a_seal_deleted_is_found(self):
        first, second, _third = self._three_seals()
        self._delete(first)
        self._assert_found("Seal 1 is missing")
        self._delete(second)
        self._assert_found("Seal 1 is missing")

    def test_a_seal_deleted_and_the_rest_renumbered_is_found(self):
        _first, second, third = self._three_seals()
        self._delete(second)
        self._set(third, number=2)
        values = {name: third[name] for name in third._final_columns}
        self._set(third, digest=third._seal_digest(values))
        self._assert_found("Seal 2 of 2026-03-08", "is not the next")

    def test_all_seals_rewritten_with_the_chain_show_another_fingerprint(self):
        """What the database alone cannot tell, the managers' mails can."""
        seals = self._three_seals()
        told = seals[2].digest
        self._rewrite(self.rows, role="deputy")
        previous = ""
        for seal in seals:
            heads = json.loads(seal.heads)
            for head in heads:
                if head[:2] == ["qms.action", self.action.id]:
                    head[3] = self.rows[1].digest
            self._set(seal, heads=json.dumps(heads), previous_digest=previous)
            values = {name: seal[name] for name in seal._final_columns}
            previous = seal._seal_digest(values)
            self._set(seal, digest=previous)
        self._assert_in_order()
        model = self.env["qms.decision.check"].with_user(self.manager)
        check = model.browse(model.action_check()["res_id"])
        self.assertNotEqual(check.seal_digest, told)
        mail = self.env["mail.mail"].search([("subject", "=", "Decisions: seal 3")])
        self.assertIn(told, mail.body_html)

    # ------------------------------------------------------------
    # Who checks
    # ------------------------------------------------------------

    def test_only_quality_managers_check(self):
        for user in (self.nurse, self.leader, self.team, self.stranger):
            with self.assertRaises(AccessError):
                self.env["qms.decision.check"].with_user(user).action_check()

    def test_the_check_names_what_it_found(self):
        self._set(self.rows[0], verb="start")
        model = self.env["qms.decision.check"].with_user(self.manager)
        check = model.browse(model.action_check()["res_id"])
        self.assertEqual(check.checked, 4)
        self.assertIn(f"{self.name}, decision 1: the decision was", check.problems)
