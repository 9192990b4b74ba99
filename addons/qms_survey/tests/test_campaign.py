from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .survey_common import NOW, SurveyCase


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestCampaign(SurveyCase):
    """A round is prepared, opened, closed and concluded, each by its step."""

    def test_it_opens_when_those_asked_can_be_told_all(self):
        campaign = self._campaign(
            purpose=False, legal_basis=False, date_to=date(2026, 3, 2)
        )
        with self.assertRaises(UserError) as refused:
            campaign.action_open()
        for word in ("used for", "ground", "later than today", "e-mail address"):
            self.assertIn(word, str(refused.exception))
        self._citizens(1)
        campaign.write({"purpose": "x", "legal_basis": "y", "date_to": "2026-04-01"})
        campaign.action_open()
        self.assertEqual(campaign.state, "open")
        self.assertEqual(campaign.asked_count, 1)

    def test_questions_our_page_cannot_ask_are_named(self):
        self._question("When?", question_type="date")
        campaign = self._campaign(access="link")
        with self.assertRaisesRegex(UserError, "When\\?: dates are not asked"):
            campaign.action_open()
        empty = self.env["survey.survey"].create({"title": "Empty"})
        with self.assertRaisesRegex(UserError, "questions"):
            self._campaign(access="link", survey_id=empty.id).action_open()

    def test_a_survey_among_staff_opens_after_the_committee_was_heard(self):
        campaign = self._campaign(population="staff", tag_ids=False)
        with self.assertRaisesRegex(UserError, "cooperation committee"):
            campaign.action_open()
        campaign.consulted_on = date(2026, 3, 3)
        with self.assertRaisesRegex(UserError, "cooperation committee"):
            campaign.action_open()
        campaign.consulted_on = date(2026, 3, 1)
        campaign.action_open()
        self.assertEqual(campaign.asked_count, 7)

    def test_what_was_asked_stays_as_it_was_asked(self):
        self._open_campaign()
        questions = self.grid.with_user(self.manager)
        for change in (
            lambda: questions.write({"title": "Other"}),
            lambda: questions.suggested_answer_ids[0].write({"value": "Other"}),
            lambda: questions.suggested_answer_ids[0].unlink(),
            lambda: questions.unlink(),
            lambda: questions.create({"title": "x", "survey_id": self.survey.id}),
            lambda: questions.matrix_row_ids.create(
                {"value": "x", "question_id": questions.id}
            ),
        ):
            with self.assertRaisesRegex(UserError, "they stay as they are"):
                change()
        with self.assertRaisesRegex(UserError, "asks these questions"):
            self.survey.with_user(self.manager).unlink()
        copied = self.survey.with_user(self.manager).copy()
        copied.question_ids[0].title = "May be changed"

    def test_what_it_promised_stays_once_it_is_open(self):
        campaign = self._open_campaign()
        for values in (
            {"identity": "confidential"},
            {"least": 50},
            {"purpose": "Another"},
            {"date_to": "2026-05-01"},
            {"conclusion": "Too early"},
        ):
            with self.assertRaises(UserError):
                campaign.write(values)
        campaign.owner_id = self.nurse
        with self.assertRaises(UserError):
            campaign.write({"state": "concluded"})
        with self.assertRaises(UserError):
            campaign.write({"answered_count": 99})
        with self.assertRaises(UserError):
            campaign.write({"key": "guessed"})

    def test_groups_too_small_are_no_matter_of_choice(self):
        with self.assertRaisesRegex(ValidationError, "never shown"):
            self._campaign(least=4)
        self.assertEqual(self._campaign(population="staff").least, 10)
        with self.assertRaises(ValidationError):
            self._campaign(population="staff", least=9)
        with self.assertRaisesRegex(ValidationError, "anonymous"):
            self._campaign(access="link", identity="confidential")

    def test_rates_and_days_are_sane(self):
        for values, words in (
            ({"target_rate": -1}, "between 0 and 100"),
            ({"target_rate": 101}, "between 0 and 100"),
            ({"remind_after": -1}, "counted from 0"),
        ):
            with self.assertRaisesRegex(ValidationError, words):
                self._campaign(**values)

    def test_it_closes_by_the_calendar_also_after_days_that_were_missed(self):
        campaign = self._open_campaign()
        cron = self.env.ref("qms_survey.ir_cron_close")
        for day, state in (("2026-04-01", "open"), ("2026-04-06", "closed")):
            with freeze_time(f"{day} 09:00:00"), self.enter_registry_test_mode():
                cron.method_direct_trigger()
                cron.method_direct_trigger()
            self.assertEqual(campaign.state, state)
        self.assertEqual(campaign.date_closed, date(2026, 4, 6))
        duty = self._duties(campaign)
        self.assertEqual(duty.verb, "conclude_survey")
        self.assertEqual(duty.user_id, self.manager)

    def test_it_is_concluded_by_who_answers_for_it_with_a_conclusion(self):
        campaign = self._closed([])
        with self.assertRaises(AccessError):
            campaign.with_user(self.team).action_conclude()
        with self.assertRaisesRegex(UserError, "a conclusion"):
            campaign.action_conclude()
        campaign.conclusion = "Too few asked"
        with self.assertRaisesRegex(UserError, "they said and we did"):
            campaign.action_conclude()
        campaign.summary = "We did"
        campaign.action_conclude()
        self.assertEqual(campaign.date_concluded, date(2026, 3, 2))
        with self.assertRaises(AccessError):
            campaign.summary = "Later"
        campaign.action_resume(reason="Forgot the summary")
        campaign.summary = "You said, we did"
        campaign.action_conclude()
        self.assertEqual(
            self._decisions(campaign).mapped("verb"),
            ["open", "close", "conclude", "resume", "conclude"],
        )

    def test_an_action_follows_while_it_is_being_concluded(self):
        campaign = self._open_campaign(owner_id=self.nurse.id)
        place = {"res_model": campaign._name, "res_id": campaign.id}
        with self.assertRaises(AccessError):
            self._new_action(self.nurse, **place)
        campaign.action_close(reason="Enough")
        action = self._new_action(self.nurse, **place)
        self.assertEqual(campaign.action_ids, action)

    def test_its_owner_chooses_what_he_reads(self):
        other = self._closed([{"score": score} for score in (1, 2, 3, 4, 5)])
        other.write({"conclusion": "So so", "summary": "We did"})
        other.action_conclude()
        own = self._campaign(owner_id=self.nurse.id).with_user(self.nurse)
        hidden = self.env["survey.survey"].create({"title": "Of somebody else"})
        for values in ({"previous_id": other.id}, {"survey_id": hidden.id}):
            with self.subTest(values), self.assertRaises(AccessError):
                own.write(values)
        own.with_user(self.manager).previous_id = other
        self.assertEqual(own.sudo().previous_id, other)

    def test_the_next_round_asks_the_same_questions(self):
        campaign = self._closed([])
        campaign.write({"conclusion": "Good", "summary": "We did"})
        campaign.action_conclude()
        window = campaign.action_next_round()
        following = campaign.browse(window["res_id"])
        self.assertEqual(following.previous_id, campaign)
        self.assertEqual(following.survey_id, self.survey)
        self.assertEqual(following.state, "draft")
        self.assertFalse(following.conclusion or following.date_to or following.rate)
        self.assertNotEqual(following.sudo().key, campaign.sudo().key)

    def test_the_wheel_drafts_it(self):
        kind = self.env.ref("qms.wheel_kind_survey")
        self.assertEqual(kind.res_model, "qms.survey.campaign")
        edition = self.env["qms.wheel.year"].with_user(self.manager)
        edition = edition.create({"company_id": self.company.id, "year": 2026})
        occurrence = edition.sudo().occurrence_ids.filtered(
            lambda each: each.kind_id == kind
        )
        campaigns = self.env["qms.survey.campaign"].sudo()
        first = campaigns._wheel_create(occurrence)
        self.assertEqual(first.survey_id, self.env.ref("qms_survey.survey_service"))
        self.assertEqual(first.date_to, occurrence.date_planned)
        done = self._closed([])
        done.write({"conclusion": "Good", "summary": "We did"})
        done.action_conclude()
        second = campaigns._wheel_create(occurrence)
        self.assertEqual(second.survey_id, self.survey)
        self.assertEqual(second.previous_id, done)
