from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .serious_common import GRAVE, SeriousCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestDeadlines(SeriousCase):
    """Deadlines per type and severity, in working days, as data."""

    def _new_line(self, **kwargs):
        return self.env["qms.deviation.deadline"].create(
            {
                "type_id": self.type_deviation.id,
                "level": "medium",
                "handle_days": 5,
                **kwargs,
            }
        )

    def test_unjudged_the_types_own_days_hold(self):
        case = self._case()
        self.assertEqual(case.date_deadline, date(2026, 4, 16))
        self.assertEqual(self._duties(case).date_deadline, date(2026, 3, 5))

    def test_closing_weeks_of_the_own_company_do_not_count(self):
        before = self._case().date_deadline
        for company, first, last in (
            (self.other_company, "2026-03-16", "2026-03-20"),
            (self.company, "2026-03-09", "2026-03-13"),
        ):
            self.env["qms.closing.day"].create(
                {
                    "name": "Closed",
                    "company_id": company.id,
                    "date_from": first,
                    "date_to": last,
                }
            )
        case = self._case()
        self.assertEqual((case.date_deadline - before).days, 7)
        self.assertEqual(self._duties(case).date_deadline, date(2026, 3, 5))

    def test_the_deadline_follows_the_severity(self):
        case = self._case(requirement_id=self.requirement.id)
        case.action_analyse()
        case.write({"consequence": "3", "likelihood": "4"})
        self.assertEqual(case.date_deadline, date(2026, 3, 30))
        case.consequence = "5"
        self.assertEqual(case.date_deadline, date(2026, 3, 16))
        self.assertEqual(self._duties(case).date_deadline, date(2026, 3, 16))

    def test_the_type_decides_with_the_severity(self):
        case = self._case(type_id=self.env.ref("qms_deviation.type_near_miss").id)
        case.write(GRAVE)
        self.assertEqual(case.date_deadline, date(2026, 3, 23))

    def test_a_line_holds_from_its_severity_on(self):
        self._new_line()
        case = self._analysed()
        self.assertEqual(case.date_deadline, date(2026, 3, 9))
        case.write({"likelihood": "4"})
        self.assertEqual(case.date_deadline, date(2026, 3, 30))

    def test_a_companys_own_line_goes_first_and_holds_there_alone(self):
        self._new_line(company_id=self.company.id)
        self._new_line(handle_days=7)
        self._new_line(company_id=self.other_company.id, handle_days=1)
        self.assertEqual(self._analysed().date_deadline, date(2026, 3, 9))

    def test_reported_as_serious_it_is_read_and_handled_sooner(self):
        case = self._case(serious=True)
        self.assertEqual(self._duties(case).date_deadline, date(2026, 3, 3))
        self.assertEqual(case.date_deadline, date(2026, 3, 16))

    def test_a_date_set_by_hand_stays(self):
        case = self._case(requirement_id=self.requirement.id)
        case.date_deadline = "2026-05-04"
        case.write(GRAVE)
        self.assertEqual(case.date_deadline, date(2026, 5, 4))

    def test_set_by_hand_with_the_severity_it_stays_too(self):
        case = self._case()
        case.write({**GRAVE, "date_deadline": "2026-05-04"})
        self.assertEqual(case.date_deadline, date(2026, 5, 4))

    def test_emptied_it_follows_again(self):
        case = self._case()
        case.date_deadline = "2026-05-04"
        case.date_deadline = False
        case.write(GRAVE)
        self.assertEqual(case.date_deadline, date(2026, 3, 16))

    def test_lowered_there_is_more_time_again(self):
        case = self._serious()
        self.assertEqual(case.date_deadline, date(2026, 3, 16))
        above = case.with_user(self.head)
        above.action_lower("Nobody was near", consequence="1")
        self.assertEqual(case.date_deadline, date(2026, 4, 16))

    def test_it_is_counted_from_the_report(self):
        case = self._case()
        with freeze_time("2026-03-12"):
            case.write(GRAVE)
        self.assertEqual(case.date_deadline, date(2026, 3, 16))

    def test_there_is_one_line_a_severity_and_company(self):
        self._new_line()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._new_line()

    def test_days_are_not_negative(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._new_line(handle_days=-1)

    def test_only_quality_managers_set_deadlines(self):
        line = self._new_line(company_id=self.company.id)
        line.with_user(self.manager).handle_days = 6
        for user in (self.nurse, self.leader, self.team):
            self.assertTrue(line.with_user(user).has_access("read"))
            with self.assertRaises(AccessError):
                line.with_user(user).handle_days = 1
        foreign = self._new_user(
            "foreign", "qms.group_quality_manager", company=self.other_company
        )
        with self.assertRaises(AccessError):
            line.with_user(foreign).handle_days = 1
