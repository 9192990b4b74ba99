from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .evidence_common import NOW, EvidenceCase


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestMap(EvidenceCase):
    """Which records prove which clause, holes first, as its reader sees it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.actions = cls._actions(2)
        cls.three.is_documented = True

    def _look(self, user=None, **kwargs):
        maps = self.env["qms.evidence.map"].with_user(user or self.manager)
        found = maps.create({**self._frame_values(), **kwargs})
        found.action_look()
        # as the client reads it, in its order
        found.invalidate_recordset()
        return found

    def _holes(self, found):
        return [(line.number, line.hole) for line in found.line_ids]

    def _line(self, found, number):
        return found.line_ids.filtered(lambda line: line.number == number)

    def test_holes_stand_first_and_documented_ones_above_the_others(self):
        found = self._look()
        self.assertEqual(
            self._holes(found), [("3", "none"), ("2", "none"), ("1", "proven")]
        )
        self.assertIn("2 of 3 clauses have holes, 1 of them", found.headline)
        line = self._line(found, "1")
        self.assertEqual((line.record_count, line.last_day), (2, date(2026, 2, 2)))

    def test_a_source_without_a_record_is_a_hole(self):
        self._new_source(
            name="Meetings",
            res_model="qms.team.meeting",
            date_field="date",
            columns="state",
            requirement_ids=[Command.set((self.one | self.two).ids)],
        )
        found = self._look()
        self.assertEqual(
            self._holes(found), [("3", "none"), ("2", "empty"), ("1", "partly")]
        )
        self.assertEqual(
            found.row_ids.mapped("source_id.name"), ["Meetings", "Actions"]
        )
        self.assertEqual(found.row_ids[0].note, "No record in the period")

    def test_points_without_a_source_are_named(self):
        self.one.evidence_points = "a, b, c 1"
        self.source.points = "1 a"
        line = self._line(self._look(), "1")
        self.assertEqual((line.hole, line.missing_points), ("points", "b, c 1"))

    def test_what_a_record_names_it_proves(self):
        self.env["qms.process"].create(
            {
                "name": "Care",
                "company_id": self.company.id,
                "requirement_ids": [Command.set(self.two.ids)],
            }
        )
        self._new_source(
            name="Processes",
            res_model="qms.process",
            holds="standing",
            date_field=False,
            department_field=False,
            columns="code",
            requirement_ids=False,
            requirement_field="requirement_ids",
        )
        found = self._look()
        self.assertEqual(
            self._holes(found), [("3", "none"), ("1", "proven"), ("2", "proven")]
        )
        row = self._line(found, "2").row_ids
        process = self.env["qms.process"].search(row.action_records()["domain"])
        self.assertEqual(process.name, "Care")

    def test_what_the_certificate_leaves_out_is_no_hole(self):
        certificate = self.env["qms.certificate"].create(
            {
                "body": "Certifier",
                "number": "C-1",
                "standard_id": self.standard.id,
                "company_id": self.company.id,
            }
        )
        certificate.exclusion_ids = [
            Command.create({"requirement_id": self.two.id, "reason": "Not ours"})
        ]
        found = self._look()
        self.assertEqual(self._line(found, "2").hole, "excluded")
        self.assertIn("1 of 3", found.headline)

    def test_what_one_company_alone_leaves_out_is_a_hole_for_both(self):
        certificate = self.env["qms.certificate"].create(
            {
                "body": "Certifier",
                "number": "C-1",
                "standard_id": self.standard.id,
                "company_id": self.company.id,
            }
        )
        certificate.exclusion_ids = [
            Command.create({"requirement_id": self.two.id, "reason": "Not ours"})
        ]
        self.manager.company_ids += self.other_company
        both = [Command.set((self.company | self.other_company).ids)]
        found = self._look(company_ids=both)
        self.assertEqual(self._line(found, "2").hole, "none")

    def test_a_line_shows_its_sources_to_its_reader_alone(self):
        line = self._line(self._look(), "1")
        window = line.action_sources()
        self.assertEqual((window["res_model"], window["res_id"]), (line._name, line.id))
        with self.assertRaises(AccessError):
            line.with_user(self.team).action_sources()
        with self.assertRaises(AccessError):
            line.row_ids.with_user(self.team).action_records()

    def test_sources_of_the_former_edition_prove_the_next(self):
        later = self.standard.copy({"edition": "2027"})
        clause = self.one.copy({"standard_id": later.id, "parent_id": False})
        self.env["qms.requirement.mapping"].create(
            {"from_id": self.one.id, "to_id": clause.id, "relation": "same"}
        )
        found = self._look(standard_id=later.id)
        self.assertEqual(self._holes(found), [("1", "proven")])

    def test_a_row_opens_exactly_what_it_counts(self):
        row = self._line(self._look(), "1").row_ids
        action = row.action_records()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, self.actions)

    def test_it_counts_what_its_reader_may_read(self):
        self.team.group_ids += self.env.ref("qms.group_auditor")
        auditor = self._new_user("auditor", "qms.group_auditor")
        for user, count in ((self.team, 2), (auditor, 0)):
            with self.subTest(user=user.name):
                line = self._line(self._look(user), "1")
                self.assertEqual(line.record_count, count)
        self._new_source(
            name="Lists",
            res_model="qms.retention.list",
            date_field="date_from",
            department_field=False,
            columns="state",
            requirement_ids=[Command.set(self.two.ids)],
        )
        found = self._look(auditor)
        self.assertEqual(self._line(found, "2").hole, "hidden")
        row = self._line(found, "2").row_ids
        self.assertEqual((row.note, row.record_count), ("Not yours to read", 0))

    def test_a_map_is_its_readers_own(self):
        found = self._look()
        for records in (found, found.line_ids, found.row_ids):
            self.assertTrue(records.read(["id"]))
            with self.subTest(model=records._name), self.assertRaises(AccessError):
                records.with_user(self.team).read(["id"])
        line = {"map_id": found.id, "requirement_id": self.one.id}
        with self.assertRaises(AccessError):
            self.env["qms.evidence.map.line"].with_user(self.team).create(line)
        for user in (self.nurse, self.leader):
            with self.assertRaises(AccessError):
                self.env["qms.evidence.map"].with_user(user).action_open()

    def test_companies_are_ones_own(self):
        with self.assertRaises(AccessError):
            self._look(company_ids=[Command.set(self.other_company.ids)])
        with self.assertRaises(UserError):
            self._look(date_from="2027-01-01")

    def test_it_opens_on_the_edition_of_the_certificate(self):
        self.env["qms.certificate"].create(
            {
                "body": "Certifier",
                "number": "C-1",
                "standard_id": self.standard.id,
                "company_id": self.company.id,
            }
        )
        maps = self.env["qms.evidence.map"].with_user(self.manager)
        action = maps.with_context(allowed_company_ids=self.company.ids).action_open()
        found = maps.browse(action["res_id"])
        self.assertEqual(found.standard_id, self.standard)
        self.assertEqual(found.date_from, date(2025, 3, 3))
        pack = found.action_make_pack()["context"]
        self.assertEqual(pack["default_standard_id"], self.standard.id)
