from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, tagged

from .types_common import TypesCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestShortForm(TypesCase):
    """Each type has its own short form, which is data."""

    def _form(self):
        reports = self.env["qms.report"].with_user(self.nurse)
        return Form(reports, "qms_deviation.qms_report_view_form_new")

    def test_it_begins_as_a_deviation(self):
        form = self._form()
        self.assertEqual(form.type_id, self.type_deviation)
        self.assertEqual(form.prompt, "What happened?")

    def test_it_adapts_when_the_type_is_chosen(self):
        form = self._form()
        form.type_id = self.type_complaint
        self.assertEqual(form.prompt, "What does the citizen say?")
        self.assertIn(" sender ", form.asked)
        self.assertNotIn(" requirement ", form.asked)
        form.type_id = self.type_praise
        self.assertIn(" praised ", form.asked)
        self.assertNotIn(" sender ", form.asked)

    def test_what_was_typed_stays_when_the_type_is_changed(self):
        form = self._form()
        form.description = "They could mow less often"
        form.type_id = self.type_proposal
        report = form.save()
        self.assertEqual(report.description, "They could mow less often")
        case = report.sudo().deviation_ids
        self.assertEqual(case.flow, "proposal")

    def test_a_complaint_is_entered_from_a_call(self):
        form = self._form()
        form.type_id = self.type_complaint
        form.description = "The home help came late"
        form.sender_name = "Karen Citizen"
        form.sender_phone = "11 22 33 44"
        form.received_on = "2026-02-27"
        case = form.save().sudo().deviation_ids
        self.assertEqual(case.sender_ids.name, "Karen Citizen")
        self.assertEqual(str(case.date_reported), "2026-02-27")

    def test_what_the_type_does_not_ask_for_is_not_kept(self):
        case = self._case(sender_name="Karen Citizen", received_on="2020-01-01")
        self.assertFalse(case.sudo().sender_ids)
        self.assertEqual(str(case.date_reported), "2026-03-02")

    def test_many_reports_at_once_keep_their_own_senders(self):
        values = {
            "description": "x",
            "department_id": self.home_care.id,
            "company_id": self.company.id,
            "type_id": self.type_complaint.id,
        }
        reports = (
            self.env["qms.report"]
            .with_user(self.nurse)
            .create([{**values, "sender_name": name} for name in ("A", "", "C")])
        )
        names = [r.deviation_ids.sender_ids.name or "" for r in reports.sudo()]
        self.assertEqual(names, ["A", "", "C"])

    def test_the_questions_are_the_quality_managers_to_choose(self):
        questions = self.env["qms.deviation.question"]
        values = {"type_id": self.type_praise.id, "question": "place"}
        for user in (self.nurse, self.leader, self.team):
            with self.assertRaises(AccessError):
                questions.with_user(user).create(values)
        questions.with_user(self.manager).create(values)
        form = self._form()
        form.type_id = self.type_praise
        self.assertIn(" place ", form.asked)

    def test_the_reporter_is_told_who_reads_it_and_by_when(self):
        for case in (self._proposal(), self._complaint(), self._praised()):
            self.assertIn("Leader reads it by", self._report_of(case).reader_line)
