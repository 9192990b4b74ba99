from odoo.tests import HttpCase

from odoo.addons.web.tests.test_js import unit_test_error_checker


class HootCase(HttpCase):
    """Runs suites of our own components' tests in a browser."""

    def _run_suites(self, login, *suites):
        ids = "".join(f"&id={_suite_id(suite)}" for suite in suites)
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=30000{ids}",
            "",
            login=login,
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=unit_test_error_checker,
        )


def _suite_id(suite):
    """How Hoot calls a suite in its address."""
    number = 0
    for letter in suite:
        number = ((number << 5) - number + ord(letter)) & 0xFFFFFFFF
    return f"{number:08x}"
