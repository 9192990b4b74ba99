from odoo.tests import freeze_time, tagged

from .invitation_common import InvitationCase

PLANNED = {
    "en_US": "Planned: Internal audit",
    "da_DK": "Planlagt: Intern audit",
    "nb_NO": "Planlagt: Internrevisjon",
    "sv_SE": "Planerad: Internrevision",
}
SENTENCE = {
    "en_US": "You are invited to take part in this audit.",
    "da_DK": "Du er inviteret til at deltage i denne audit.",
    "nb_NO": "Du er invitert til å delta i denne revisjonen.",
    "sv_SE": "Du är inbjuden att delta i denna revision.",
}


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestInvitationLanguage(InvitationCase):
    """Subject, text and invitation in the language of whoever reads them."""

    def _invite_in(self, lang):
        self.env["res.lang"]._activate_lang(lang)
        modules = self.env["ir.module.module"]
        modules._load_module_terms(["qms_audit"], [lang], overwrite=True)
        self.second.lang = lang
        self._scheduled()
        return self._by_reader(self._settle())

    def test_each_reader_reads_his_language(self):
        for lang in ("da_DK", "nb_NO", "sv_SE"):
            subject = PLANNED[lang]
            with self.subTest(lang=lang):
                mails = self._invite_in(lang)
                self.assertIn(subject, mails["second"]["Subject"])
                self.assertIn(SENTENCE[lang], self._texts(mails["second"]))
                summary = self._calendar(mails["second"]).vevent.summary.value
                self.assertIn(subject.split(": ")[1], summary)
                self.assertIn(PLANNED["en_US"], mails["leader"]["Subject"])
                self.assertIn(SENTENCE["en_US"], self._texts(mails["leader"]))
                self._cancel_all()

    def _cancel_all(self):
        """So that the next audit may be at the same time."""
        audits = self.env["qms.audit"].with_user(self.manager)
        audits.search([("state", "=", "scheduled")]).action_cancel(reason="Done")
        self._settle()
