from odoo.tests import freeze_time, tagged

from .common import DocumentCase

COLUMNS = {
    "number": {},
    "name": {},
    "date_valid": {},
    "state": {},
    "type_id": {"fields": {"display_name": {}}},
    "department_id": {"fields": {"display_name": {}}},
}


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestDocumentStatements(DocumentCase):
    """What it costs does not grow with the number of documents."""

    def _statements(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _make(self, count):
        self.env["qms.document"].with_user(self.nurse).create(
            [
                {
                    "name": f"Document {number}",
                    "type_id": self.procedure.id,
                    "department_id": self.home_care.id,
                    "company_id": self.company.id,
                }
                for number in range(count)
            ]
        )

    def test_a_list_is_read_in_as_many_statements_whatever_its_length(self):
        self._make(40)
        documents = self.env["qms.document"].with_user(self.nurse)

        def read(limit):
            return self._statements(
                lambda: documents.web_search_read(
                    [("company_id", "=", self.company.id)], COLUMNS, limit=limit
                )
            )

        read(5)
        short = read(5)
        self.assertLessEqual(read(40), short)
        self.assertLessEqual(short, 12)

    def test_forty_are_made_for_little_more_than_ten(self):
        self._make(2)
        few = self._statements(lambda: self._make(10))
        many = self._statements(lambda: self._make(40))
        self.assertLess(many, few + 60)
