from odoo.tests import HttpCase, tagged

from .context_common import ContextCase


@tagged("post_install", "-at_install", "qms")
class TestRiskTour(ContextCase, HttpCase):
    """From the register over the matrix and a measure to the map."""

    def test_a_risk_from_the_register_to_the_map(self):
        self.start_tour("/odoo", "qms_risk", login=self.leader.login)
        risk = self.env["qms.risk"].search([("company_id", "=", self.company.id)])
        self.assertEqual((risk.state, risk.level), ("treatment", "high"))
        self.assertEqual(risk.action_ids.name, "Train a second one")
        self.assertEqual(risk.action_ids.level, "high")
        self.assertEqual(risk.action_ids.why, "Only one knows the pump")
        self.start_tour("/odoo", "qms_risk_map", login=self.leader.login)
