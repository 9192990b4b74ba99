import logging
from unittest.mock import patch

from lxml import html

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.qms_survey.controllers import page

from .survey_common import SurveyCase

SEND = "/qms/survey/send"
THANKS = "Your answers have arrived"


@tagged("post_install", "-at_install", "qms")
class TestPage(SurveyCase, HttpCase):
    """The page asks, takes in what was asked, and refuses all else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["qms.public.count"].search([]).unlink()
        cls.day = cls.company._qms_today()
        cls.until = {"date_to": cls.day.replace(year=cls.day.year + 1)}
        cls.campaign = cls._open_campaign(**cls.until, unit_ids=cls.care.ids)
        cls.path = f"/qms/survey/{cls.campaign.sudo().key}"

    def _fields(self, path=None):
        document = html.fromstring(self.url_open(path or self.path).content)
        names = document.xpath("//form//input[@type='hidden']")
        return {field.get("name"): field.get("value") or "" for field in names}

    def _post(self, values=None, path=None, **more):
        data = {
            **self._fields(path),
            f"q{self.scale.id}": "7",
            **(values or {}),
            **more,
        }
        return self.url_open(SEND, data=data)

    def _slips(self):
        self.env.invalidate_all()
        return self.env["qms.survey.slip"].search([])

    def _invited(self):
        self._citizens(1)
        campaign = self._campaign(**self.until)
        campaign.action_open()
        invitee = self.env["qms.survey.invitee"].search(
            [("campaign_id", "=", campaign.id)]
        )
        return campaign, invitee, f"/qms/survey/{invitee._token(invitee.seed)}"

    def test_what_was_ticked_is_taken_in(self):
        rows, choices = self.grid.matrix_row_ids, self.grid.suggested_answer_ids
        response = self._post(
            {
                f"q{self.grid.id}_{rows[0].id}": str(choices[2].id),
                f"q{self.grid.id}_{rows[1].id}": "unknown",
                f"q{self.ways.id}": [
                    str(i) for i in self.ways.suggested_answer_ids.ids
                ],
                f"q{self.words.id}": "Æbler",
                "unit": str(self.care.id),
            }
        )
        self.assertEqual(response.status_code, 200, response.text)
        self.assertIn(THANKS, response.text)
        slip = self._slips()
        self.assertEqual(slip.department_id, self.care)
        self.assertEqual(
            slip.content["texts"], [{"question_id": self.words.id, "text": "Æbler"}]
        )
        told = [
            (each["question_id"], each.get("row_id"))
            for each in slip.content["answers"]
        ]
        self.assertEqual(
            told,
            [
                (self.grid.id, rows[0].id),
                (self.grid.id, rows[1].id),
                (self.scale.id, False),
                (self.ways.id, False),
                (self.ways.id, False),
            ],
        )
        self.assertTrue(slip.content["answers"][1]["is_unknown"])

    def test_it_sets_no_cookie_and_needs_no_script(self):
        response = self.url_open(self.path)
        self.assertNotIn("Set-Cookie", response.headers)
        self.assertNotIn("<script", response.text)
        self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])
        for told in (
            "Public task",
            "town@example.test",
            "anonymous",
            "become better",
            "2 years after the end",
            "unit leaders do not read it",
            "data protection authority",
        ):
            self.assertIn(told, " ".join(response.text.split()))

    def test_what_was_not_asked_is_refused(self):
        other = self.survey.copy().question_ids[1]
        for wrong in (
            {f"q{other.id}": "5"},
            {f"q{self.scale.id}": "11"},
            {f"q{self.scale.id}": "nan"},
            {f"q{self.scale.id}": "5.5"},
            {f"q{self.ways.id}": str(self.grid.suggested_answer_ids[0].id)},
            {f"q{self.words.id}": "x" * 4001},
            {f"q{self.words.id}": "x" * 1024 * 1024},
            {"unit": str(self.home_care.id)},
            {"website": "http://robot.test"},
            {"sheet": "forged.0000"},
            {"csrf_token": "x"},
            {f"q{self.scale.id}": ""},
        ):
            with self.subTest(wrong=wrong):
                response = self._post(wrong)
                self.assertEqual(response.status_code, 422)
                self.assertIn('role="alert"', response.text)
        self.assertFalse(self._slips())

    def test_no_address_that_is_sent_to_tells_who_sends(self):
        document = html.fromstring(self.url_open(self.path).content)
        self.assertEqual(document.xpath("//form/@action"), [SEND])
        data = {**self._fields(), f"q{self.scale.id}": "7"}
        response = self.url_open(self.path, data=data)
        self.assertNotIn(THANKS, response.text)
        self.assertFalse(self._slips())
        for key in ("", "x", "%00", None):
            response = self.url_open(SEND, data={**data, "key": key})
            self.assertEqual(response.status_code, 404)
        self.assertEqual(self.url_open(SEND).status_code, 404)

    def test_no_log_keeps_the_key_of_who_answers(self):
        _campaign, _invitee, path = self._invited()
        with self.assertLogs("werkzeug", level=logging.INFO) as logs:
            self.assertIn(THANKS, self._post(path=path).text)
            self.url_open(f"{path}/no?lang=da")
        logged = "\n".join(logs.output)
        self.assertIn("GET /qms/survey/*** ", logged)
        self.assertIn("GET /qms/survey/***/no?lang=da ", logged)
        self.assertIn("POST /qms/survey/send ", logged)
        self.assertNotIn(path.rpartition("/")[2], logged)

    def test_what_is_wrong_leaves_the_rest_as_it_was_typed(self):
        response = self._post({f"q{self.words.id}": "x" * 4001})
        document = html.fromstring(response.content)
        chosen = document.xpath(f"//input[@name='q{self.scale.id}'][@checked]/@value")
        self.assertEqual(chosen, ["7"])
        self.assertEqual(len(document.xpath("//textarea")[0].text.strip()), 4001)

    def test_too_much_at_once_is_refused_with_words(self):
        response = self._post({f"q{self.words.id}": "x" * 3_000_000})
        self.assertEqual(response.status_code, 413)
        self.assertIn("too much at once", response.text)

    def test_what_has_to_be_answered_says_so(self):
        survey = self.survey.copy()
        survey.question_ids[1].constr_mandatory = True
        campaign = self._open_campaign(**self.until, survey_id=survey.id)
        path = f"/qms/survey/{campaign.sudo().key}"
        data = {**self._fields(path), f"q{survey.question_ids[3].id}": "Words"}
        response = self.url_open(SEND, data=data)
        self.assertEqual(response.status_code, 422)
        self.assertIn("Please choose an answer", response.text)
        data[f"q{survey.question_ids[1].id}"] = "unknown"
        self.assertIn(THANKS, self.url_open(SEND, data=data).text)

    def test_the_same_sheet_counts_once(self):
        data = {**self._fields(), f"q{self.scale.id}": "7"}
        self.assertIn(THANKS, self.url_open(SEND, data=data).text)
        again = self.url_open(SEND, data=data)
        self.assertIn("used before", again.text)
        self.assertEqual(len(self._slips()), 1)

    def test_an_address_of_ones_own_is_used_once(self):
        _campaign, invitee, path = self._invited()
        self.assertIn(THANKS, self._post(path=path).text)
        self.assertIn("used before", self.url_open(path).text)
        data = {**self._fields(), "key": path.split("/")[-1]}
        data[f"q{self.scale.id}"] = "7"
        self.assertIn("used before", self.url_open(SEND, data=data).text)
        self.env.invalidate_all()
        self.assertTrue(invitee.is_answered)
        self.assertEqual(len(self._slips()), 1)

    def test_who_says_no_is_asked_by_no_survey_again(self):
        campaign, invitee, path = self._invited()
        other = self._campaign(**self.until, rest_months=0)
        other.action_open()
        # a scanner of mails follows the link
        self.assertIn("not ask you again", self.url_open(f"{path}/no").text)
        self.env.invalidate_all()
        self.assertTrue(invitee.exists())
        response = self.url_open(f"{path}/no", data={"sheet": "forged"})
        self.assertEqual(response.status_code, 422)
        response = self.url_open(f"{path}/no", data=self._fields(f"{path}/no"))
        self.assertIn("will not ask you again", response.text)
        self.env.invalidate_all()
        waiting = self.env["qms.survey.invitee"].search([])
        self.assertFalse(waiting.filtered(lambda each: each.campaign_id in other))
        self.assertFalse(invitee.exists())
        for address in (path, f"{path}/no"):
            self.assertEqual(self.url_open(address).status_code, 404)
        third = self._campaign(**self.until, rest_months=0)
        third.action_open()
        self.assertEqual(third.asked_count, 0)
        self.assertEqual(third.population_count, 1)

    def test_what_was_done_stands_on_a_page_for_everybody(self):
        campaign = self._closed(
            [{"score": score} for score in range(5)],
            **self.until,
            is_summary_public=True,
        )
        path = f"/qms/survey/{campaign.sudo().key}/done"
        self.assertEqual(self.url_open(path).status_code, 404, "not concluded")
        campaign.conclusion = "Not for the public"
        with self.assertRaisesRegex(UserError, "they said and we did"):
            campaign.action_conclude()
        campaign.summary = "You waited: we open at 8."
        campaign.action_conclude()
        self.assertIn("/done", campaign.summary_address)
        text = self.url_open(path).text
        for told in ("we open at 8", "5 people answered", "Index", "need not stand"):
            self.assertIn(told, text)
        self.assertNotIn("Not for the public", text)
        self.assertNotIn("Set-Cookie", self.url_open(path).headers)
        for wrong in ("/qms/survey/x/done", f"{self.path}/done"):
            self.assertEqual(self.url_open(wrong).status_code, 404)

    def test_forged_and_expired_addresses_lead_nowhere(self):
        campaign, _invitee, path = self._invited()
        ended = self._open_campaign(**self.until)
        ended.action_close(reason="Enough")
        late = self._open_campaign(date_to=self.day.replace(year=self.day.year + 2))
        paths = [
            "/qms/survey/x",
            f"{path[:-1]}g",
            f"/qms/survey/{campaign.sudo().key}",
            f"/qms/survey/{ended.sudo().key}",
            "/qms/survey/%00",
        ]
        for wrong in paths:
            with self.subTest(path=wrong):
                self.assertEqual(self.url_open(wrong).status_code, 404)
        self.assertEqual(
            self.url_open(f"/qms/survey/{late.sudo().key}").status_code, 200
        )

    def test_many_at_once_are_asked_to_wait(self):
        with patch.object(page, "HOURLY_LIMIT", 0):
            response = self._post()
        self.assertEqual(response.status_code, 429)
        self.assertFalse(self._slips())

    def test_core_knows_nothing_of_it(self):
        self.authenticate(self.manager.login, self.manager.login.ljust(8, "x"))
        token = self.survey.access_token
        for path in ("start", "print"):
            response = self.url_open(f"/survey/{path}/{token}")
            self.assertNotIn("How satisfied", response.text)
            self.assertNotIn("survey/submit", response.text)
        self.assertFalse(
            self.env["survey.user_input"].search([("survey_id", "=", self.survey.id)])
        )

    def test_who_prepares_it_sees_the_form_and_sends_nothing(self):
        path = f"/qms/survey/{self._campaign().id}/preview"
        self.authenticate(self.nurse.login, self.nurse.login.ljust(8, "x"))
        self.assertEqual(self.url_open(path).status_code, 404)
        self.authenticate(self.manager.login, self.manager.login.ljust(8, "x"))
        response = self.url_open(path)
        self.assertIn("How satisfied are you with", response.text)
        self.assertNotIn("Send my answers", response.text)
