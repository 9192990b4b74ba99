from odoo.tests import tagged

from .browser_common import BrowserCase


@tagged("post_install", "-at_install", "qms")
class TestUnitPageOnPhone(BrowserCase):
    """A temp with an old phone: from the poster to the receipt, and what came of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = cls.env["qms.public.page"].create(
            {"company_id": cls.company.id, "department_id": cls.home_care.id}
        )
        cls.start = f"/qms/unit/{cls.page.key}"

    def _follow(self, word):
        """Visit the link of the page that says ``word``."""
        links = "[...document.querySelectorAll('main a')]"
        self._visit(
            self._evaluate(f"{links}.find((a) => a.innerText.includes({word!r})).href")
        )

    def test_from_the_poster_to_the_receipt_with_a_name(self):
        with self._browser("qms_nurse"):
            self._visit(self.start)
            self._assert_fits()
            self._follow("Report something")
            self._fill(description="The door stood open", sender="Aase Aune")
            self._press()
            self.assertIn("It has arrived", self._read())
            self._assert_fits()
            self._follow("Back")
            self.assertIn("Home care", self._read("h1"))
        report = self._reports()
        self.assertEqual(report.department_id, self.home_care)
        self.assertEqual(report.deviation_ids.sender_ids.name, "Aase Aune")
        self.assertFalse(report.reporter_id)

    def test_every_page_of_it_fits_a_phone_and_everybody(self):
        for _number in range(3):
            case = self._closed()
            if case.confidentiality != "normal":
                case.action_release()
        with self._browser():
            for path in (
                self.start,
                f"{self.start}/outcomes",
                f"/qms/report/{self.page.key}",
            ):
                self._visit(path)
                self._assert_fits()
                self._assert_accessible()
            self._visit(f"{self.start}/outcomes")
            self.assertIn("the lock was changed", self._read())
