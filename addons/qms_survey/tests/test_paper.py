from lxml import html

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .survey_common import SurveyCase


@tagged("post_install", "-at_install", "qms")
class TestPaper(SurveyCase, HttpCase):
    """A form comes back on paper, or somebody calls: it is typed in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        day = cls.company._qms_today()
        cls.campaign = cls._open_campaign(
            date_to=day.replace(year=day.year + 1),
            unit_ids=cls.care.ids,
            owner_id=cls.nurse.id,
        )
        cls.path = f"/qms/survey/{cls.campaign.id}/paper"

    def _login(self, user):
        self.authenticate(user.login, user.login.ljust(8, "x"))

    def _fields(self):
        document = html.fromstring(self.url_open(self.path).content)
        names = document.xpath("//form//input[@type='hidden']")
        return {field.get("name"): field.get("value") or "" for field in names}

    def _slips(self):
        self.env.invalidate_all()
        return self.env["qms.survey.slip"].search([])

    def test_one_after_the_other_is_typed_in(self):
        self._login(self.nurse)
        for score in ("3", "4"):
            filled = {**self._fields(), f"q{self.scale.id}": score}
            response = self.url_open(
                self.path, data={**filled, "unit": str(self.care.id)}
            )
            self.assertEqual(response.status_code, 200, response.text)
            self.assertIn("Type in what is on the paper", response.text)
        slips = self._slips()
        self.assertEqual(len(slips), 2)
        self.assertEqual(slips.department_id, self.care)
        self.url_open(self.path, data=filled)
        self.assertEqual(len(self._slips()), 2, "the same sheet counts once")
        wrong = {**self._fields(), f"q{self.scale.id}": "99"}
        self.assertEqual(self.url_open(self.path, data=wrong).status_code, 422)

    def test_nobody_else_types_in(self):
        for user in (self.leader, self.aide, self.stranger):
            self._login(user)
            self.assertEqual(self.url_open(self.path).status_code, 404, user.login)
        self._login(self.nurse)
        forged = {**self._fields(), "csrf_token": "x", f"q{self.scale.id}": "3"}
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(self.path, data=forged).status_code, 400)
        self.assertFalse(self._slips())
        self.campaign.action_close(reason="Enough")
        self.assertEqual(self.url_open(self.path).status_code, 404)

    def test_who_types_is_not_kept_with_what_he_types(self):
        self._login(self.nurse)
        self.url_open(self.path, data={**self._fields(), f"q{self.scale.id}": "3"})
        self.env.cr.execute("SELECT to_jsonb(kept) FROM qms_survey_slip kept")
        ((slip,),) = self.env.cr.fetchall()
        self.assertEqual(set(slip), {"id", "campaign_id", "department_id", "content"})
        self.assertEqual(set(slip["content"]), {"answers", "texts"})

    def test_the_printed_form_asks_all_and_tells_all(self):
        report = self.env["ir.actions.report"].with_user(self.nurse)
        page = report._render_qweb_html("qms_survey.report_paper", self.campaign.ids)[
            0
        ].decode()
        for told in (
            "How satisfied are you with",
            "the waiting",
            "How did you reach us?",
            "What else?",
            "Public task",
            "anonymous",
            "data:image/png",
            "Care",
        ):
            self.assertIn(told, page)
