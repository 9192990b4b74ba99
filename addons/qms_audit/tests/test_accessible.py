from odoo.tests import tagged

from odoo.addons.qms.tests.axe_common import AxeCase

from .test_plan_tours import PlanTourCase

STEPS = ".o_form_statusbar .o_statusbar_buttons"


def form(record):
    return {
        "type": "ir.actions.act_window",
        "res_model": record._name,
        "res_id": record.id,
        "views": [[False, "form"]],
    }


@tagged("post_install", "-at_install", "qms")
class TestAccessible(PlanTourCase, AxeCase):
    """What is ours on the screens of an audit, judged by axe-core."""

    def test_the_screens_of_an_audit(self):
        self.env.ref("qms.group_quality_manager").user_ids |= self.auditor
        done = self._reported()
        running = self._running()
        self._assert_screens_accessible(
            [
                {"screen": form(running), "scope": STEPS},
                {
                    "screen": "qms_audit.qms_audit_on_site_action",
                    "options": {"additionalContext": {"active_id": running.id}},
                    "scope": ".o_qms_on_site",
                },
                {"screen": form(done.report_ids), "scope": STEPS},
                {
                    "screen": form(self.programme),
                    "press": ".o_notebook .nav-link[name=coverage]",
                    "scope": ".o_qms_coverage table",
                },
            ],
            self.auditor.login,
        )
