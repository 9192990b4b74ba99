from odoo.tests import freeze_time, tagged

from odoo.addons.qms.hooks import keep_wheel
from odoo.addons.qms.tests.wheel_common import WheelCase

from .common import DocumentCase


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestReviewWheel(WheelCase, DocumentCase):
    """Documents are reviewed when the year wheel says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kind = cls.env.ref("qms_document.wheel_kind_documents")
        cls.item = cls.env["qms.wheel.item"].create(
            {
                "kind_id": kind.id,
                "company_id": cls.company.id,
                "frequency": "yearly",
                "month": "5",
                "day": 12,
                "owner_id": cls.head.id,
            }
        )
        cls._new_year()
        cls.external = cls.env.ref("qms_document.type_external")

    def test_the_last_day_of_the_wheel_within_the_types_months_counts(self):
        self.assertEqual(str(self._approved().date_review), "2027-05-12")
        external = self._approved(type_id=self.external.id)
        self.assertEqual(str(external.date_review), "2026-05-12")
        self.procedure.review_months = 1
        self.assertEqual(str(self._approved().date_review), "2026-04-02")
        self.item.active = False
        self.procedure.review_months = 24
        self.assertEqual(str(self._approved().date_review), "2028-03-02")

    def test_still_right_puts_it_off_to_the_next(self):
        document = self._approved()
        with freeze_time("2028-02-01 09:00:00"):
            document.action_confirm()
        self.assertEqual(str(document.date_review), "2029-05-12")
        decision = self._decisions(document.valid_version_id)[-1]
        self.assertEqual(decision.verb, "confirm")

    def test_a_unit_s_own_and_what_was_left_out_say_nothing(self):
        self.item.department_id = self.home_care
        self.assertEqual(str(self._approved().date_review), "2028-03-02")

    def test_a_planned_day_goes_before_the_guideline_and_moves_its_documents(self):
        self.procedure.review_months = 10
        with freeze_time("2026-01-05 09:00:00"):
            document = self._approved()
            other = self._approved(type_id=self.external.id)
        for each in document | other:
            self.assertEqual(str(each.date_review), "2026-05-12")
        occurrence = self._of(self.item)
        occurrence.action_move("2026-06-15", "Too many holidays")
        for each in document | other:
            self.assertEqual(str(each.date_review), "2026-06-15")
        duty = self._duties(document.valid_version_id.sudo())
        self.assertEqual(str(duty.date_deadline), "2026-06-15")
        self.procedure.review_months = 4
        self.assertEqual(str(self._approved().date_review), "2026-06-15")

    def test_it_is_in_the_wheel_of_every_company_once(self):
        items = self.env["qms.wheel.item"]
        own = [("kind_id.code", "=", "documents")]
        own += [("company_id", "=", self.other_company.id)]
        self.assertEqual(items.search_count(own), 1)
        items._add_usual(["documents"])
        self.assertEqual(items.search_count(own), 1)

    def test_without_the_module_what_recurs_stays_by_its_name(self):
        keep_wheel(self.env, "qms_document")
        other = self.env.ref("qms.wheel_kind_other")
        occurrence = self._of(self.item)
        self.assertEqual((self.item.kind_id, occurrence.kind_id), (other, other))
        self.assertEqual(self.item.name, "Review of documents")
