from odoo.tests import BaseCase, tagged

from odoo.addons.qms.tools import filing


@tagged("post_install", "-at_install", "qms")
class TestFilingNames(BaseCase):
    """Names that every system takes."""

    def test_letters_stay_and_signs_of_paths_go(self):
        for name, safe in (
            ("Mål: æblegrød / Ærø", "Mål æblegrød Ærø"),
            ("../../etc/passwd", "etc passwd"),
            ("a\x00b\nc", "a b c"),
            ("Ends with dots . . ", "Ends with dots"),
            ("", "_"),
            (" .. ", "_"),
            ("con", "_con"),
            ("COM1.old", "_COM1.old"),
            ("lpt².old", "_lpt².old"),
            ("aux .tar.gz", "_aux .tar.gz"),
            ("CONIN$", "_CONIN$"),
            ("Contract", "Contract"),
            # the same letter, written as a and a ring
            ("Ma\u030al", "Mål"),
        ):
            with self.subTest(name=name):
                self.assertEqual(filing.safe_name(name), safe)

    def test_a_long_name_fits_and_keeps_its_extension(self):
        name = filing.safe_file_name(f"{'ø' * 300}.docx")
        self.assertLessEqual(len(name.encode()), 200)
        self.assertTrue(name.endswith("ø.docx"))

    def test_what_only_looks_like_an_extension_is_part_of_the_name(self):
        self.assertEqual(filing.safe_file_name("1. Ring 112"), "1. Ring 112")
        self.assertEqual(filing.safe_file_name(".profile"), "profile")

    def test_two_of_a_name_are_told_apart(self):
        taken = {"Count.pdf", "count (2).pdf"}
        self.assertEqual(filing.unique_file_name("COUNT.pdf", taken), "COUNT (3).pdf")
        self.assertEqual(filing.unique_file_name("Other.pdf", taken), "Other.pdf")
        self.assertEqual(filing.unique_name("Care", {"Care"}), "Care (2)")

    def test_the_checksum_tells_names_from_contents(self):
        def files(name, content):
            return [filing.FiledFile(name, content, "text/plain")]

        self.assertNotEqual(
            filing.checksum(files("ab", b"c")), filing.checksum(files("a", b"bc"))
        )
