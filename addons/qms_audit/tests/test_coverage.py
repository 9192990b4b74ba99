import base64
import zipfile
from io import BytesIO

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import AuditCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestCoverage(AuditCase):
    """What was, will be and will not be audited in the cycle."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.programme = cls._programme(date_to="2027-12-31")
        cls.top = cls.clause.parent_id
        cls.other = cls.env.ref("qms.iso9001_2015_8_5_2")
        cls.process.requirement_ids = cls.clause | cls.other

    def _in_programme(self, **kwargs):
        values = {
            "programme_id": self.programme.id,
            "process_ids": self.process.ids,
            **kwargs,
        }
        return self._audit(**values)

    def _read(self, user=None):
        programme = self.programme.with_user(user or self.owner)
        return programme.action_read_coverage()

    def _cells(self, process=None):
        rows = self._read()["processes"]["rows"]
        key = (process or self.process).id
        return next(row["cells"] for row in rows if row["id"] == key)

    def _unit(self, unit):
        rows = self._read()["units"]["rows"]
        return next(row for row in rows if row["id"] == unit.id)

    def test_what_a_process_must_meet_and_no_audit_looks_at_is_a_hole(self):
        self.assertEqual(self._cells(), {self.clause.id: "hole", self.other.id: "hole"})

    def test_a_planned_audit_covers_its_criteria(self):
        self._in_programme()
        self.assertEqual(
            self._cells(), {self.clause.id: "planned", self.other.id: "hole"}
        )

    def test_a_clause_brings_those_below_it(self):
        self._in_programme(requirement_ids=self.top.ids)
        self.assertEqual(set(self._cells().values()), {"planned"})

    def test_without_criteria_an_audit_covers_what_its_processes_must_meet(self):
        self._in_programme(requirement_ids=False)
        self.assertEqual(
            self._cells(), {self.clause.id: "planned", self.other.id: "planned"}
        )

    def test_one_that_was_carried_out_is_done(self):
        self._in_programme(requirement_ids=self.other.ids)
        self._concluded(programme_id=self.programme.id, process_ids=self.process.ids)
        self.assertEqual(
            self._cells(), {self.clause.id: "done", self.other.id: "planned"}
        )

    def test_one_that_was_cancelled_covers_nothing(self):
        audit = self._in_programme()
        audit.with_user(self.manager).action_cancel(reason="Moved")
        self.assertEqual(set(self._cells().values()), {"hole"})

    def test_an_audit_of_another_programme_covers_nothing(self):
        self._audit(process_ids=self.process.ids)
        self.assertEqual(set(self._cells().values()), {"hole"})

    def test_an_audit_of_a_unit_alone_counts_for_the_clause(self):
        self._in_programme(process_ids=False)
        processes = self._read()["processes"]
        self.assertEqual(processes["rows"][-1]["cells"], {self.clause.id: "planned"})
        states = {column["id"]: column["state"] for column in processes["columns"]}
        self.assertEqual(states[self.clause.id], "planned")
        self.assertEqual(states[self.other.id], "hole")

    def test_every_clause_of_the_standard_stands_there_under_its_chapter(self):
        processes = self._read()["processes"]
        numbers = {column["number"] for column in processes["columns"]}
        self.assertIn("9.2", {number[:3] for number in numbers})
        chapters = {chapter["id"] for chapter in processes["chapters"]}
        self.assertEqual({c["chapter"] for c in processes["columns"]}, chapters)
        self.assertLess(len(chapters), len(processes["columns"]))

    def test_what_is_left_out_of_the_scope_is_no_hole(self):
        certificate = self.env["qms.certificate"].create(
            {
                "company_id": self.company.id,
                "standard_id": self.clause.standard_id.id,
                "body": "A certification body",
                "number": "1",
            }
        )
        self.env["qms.scope.exclusion"].create(
            {
                "certificate_id": certificate.id,
                "requirement_id": self.other.id,
                "reason": "Not done here",
            }
        )
        self.assertEqual(self._cells(), {self.clause.id: "hole"})

    # ------------------------------------------------------------
    # Units and years
    # ------------------------------------------------------------

    def test_a_unit_is_covered_in_the_year_of_its_audit(self):
        self._in_programme(date_planned="2027-05-04")
        row = self._unit(self.home_care)
        self.assertEqual((row["cells"], row["hole"]), ({2027: "planned"}, False))
        self.assertTrue(self._unit(self.care)["hole"])

    def test_an_audit_of_a_unit_covers_those_below(self):
        self._in_programme(department_ids=self.care.ids)
        self.assertEqual(self._unit(self.home_care)["cells"], {2026: "planned"})

    def test_an_audit_of_a_merged_unit_counts_for_its_successor(self):
        """Merged in the middle of the cycle, after it was audited."""
        self._concluded(programme_id=self.programme.id)
        district = self._new_unit("District", False, self.care)
        self.home_care.sudo().write({"qms_successor_id": district.id, "active": False})
        self.assertEqual(self._unit(district)["cells"], {2026: "done"})

    def test_units_outside_the_certified_scope_are_no_holes(self):
        self.home_care.qms_in_scope = True
        self.assertTrue(self._unit(self.home_care)["hole"])
        self.assertFalse(self._unit(self.care)["hole"])

    # ------------------------------------------------------------
    # Who reads
    # ------------------------------------------------------------

    def test_who_may_not_read_the_programme_reads_no_coverage(self):
        for user in (self.nurse, self.stranger, self.leader):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self._read(user)
                with self.assertRaises(AccessError):
                    self.programme.with_user(user).action_export_coverage()
                with self.assertRaises(AccessError):
                    self.programme.with_user(user).action_open_covering()

    def test_an_auditor_sees_no_false_holes(self):
        """The state of what is covered is the programme's, not that of his audits."""
        self._in_programme(lead=self.second)
        rows = self._read(self.auditor)["processes"]["rows"]
        cells = next(row["cells"] for row in rows if row["id"] == self.process.id)
        self.assertEqual(cells[self.clause.id], "planned")

    def test_behind_a_cell_are_the_audits_one_may_read(self):
        own = self._in_programme()
        foreign = self._in_programme(lead=self.second)
        for user, expected in (
            (self.owner, own | foreign),
            (self.auditor, own),
        ):
            programme = self.programme.with_user(user)
            action = programme.action_open_covering(
                process=self.process.id, requirements=self.clause.ids
            )
            found = self.env["qms.audit"].with_user(user).search(action["domain"])
            self.assertEqual(found, expected.with_user(user), user.login)

    def test_what_a_cell_opens_is_what_it_counts(self):
        planned = self._in_programme(date_planned="2027-05-04")
        done = self._concluded(programme_id=self.programme.id)
        cases = [
            ({"process": self.process.id, "requirements": self.other.ids}, []),
            ({"process": self.process.id, "requirements": self.clause.ids}, planned),
            ({"process": 0, "requirements": self.clause.ids}, done),
            ({"unit": self.home_care.id, "year": 2027}, planned),
            ({"unit": self.home_care.id, "year": 2026}, done),
        ]
        for filters, expected in cases:
            with self.subTest(filters=filters):
                domain = self.programme.action_open_covering(**filters)["domain"]
                found = self.env["qms.audit"].search(domain)
                self.assertEqual(found.ids, [audit.id for audit in expected])

    # ------------------------------------------------------------
    # Excel
    # ------------------------------------------------------------

    def test_the_file_says_the_same_in_words(self):
        self._in_programme()
        self.process.name = "=cmd|' /C calc'!A0"
        action = self.programme.with_user(self.owner).action_export_coverage()
        self.assertIn("field=coverage_file", action["url"])
        content = base64.b64decode(self.programme.with_user(self.owner).coverage_file)
        with zipfile.ZipFile(BytesIO(content)) as book:
            sheets = [name for name in book.namelist() if "worksheets/" in name]
            text = "".join(book.read(name).decode() for name in sheets)
        self.assertEqual(len(sheets), 3)
        self.assertIn("! not audited", text)
        self.assertIn("planned", text)
        self.assertNotIn("<f>", text)
