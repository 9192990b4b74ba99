from datetime import date

from odoo.tests import freeze_time, tagged

from .context_common import ContextCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestContextIndicators(ContextCase):
    """Each figure is that of the list it opens, for each reader."""

    def _figure(self, code, user=None):
        indicator = self.env.ref(f"qms_review.indicator_{code}")
        indicator = indicator.with_user(user or self.manager)
        period = date(2026, 1, 1), date(2026, 3, 31)
        [figure] = indicator._read_figures(self.company, *period)
        if figure["value"] is not None and not indicator.unit:
            model = self.env[indicator.res_model].with_user(user or self.manager)
            self.assertEqual(model.search_count(figure["domain"]), figure["value"])
        return figure["value"]

    def test_risks(self):
        self._controlled()
        self._assessed()
        self._risk().with_user(self.nurse).action_end(reason="Gone")
        accepted = self._assessed()
        accepted.with_user(self.leader).action_accept(reason="Fine")
        self._risk(kind="opportunity")
        expected = {
            "risks_open": 3,
            "risks_severe": 2,
            "risks_accepted": 1,
            "risks_controlled": 50,
            "risks_not_reviewed": 0,
            "opportunities_open": 1,
        }
        for code, value in expected.items():
            with self.subTest(code=code):
                self.assertEqual(self._figure(code), value)
        self.assertEqual(self._figure("risks_open", self.head), 3)

    def test_context(self):
        self._factor().action_confirm()
        self._stakeholder(how_met="By phone").action_confirm()
        late = self._review(date_deadline="2026-03-01")
        self._answer_climate(late)
        late.action_conclude()
        risks = self._review(kind="risk", date_deadline="2026-03-31", conclusion="x")
        risks.action_conclude()
        self._review()
        expected = {
            "context_reviews_in_time": 50,
            "climate_answered": 1,
            "factors_reviewed": 1,
            "stakeholders_reviewed": 1,
        }
        for code, value in expected.items():
            with self.subTest(code=code):
                self.assertEqual(self._figure(code), value)

    def test_programmes_and_consultations(self):
        self._running()
        consultation = self._consultation()
        consultation.action_send()
        consultation.write({"outcome": "agreed", "date_outcome": "2026-03-02"})
        consultation.action_hold()
        self.assertEqual(self._figure("programmes_running"), 1)
        self.assertEqual(self._figure("consultations_held"), 1)

    def test_what_ships_can_be_counted(self):
        data = self.env["ir.model.data"].search(
            [("model", "=", "qms.indicator"), ("module", "=", "qms_review")]
        )
        indicators = self.env["qms.indicator"].browse(data.mapped("res_id"))
        self.assertGreaterEqual(len(indicators), 13)
        indicators._check_definition()
