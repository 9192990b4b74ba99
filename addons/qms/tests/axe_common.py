import json
import os
from pathlib import Path

from odoo.tests import HttpCase
from odoo.tools import mute_logger

# what WCAG 2.2 AA asks for, as far as a program can tell
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# what still fades in has the contrast of the moment
STILL = """
;(() => {
    const still = document.createElement("style");
    still.textContent =
        "* {transition: none !important; animation: none !important}";
    document.head.append(still);
})();
"""
RUN = """
;(async () => {
    const results = await axe.run(%(scope)s, {runOnly: %(levels)s});
    const found = results.violations.flatMap((rule) =>
        rule.nodes.map((node) => `${rule.id}, ${node.target}: ${node.html}`)
    );
    if (found.length) {
        console.error(`axe: ${found.join(" || ")}`);
    } else if (!results.passes.length) {
        console.error("axe: nothing to judge");
    } else {
        console.log("test successful");
    }
})();
"""


WALK = """
;(async () => {
    const appears = async (selector) => {
        for (let tries = 0; tries < 600; tries++) {
            if (document.querySelector(selector)) {
                return true;
            }
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        return false;
    };
    const {action} = odoo.__WOWL_DEBUG__.root.env.services;
    const wrong = [];
    for (const {screen, options, press, scope} of %(screens)s) {
        await action.doAction(screen, {clearBreadcrumbs: true, ...options});
        if (press && (await appears(press))) {
            document.querySelector(press).click();
        }
        if (!(await appears(scope))) {
            wrong.push(`${scope}: not there`);
            continue;
        }
        const results = await axe.run(scope, {runOnly: %(levels)s});
        for (const rule of results.violations) {
            for (const node of rule.nodes) {
                wrong.push(`${scope}: ${rule.id}, ${node.target}: ${node.html}`);
            }
        }
        if (!results.passes.length) {
            wrong.push(`${scope}: nothing to judge`);
        }
    }
    if (wrong.length) {
        console.error(`axe: ${wrong.join(" || ")}`);
    } else {
        console.log("test successful");
    }
})();
"""


class AxeCase(HttpCase):
    """Pages judged by axe-core, whose file QMS_AXE names (``bin/test`` sees to it)."""

    def setUp(self):
        super().setUp()
        path = os.environ.get("QMS_AXE")
        if not path or not Path(path).is_file():
            self.skipTest("axe-core is not here; bin/test installs it with Node")
        self.axe = Path(path).read_text()

    def _assert_accessible(self, path, scope="html", login=None, before=""):
        """Nothing within ``scope``, a CSS selector, is what axe objects to.

        :param before: what is done to the page first
        """
        found = f"document.querySelector({json.dumps(scope)})"
        judge = RUN % {"scope": json.dumps(scope), "levels": json.dumps(LEVELS)}
        code = f"{before};{self.axe}{STILL}{judge}"
        # half a megabyte of program does not belong in the log
        with mute_logger(self._logger.name):
            self.browser_js(path, code, ready=f"!!{found}", login=login)

    def _assert_screens_accessible(self, screens, login):
        """As :meth:`_assert_accessible`, for several screens in one browser.

        :param screens: dicts with the window or its xml id (``screen``), what is judged
            (``scope``, a CSS selector) and, where needed, ``options`` of opening it and
            what is pressed first (``press``)
        """
        walk = WALK % {"screens": json.dumps(screens), "levels": json.dumps(LEVELS)}
        with mute_logger(self._logger.name):
            self.browser_js(
                "/odoo/my-quality-work",
                f"{self.axe}{STILL}{walk}",
                ready="!!document.querySelector('.o_content')",
                login=login,
                timeout=300,
            )
