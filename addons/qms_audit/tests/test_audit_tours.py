from odoo.tests import HttpCase, tagged

from odoo.addons.qms.tests.hoot_common import HootCase

from .common import AuditCase


class AuditTourCase(AuditCase, HttpCase):
    """What is really done on the screen, in a browser."""

    def _tour(self, name, user, url="/odoo"):
        self.start_tour(url, f"qms_audit_{name}", login=user.login)


@tagged("post_install", "-at_install", "qms")
class TestAuditOnPhone(AuditTourCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_an_auditor_carries_out_an_audit(self):
        self._question("Who has the key?")
        audit = self._scheduled()
        action = self.env.ref("qms_audit.qms_audit_on_site_action")
        self._tour(
            "on_site", self.auditor, f"/odoo/quality-audits/{audit.id}/{action.path}"
        )
        self.assertEqual(audit.state, "reporting")
        first = audit.answer_ids[0]
        self.assertEqual(
            (first.answer, first.note, first.sample, first.photo_count),
            ("minor", "The cabinet stood open", "Room 2", 1),
        )
        self.assertEqual(
            audit.answer_ids.mapped("answer"), ["minor", "conform", "good"]
        )
        self.assertEqual(len(audit.finding_ids), 2)

    def test_a_leader_accepts_the_report(self):
        """In English, and the next one in Danish."""
        self.env["res.lang"]._activate_lang("da_DK")
        for lang in ("en_US", "da_DK"):
            self.leader.lang = lang
            audit = self._reported()
            self._tour("accept", self.leader, "/odoo/my-quality-work")
            self.assertEqual(audit.state, "follow_up")
            self.assertEqual(audit.accepted_unit_ids, self.home_care)


@tagged("post_install", "-at_install", "qms")
class TestAuditOnDesk(AuditTourCase, HootCase):
    def test_the_lead_writes_and_sends_the_report(self):
        audit = self._concluded()
        self._tour("report", self.auditor, f"/odoo/quality-audits/{audit.id}")
        self.assertEqual(audit.state, "reported")
        self.assertEqual(audit.report_ids.effective, "partly")

    def test_components(self):
        self._run_suites(self.auditor.login, "@qms_audit")
