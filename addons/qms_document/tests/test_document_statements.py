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
FORM = 30


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

    def test_a_form_is_opened_in_few_statements(self):
        """With an annex, readers and a draft beside it; rules are known from before."""
        document = self._approved(reader_unit_ids=self.home_care.ids)
        self._approved(name="List", parent_id=document.id)
        self._next(document)
        view = document.get_view(view_type="form")["arch"]
        fields = [name for name in document._fields if f'name="{name}"' in view]
        for user in (self.nurse, self.aide, self.manager):
            with self.subTest(user=user.login):
                own = document.with_user(user)
                names = dict.fromkeys(set(fields) & set(own.fields_get()), {})
                self._statements(lambda o=own, n=names: o.web_read(n))
                read = self._statements(lambda o=own, n=names: o.web_read(n))
                self.assertLessEqual(read, FORM)

    def test_a_search_takes_as_many_whatever_is_found(self):
        found = []
        documents = self.env["qms.document"].with_user(self.aide)
        domain = [("search_words", "ilike", "medicine")]
        for count in (2, 8):
            for _number in range(count):
                self._approved()
            documents.web_search_read(domain, COLUMNS)
            found.append(
                self._statements(lambda: documents.web_search_read(domain, COLUMNS))
            )
        self.assertLessEqual(found[1], found[0])
        self.assertLessEqual(found[0], 14)

    def test_forty_are_made_for_little_more_than_ten(self):
        self._make(2)
        few = self._statements(lambda: self._make(10))
        many = self._statements(lambda: self._make(40))
        self.assertLess(many, few + 60)
