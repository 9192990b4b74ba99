from odoo.tests import BaseCase, freeze_time, tagged

from odoo.addons.qms.tools.identity import mask, mask_html

# python-stdnum's own samples, and numbers made up in the same way
NO_NUMBER = "15108695088"
NO_D_NUMBER = "55108695071"
NO_TEST_NUMBER = "15908695043"
SE_NUMBER = "8803200016"
SE_COORDINATION = "8803800013"


@freeze_time("2026-06-15")
class IdentityCase(BaseCase):
    def assertMasked(self, country, text, masked, method=mask):
        result = method(text, country)
        self.assertEqual(result.text, masked)
        self.assertGreater(result.masked, 0)

    def assertAsked(self, country, text):
        self.assertEqual(mask(text, country), (text, 0, 1))

    def assertLeft(self, country, text, method=mask):
        self.assertEqual(method(text, country), (text, 0, 0))


@tagged("post_install", "-at_install", "qms")
class TestIdentityDenmark(IdentityCase):
    def test_hyphen_in_its_place(self):
        self.assertMasked(
            "DK", "Borger 010190-1234 ringer", "Borger ••••••-•••• ringer"
        )
        self.assertMasked("DK", "(010190-1234)", "(••••••-••••)")
        self.assertMasked("DK", "010190 - 1234.", "•••••• - ••••.")
        self.assertMasked("DK", "01011990-1234", "••••••••-••••")

    def test_every_kind_of_hyphen(self):
        for hyphen in "-\u00ad\u2010\u2011\u2013\u2014\u2212":
            with self.subTest(hyphen=hyphen):
                self.assertMasked("DK", f"010190{hyphen}1234", f"••••••{hyphen}••••")

    def test_no_check_digit_is_asked_of_a_cpr_number(self):
        for serial in range(1230, 1240):
            self.assertEqual(mask(f"010190-{serial}", "DK").masked, 1)

    def test_the_word_beside_it(self):
        for text in (
            "CPR 0101901234",
            "cpr: 0101901234",
            "CPR-nr. 010190 1234",
            "cpr.nr 0101901234",
            "cprnr.0101901234",
            "CPR-nummeret er 0101901234",
            "Cpr-nummer på borgeren: 0101901234",
            "personnummer 0101901234",
            "personnr.: 0101901234",
            "0101901234 (cpr)",
            "cpr_0101901234",
            "CPR 01.01.90-1234",
            "national identity number 0101901234",
        ):
            with self.subTest(text=text):
                self.assertMasked("DK", text, self._without_digits(text))

    def _without_digits(self, text):
        return "".join("•" if char.isdigit() else char for char in text)

    def test_beside_the_word_a_typing_error_is_masked_too(self):
        self.assertMasked("DK", "cpr 310290-1234", "cpr ••••••-••••")
        self.assertMasked("DK", "cpr 6101901234", "cpr ••••••••••")

    def test_a_list_after_the_word(self):
        self.assertMasked(
            "DK",
            "CPR: 0101901234, 0202901235 og 0303901236. Sag 0404901237",
            "CPR: ••••••••••, •••••••••• og ••••••••••. Sag 0404901237",
        )

    def test_counts_each_number(self):
        self.assertEqual(mask("010190-1234, 020290-1235", "DK").masked, 2)

    def test_a_bare_number_is_asked_about_only(self):
        self.assertAsked("DK", "Se 0101901234 i dag")
        self.assertAsked("DK", "Se 010190 1234 i dag")
        self.assertAsked("DK", "P-nummer 1012125678")

    def test_what_is_no_cpr_number(self):
        for text in (
            "P-nummer 1016125678",
            "320190-1234",
            "011390-1234",
            "310290-1234",
            "sag 2026-010190-1234",
            "K-2026-00042",
            "EAN 5798000123456",
            "CVR 12345678",
            "cpr mangler på sag 2026001234",
            "tlf. +45 12 34 56 78",
            "+450101901234",
            "12345678 / 87654321",
            "01.01.1990-12.02.1991",
            "01.01.90-1234",
            "01019012-1234-4010-8123-010190123456",
            "2026-01-01 12:34:56",
            "",
        ):
            with self.subTest(text=text):
                self.assertLeft("DK", text)

    def test_not_yet_born(self):
        self.assertLeft("DK", "010135-6789")

    def test_nothing_to_mask(self):
        self.assertEqual(mask(None, "DK"), (None, 0, 0))
        self.assertEqual(mask(False, "DK"), (False, 0, 0))

    def test_masked_text_stays_as_it_is(self):
        once = mask("CPR 010190-1234", "DK").text
        self.assertLeft("DK", once)

    def test_file_names(self):
        self.assertMasked("DK", "scan_010190-1234.pdf", "scan_••••••-••••.pdf")
        self.assertMasked("DK", "cpr0101901234.pdf", "cpr••••••••••.pdf")


