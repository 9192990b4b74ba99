from odoo.tests import tagged

from odoo.addons.qms_competence.hooks import (
    CONFIRMED,
    CORE_JOB,
    WAS_ON,
    post_init_hook,
    uninstall_hook,
)

from .common import CompetenceCase


@tagged("post_install", "-at_install", "qms")
class TestCoreJob(CompetenceCase):
    """Core's own expiry job rests while ours is installed."""

    def test_it_is_off_and_comes_back(self):
        job = self.env.ref(CORE_JOB)
        self.assertFalse(job.active)
        entry = self._claim(self.nurse)
        uninstall_hook(self.env)
        self.assertTrue(job.active)
        self.assertTrue(entry.exists())
        asked = [("res_model", "in", CONFIRMED)]
        self.assertFalse(self.env["qms.duty"].search_count(asked))
        self.assertFalse(self.env["mail.activity"].search_count(asked))

    def test_one_that_was_off_before_stays_off(self):
        job = self.env.ref(CORE_JOB)
        self.env["ir.config_parameter"].set_param(WAS_ON, False)
        post_init_hook(self.env)
        uninstall_hook(self.env)
        self.assertFalse(job.active)
