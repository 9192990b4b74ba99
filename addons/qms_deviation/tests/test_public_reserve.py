from odoo.tests import freeze_time, tagged

from .anonymous_common import AnonymousCase


@tagged("post_install", "-at_install", "qms")
class TestPublicReserve(AnonymousCase):
    """Neither number nor id tells between which others an anonymous report came."""

    def _rows(self):
        self.env.invalidate_all()
        reserve = self.env["qms.public.reserve"]
        return reserve.search([("company_id", "=", self.company.id)])

    def test_number_and_ids_were_drawn_before_whatever_came_meanwhile(self):
        kept = {row.number: (row.report_key, row.case_key) for row in self._rows()}
        known = self._report()
        report, _code = self._sent()
        case = report.deviation_ids
        self.assertEqual(kept[report.number], (report.id, case.id))
        self.assertLess(report.number, known.number)
        self.assertLess(report.id, known.id)
        self.assertLess(case.id, known.sudo().deviation_ids.id)

    def test_they_are_taken_in_any_order_and_once(self):
        count = len(self._rows())
        reserve = self.env["qms.public.reserve"]
        numbers = [str(reserve._take(self.company)[0]) for _time in range(count)]
        self.assertEqual(len(set(numbers)), count)
        self.assertNotEqual(numbers, sorted(numbers))
        self.assertFalse(self._rows())

    def test_when_none_is_left_more_are_drawn(self):
        self._rows().unlink()
        report, _code = self._sent()
        self.assertTrue(report.number)
        self.assertTrue(self._rows())

    def test_by_night_it_is_filled_up_again(self):
        reserve = self.env["qms.public.reserve"]
        count = len(self._rows())
        reserve._take(self.company)
        reserve._gc_refill()
        self.assertEqual(len(self._rows()), count)

    def test_numbers_of_last_year_are_given_to_nobody(self):
        year = self.company._qms_today().year
        with freeze_time(f"{year + 1}-03-02"):
            number, _keys = self.env["qms.public.reserve"]._take(self.company)
            self.assertIn(str(year + 1), number)
            self.env["qms.public.reserve"]._gc_refill()
        self.assertEqual(set(self._rows().mapped("year")), {year + 1})

    def test_no_remote_call_chooses_an_id(self):
        taken = self._rows()[0]
        reports = self.env["qms.report"].with_user(self.nurse)
        reports = reports.with_context(
            default_id=taken.report_key,
            qms_sender={"keys": {"qms.report": taken.report_key}},
        )
        report = reports.create({"description": "Forged", "id": taken.report_key})
        self.assertNotEqual(report.id, taken.report_key)
