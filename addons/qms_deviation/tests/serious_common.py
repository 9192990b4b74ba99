from odoo.addons.qms.tests.mail_common import SmtpCase

from .common import DeviationCase

GRAVE = {"consequence": "5", "likelihood": "4"}
SECRET = "Hannibal"


class SeriousCase(DeviationCase):
    @classmethod
    def _serious(cls, **kwargs):
        """A serious case in analysis, all that the analysis asks for answered."""
        case = cls._analysed(**kwargs)
        case.write(GRAVE)
        return case

    @classmethod
    def _serious_treated(cls, **kwargs):
        """A serious case with an action, carried out, whose effect is to be judged."""
        case = cls._treated(**kwargs)
        case.write(GRAVE)
        case.action_verify()
        return case

    @classmethod
    def _learn(cls, case):
        case.write(
            {
                "system_change": "no",
                "risks_updated": "na",
                "summary": "A broken lock was changed.",
            }
        )

    @classmethod
    def _serious_to_be_closed(cls):
        """As far as the unit itself can bring it."""
        case = cls._serious_treated()
        case.action_ids.with_user(cls.head).action_confirm_effect(reason="Checked")
        cls._learn(case)
        return case

    def _alerts(self, case):
        return self.env["qms.deviation.alert"].search([("deviation_id", "=", case.id)])


class SeriousMailCase(SeriousCase, SmtpCase):
    def _assert_says_nothing(self, mail, case):
        """Type and number in the subject, nothing of the case in it."""
        texts = self._texts(mail)
        self.assertIn(case.number, mail["Subject"])
        self.assertNotIn(SECRET, texts)
        self.assertNotIn("nurse", texts.lower())
        self.assertFalse(list(mail.iter_attachments()))

    def _serious_mails(self):
        """Those that left about serious cases, per reader."""
        mails = self._deliver()
        return self._by_reader([m for m in mails if "serious" in self._texts(m)])
