from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged

from ..tools.evidence import Frame, split_points
from .common import QmsCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestEvidenceSource(QmsCase):
    """What a source may name, and that it shows nobody more than he may read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clause = cls.env.ref("qms.iso9001_2015_10_2_1")
        cls.source = cls._new_source(requirement_ids=[Command.set(cls.clause.ids)])
        cls.actions = cls.env["qms.action"].union(
            cls._new_action(cls.manager, date_deadline=date(2026, 2, 1)),
            cls._new_action(cls.manager, date_deadline=date(2026, 2, 28)),
            cls._new_action(cls.manager, date_deadline=date(2026, 3, 1)),
        )

    @classmethod
    def _new_source(cls, user=None, **kwargs):
        values = {
            "name": "Actions",
            "res_model": "qms.action",
            "date_field": "date_deadline",
            "department_field": "department_id",
            "columns": "name, state, owner_id, date_deadline",
            "company_id": cls.company.id,
            **kwargs,
        }
        return (
            cls.env["qms.evidence.source"].with_user(user or cls.manager).create(values)
        )

    def _frame(self, since="2026-02-01", until="2026-02-28", **kwargs):
        days = date.fromisoformat(since), date.fromisoformat(until)
        return Frame(self.company, *days, **kwargs)

    def _count(self, source=None, user=None, **kwargs):
        source = (source or self.source).with_user(user or self.manager)
        return source._count_evidence(self._frame(**kwargs))

    def test_it_counts_what_came_about_in_the_period(self):
        self.assertEqual(self._count(), {False: (2, date(2026, 2, 28))})
        self.assertEqual(
            self._count(since="2026-03-02", until="2026-04-01")[False][0], 0
        )

    def test_it_opens_exactly_what_it_counts(self):
        window = self.source.with_user(self.manager)._window(self._frame())
        found = self.env["qms.action"].with_user(self.manager).search(window["domain"])
        self.assertEqual(found, self.actions[:2])

    def test_units_go_with_those_below_them(self):
        for unit, count in ((self.care, 2), (self.home_care, 2)):
            self.assertEqual(self._count(units=unit)[False][0], count)
        other = self._new_unit("School", None)
        self.assertEqual(self._count(units=other)[False][0], 0)

    def test_the_certified_scope_alone(self):
        self.assertEqual(self._count(in_scope=True)[False][0], 0)
        self.home_care.qms_in_scope = True
        self.assertEqual(self._count(in_scope=True)[False][0], 2)

    def test_what_was_entered_after_the_cut_off_is_left_out(self):
        before = self.actions[:1].create_date.replace(year=2000)
        self.assertEqual(self._count(until_moment=before)[False][0], 0)

    def test_a_reader_counts_what_he_may_read(self):
        self.assertEqual(self._count(user=self.leader)[False][0], 2)
        self.assertIsNone(self._count(user=self.stranger))
        levels = self._new_source(
            res_model="qms.retention.list",
            date_field="date_from",
            department_field=False,
            columns=False,
        )
        self.assertIsNone(self._count(levels, self.nurse))

    def test_what_holds_began_before_the_end_and_ended_after_the_beginning(self):
        source = self._new_source(
            res_model="qms.certificate",
            holds="standing",
            date_field="valid_from",
            end_field="valid_to",
            department_field=False,
            columns="number",
        )
        values = {
            "body": "Certifier",
            "standard_id": self.env.ref("qms.iso9001_2015").id,
            "company_id": self.company.id,
        }
        for number, (since, until) in enumerate(
            (
                ("2025-01-01", "2026-01-31"),
                ("2025-01-01", "2026-02-01"),
                ("2026-02-28", False),
                ("2026-03-01", False),
                (False, False),
            )
        ):
            days = {"valid_from": since, "valid_to": until}
            self.env["qms.certificate"].create(
                {**values, **days, "number": str(number)}
            )
        self.assertEqual(self._count(source)[False][0], 2)

    def test_records_name_what_they_prove(self):
        process = self.env["qms.process"].create(
            {
                "name": "Care",
                "company_id": self.company.id,
                "requirement_ids": [Command.set(self.clause.ids)],
            }
        )
        source = self._new_source(
            res_model="qms.process",
            holds="standing",
            date_field=False,
            department_field="department_ids",
            columns="code",
            requirement_field="requirement_ids",
        )
        self.assertEqual(
            self._count(source), {False: (1, None), self.clause.id: (1, None)}
        )
        window = source._window(self._frame(), self.clause)
        self.assertEqual(process.search(window["domain"]), process)

    # ------------------------------------------------------------
    # What it may name
    # ------------------------------------------------------------

    def test_what_is_no_definition_is_refused(self):
        for name in ("qms.decision.detail", "res.users", "qms.evidence.reading"):
            with self.subTest(model=name), self.assertRaises(ValidationError):
                self.source.res_model = name
        for values in (
            {"date_field": False},
            {"date_field": "name"},
            {"date_field": "no_such_field"},
            {"end_field": "date_done"},
            {"company_field": "department_id"},
            {"department_field": "company_id"},
            {"requirement_field": "type_id"},
            {"employee_field": "owner_id"},
            {"employee_field": "department_id.manager_id"},
            {"columns": "name, no_such_field"},
            {"columns": "decision_timeline"},
            {"columns": "message_ids"},
            {"domain": "[('name', '=', "},
            {"domain": "[('no_such_field', '=', 1)]"},
            {"domain": "__import__('os').getcwd()"},
            {"domain": "[('create_uid.password', '!=', False)]"},
            {"points": "10.2.1 z"},
            {"points": "9.3.2 a"},
            {"points": "everything"},
            {"report_name": "qms.no_such_report"},
            {"report_name": "web.external_layout"},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.source.write(values)

    def test_what_is_one_is_taken(self):
        for values in (
            {"columns": "name , state,, owner_id.name"},
            {"domain": "[('state', 'in', ['draft', 'done'])]"},
            {"points": "10.2.1 a, 10.2.1 f"},
            {"report_name": "qms.report_action"},
        ):
            with self.subTest(values=values):
                self.source.write(values)

    def test_points_are_read_as_they_are_written(self):
        self.assertEqual(
            split_points("9.3.2 a, 9.3.2 c 2,9.2.2 f, nothing"),
            ({"9.3.2": {"a", "c 2"}, "9.2.2": {"f"}}, ["nothing"]),
        )

    def test_only_quality_managers_keep_sources(self):
        for user in (self.nurse, self.leader, self.team):
            with self.subTest(user=user.name):
                own = self.source.with_user(user)
                self.assertTrue(own.read(["name", "domain"]))
                with self.assertRaises(AccessError):
                    own.write({"name": "x"})
                with self.assertRaises(AccessError):
                    self._new_source(user)
        with self.assertRaises(AccessError):
            self.source.with_user(self.stranger).read(["name"])

    # ------------------------------------------------------------
    # What is shipped
    # ------------------------------------------------------------

    def test_every_shipped_source_is_sound_and_counts(self):
        sources = self.env["qms.evidence.source"].search([("company_id", "=", False)])
        self.assertGreater(len(sources), 15)
        sources._check_definition()
        for source in sources:
            with self.subTest(source=source.name):
                self.assertTrue(source.requirement_ids)
                source.with_user(self.manager)._count_evidence(self._frame())

    def test_what_the_standard_wants_written_down_is_marked(self):
        clauses = self.env.ref("qms.iso9001_2015").requirement_ids
        self.assertEqual(
            " ".join(
                clauses.filtered("is_documented").sorted("sort_key").mapped("number")
            ),
            "4.3 4.4.2 5.2.2 6.2.1 7.1.5.1 7.1.5.2 7.2 7.5.1 7.5.3.2 8.1 8.2.3.2 8.2.4 "
            "8.3.2 8.3.3 8.3.4 8.3.5 8.3.6 8.4.1 8.5.1 8.5.2 8.5.3 8.5.6 8.6 8.7.2 "
            "9.1.1 9.2.2 9.3.3 10.2.2",
        )
        points = {c.number: c.evidence_points for c in clauses if c.evidence_points}
        self.assertEqual(
            points,
            {
                "9.2.2": "a, b, c, d, e, f",
                "9.3.2": "a, b, c 1, c 2, c 3, c 4, c 5, c 6, c 7, d, e, f",
                "9.3.3": "a, b, c",
                "10.2.1": "a, b, c, d, e, f",
                "10.2.2": "a, b",
            },
        )
