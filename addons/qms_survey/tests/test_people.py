from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms_survey.models.campaign_population import Asked

from .survey_common import NOW, SurveyCase


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestPeople(SurveyCase):
    """Whom a campaign asks, and how they are drawn."""

    def _asked(self, campaign):
        invitees = self.env["qms.survey.invitee"]
        return invitees.search([("campaign_id", "=", campaign.id)]).partner_id

    def test_contacts_with_the_tag_and_an_address_are_asked(self):
        citizens = self._citizens(3)
        citizens[0].email = False
        citizens[1].company_id = self.other_company
        campaign = self._campaign()
        campaign.action_open()
        self.assertEqual(self._asked(campaign), citizens[2])
        self.assertEqual(campaign.population_count, 1)

    def test_the_same_seed_draws_the_same_people(self):
        people = [Asked(each.email, each.id) for each in self._citizens(40)]
        draw = self.env["qms.survey.campaign"]._draw
        drawn = draw(people, 26, 7)
        self.assertEqual(len(drawn), 11, "rounded up")
        self.assertEqual(drawn, draw(people, 26, 7))
        self.assertNotEqual(drawn, draw(people, 26, 8))
        self.assertEqual(draw(people, 100, 7), people)

    def test_the_lot_of_a_campaign_can_be_repeated(self):
        citizens = self._citizens(20)
        campaign = self._campaign(sample_share=50)
        campaign.action_open()
        self.assertEqual(campaign.asked_count, 10)
        self.assertEqual(campaign.population_count, 20)
        people = [Asked(each.email, each.id) for each in citizens]
        again = campaign._draw(people, 50, campaign.sample_seed)
        self.assertEqual(
            self._asked(campaign).ids, [person.contact for person in again]
        )

    def test_nobody_is_asked_again_too_soon(self):
        citizens = self._citizens(3)
        known = self.env["qms.survey.address"]
        known._note_asked([citizens[0].email], date(2025, 9, 3))
        known._note_asked([citizens[1].email], date(2025, 9, 2))
        campaign = self._campaign()
        campaign.action_open()
        self.assertEqual(self._asked(campaign), citizens[1:])
        days = sorted(known.search([]).mapped("asked_on"))
        self.assertEqual(days, [date(2025, 9, 3), *[date(2026, 3, 2)] * 2])
        at_once = self._campaign(rest_months=0)
        at_once.action_open()
        self.assertEqual(self._asked(at_once), citizens)

    def test_an_address_written_otherwise_is_the_same(self):
        known = self.env["qms.survey.address"]
        known._note_refused("Anna <anna@example.test>")
        busy = known._left_alone(["ANNA@example.test", "anna@example.test", "x"], None)
        self.assertEqual(busy, {"ANNA@example.test", "anna@example.test"})
        known._note_asked(["b@example.test"], date(2019, 1, 1))
        with freeze_time("2026-03-02"):
            known._gc_addresses()
        self.assertEqual(known.search([]).mapped("is_refused"), [True])

    def test_staff_are_counted_in_the_unit_told_apart_above_theirs(self):
        campaign = self._campaign(
            population="staff",
            consulted_on=date(2026, 3, 1),
            asked_unit_ids=self.care.ids,
            unit_ids=self.care.ids,
        )
        campaign.action_open()
        users = self.head | self.leader | self.nurse | self.aide
        employees = self.env["hr.employee"].search([("user_id", "in", users.ids)])
        self.assertEqual(self._asked(campaign), employees.work_contact_id)
        invitees = self.env["qms.survey.invitee"].search(
            [("campaign_id", "=", campaign.id)]
        )
        self.assertEqual(invitees.department_id, self.care)

    def test_the_list_goes_when_the_survey_ends(self):
        self._citizens(5)
        campaign = self._campaign()
        campaign.action_open()
        self.assertEqual(len(self._asked(campaign)), 5)
        campaign.action_close(reason="Enough")
        self.assertFalse(self._asked(campaign))
        self.assertEqual(campaign.asked_count, 5)

    def test_shares_are_sane(self):
        for values in (
            {"sample_share": 0},
            {"sample_share": 101},
            {"rest_months": -1},
            {"rest_months": 61},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._campaign(**values)

    def test_contacts_are_asked_by_a_filter(self):
        citizens = self._citizens(3)
        citizens[0].city = "Harbour"
        campaign = self._campaign(audience="filter", contact_filter="[]")
        with self.assertRaisesRegex(UserError, "which contacts"):
            campaign.action_open()
        for wrong in ("[('nothing', '=', 1)]", "__import__('os')", "[", "[(1)]"):
            with self.subTest(wrong=wrong), self.assertRaises(ValidationError):
                campaign.contact_filter = wrong
        campaign.contact_filter = "[('city', '=', 'Harbour')]"
        campaign.action_open()
        self.assertEqual(self._asked(campaign), citizens[0])

    def test_a_filter_tells_nothing_that_whoever_opens_it_may_not_read(self):
        """Nor by whether somebody is missing, with which nothing opens."""
        self._citizens(1)
        campaign = self._campaign(
            audience="filter",
            contact_filter="[('employee_ids.private_email', '=like', 'a%')]",
            owner_id=self.nurse.id,
            purpose=False,
        )
        with self.assertRaises(AccessError):
            campaign.with_user(self.nurse).action_open()
        campaign.contact_filter = "[('email', '=like', 'citizen%')]"
        campaign.purpose = "To become better at it"
        campaign.with_user(self.nurse).action_open()
        self.assertEqual(campaign.asked_count, 1)

    # ------------------------------------------------------------
    # A list of addresses
    # ------------------------------------------------------------

    def _hand_in(self, campaign, text, user=None):
        lists = self.env["qms.survey.address.list"].with_user(user or self.manager)
        screen = lists.create({"campaign_id": campaign.id, "addresses": text})
        screen.action_confirm()
        return screen

    def test_a_list_is_asked_and_erased_when_the_survey_ends(self):
        campaign = self._campaign(audience="list")
        with self.assertRaisesRegex(UserError, "list of addresses"):
            campaign.action_open()
        screen = self._hand_in(
            campaign, "A@Example.test; da\n\nb@example.test\na@example.test"
        )
        self.assertFalse(screen.exists(), "what was pasted does not stay")
        self.assertEqual(campaign.listed_count, 2)
        campaign.action_open()
        invitees = self.env["qms.survey.invitee"].search(
            [("campaign_id", "=", campaign.id)]
        )
        self.assertEqual(invitees.mapped("email"), ["a@example.test", "b@example.test"])
        campaign.action_close(reason="Enough")
        self.assertFalse(invitees.exists())
        for table in ("qms_survey_listed", "qms_survey_invitee", "qms_survey_address"):
            self.env.cr.execute(f"SELECT to_jsonb(kept)::text FROM {table} kept")
            self.assertNotIn("example.test", str(self.env.cr.fetchall()))

    def test_a_list_goes_with_a_survey_that_is_not_carried_out(self):
        campaign = self._campaign(audience="list")
        self._hand_in(campaign, "a@example.test")
        campaign.action_cancel(reason="No money")
        self.assertFalse(self.env["qms.survey.listed"].search([]))

    def test_lines_without_an_address_are_named(self):
        campaign = self._campaign(audience="list")
        with self.assertRaisesRegex(UserError, "line 2, 3"):
            self._hand_in(campaign, "a@example.test\nnobody\n;x\n")
        with self.assertRaisesRegex(UserError, "1 to"):
            self._hand_in(campaign, "\n")

    def test_only_who_prepares_it_hands_in_a_list_while_it_is_prepared(self):
        campaign = self._campaign(audience="list")
        with self.assertRaises(AccessError):
            self._hand_in(campaign, "a@example.test", self.nurse)
        self._hand_in(campaign, "a@example.test")
        campaign.action_open()
        with self.assertRaisesRegex(UserError, "being prepared"):
            self._hand_in(campaign, "b@example.test")

    def test_a_thousand_are_invited_in_few_statements(self):
        self._citizens(1000)
        campaign = self._campaign()
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        campaign.action_open()
        self.env.flush_all()
        # 10 inserts of a hundred invitees, the step itself, and what it asks
        self.assertLess(self.env.cr.sql_log_count - before, 110)
