import json
import os
from pathlib import Path

from odoo.tests import HttpCase
from odoo.tools import mute_logger

# what WCAG 2.2 AA asks for, as far as a program can tell
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
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
        code = f"{before};{self.axe}{judge}"
        # half a megabyte of program does not belong in the log
        with mute_logger(self._logger.name):
            self.browser_js(path, code, ready=f"!!{found}", login=login)
