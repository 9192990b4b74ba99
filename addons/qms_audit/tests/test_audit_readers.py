from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import NEXT_DAY, AuditCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditReaders(AuditCase):
    """Who reads what of an audit, and from when."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.others = (
            cls.leader,
            cls.head,
            cls.nurse,
            cls.manager,
            cls.team,
            cls.owner,
            cls.second,
            cls.stranger,
        )

    def _readers(self, record):
        everybody = (self.auditor, *self.others)
        found = {
            user for user in everybody if record.with_user(user).has_access("read")
        }
        for user in everybody:
            domain = [("id", "=", record.id)]
            listed = bool(record.with_user(user).search_count(domain))
            self.assertEqual(listed, user in found, user.login)
        return {user.login.removeprefix("qms_") for user in found}

    def _with_owner(self, state, **kwargs):
        programme = self._programme()
        return getattr(self, state)(
            programme_id=programme.id,
            programme_line_id=programme.line_ids.id,
            **kwargs,
        ).sudo()

    def test_the_audit_is_read_by_team_planners_leaders_and_quality_group(self):
        audit = self._with_owner("_scheduled")
        expected = {"auditor", "owner", "leader", "head", "manager", "team"}
        self.assertEqual(self._readers(audit), expected)
        self.assertEqual(self._readers(audit.member_ids), expected)

    def test_notes_are_read_by_the_team_alone_before_the_report(self):
        audit = self._with_owner("_running")
        audit.answer_ids.note = "The cabinet stood open"
        self.assertEqual(self._readers(audit.answer_ids), {"auditor"})

    def test_findings_and_report_are_the_teams_until_it_is_sent(self):
        audit = self._with_owner("_concluded")
        self.assertEqual(self._readers(audit.finding_ids), {"auditor"})
        self.assertEqual(self._readers(audit.report_ids), {"auditor"})

    def test_sent_they_are_read_by_leaders_planners_and_quality_group(self):
        audit = self._with_owner("_reported")
        expected = {"auditor", "owner", "leader", "head", "manager", "team"}
        self.assertEqual(self._readers(audit.report_ids), expected)
        self.assertEqual(self._readers(audit.finding_ids), expected)
        self.assertEqual(self._readers(audit.answer_ids), {"auditor", "manager"})

    def test_standing_they_are_read_by_everybody_in_the_unit(self):
        audit = self._with_owner("_followed_up")
        self.assertIn("nurse", self._readers(audit.report_ids))
        self.assertIn("nurse", self._readers(audit.finding_ids))
        self.assertNotIn("nurse", self._readers(audit))
        self.assertNotIn("nurse", self._readers(audit.answer_ids))

    def test_it_stands_for_the_unit_by_the_day_alone(self):
        audit = self._with_owner("_reported")
        self.assertNotIn("nurse", self._readers(audit.report_ids))
        with freeze_time("2026-03-16"):
            self.assertIn("nurse", self._readers(audit.report_ids))

    def test_a_commented_report_stands_by_no_day(self):
        audit = self._with_owner("_reported")
        audit.with_user(self.leader).action_comment(reason="It was locked")
        with freeze_time("2026-06-16"):
            self.assertNotIn("nurse", self._readers(audit.report_ids))

    def test_everybody_in_the_unit_reads_when_it_is_audited(self):
        audit = self._with_owner("_scheduled")
        line = self.env["qms.audit.register"].browse(audit.id)
        self.assertEqual(
            self._readers(line),
            {"auditor", "second", "leader", "head", "nurse", "manager", "team"},
        )
        self.assertEqual(line.with_user(self.nurse).date_start, audit.date_start)

    def test_the_line_opens_the_report_once_it_stands(self):
        audit = self._with_owner("_reported")
        line = self.env["qms.audit.register"].browse(audit.id).with_user(self.nurse)
        with self.assertRaises(AccessError):
            line.action_open_report()
        audit.with_user(self.leader).action_accept()
        self.assertEqual(line.action_open_report()["res_id"], audit.report_ids.id)

    def test_people_of_a_unit_below_belong_to_what_is_audited(self):
        ward = self._new_unit("Ward", None, self.home_care)
        self._employee(self.nurse).department_id = ward
        audit = self._with_owner("_followed_up")
        self.assertIn(ward, audit.covered_unit_ids)
        self.assertIn("nurse", self._readers(audit.report_ids))

    def test_a_unit_made_below_later_belongs_to_it_too(self):
        audit = self._with_owner("_scheduled")
        ward = self._new_unit("Ward", None, self.home_care)
        self.assertIn(ward, audit.covered_unit_ids)
        ward.parent_id = self.administration
        self.assertNotIn(ward, audit.covered_unit_ids)

    def test_names_travel_further_than_records(self):
        audit = self._with_owner("_concluded")
        for record in (audit, audit.finding_ids, audit.answer_ids, audit.report_ids):
            with self.subTest(model=record._name):
                self.assertNotIn("cabinet", record.display_name)
                self.assertNotIn("Medicine", record.display_name)

    def test_the_report_is_written_by_the_team_alone(self):
        audit = self._with_owner("_concluded")
        for user in self.others:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                audit.report_ids.with_user(user).write({"conclusion": "All is well"})

    def test_once_sent_nobody_writes_it(self):
        audit = self._with_owner("_reported")
        for user in (self.auditor, self.manager, self.leader):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                audit.report_ids.with_user(user).write({"conclusion": "All is well"})

    def test_an_observer_reads_and_writes_nothing(self):
        audit = self._with_owner("_scheduled")
        self.env["qms.audit.member"].create(
            {"audit_id": audit.id, "user_id": self.aide.id, "role": "observer"}
        )
        audit.with_user(self.auditor).action_start()
        row = audit.answer_ids.with_user(self.aide)
        self.assertTrue(row.has_access("read"))
        with self.assertRaises(AccessError):
            row.write({"answer": "conform"})

    def test_a_second_auditor_writes_notes_and_findings_but_not_the_plan(self):
        audit = self._with_owner("_scheduled")
        self.env["qms.audit.member"].create(
            {"audit_id": audit.id, "user_id": self.second.id}
        )
        audit.with_user(self.auditor).action_start()
        audit.answer_ids.with_user(self.second).write({"answer": "conform"})
        with self.assertRaises(AccessError):
            audit.with_user(self.second).write({"place": "x"})

    def test_the_work_of_one_audit_is_not_moved_to_another(self):
        audit = self._with_owner("_running")
        other = self._running(**NEXT_DAY)
        with self.assertRaisesRegex(Exception, "belongs to its audit"):
            audit.answer_ids.with_user(self.auditor).audit_id = other


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditOtherCompany(AuditCase):
    """An auditor of another company of the group is a member of the audit alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls._auditor(
            "foreign", unit=cls.env["hr.department"], company=cls.branch
        )

    def test_he_carries_out_the_audit_from_checklist_to_deviation(self):
        audit = self._scheduled(lead=self.foreign)
        self.assertEqual(audit.unit_names, "Home care")
        audit.action_start()
        audit.answer_ids.write({"answer": "minor", "note": "The cabinet stood open"})
        audit.action_conclude()
        self._write_report(audit)
        audit.action_report()
        audit.finding_ids.action_raise()
        case = audit.finding_ids.sudo().deviation_id
        self.assertEqual(case.company_id, self.company)
        self.assertEqual(case.report_ids.reporter_id, self.foreign)
        self.assertFalse(case.with_user(self.foreign).has_access("read"))

    def test_he_reads_register_lines_in_the_scope_of_his_audit_alone(self):
        inside = self._case()
        inside.action_release()
        inside.summary = "A cabinet with a broken lock"
        outside = self._case(self.head, department_id=self.care.id)
        secret = self._case()
        lines = self.env["qms.audit.case"].with_user(self.foreign)
        self.assertFalse(lines.search([]))
        self._audit(lead=self.foreign)
        found = lines.search([])
        self.assertEqual(set(found.ids), {inside.id, secret.id})
        self.assertNotIn(outside.id, found.ids)
        by_id = {line.id: line.summary for line in found}
        self.assertEqual(by_id[inside.id], "A cabinet with a broken lock")
        self.assertFalse(by_id[secret.id])
        opened = lines.browse(inside.id).action_open_case()
        self.assertEqual(opened["res_model"], "qms.audit.case")

    def test_he_reads_nothing_of_the_company_besides(self):
        self._audit(lead=self.foreign)
        other = self._audit()
        self._programme()
        for model in ("qms.register", "qms.audit.register", "qms.audit.programme"):
            with self.subTest(model=model):
                self.assertFalse(self.env[model].with_user(self.foreign).search([]))
        self.assertFalse(other.with_user(self.foreign).has_access("read"))

    def test_when_the_audit_is_over_so_is_what_he_reads(self):
        self._case()
        audit = self._audit(lead=self.foreign)
        lines = self.env["qms.audit.case"].with_user(self.foreign)
        self.assertTrue(lines.search([]))
        audit.with_user(self.manager).action_cancel(reason="Not needed")
        self.assertFalse(lines.search([]))

    def test_he_does_not_widen_his_scope(self):
        audit = self._audit(lead=self.foreign)
        with self.assertRaises(AccessError):
            audit.department_ids = self.care

    def test_the_quality_manager_of_another_company_reads_nothing(self):
        audit = self._reported()
        outsider = self._new_user(
            "outsider", "qms.group_quality_manager", self.other_company
        )
        for record in (audit, audit.report_ids, audit.finding_ids, audit.answer_ids):
            with self.subTest(model=record._name):
                self.assertFalse(record.with_user(outsider).has_access("read"))
