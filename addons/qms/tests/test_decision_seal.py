import logging

from odoo.tests import freeze_time, tagged

from .decision_common import DecisionCase

SEAL_LOG = "odoo.addons.qms.models.decision_seal"


@freeze_time("2026-03-02 12:00:00")
@tagged("post_install", "-at_install", "qms")
class TestDecisionSeal(DecisionCase):
    """The nightly seal: what it covers, and how it leaves the database."""

    def _seal(self):
        return self.env["qms.decision.seal"]._cron_seal()

    def _mails(self, seal):
        return self.env["mail.mail"].search([("body_html", "like", seal.digest)])

    def test_a_seal_holds_the_heads_of_all_chains(self):
        actions = self._decided() | self._decided()
        seal = self._seal()
        self.assertEqual((seal.number, seal.chains), (1, 2))
        self.assertEqual(
            set(seal._head_digests().values()),
            {self._decisions(action)[-1].digest for action in actions},
        )
        self._assert_in_order()

    def test_nothing_decided_nothing_sealed(self):
        self.assertFalse(self._seal())
        self._decided()
        self.assertTrue(self._seal())
        self.assertFalse(self._seal())

    def test_a_later_seal_holds_what_grew(self):
        self._decided()
        grown = self._decided()
        first = self._seal()
        with freeze_time("2026-03-10 12:00:00"):
            grown.with_user(self.nurse).action_cancel(reason="No longer needed")
            second = self._seal()
        self.assertEqual((second.number, second.chains), (2, 1))
        self.assertEqual(second.previous_digest, first.digest)
        self._assert_in_order()

    def test_missed_nights_are_sealed_later(self):
        self._decided()
        with freeze_time("2026-03-30 12:00:00"):
            self.assertEqual(self._seal().chains, 1)

    def test_what_was_committed_after_a_seal_is_in_the_next(self):
        self._decided()
        first = self._seal()
        # begun before the seal, seen after it
        with freeze_time("2026-03-02 11:59:00"):
            late = self._decided()
        with freeze_time("2026-03-03 01:00:00"):
            second = self._seal()
        self.assertNotIn(("qms.action", late.id), first._head_digests())
        self.assertEqual(list(second._head_digests()), [("qms.action", late.id)])

    def test_each_quality_manager_is_told_the_fingerprint_in_his_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        danish = self._new_user("dane", "qms.group_quality_manager", lang="da_DK")
        self.env.ref("qms.mail_template_seal").with_context(lang="da_DK").write(
            {"subject": "Beslutninger: {{ ctx.get('seal_number') }}"}
        )
        self._decided()
        mails = self._mails(self._seal())
        self.assertEqual(
            {mail.recipient_ids: mail.subject for mail in mails},
            {
                self.manager.partner_id: "Decisions: seal 1",
                danish.partner_id: "Beslutninger: 1",
            },
        )
        self.assertEqual(set(mails.mapped("state")), {"outgoing"})

    def test_the_fingerprint_is_a_line_of_the_log(self):
        self._decided()
        with self.assertLogs(SEAL_LOG, logging.INFO) as logs:
            seal = self._seal()
        self.assertIn(f"Seal 1 over the decisions: {seal.digest}", logs.output[0])

    def test_the_scheduled_action_seals(self):
        self._decided()
        with self.enter_registry_test_mode():
            self.env.ref("qms.ir_cron_seal").method_direct_trigger()
        self.assertEqual(self.env["qms.decision.seal"].search([]).number, 1)

    def test_the_check_shows_the_last_seal_to_compare_with_the_mail(self):
        self._decided()
        seal = self._seal()
        model = self.env["qms.decision.check"].with_user(self.manager)
        check = model.browse(model.action_check()["res_id"])
        self.assertEqual((check.checked, check.problems), (2, ""))
        self.assertEqual((check.seal_number, check.seal_digest), (1, seal.digest))
