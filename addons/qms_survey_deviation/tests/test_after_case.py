import json

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.qms.tests.mail_common import SmtpCase
from odoo.addons.qms_survey.models.campaign_population import Asked
from odoo.addons.qms_survey.tests.survey_common import NOW

from .cases_common import SurveyCasesCase


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestAfterCase(SurveyCasesCase, SmtpCase):
    """Who wrote is asked how it went once his case has closed, if he may be asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.cron"].search([]).active = False
        cls.env["res.lang"]._activate_lang("da_DK")
        cls.three = cls.env.ref("qms_survey_deviation.survey_case")

    def test_it_asks_three_questions_in_the_senders_language(self):
        campaign = self._asking(survey_id=self.three.id, name="How was it?")
        self.assertEqual(len(self.three.question_ids), 3)
        case = self._complaint(description="The home help came late")
        case.sudo().sender_ids.lang = "da_DK"
        case.answer = "You are right."
        self.assertFalse(self._invitees(campaign))
        case.action_answer()
        self.assertEqual(self._invitees(campaign).email, "karen@example.test")
        with self.enter_registry_test_mode():
            self.env.ref("qms_survey.ir_cron_send").method_direct_trigger()
        self.assertEqual(campaign.asked_count, 1)
        mail = self._by_reader(self._deliver())["karen"]
        self.assertIn("lang=da", self._texts(mail))
        for kept in (case.number, "home help", "Karen Citizen"):
            self.assertNotIn(kept, self._texts(mail))

    def test_no_invitation_and_no_answer_leads_to_the_case(self):
        campaign = self._asking(unit_ids=self.care.ids)
        case = self._answered()
        invitee = self._invitees(campaign)
        self.assertEqual(invitee.department_id, self.care, "the unit told apart above")
        self._send(campaign, invitee=invitee)
        campaign.action_close(reason="Enough")
        self.assertEqual(campaign.asked_count, 1)
        for table in ("response", "answer", "comment", "invitee", "address"):
            self.env.cr.execute(
                f"SELECT to_jsonb(kept) FROM qms_survey_{table} kept"  # noqa: S608
            )
            stored = json.dumps(self.env.cr.fetchall())
            for told in (case.number, "karen"):
                self.assertNotIn(told, stored)
        self.env.cr.execute(
            """SELECT table_name, column_name FROM information_schema.columns
                WHERE table_name LIKE 'qms_survey_%'
                  AND column_name ~ 'deviation|case_id|report|sender'"""
        )
        # the proposal that a result became, of which nobody is the subject
        self.assertEqual(
            self.env.cr.fetchall(), [("qms_survey_suggestion", "report_id")]
        )

    def test_types_off_limits_are_never_asked_about(self):
        campaign = self._asking()
        self.type_complaint.survey_off_limits = True
        self._answered()
        self.assertFalse(self._invitees(campaign))
        regulated = self.env["qms.deviation.type"].create(
            {"name": "Death", "code": "death", "regulated": True}
        )
        self.assertTrue(regulated.survey_off_limits, "by itself")

    def test_a_sender_who_is_not_to_be_asked_is_not(self):
        campaign = self._asking()
        case = self._complaint()
        sender = case.sudo().sender_ids.with_user(self.leader)
        sender.never_asked = True
        case.answer = "You are right."
        case.action_answer()
        self._answered(sender_email=False)
        self._answered(sender_email="no address")
        self.assertFalse(self._invitees(campaign))

    def test_a_case_that_is_dismissed_is_not_asked_about(self):
        campaign = self._asking()
        self._complaint().action_dismiss(reason="Sent to us by mistake")
        self.assertFalse(self._invitees(campaign))

    def test_nobody_is_asked_after_each_of_his_cases(self):
        campaign = self._asking()
        for _turn in range(2):
            self._answered()
        self.assertEqual(len(self._invitees(campaign)), 1)
        without = self._campaign(
            audience="after", tag_ids=False, rest_months=0, company_id=self.company.id
        )
        with self.assertRaisesRegex(UserError, "asks right after a case"):
            without.action_open()
        campaign.action_close(reason="Another now")
        without.action_open()
        for _turn in range(2):
            self._answered()
        self.assertEqual(len(self._invitees(without)), 1)

    def test_two_cases_of_one_person_that_close_at_once_ask_him_once(self):
        """The later one starts again, as Odoo does by itself, and finds him asked."""
        asked = [Asked("both.at.once@example.test")]
        main = self.env.ref("base.main_company").id
        with self.registry.cursor() as earlier, self.registry.cursor() as later:
            self.assertEqual(len({self.env.cr, earlier, later}), 3)
            later.execute("SELECT 'has begun'")
            addresses = api.Environment(earlier, SUPERUSER_ID, {})["qms.survey.address"]
            addresses._note_asked([asked[0].email], "2026-03-02")
            earlier.commit()
            env = api.Environment(later, SUPERUSER_ID, {})
            campaign = env["qms.survey.campaign"].new({"company_id": main})
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                env["qms.survey.invitee"]._invite(campaign, asked)
            later.rollback()
            digest = addresses._digest(asked[0].email)
            addresses.search([("digest", "=", digest)]).unlink()

    def test_who_said_no_is_not_asked(self):
        campaign = self._asking(rest_months=0)
        self._answered()
        self._invitees(campaign)._refuse()
        self._answered(sender_email="KAREN@example.test")
        self.assertFalse(self._invitees(campaign))
        again = self._campaign(
            audience="cases",
            tag_ids=False,
            rest_months=0,
            cases_from="2026-03-01",
            cases_to="2026-03-31",
        )
        again.action_open()
        self.assertEqual((again.population_count, again.asked_count), (1, 0))

    def test_another_company_asks_nobody(self):
        campaign = self._asking()
        campaign.sudo()._write_guarded({"company_id": self.other_company.id})
        self._answered()
        self.assertFalse(self._invitees(campaign))

    def test_nobody_is_asked_where_none_is_open(self):
        self._campaign(audience="after", tag_ids=False)
        closed = self._asking()
        closed.action_close(reason="Enough")
        late = self._asking()
        with freeze_time("2026-04-03 09:00:00"):
            self._answered()
        self.assertFalse(self._invitees(closed))
        self.assertFalse(self._invitees(late))

    def test_erasing_a_sender_erases_his_invitation(self):
        campaign = self._asking()
        case = self._answered()
        self.assertTrue(self._invitees(campaign))
        case.action_erase_sender(reason="He asked for it")
        self.assertFalse(self._invitees(campaign))

    def test_those_of_a_period_are_asked_once_each(self):
        self._answered(sender_email="b@example.test")
        self._answered(sender_email="a@example.test")
        self._answered(sender_email="a@example.test")
        self._complaint(sender_email="open@example.test")
        with freeze_time("2026-02-10 09:00:00"):
            self._answered(sender_email="before@example.test")
        campaign = self._campaign(audience="cases", tag_ids=False)
        with self.assertRaisesRegex(UserError, "period in which the cases ended"):
            campaign.action_open()
        with self.assertRaises(ValidationError):
            campaign.write({"cases_from": "2026-03-01"})
        campaign.write({"cases_from": "2026-03-01", "cases_to": "2026-03-31"})
        campaign.action_open()
        self.assertEqual(
            set(self._invitees(campaign).mapped("email")),
            {"a@example.test", "b@example.test"},
        )
        campaign.action_close(reason="Enough")
        campaign.write({"conclusion": "So", "summary": "We did"})
        campaign.action_conclude()
        following = campaign.browse(campaign.action_next_round()["res_id"])
        self.assertEqual(following.audience, "cases")
        self.assertFalse(following.cases_from)

    def test_right_after_a_case_nobody_is_drawn(self):
        with self.assertRaises(ValidationError):
            self._campaign(audience="after", sample_share=50)
