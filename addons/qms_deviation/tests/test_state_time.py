from odoo import fields
from odoo.tests import freeze_time, tagged

from .common import DeviationCase


@freeze_time("2026-03-02 08:00:00")
@tagged("post_install", "-at_install", "qms")
class TestStateTime(DeviationCase):
    """How long cases stay in each state follows from their decisions."""

    def _stays(self, user):
        stays = self.env["qms.state.time"].with_user(user)
        stays.invalidate_model()
        return {
            stay.state: (round(stay.days, 1), bool(stay.date_to))
            for stay in stays.search([("number", "=", self.number)])
        }

    def setUp(self):
        super().setUp()
        self.case = self._case(requirement_id=self.requirement.id)
        # as it is in life: made when it was reported
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE qms_deviation SET create_date = %s, date_reported = %s "
            "WHERE id = %s",
            (fields.Datetime.now(), fields.Date.today(), self.case.id),
        )
        self.env.invalidate_all()
        self.number = self.case.number

    def test_a_stay_lasts_from_one_decision_to_the_next(self):
        with freeze_time("2026-03-05 20:00:00"):
            self.case.action_analyse()
            self.env.flush_all()
        with freeze_time("2026-03-06 20:00:00"):
            self.assertEqual(
                self._stays(self.manager),
                {"reported": (3.5, True), "analysis": (1.0, False)},
            )

    def test_a_case_nobody_has_read_is_waiting(self):
        with freeze_time("2026-03-04 08:00:00"):
            self.assertEqual(self._stays(self.manager), {"reported": (2.0, False)})

    def test_a_closed_case_stays_nowhere_any_more(self):
        self.case.action_dismiss(reason="Seen twice")
        self.assertEqual(set(self._stays(self.manager)), {"reported"})

    def test_a_step_that_stays_where_it_is_ends_no_stay(self):
        with freeze_time("2026-03-05 08:00:00"):
            self.case.action_release()
            self.env.flush_all()
        with freeze_time("2026-03-06 08:00:00"):
            self.assertEqual(self._stays(self.manager), {"reported": (4.0, False)})

    def test_who_reads_the_register_line_reads_the_stays(self):
        self.assertTrue(self._stays(self.leader))
        self.assertFalse(self._stays(self.aide))
        self.assertFalse(self._stays(self.stranger))
        self.case.action_release()
        self.assertTrue(self._stays(self.aide))
        self.assertFalse(self._stays(self.stranger))

    def test_cases_of_old_registers_have_none(self):
        self.env.cr.execute(
            "UPDATE qms_deviation SET taken_over = TRUE WHERE id = %s", (self.case.id,)
        )
        self.env.invalidate_all()
        self.assertFalse(self._stays(self.manager))

    def test_averages_by_state(self):
        self.case.action_analyse()
        with freeze_time("2026-03-04 08:00:00"):
            rows = (
                self.env["qms.state.time"]
                .with_user(self.manager)
                ._read_group(
                    [("number", "=", self.number)], ["state"], ["days:avg", "__count"]
                )
            )
        averages = {state: round(days, 1) for state, days, _count in rows}
        self.assertEqual(averages["analysis"], 2.0)
        self.assertLess(averages["reported"], 0.5)
