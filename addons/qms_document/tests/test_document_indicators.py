from datetime import date

from odoo.tests import freeze_time, tagged

from .common import DocumentCase

MARCH = date(2026, 3, 1), date(2026, 3, 31)
CODES = (
    "documents_valid",
    "documents_changed",
    "documents_review_late",
    "documents_no_owner",
    "documents_read",
    "documents_proposals",
)


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestDocumentIndicators(DocumentCase):
    """Each figure is that of the list it opens, for each reader; stored it is whole."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        units = {"reader_unit_ids": cls.home_care.ids}
        cls.document = cls._approved(**units)
        cls._approve_next(cls.document)
        cls.document.with_user(cls.aide).action_read()
        cls.secret = cls._approved(
            cls.head, cls.director, confidentiality="confidential"
        )
        cls.left = cls._approved(cls.aide)
        cls.left.sudo().write({"date_review": "2026-03-01"})
        cls._approved(name="Gone").valid_version_id.with_user(
            cls.leader
        ).action_withdraw(reason="No longer done")
        cls._new_document()
        settled, _open = (
            cls.document.with_user(cls.team)._propose(text) for text in ("One", "Two")
        )
        settled.with_user(cls.nurse).write({"result": "Version 3 says it"})
        settled.with_user(cls.nurse).action_finish()
        cls.env["hr.employee"].search([("user_id", "=", cls.aide.id)]).active = False
        cls.aide.active = False

    @classmethod
    def _approve_next(cls, document):
        cls._next(document)
        cls._approve(document)

    def _indicator(self, code, user):
        return self.env.ref(f"qms_document.indicator_{code}").with_user(user)

    def _figures(self, user):
        figures = {}
        for code in CODES:
            indicator = self._indicator(code, user)
            [figure] = indicator._read_figures(self.company, *MARCH)
            figures[code] = figure["value"]
            window = indicator.action_open_records(self.company.id, *MARCH)
            found = self.env[window["res_model"]].with_user(user)
            found = found.with_context(active_test=False)
            self.assertEqual(found.search_count(window["domain"]), figure["count"])
        return figures

    def test_a_figure_is_that_of_the_list_it_opens(self):
        every = dict(zip(CODES, (3, 5, 1, 1, 50, 1), strict=True))
        self.assertEqual(self._figures(self.manager), every)
        # a confidential document is none of the quality group's
        fewer = {"documents_valid": 2, "documents_changed": 4}
        read = self._figures(self.team)
        self.assertEqual({code: read[code] for code in fewer}, fewer)
        for code in CODES:
            indicator = self._indicator(code, self.stranger)
            [figure] = indicator._read_figures(self.company, *MARCH)
            self.assertEqual((figure["value"], figure["count"]), (None, 0))

    def test_stored_figures_are_those_of_all_documents(self):
        for code in CODES:
            indicator = self._indicator(code, self.manager).sudo()
            indicator._keep_months()
            row = indicator.value_ids.filtered(
                lambda value: (
                    value.company_id == self.company
                    and not value.department_id
                    and value.month == MARCH[0]
                )
            )
            with self.subTest(code=code):
                self.assertEqual(row.value, self._figures(self.manager)[code])
                # of three documents and five versions; all else rests on one or two
                many = code in ("documents_valid", "documents_changed")
                self.assertEqual(row.is_small, not many)

    def test_the_agenda_and_the_review_get_them_by_their_topic(self):
        topics = {self._indicator(code, self.manager).topic_id.code for code in CODES}
        self.assertEqual(topics, {"procedure"})