@tagged("post_install", "-at_install", "qms")
class TestIdentityNorway(IdentityCase):
    def test_hyphen_or_space_in_its_place(self):
        self.assertMasked("NO", "Beboer 151086 95088", "Beboer •••••• •••••")
        self.assertMasked("NO", "Beboer 151086-95088", "Beboer ••••••-•••••")

    def test_d_number_and_test_populations(self):
        for number in (NO_D_NUMBER, NO_TEST_NUMBER):
            with self.subTest(number=number):
                text = f"{number[:6]} {number[6:]}"
                self.assertMasked("NO", text, "•••••• •••••")

    def test_both_check_digits_count(self):
        self.assertLeft("NO", "151086 95087")
        self.assertLeft("NO", "151086 95098")

    def test_the_word_beside_it(self):
        for word in (
            "fødselsnummer",
            "Fødselsnr.:",
            "fødselsnummeret hans er",
            "fodselsnummer",
            "FNR",
            "f.nr.",
            "fnr:",
            "personnummer",
            "pnr.",
            "D-nummer",
        ):
            with self.subTest(word=word):
                # no check digit fits
                self.assertMasked("NO", f"{word} 15108695077", f"{word} {'•' * 11}")

    def test_a_bare_number_is_asked_about_only(self):
        self.assertAsked("NO", f"Se {NO_NUMBER}")

    def test_what_is_no_birth_number(self):
        for text in (
            "Kontonummer 1510.86.95088",
            "15108695077",
            "org.nr. 974760673",
            "sak 202600-12345",
            "tlf. 22 33 44 55",
            "2026/12345-1",
        ):
            with self.subTest(text=text):
                self.assertLeft("NO", text)


@tagged("post_install", "-at_install", "qms")
class TestIdentitySweden(IdentityCase):
    def test_hyphen_or_plus_in_its_place(self):
        self.assertMasked("SE", "Brukare 880320-0016", "Brukare ••••••-••••")
        self.assertMasked("SE", "19880320-0016", "••••••••-••••")
        self.assertMasked("SE", "880320+0016", "••••••+••••")

    def test_coordination_number(self):
        text = f"{SE_COORDINATION[:6]}-{SE_COORDINATION[6:]}"
        self.assertMasked("SE", text, "••••••-••••")

    def test_the_check_digit_counts(self):
        self.assertLeft("SE", "880320-0018")

    def test_the_word_beside_it(self):
        for word in (
            "personnummer",
            "Personnr:",
            "pers.nr",
            "persnr",
            "pnr",
            "p-nr",
            "födelsenummer",
            "fo\u0308delsenummer",
            "samordningsnummer",
            "personnumret är",
        ):
            with self.subTest(word=word):
                self.assertMasked("SE", f"{word} 198803200018", f"{word} {'•' * 12}")

    def test_a_bare_number_is_asked_about_only(self):
        self.assertAsked("SE", f"Se {SE_NUMBER}")
        self.assertAsked("SE", f"Se 19{SE_NUMBER}")

    def test_what_is_no_personal_number(self):
        for text in (
            "organisationsnummer 556036-0793",
            "Dnr KS 2026/00123",
            "20261315-0016",
            "tel. 08-123 456 78",
            "070-123 45 67",
            "bankgiro 5050-1055",
        ):
            with self.subTest(text=text):
                self.assertLeft("SE", text)


