import re

from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.mail_common import SmtpCase

from .survey_common import NOW, SurveyCase


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestInvitation(SurveyCase, SmtpCase):
    """Invitations really leave, once each, in the language of whom they go to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.cron"].search([]).active = False
        cls.env["res.lang"]._activate_lang("da_DK")
        cls.people = cls._citizens(3)
        cls.people[0].lang = "da_DK"
        cls.cron = cls.env.ref("qms_survey.ir_cron_send")

    def _run(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        return self._by_reader(self._deliver())

    def _link(self, mail):
        return re.search(r"/qms/survey/(\w+)", self._texts(mail))[1]

    def test_each_gets_an_address_of_his_own_once(self):
        campaign = self._campaign()
        campaign.action_open()
        mails = self._run()
        self.assertEqual(set(mails), {f"citizen{place}" for place in range(3)})
        links = {self._link(mail) for mail in mails.values()}
        self.assertEqual(len(links), 3)
        for link in links:
            found, invitee = self.env["qms.survey.campaign"]._find_door(link)
            self.assertEqual(found, campaign)
            self.assertFalse(invitee.is_answered)
        self.assertIn("anonym", self._texts(mails["citizen1"]))
        self.assertIn("/no?lang=", self._texts(mails["citizen1"]))
        self.assertIn("lang=da", self._texts(mails["citizen0"]))
        self.assertFalse(self._run(), "none goes out twice")
        self.assertFalse(
            self.env["mail.mail"].search([("model", "=", "qms.survey.invitee")]),
            "nothing of the addresses is kept",
        )

    def test_a_confidential_one_reminds_who_has_not_answered(self):
        campaign = self._campaign(identity="confidential")
        campaign.action_open()
        first = self._run()
        _found, invitee = campaign.sudo()._find_door(self._link(first["citizen1"]))
        self._send(campaign, invitee=invitee)
        with freeze_time("2026-03-08 09:00:00"):
            self.assertFalse(self._run())
        with freeze_time("2026-03-09 09:00:00"):
            second = self._run()
            self.assertEqual(set(second), {"citizen0", "citizen2"})
            self.assertEqual(
                self._link(second["citizen0"]), self._link(first["citizen0"])
            )
            self.assertFalse(self._run())

    def test_an_anonymous_one_reminds_everybody(self):
        campaign = self._campaign()
        campaign.action_open()
        first = self._run()
        _found, invitee = campaign.sudo()._find_door(self._link(first["citizen1"]))
        self._send(campaign, invitee=invitee)
        with freeze_time("2026-03-09 09:00:00"):
            second = self._run()
        self.assertEqual(set(second), set(first))
        self.assertIn("goes to everybody", self._texts(second["citizen1"]))

    def test_nobody_is_reminded_of_what_is_over(self):
        campaign = self._campaign(remind_after=0)
        campaign.action_open()
        self._run()
        with freeze_time("2026-03-20 09:00:00"):
            self.assertFalse(self._run())
        campaign.action_close(reason="Enough")
        self.assertFalse(self._run())
