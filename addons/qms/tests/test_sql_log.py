from odoo.tests import BaseCase, tagged

from ..tools.sql_log import without_texts


@tagged("post_install", "-at_install", "qms")
class TestSqlLog(BaseCase):
    """A statement that failed is logged without the texts in it."""

    def test_each_text_is_left_out_places_stay(self):
        query = "UPDATE t SET a = 'it''s', b = E'c:\\\\ ''x''', c = 5 WHERE \"d\" = ''"
        self.assertEqual(
            without_texts(query),
            "UPDATE t SET a = '...', b = E'...', c = 5 WHERE \"d\" = '...'",
        )

    def test_after_a_text_without_end_nothing_is_told(self):
        self.assertEqual(
            without_texts("SELECT 'a', 'the lock is"), "SELECT '...', '...'"
        )

    def test_a_statement_may_come_as_bytes(self):
        self.assertEqual(
            without_texts("SELECT 'blåbær'".encode("latin-1")), "SELECT '...'"
        )
