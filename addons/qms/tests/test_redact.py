from odoo.tests import BaseCase, tagged

from ..tools.redact import name_parts, redact

NAMES = name_parts(["Bo Holm-Lund", "Astrid van der Å", "Per"])


@tagged("post_install", "-at_install", "qms")
class TestRedact(BaseCase):
    """What leads to a person is taken out of a text that is handed out."""

    def _redact(self, text):
        return redact(text, NAMES, "[x]")

    def test_names_that_are_known_go_together(self):
        self.assertEqual(self._redact("Astrid Å called Bo."), "[x] called [x].")
        self.assertEqual(self._redact("Bo Holm-Lund fell"), "[x] fell")

    def test_the_genitive_is_the_same_name(self):
        self.assertEqual(self._redact("Astrids bed and Bo's"), "[x] bed and [x]")

    def test_common_words_stay(self):
        for text in ("80 kroner per person", "der var olie", "Den anden", "De kom"):
            self.assertEqual(self._redact(text), text)

    def test_names_nobody_told_stay(self):
        self.assertEqual(self._redact("Signe fell"), "Signe fell")

    def test_addresses_go(self):
        self.assertEqual(self._redact("write to a.b@mail.example."), "write to [x].")
        self.assertEqual(self._redact("at Rosenvej 12 B, then"), "at [x], then")
        self.assertEqual(self._redact("i Storgata 3"), "i [x]")
        self.assertEqual(self._redact("på Kungsgatan 7"), "på [x]")

    def test_telephone_and_other_long_numbers_go(self):
        for number in ("12 34 56 78", "+45 12345678", "070-123 45 67", "010190-••••"):
            self.assertEqual(self._redact(f"call {number} now"), "call [x] now")

    def test_dates_and_short_numbers_stay(self):
        for text in (
            "2026-03-02",
            "02.03.2026",
            "K-2026-00042",
            "1.200 kroner",
            "kl. 14.30",
        ):
            self.assertEqual(self._redact(text), text)
