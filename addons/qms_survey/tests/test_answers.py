import json

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .survey_common import NOW, SurveyCase

KEPT_APART = ("qms_survey_response", "qms_survey_answer", "qms_survey_comment")


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestAnswers(SurveyCase):
    """Answers are kept so that nobody's can be found again."""

    def _invited(self, count=12, **kwargs):
        self._citizens(count)
        campaign = self._campaign(**kwargs)
        campaign.action_open()
        return campaign, self.env["qms.survey.invitee"].search(
            [("campaign_id", "=", campaign.id)]
        )

    def _mix(self):
        with self.enter_registry_test_mode():
            self.env.ref("qms_survey.ir_cron_mix").method_direct_trigger()

    def test_no_row_of_an_answer_says_who_or_when(self):
        self.env.cr.execute(
            """SELECT table_name, column_name FROM information_schema.columns
                WHERE table_name = ANY(%s)
                  AND (data_type ~ 'time|date' OR column_name ~ 'uid|user|partner')""",
            [[*KEPT_APART, "qms_survey_slip"]],
        )
        self.assertFalse(self.env.cr.fetchall())

    def test_no_row_of_an_answer_shares_a_column_with_the_invited(self):
        campaign, invitees = self._invited()
        for place, invitee in enumerate(invitees):
            self._send(campaign, invitee=invitee, text=f"Words {place}")
        self._mix()
        told = set(invitees.mapped("seed")) | set(invitees.mapped("token_hash"))
        for table in KEPT_APART:
            self.env.cr.execute(f"SELECT to_jsonb(kept) FROM {table} kept")
            stored = json.dumps(self.env.cr.fetchall())
            self.assertFalse([value for value in told if value in stored])
        self.assertFalse(self.env["qms.survey.slip"].search([]))

    def test_they_are_moved_in_batches_and_shuffled(self):
        campaign, invitees = self._invited(40)
        for place, invitee in enumerate(invitees[:9]):
            self._send(campaign, invitee=invitee, score=place % 11)
        self._mix()
        self.assertFalse(self._answers(campaign), "nine could be told apart")
        for place, invitee in enumerate(invitees[9:], 9):
            self._send(campaign, invitee=invitee, score=place % 11)
        self._mix()
        scores = self._answers(campaign).filtered(
            lambda answer: answer.question_id == self.scale
        )
        came = [place % 11 for place in range(40)]
        self.assertEqual(sorted(scores.mapped("number")), sorted(came))
        # one in 40!/(4!^7 3!^4): they came out as they came in
        self.assertNotEqual(scores.sorted("id").mapped("number"), came)
        self.assertEqual(campaign.answered_count, 40)

    def test_one_batch_is_one_transaction_for_all_its_rows(self):
        campaign, invitees = self._invited()
        for invitee in invitees:
            self._send(campaign, invitee=invitee)
        campaign.action_close(reason="Enough")
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT count(DISTINCT xmin::text) FROM qms_survey_answer "
            "WHERE campaign_id = %s",
            [campaign.id],
        )
        self.assertEqual(self.env.cr.fetchone(), (1,))

    def test_what_was_written_lies_apart_from_what_was_ticked(self):
        texts = [{"text": f"Text {place}"} for place in range(9)]
        campaign = self._closed([*texts, {"text": "My number is 010203-1234"}])
        comments = self.env["qms.survey.comment"].search(
            [("campaign_id", "=", campaign.id)]
        )
        self.assertEqual(len(comments), 10)
        self.assertNotIn("response_id", comments._fields)
        self.assertNotIn("010203-1234", " ".join(comments.mapped("text")))

    def test_named_answers_are_read_by_whom_it_was_said_until_it_is_concluded(self):
        campaign, invitees = self._invited(12, identity="named", owner_id=self.nurse.id)
        for place, invitee in enumerate(invitees):
            text = f"Words {place}, my number is 010203-1234"
            self._send(campaign, invitee=invitee, score=place % 11, text=text)
        signatures, people = self.env["qms.survey.signature"], invitees.partner_id
        self._mix()
        self.assertFalse(signatures.with_user(self.nurse).search([]), "not over")
        campaign.action_close(reason="Enough")
        for user in (self.team, self.leader, self.aide):
            self.assertFalse(signatures.with_user(user).search([]), user.login)
        found = signatures.with_user(self.nurse).search([])
        self.assertEqual(len(found), 12)
        for place, invited in enumerate(people):
            own = found.filtered(lambda each, who=invited: each.partner_id == who)
            self.assertIn(f"come again?: {place % 11}", own.answers)
            self.assertIn(f"Words {place}, ", own.texts)
            self.assertNotIn("010203-1234", own.texts)
        campaign.write({"conclusion": "Good", "summary": "We did"})
        campaign.action_conclude()
        self.assertFalse(signatures.search([]))
        self.assertEqual(campaign.answered_count, 12)

    def test_only_a_named_survey_keeps_names(self):
        for identity in ("confidential", "anonymous"):
            campaign, invitees = self._invited(10, identity=identity, rest_months=0)
            for place, invitee in enumerate(invitees):
                self._send(campaign, invitee=invitee, score=place)
            stored = self.env["qms.survey.slip"].search([]).mapped("content")
            self.assertEqual({*map(len, stored)}, {2}, "answers and texts alone")
            campaign.action_close(reason="Enough")
            self.assertFalse(self.env["qms.survey.signature"].search([]))

    def test_an_address_is_used_once(self):
        campaign, invitees = self._invited(2)
        self._send(campaign, invitee=invitees[0])
        with self.assertRaisesRegex(UserError, "used already"):
            self._send(campaign, invitee=invitees[0])
        self._send(campaign, invitee=invitees[1])

    def test_nothing_comes_in_before_or_after(self):
        draft = self._campaign(access="link")
        with self.assertRaisesRegex(UserError, "no more answers"):
            self._send(draft)
        campaign = self._open_campaign()
        with freeze_time("2026-04-02 09:00:00"), self.assertRaises(UserError):
            self._send(campaign)
        campaign.action_close(reason="Enough")
        with self.assertRaises(UserError):
            self._send(campaign)

    def test_core_keeps_nothing_of_it(self):
        self._campaign()
        survey = self.survey.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "page of its own"):
            survey._create_answer(user=self.manager)
        with self.assertRaisesRegex(UserError, "page of its own"):
            self.env["survey.user_input"].with_context(
                default_survey_id=survey.id
            ).create({})
        free = self.env["survey.survey"].create({"title": "Not ours"})
        self.assertTrue(free._create_answer(user=self.manager))

    def test_free_texts_show_when_ten_answered_and_it_is_over(self):
        few = self._closed([{"text": f"Text {place}"} for place in range(9)])
        enough = [{"text": f"Text {place}"} for place in range(10)]
        many = self._closed(enough, owner_id=self.nurse.id)
        comments = self.env["qms.survey.comment"]
        for user, campaigns in ((self.manager, many), (self.nurse, many)):
            found = comments.with_user(user).search([])
            self.assertEqual(found.campaign_id, campaigns)
            self.assertEqual(len(found), 10)
        for user in (self.leader, self.team, self.aide, self.stranger):
            self.assertFalse(comments.with_user(user).search([]), user.login)
        self.assertTrue(comments.search([("campaign_id", "=", few.id)]))

    def test_texts_of_staff_are_held_back_from_leaders_unless_it_was_told(self):
        texts = [{"text": f"Text {place}"} for place in range(10)]
        staff = {"population": "staff", "consulted_on": "2026-03-01"}
        owned = {**staff, "owner_id": self.leader.id}
        held = self._closed(texts, **owned)
        told = self._closed(texts, **owned, texts_to_leaders=True)
        comments = self.env["qms.survey.comment"]
        for user, campaigns in (
            (self.manager, held + told),
            (self.leader, told),
            (self.head, told),
            (self.nurse, held.browse()),
        ):
            found = comments.with_user(user).search([]).campaign_id
            self.assertEqual(found.sudo(), campaigns.sudo(), user.login)
        theme = self.env["qms.topic"].search([], limit=1)
        read = comments.with_user(self.head).search([], limit=1)
        with self.assertRaises(AccessError):
            read.topic_id = theme

    def test_texts_are_erased_when_the_time_has_come_that_was_told(self):
        texts = [{"text": f"Text {place}"} for place in range(10)]
        short, long = self._closed(texts, text_years=1), self._closed(texts)
        comments = self.env["qms.survey.comment"]
        for day, kept in (
            ("2027-03-02", short + long),
            ("2027-03-03", long),
            ("2028-03-03", short.browse()),
        ):
            with freeze_time(f"{day} 09:00:00"):
                comments._gc_texts()
            self.assertEqual(comments.search([]).campaign_id, kept.sudo())
        self.assertEqual(short.answered_count, 10, "what was ticked stays")
        with self.assertRaises(ValidationError):
            self._campaign(text_years=6)

    def test_a_text_is_sorted_and_not_rewritten(self):
        texts = [{"text": f"Text {place}"} for place in range(10)]
        self._closed(texts)
        comment = self.env["qms.survey.comment"].with_user(self.manager)
        comment = comment.search([], limit=1)
        topic = self.env["qms.topic"].search([], limit=1)
        comment.topic_id = topic
        with self.assertRaises(AccessError):
            comment.text = "Something nicer"
        with self.assertRaises(AccessError):
            comment.unlink()
