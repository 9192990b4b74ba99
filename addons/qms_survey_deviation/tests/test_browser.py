import time
from contextlib import suppress

from odoo.tests import tagged

from odoo.addons.qms_deviation.tests.browser_common import BrowserCase
from odoo.addons.qms_survey.tests.survey_common import SurveyCase

KEYS = {
    "Tab": {"windowsVirtualKeyCode": 9},
    " ": {"windowsVirtualKeyCode": 32, "text": " ", "code": "Space"},
    "ArrowDown": {"windowsVirtualKeyCode": 40},
    "Enter": {"windowsVirtualKeyCode": 13, "text": "\r"},
}
FOCUSED = """(() => {
    const {tagName, type, name, outerHTML} = document.activeElement;
    return [tagName, type || "", name || "", outerHTML.slice(0, 80)];
})()"""
LANGUAGES = {"da": "da_DK", "nb": "nb_NO", "sv": "sv_SE"}


@tagged("post_install", "-at_install", "qms")
class TestBrowser(SurveyCase, BrowserCase):
    """On a phone and by keyboard, in every language, judged by axe-core."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in LANGUAGES.values():
            cls.env["res.lang"]._activate_lang(code)
        day = cls.company._qms_today()
        cls.until = {"date_to": day.replace(year=day.year + 1)}
        cls._question("How many visits?", question_type="numerical_box")
        cls.campaign = cls._open_campaign(**cls.until, unit_ids=cls.care.ids)

    def _key(self, key):
        event = {"key": key, "code": key, **KEYS[key]}
        self._ask("Input.dispatchKeyEvent", type="keyDown", **event)
        self._ask("Input.dispatchKeyEvent", type="keyUp", **event)

    def _wait_for_page(self):
        for _time in range(200):
            with suppress(Exception):
                if self._evaluate("!window.left && document.readyState == 'complete'"):
                    return
            time.sleep(0.05)

    def _answer_focused(self):
        """What somebody without a mouse does where the focus is; whether to send."""
        tag, kind, name, _html = self._evaluate(FOCUSED)
        if tag == "BUTTON":
            return True
        if name in self.done or tag not in ("INPUT", "SELECT", "TEXTAREA"):
            return False
        self.done.add(name)
        if kind in ("radio", "checkbox"):
            self._key(" ")
        elif tag == "SELECT":
            self._key("ArrowDown")
        else:
            self._ask("Input.insertText", text="3" if kind == "text" else "Fine.")
        return False

    def test_the_whole_form_is_answered_by_keyboard_alone(self):
        self.done = set()
        with self._browser():
            self._visit(f"/qms/survey/{self.campaign.sudo().key}?lang=en")
            for _press in range(80):
                self._key("Tab")
                if self._answer_focused():
                    break
            self._evaluate("window.left = true")
            # the page may leave while the key is still down
            with suppress(Exception):
                self._key("Enter")
            self._wait_for_page()
            self.assertIn("Your answers have arrived", self._read())
            self._assert_accessible()
        self.env.invalidate_all()
        slip = self.env["qms.survey.slip"].search([])
        self.assertEqual(slip.department_id, self.care)
        asked = {answer["question_id"] for answer in slip.content["answers"]}
        told = {text["question_id"] for text in slip.content["texts"]}
        self.assertEqual(asked | told, set(self.survey.question_ids.ids))
        self.assertNotIn("website", self.done)

    def test_every_page_in_every_language(self):
        self._citizens(2)
        invited = self._campaign(**self.until)
        invited.action_open()
        invitee, used = self.env["qms.survey.invitee"].search([])
        used.is_answered = True
        ended = self._closed(
            [{"score": n} for n in range(5)], **self.until, is_summary_public=True
        )
        ended.write({"conclusion": "So", "summary": "You said, we did"})
        ended.action_conclude()
        pages = {
            "form": f"/qms/survey/{self.campaign.sudo().key}",
            "no": f"/qms/survey/{invitee._token(invitee.seed)}/no",
            "done": f"/qms/survey/{ended.sudo().key}/done",
            "used": f"/qms/survey/{used._token(used.seed)}",
            "nothing": "/qms/survey/x",
        }
        with self._browser():
            for short in ("en", *LANGUAGES):
                for name, path in pages.items():
                    with self.subTest(page=name, lang=short):
                        self._visit(f"{path}?lang={short}")
                        self._assert_accessible()
                        lang = self._evaluate("document.documentElement.lang")
                        self.assertTrue(lang.startswith(short))
            # with nothing answered: what is wrong has the focus
            self._visit(pages["form"])
            self._press()
            self.assertTrue(
                self._evaluate("document.activeElement.getAttribute('role') == 'alert'")
            )
            self._assert_fits()
            self._assert_accessible()
