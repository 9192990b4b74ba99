from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import DeviationCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestOrigin(DeviationCase):
    """A report made from the record someone was working on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create({"name": "Lift supplier"})

    def _from(self, record, user=None, **kwargs):
        """As the button in the chatter does: by the defaults of its context."""
        context = {
            "default_origin_model": record._name,
            "default_origin_id": record.id,
        }
        model = self.env["qms.report"].with_user(user or self.nurse)
        return model.with_context(**context).create(
            {"description": "The lift stuck", "department_id": self.home_care.id}
            | kwargs
        )

    def _notes(self, record):
        return record.message_ids.filtered(lambda m: "reported" in (m.body or ""))

    def test_report_and_record_are_linked_both_ways(self):
        report = self._from(self.partner)
        self.assertIn("Lift supplier", report.origin_name)
        action = report.action_open_origin()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("res.partner", self.partner.id)
        )
        note = self._notes(self.partner)
        self.assertIn(f"/odoo/qms.report/{report.id}", note.body)
        self.assertIn(report.number, note.body)

    def test_the_note_tells_the_number_and_nothing_more(self):
        report = self._from(self.partner)
        note = self._notes(self.partner)
        self.assertNotIn("lift stuck", note.body)
        nurse = self.nurse
        self.assertNotEqual(note.author_id, nurse.partner_id)
        self.assertFalse({note.create_uid.id, note.write_uid.id} & {nurse.id})
        self.assertNotIn("Nurse", note.body)
        self.assertEqual(report.reporter_id, nurse)

    def test_nobody_is_notified(self):
        self.partner.message_subscribe(self.leader.partner_id.ids)
        before = self.env["mail.mail"].search_count([])
        self._from(self.partner)
        note = self._notes(self.partner)
        self.assertFalse(note.notified_partner_ids or note.notification_ids)
        after = self.env["mail.mail"].search([("model", "=", "res.partner")])
        self.assertFalse(after)
        self.assertGreaterEqual(self.env["mail.mail"].search_count([]), before)

    def test_whoever_may_not_read_the_record_sees_no_link(self):
        report = self._from(self.partner).with_user(self.leader)
        self.assertTrue(report.origin_name)
        self.env["ir.rule"].create(
            {
                "name": "Not the leader",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": f"[('id', '!=', {self.partner.id})]",
            }
        )
        self.env.invalidate_all()
        self.assertTrue(report.has_access("read"))
        self.assertFalse(report.origin_name)
        with self.assertRaises(AccessError):
            report.action_open_origin()

    def test_not_from_a_record_one_may_not_read(self):
        foreign = self.env["res.partner"].create(
            {"name": "Foreign", "company_id": self.other_company.id}
        )
        with self.assertRaises(AccessError):
            self._from(foreign)
        self.assertFalse(self._notes(foreign))
        self.assertFalse(
            self.env["qms.report"].search([("origin_id", "=", foreign.id)])
        )

    def test_not_from_a_record_that_is_gone(self):
        gone = self.env["res.partner"].create({"name": "Gone"})
        gone.unlink()
        with self.assertRaises(AccessError):
            self._from(gone)

    def test_not_from_our_own_records_nor_from_what_has_no_chatter(self):
        case = self._case()
        without = self.env["res.country"].search([], limit=1)
        for record in (case, case.report_ids, without):
            with self.assertRaises(UserError, msg=record._name):
                self._from(record)

    def test_hostile_names_of_models_are_refused(self):
        model = self.env["qms.report"].with_user(self.nurse)
        for name in ("no.such.model", "mail.thread", "", "mail.compose.message"):
            with self.assertRaises(UserError, msg=name):
                model.create({"description": "x", "origin_model": name, "origin_id": 1})

    def test_a_thousand_reports_from_one_record_cost_no_query_each(self):
        vals = {
            "description": "The lift stuck",
            "department_id": self.home_care.id,
            "origin_model": "res.partner",
            "origin_id": self.partner.id,
        }
        model = self.env["qms.report"].with_user(self.nurse)
        model.create([vals])
        self.env.flush_all()

        def statements(count):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            model.create([vals] * count)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few, many = statements(20), statements(400)
        self.assertLess(many, few + 100, f"{few} for 20, {many} for 400")

    def test_the_next_report_has_no_origin(self):
        report = self._from(self.partner)
        action = report.action_report_another()
        self.assertNotIn("default_origin_id", str(action.get("context")))
