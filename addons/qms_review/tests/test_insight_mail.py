from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.mail_common import SmtpCase

from .review_common import NOW
from .test_insight import InsightCase


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestInsightMail(InsightCase, SmtpCase):
    """The month's figures go to people without login, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("da_DK")
        cls.env["ir.cron"].search([]).active = False
        cls.cron = cls.env.ref("qms_review.ir_cron_insight")
        cls.env["qms.insight.recipient"].search([]).unlink()
        cls._store(9)
        cls._store(2, company=cls.branch, small=True)
        cls.mayor = cls._recipient("Mayor", "mayor@example.test", "da_DK")
        cls.member = cls._recipient("Member", "member@example.test")

    @classmethod
    def _recipient(cls, name, email, lang="en_US", company=None):
        return cls.env["qms.insight.recipient"].create(
            {
                "name": name,
                "email": email,
                "lang": lang,
                "company_id": (company or cls.company).id,
            }
        )

    def _run(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()

    def _mails(self):
        return self.env["mail.mail"].search(
            [("model", "=", "qms.insight.recipient")], order="id"
        )

    def test_each_gets_it_once_a_month_in_his_language(self):
        self._run()
        self._run()
        mails = self._mails()
        self.assertEqual(len(mails), 2)
        self.assertEqual(set(mails.mapped("state")), {"outgoing"})
        by_address = {mail.email_to: mail for mail in mails}
        danish = by_address["mayor@example.test"]
        english = by_address["member@example.test"]
        self.assertIn("October 2026", english.subject)
        self.assertIn("oktober 2026", danish.subject)
        self.assertEqual(self.mayor.sent_month, date(2026, 10, 1))
        sheet = english.attachment_ids
        self.assertEqual(sheet.mimetype, "application/pdf")
        for mail in mails:
            self.assertNotIn("Manager", mail.body_html)
            self.assertIn("/qms/link/", mail.body_html)
        with freeze_time("2026-12-05 09:00:00"):
            self._run()
            self._run()
        self.assertEqual(len(self._mails()), 4)

    def test_it_leaves_as_a_mail_with_its_file(self):
        self._run()
        self._deliver()
        mails = {mail.recipients[0]: mail for mail in self.inbox.mails}
        self.assertEqual(set(mails), {"mayor@example.test", "member@example.test"})
        names = [part.get_filename() for part in mails["mayor@example.test"].walk()]
        self.assertIn("2026-10.pdf", names)

    def test_it_waits_for_the_figures_and_days_missed_are_made_up_for_once(self):
        with freeze_time("2026-11-02 09:00:00"):
            self._run()
            self.assertFalse(self._mails())
        with freeze_time("2027-01-28 09:00:00"):
            self._run()
        self.assertEqual(len(self._mails()), 2)
        self.assertEqual(self.mayor.sent_month, date(2026, 12, 1))

    def test_what_is_printed_names_nobody_and_no_small_number(self):
        self._store(2, date(2026, 9, 1), small=True)
        self._store(8, date(2026, 8, 1))
        reports = self.env["ir.actions.report"].with_user(self.insight)
        html, _kind = reports._render_qweb_html(
            "qms_review.report_insight", self.company.ids
        )
        text = html.decode()
        self.assertIn("Actions due", text)
        self.assertNotIn("Manager", text)
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(self.nurse)._render_qweb_html(
                "qms_review.report_insight", self.company.ids
            )

    def test_who_wants_it_no_longer_ends_it_by_the_button_alone(self):
        self._run()
        link = self.env["qms.personal.link"].search(
            [("purpose", "=", "insight_end"), ("email", "=", "mayor@example.test")]
        )
        self.assertEqual(link.lang, "da_DK")
        self.assertTrue(self.mayor.active)
        link._use("end")
        self.assertFalse(self.mayor.active)
        self.assertEqual(self.mayor.date_ended, date(2026, 11, 10))
        with freeze_time("2026-12-05 09:00:00"):
            self._run()
        self.assertEqual(len(self._mails()), 3)
        self.mayor.with_user(self.manager).action_begin_again()
        self.assertTrue(self.mayor.active)

    def test_recipients_are_kept_by_the_companys_quality_manager(self):
        recipients = self.env["qms.insight.recipient"]
        for user in (self.insight, self.team, self.director, self.nurse):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                recipients.with_user(user).search([])
        other = self._recipient("Far", "far@example.test", company=self.other_company)
        self.assertNotIn(other, recipients.with_user(self.manager).search([]))
        with self.assertRaises(ValidationError):
            self.mayor.email = "nobody"

    def test_one_sheet_serves_all_of_a_company_and_language(self):
        for number in range(20):
            self._recipient(f"P{number}", f"p{number}@example.test")
        domain = self.env["qms.insight.recipient"]._due_domain(date(2026, 10, 1))
        due = self.env["qms.insight.recipient"].search(domain)
        self.assertEqual(len(due), 22)
        before = self.env.cr.sql_log_count
        due._send(date(2026, 10, 1))
        self.env.flush_all()
        # some 25 a recipient: link, mail, file and their log entries
        self.assertLess(self.env.cr.sql_log_count - before, 22 * 30 + 200)
        self.assertEqual(len(self._mails()), 22)

    def test_insight_of_all_companies_is_not_in_the_mail(self):
        self.member.company_id = self.branch
        self.insight.company_ids = [Command.link(self.branch.id)]
        self._run()
        self.assertEqual(len(self._mails()), 2)
        page = self.branch.with_user(self.insight)._qms_insight_print()
        self.assertFalse(page["topics"])