@tagged("post_install", "-at_install", "qms")
class TestIdentityAbroad(IdentityCase):
    def test_only_the_own_country_without_a_word(self):
        self.assertLeft("NO", "010190-1234")
        self.assertLeft("DK", f"151086 {NO_NUMBER[6:]}")
        self.assertLeft("", "010190-1234")
        self.assertLeft("FI", "010190-1234")

    def test_another_country_beside_its_own_word(self):
        for country in ("NO", "SE", "FI", "", False):
            with self.subTest(country=country):
                self.assertMasked(country, "CPR 0101901234", "CPR ••••••••••")
        self.assertMasked("DK", "fødselsnr 15108695077", "fødselsnr •••••••••••")
        self.assertMasked(
            "NO", "samordningsnummer 880380-0011", "samordningsnummer ••••••-••••"
        )

    def test_another_country_beside_a_shared_word_when_it_passes_all_checks(self):
        self.assertMasked("NO", "personnummer 880320-0016", "personnummer ••••••-••••")
        self.assertLeft("NO", "personnummer 880320-0018")

    def test_own_bare_number_beside_another_country_s_word(self):
        self.assertMasked("SE", "cpr 0403200017", "cpr ••••••••••")


@tagged("post_install", "-at_install", "qms")
class TestIdentityHtml(IdentityCase):
    def assertMasked(self, text, masked):
        return super().assertMasked("DK", text, masked, method=mask_html)

    def assertLeft(self, text):
        return super().assertLeft("DK", text, method=mask_html)

    def test_tags_stay_as_they_are(self):
        self.assertMasked(
            "<p class='a1'>Om <b>010190-1234</b><br/>i går</p>",
            "<p class='a1'>Om <b>••••••-••••</b><br/>i går</p>",
        )

    def test_split_over_inline_tags_and_entities(self):
        self.assertMasked(
            "<p>0101<i>90</i><b>-1234</b></p>", "<p>••••<i>••</i><b>-••••</b></p>"
        )
        self.assertMasked("010190&#8209;1234", "••••••&#8209;••••")
        self.assertMasked("010190&#x2d;1234", "••••••&#x2d;••••")
        self.assertMasked("&#48;10190-1234", "••••••-••••")
        self.assertMasked("CPR:&nbsp;010190&nbsp;1234", "CPR:&nbsp;••••••&nbsp;••••")

    def test_the_word_in_the_cell_before(self):
        self.assertMasked(
            "<tr><td>CPR</td><td>0101901234</td></tr>",
            "<tr><td>CPR</td><td>••••••••••</td></tr>",
        )

    def test_not_across_paragraphs(self):
        self.assertLeft("<p>010190</p><p>-1234</p>")
        self.assertLeft("010190<br>1234")

    def test_attributes_and_comments(self):
        self.assertMasked(
            '<a href="/f/010190-1234.pdf" title="010190&#45;1234">fil</a>',
            '<a href="/f/••••••-••••.pdf" title="••••••&#45;••••">fil</a>',
        )
        self.assertMasked("<!-- 010190-1234 -->", "<!-- ••••••-•••• -->")
        self.assertMasked("<!-- 010190-1234", "<!-- ••••••-••••")

    def test_pictures_in_the_text_are_not_read(self):
        picture = f"data:image/png;base64,{'cpr/0101901234+' * 50_000}"
        self.assertLeft(f'<p><img src="{picture}"></p>')
        self.assertMasked(
            f'<img alt="010190-1234" src="{picture}" title="010190-1234">',
            f'<img alt="••••••-••••" src="{picture}" title="••••••-••••">',
        )

    def test_bare_numbers_are_asked_about_in_text_only(self):
        self.assertLeft('<p data-id="0101901234">x</p>')
        self.assertEqual(mask_html("<p>0101901234</p>", "DK").asked, 1)

    def test_broken_html(self):
        self.assertMasked("5 < 6 010190-1234 & <b", "5 < 6 ••••••-•••• & <b")
        self.assertMasked('<p title="010190-1234', '<p title="••••••-••••')

    def test_long_hostile_text_takes_linear_time(self):
        for piece in (
            '<a "',
            "<!--",
            "&#4",
            "<",
            "cpr ",
            "0101901234 ",
            "CPR 010190-1234 ",
        ):
            with self.subTest(piece=piece):
                mask_html(piece * 5000 + "0123456789", "DK")
