import re
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, freeze_time, tagged

from odoo.addons.qms.tests.mail_common import SmtpCase

from .channel_common import ChannelCase
from .mail_in_common import SECRET, MailInCase

ANSWER = f"The {SECRET} lock is new."


@tagged("post_install", "-at_install", "qms")
class TestMailAnswer(ChannelCase, MailInCase, SmtpCase, HttpCase):
    """Who reports by mail and has no login reads the answer behind a link."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.qms_mail_department_id = cls.home_care

    def _sent_by(self, sender="temp@example.test"):
        report = self._hand_over(self._new_mail(sender=sender))
        self._deliver()
        self.inbox.mails.clear()
        return report

    def _case_of(self, report):
        return report.deviation_ids.with_user(self.leader)

    def _ended(self, sender="temp@example.test"):
        """The report of a case that ended with an answer, and its mail."""
        report = self._sent_by(sender)
        case = self._case_of(report)
        case.answer = ANSWER
        case.action_dismiss(reason="Known already")
        mails = self._by_reader(self._deliver())
        return report, mails.get(sender.split("@")[0])

    def _path(self, mail):
        return re.search(r"/qms/link/[\w-]+", self._texts(mail)).group()

    def _read(self, path, **data):
        return self.url_open(path, data={"choice": "read", **data})

    # ------------------------------------------------------------
    # The mail
    # ------------------------------------------------------------

    def test_he_is_mailed_number_and_link_and_nothing_else(self):
        report, mail = self._ended()
        self.assertEqual(mail.recipients, ["temp@example.test"])
        self.assertEqual(mail["Subject"], f"There is news: {report.display_name}")
        texts = self._texts(mail)
        for word in (SECRET, "new.", "cabinet", "Leader", "Known"):
            self.assertNotIn(word, texts)
        self.assertNotIn("/odoo/", texts)

    def test_who_has_a_login_gets_no_such_link(self):
        _report, mail = self._ended("nurse@example.test")
        self.assertIn("/odoo/my-reports/", self._texts(mail))
        self.assertNotIn("/qms/link/", self._texts(mail))

    def test_who_reported_without_a_mail_gets_none(self):
        case = self._case()
        case.action_dismiss(reason="Known already")
        links = self.env["qms.personal.link"]
        self.assertFalse(links.search([("res_model", "=", "qms.report")]))

    def test_he_reads_it_in_his_language_or_else_the_company_s(self):
        for code in ("da_DK", "sv_SE"):
            self.env["res.lang"]._activate_lang(code)
        self.company.partner_id.lang = "da_DK"
        template = self.env.ref("qms_deviation.mail_template_news_by_link")
        template.with_context(lang="da_DK").subject = "Dansk {{ object.number }}"
        template.with_context(lang="sv_SE").subject = "Svensk {{ object.number }}"
        employee = self.env["hr.employee"].create(
            {
                "name": "Cleaner",
                "work_email": "Cleaner@example.test",
                "department_id": self.home_care.id,
                "company_id": self.company.id,
            }
        )
        employee.work_contact_id.lang = "sv_SE"
        for sender, words, lang in (
            ("cleaner@example.test", "Svensk", "sv-SE"),
            ("temp@example.test", "Dansk", "da-DK"),
        ):
            report, mail = self._ended(sender)
            self.assertEqual(mail["Subject"], f"{words} {report.number}")
            page = self.url_open(self._path(mail))
            self.assertIn(f'lang="{lang}"', page.text)

    def test_many_are_told_without_a_query_each(self):
        reports = self.env["qms.report"]
        for number in range(6):
            reports |= self._sent_by(f"temp{number}@example.test")
        reports[:1]._sender_recipients()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            self.assertEqual(len(reports._sender_recipients()), 6)

    # ------------------------------------------------------------
    # The page
    # ------------------------------------------------------------

    def test_opening_the_link_shows_nothing_of_it_pressing_shows_the_answer(self):
        report, mail = self._ended()
        path = self._path(mail)
        page = self.url_open(path)
        self.assertIn(report.number, page.text)
        self.assertNotIn(SECRET, page.text)
        page = self._read(path)
        self.assertIn(ANSWER, page.text)
        self.assertIn("Dismissed", page.text)
        # and once more, until it ends
        self.assertIn(ANSWER, self._read(path).text)

    def test_the_link_ends(self):
        _report, mail = self._ended()
        path = self._path(mail)
        with freeze_time(fields.Datetime.now() + timedelta(days=61)):
            self.assertEqual(self._read(path).status_code, 410)
        token = path.rpartition("/")[2]
        link = self.env["qms.personal.link"]._find_link(token)
        self.assertEqual(link.email, "temp@example.test")
        self.assertEqual(link.purpose, "report_answer")
        self.assertFalse(self._tables_with(token))

    def test_it_leads_to_the_one_report_alone(self):
        _report, mail = self._ended()
        other, _mail = self._ended("other@example.test")
        self.assertNotIn(other.number, self._read(self._path(mail)).text)

    def test_he_is_asked_and_writes_back(self):
        report = self._sent_by()
        self._case_of(report)._ask("Which cabinet?")
        mail = self._by_reader(self._deliver())["temp"]
        self.assertNotIn("cabinet", self._texts(mail))
        path = self._path(mail)
        self.assertIn("Which cabinet?", self._read(path).text)
        self.assertEqual(self._read(path, choice="write").status_code, 409)
        page = self._read(path, choice="write", comment="The one to the yard")
        self.assertIn("The one to the yard", page.text)
        said = report.dialogue_ids
        self.assertEqual(said.mapped("body"), ["Which cabinet?", "The one to the yard"])
        self.assertEqual(said[-1].author_name, "temp@example.test")
        self.assertTrue(said[-1].is_from_reporter)
        self.assertIn("leader", self._by_reader(self._deliver()))

    def test_handed_over_he_learns_where_it_went(self):
        report = self._sent_by()
        channel = self._channel()
        self._case_of(report).action_hand_over(channel.id)
        mail = self._by_reader(self._deliver())["temp"]
        self.assertNotIn(channel.name, self._texts(mail))
        self.assertIn(channel.name, self._read(self._path(mail)).text)

    def test_removed_without_a_trace_the_link_goes_too(self):
        report = self._sent_by()
        case = self._handed_over(self._traceless(), self._case_of(report))
        path = self._path(self._by_reader(self._deliver())["temp"])
        self._confirm(case, reference=None)
        self.assertEqual(self._read(path).status_code, 404)
        self.assertFalse(self._tables_with("temp@example.test"))

    # ------------------------------------------------------------
    # A mail is not asked whether it is serious
    # ------------------------------------------------------------

    def test_who_reads_first_is_mailed_at_once_even_on_a_sunday_night(self):
        with freeze_time("2026-03-08 02:00:00"):
            report = self._hand_over(self._new_mail(f"{SECRET} fell"))
        mails = self._by_reader(self._deliver())
        self.assertEqual(set(mails), {"leader", "nurse"})
        self.assertIn(report.number, mails["leader"]["Subject"])
        self.assertNotIn(SECRET, self._texts(mails["leader"]))
        self.assertIn("Serious harm", self._texts(mails["nurse"]))

    def test_marked_serious_by_who_reads_first_the_others_are_told(self):
        case = self._case_of(self._sent_by())
        case.write({"consequence": "5", "likelihood": "4"})
        self.assertLessEqual({"head", "manager"}, set(self._by_reader(self._deliver())))
