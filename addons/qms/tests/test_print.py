from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import QmsCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestPrint(QmsCase):
    """A record with its decisions on paper."""

    def _html(self, action):
        report = self.env["ir.actions.report"].with_user(self.nurse)
        html, _kind = report._render_qweb_html("qms.action_report_action", action.ids)
        return html.decode()

    def test_a_record_is_printed_with_its_decisions(self):
        action = self._new_action()
        action.action_submit()
        action.with_user(self.leader).action_ask(reason="What does it cost?")
        html = self._html(action)
        for words in (
            "Move the medicine cabinet",
            "It stands in the corridor",
            "What does it cost?",
            "Leader",
            action.number,
        ):
            self.assertIn(words, html)

    def test_what_is_handed_out_leads_to_nobody(self):
        action = self._new_action(description="Aide called 12 34 56 78 about it")
        action.action_submit()
        action.with_user(self.leader).action_ask(reason="Has the Nurse seen it?")
        masked = action.with_context(qms_masked=True)
        rows = [
            row["value"]
            for section in masked._get_print_sections()
            for row in section["rows"]
        ]
        decisions = masked._get_print_decisions()
        said = [f"{entry['person']} {entry['reason']}" for entry in decisions]
        text = " ".join(map(str, rows + said))
        for lead in ("Nurse", "Aide", "Leader", "12 34"):
            self.assertNotIn(lead, text)
        self.assertIn("[masked] called [masked] about it", text)
        self.assertIn("Has the [masked] seen it?", text)
        self.assertEqual(decisions[1]["role"], "unit leader")

    def test_empty_fields_are_left_out(self):
        html = self._html(self._new_action())
        self.assertNotIn("Carried out by", html)

    def test_who_may_not_read_it_does_not_print_it(self):
        action = self._new_action()
        with self.assertRaises(AccessError):
            action.with_user(self.stranger)._get_print_sections()

    def test_a_field_kept_from_the_reader_is_left_out(self):
        action = self._new_action()
        self.assertIn("It stands in the corridor", self._html(action))
        self.patch(action._fields["why"], "groups", "base.group_system")
        self.assertNotIn("It stands in the corridor", self._html(action))

    def test_what_is_bound_to_the_quality_record_is_offered_on_each(self):
        bound = self.env["ir.actions.act_window"].create(
            {
                "name": "Everywhere",
                "res_model": "qms.action",
                "binding_model_id": self.env["ir.model"]._get_id("qms.record.mixin"),
            }
        )
        for model, times in (
            ("qms.action", 1),
            ("qms.objective", 1),
            ("qms.record.mixin", 1),
            ("qms.process", 0),
            ("res.partner", 0),
        ):
            actions = self.env["ir.actions.actions"].with_user(self.nurse)
            found = actions.get_bindings(model).get("action", ())
            with self.subTest(model=model):
                self.assertEqual([a["id"] for a in found].count(bound.id), times)
