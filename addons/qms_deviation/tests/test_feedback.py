from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.mail_common import SmtpCase

from .common import DeviationCase

SECRET = "Hannibal"
BODY = "Thank you for your report. It has been handled."
WORDS = {
    "da_DK": ("Der er et svar", "Tak for din indberetning."),
    "sv_SE": ("Det finns ett svar", "Tack för din rapport."),
    "nb_NO": ("Det er kommet et svar", "Takk for meldingen."),
}


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestFeedback(DeviationCase, SmtpCase):
    """The reporter is told in his own language when his case is closed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("qms_deviation.mail_template_answer")
        for lang, (subject, body) in WORDS.items():
            cls.env["res.lang"]._activate_lang(lang)
            said = cls.template.with_context(lang=lang)
            said.subject = subject + ": {{ object.display_name }}"
            said.body_html = said.body_html.replace(BODY, body)

    def _settle(self, reporter, **kwargs):
        case = self._case(reporter, description=SECRET, **kwargs)
        case.write(
            {
                "correction": "Locked it",
                "enough_because": "Nothing was missing",
                "answer": f"{SECRET} is locked in",
            }
        )
        case.action_settle()
        return case

    def _answers(self):
        mails = self._deliver()
        return self._by_reader(
            [m for m in mails if "/odoo/my-reports/" in self._texts(m)]
        )

    def test_subject_and_body_in_the_reporters_language(self):
        for lang, (subject, body) in WORDS.items():
            reporter = self._new_user(f"reporter_{lang}", lang=lang)
            self._new_employee(reporter, self.home_care)
            case = self._settle(
                reporter,
                requirement_id=self.env["qms.requirement"]
                .create({"name": lang, "kind": "policy", "company_id": False})
                .id,
            )
            mails = self._answers()
            mail = mails[f"reporter_{lang}".lower()]
            self.assertIn(subject, mail["Subject"])
            self.assertIn(case.number, mail["Subject"])
            self.assertIn(body, self._texts(mail))

    def test_english_stays_english_beside_it(self):
        self.nurse.lang = "en_US"
        self._settle(self.nurse)
        mail = self._answers()["nurse"]
        self.assertIn("There is an answer", mail["Subject"])
        self.assertIn(BODY, self._texts(mail))

    def test_the_mail_does_not_say_the_answer(self):
        self._settle(self.nurse)
        mail = self._answers()["nurse"]
        self.assertNotIn(SECRET, self._texts(mail))

    def test_the_answer_stands_behind_the_link(self):
        case = self._settle(self.nurse)
        report = case.sudo().report_ids.with_user(self.nurse)
        self.assertEqual(report.answer, f"{SECRET} is locked in")
        link = f"/odoo/my-reports/{report.id}"
        self.assertIn(link, self._texts(self._answers()["nurse"]))

    def test_dismissed_is_told_too_and_nobody_else_is(self):
        self._case().action_dismiss(reason="Meant for another municipality")
        self.assertEqual(set(self._answers()), {"nurse"})
