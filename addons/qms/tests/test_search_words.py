from odoo.tests import BaseCase, tagged

from ..tools.search_words import CONFIGS, Telling, all_of, pick_config


@tagged("post_install", "-at_install", "qms")
class TestSearchWords(BaseCase):
    """Languages, and queries out of words."""

    def test_a_companys_language(self):
        for language, country, config in (
            ("da_DK", "DK", "danish"),
            ("nb_NO", "NO", "norwegian"),
            ("nn_NO", False, "norwegian"),
            ("sv_SE", "SE", "swedish"),
            ("sv_FI", "FI", "swedish"),
            ("en_US", "DK", "danish"),
            ("en_US", "NO", "norwegian"),
            (False, "SE", "swedish"),
            ("en_GB", "GB", "english"),
            ("en_US", False, "english"),
            ("fi_FI", "FI", "simple"),
            (False, False, "simple"),
            (None, None, "simple"),
        ):
            with self.subTest(language=language, country=country):
                self.assertEqual(pick_config(language, country), config)
                self.assertIn(config, CONFIGS)

    def test_all_words_each_as_a_beginning(self):
        self.assertEqual(all_of(["skab", "åb"]), "'skab':* & 'åb':*")
        self.assertEqual(all_of([]), "")

    def test_two_rare_words_or_a_rare_and_a_common_one(self):
        words = Telling(["skab", "åb"], ["sted"])
        self.assertEqual(
            words.similar(), "('skab' & 'åb') | (('skab' | 'åb') & ('sted'))"
        )
        self.assertEqual(words.ranked(), "'skab' | 'åb' | 'sted'")

    def test_common_words_alone_must_all_be_there(self):
        self.assertEqual(Telling([], ["sted", "dag"]).similar(), "'sted' & 'dag'")

    def test_one_word_is_no_likeness(self):
        for words in (Telling([], []), Telling(["skab"], []), Telling([], ["sted"])):
            self.assertEqual(words.similar(), "")

    def test_only_words_of_a_weight(self):
        self.assertEqual(Telling(["a", "b"], []).similar("A"), "('a':A & 'b':A)")

    def test_signs_are_quoted(self):
        self.assertEqual(all_of(["o'neil", "c:\\x"]), "'o''neil':* & 'c:\\\\x':*")
