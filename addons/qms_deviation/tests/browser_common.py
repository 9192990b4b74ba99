import json
import os
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

from odoo.tests.common import ChromeBrowser

from .anonymous_common import AnonymousCase

AXE = """
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}).then(
    (result) => JSON.stringify(result.violations.map((violation) => [
        violation.id, violation.nodes.map((node) => node.html).slice(0, 3)
    ]))
)
"""


class BrowserCase(AnonymousCase):
    """Plain pages in a real browser. Tours need Odoo's own scripts, which these pages
    do without: a page is filled in and read through the browser's own interface."""

    browser_size = "375x667"
    touch_enabled = True

    @contextmanager
    def _browser(self, login=None):
        self.browser = ChromeBrowser(self)
        with self.allow_requests(browser=self.browser):
            self.authenticate(login, login, browser=self.browser)
            self.env.cr.flush()
            self.env.cr.clear()
            try:
                yield
            finally:
                self.browser.stop()
                self._wait_remaining_requests()

    def _ask(self, method, **params):
        return self.browser._websocket_request(method, params=params, timeout=30)

    def _evaluate(self, code):
        answer = self._ask(
            "Runtime.evaluate", expression=code, awaitPromise=True, returnByValue=True
        )
        self.assertNotIn("exceptionDetails", answer, code[:200])
        return answer["result"].get("value")

    def _visit(self, path):
        self.browser.navigate_to(urljoin(self.base_url(), path), wait_stop=True)

    def _fill(self, **values):
        for name, value in values.items():
            self._evaluate(
                f"document.getElementById({name!r}).value = {json.dumps(value)}"
            )

    def _choose_file(self, path):
        document = self._ask("DOM.getDocument")["root"]["nodeId"]
        node = self._ask("DOM.querySelector", nodeId=document, selector="#files")
        self._ask("DOM.setFileInputFiles", nodeId=node["nodeId"], files=[str(path)])

    def _press(self):
        """Press the button, as a finger does, and wait for the page that follows."""
        self._evaluate("window.left = true")
        self._evaluate("document.querySelector('main form button').click()")
        for _time in range(200):
            if self._evaluate("!window.left && document.readyState == 'complete'"):
                return
            time.sleep(0.05)
        self.fail(f"Nothing followed: {self._read()}")

    def _read(self, selector="main"):
        return self._evaluate(f"document.querySelector({selector!r}).innerText")

    def _assert_fits(self):
        """Nothing has to be moved sideways, and a finger meets what it aims at."""
        width = self._evaluate("document.documentElement.scrollWidth")
        self.assertLessEqual(width, 375)
        small = self._evaluate(
            """[...document.querySelectorAll("button, select, input, textarea")]
                .filter((one) => one.type != "hidden" && !one.closest(".trap"))
                .map((one) => (one.closest("label.check") || one))
                .map((one) => [one.outerHTML, one.getBoundingClientRect().height])
                .filter(([html, height]) => height < 44)"""
        )
        self.assertFalse(small)

    def _assert_accessible(self):
        """WCAG 2.1 A and AA, as far as axe-core judges it."""
        axe = os.environ.get("QMS_AXE")
        if not axe:
            self.skipTest("axe-core is not here: bin/test brings it")
        self._evaluate(Path(axe).read_text() + "; true")
        self.assertEqual(json.loads(self._evaluate(AXE)), [])
