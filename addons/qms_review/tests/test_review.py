from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .review_common import NOW, PERIOD, ReviewCase


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestReviewCollects(ReviewCase):
    """A review fills itself."""

    def test_it_has_every_input_of_its_company_in_order(self):
        review = self._review()
        self.assertEqual(
            review.line_ids.mapped("name"),
            ["Decided last time", "What was done", "Suppliers"],
        )
        self.assertEqual(
            review.line_ids.mapped("chapter"), ["Since last time", "Work", "Work"]
        )

    def test_the_usual_inputs_take_in_all_the_standard_asks_for(self):
        usual = self.env["qms.review.chapter"]._of(self.other_company).input_ids
        clauses = {"9.3.2 a", "9.3.2 b", "9.3.2 d", "9.3.2 e", "9.3.2 f"}
        clauses |= {f"9.3.2 c {number}" for number in range(1, 8)}
        self.assertEqual(set(usual.mapped("clause")), clauses)

    def test_a_company_with_an_order_of_its_own_begins_with_copies(self):
        manager = self._new_user(
            "elsewhere", "qms.group_quality_manager", self.other_company
        )
        chapters = self.env["qms.review.chapter"].with_user(manager)
        usual = chapters._of(self.other_company)
        chapters.action_own_order()
        chapters.action_own_order()
        own = chapters._of(self.other_company)
        self.assertEqual(own.mapped("name"), usual.mapped("name"))
        self.assertEqual(own.company_id, self.other_company)
        self.assertEqual(own.input_ids.topic_ids, usual.input_ids.topic_ids)
        self.assertFalse(own & usual)

    def test_what_came_later_is_collected_anew_and_answers_stay(self):
        review = self._review()
        line = self._line(review, "Suppliers")
        line.nothing_because = "we have none"
        self.chapters[1].input_ids = [
            Command.create({"name": "New", "topic_ids": self.topic.ids, "sequence": 1})
        ]
        self._indicator("Done late", "test_late")
        self.chapters[0].input_ids.active = False
        review.action_collect()
        self.assertEqual(
            review.line_ids.mapped("name"), ["New", "What was done", "Suppliers"]
        )
        self.assertEqual(line.nothing_because, "we have none")
        names = self._line(review, "New").figure_ids.mapped("name")
        self.assertEqual(names, ["Actions due", "Done late"])

    def test_names_are_kept_in_every_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        known = self.chapters[1].input_ids[0]
        known.with_context(lang="da_DK").name = "Hvad der blev gjort"
        self.indicator.with_context(lang="da_DK").name = "Tiltag med frist"
        line = self._line(self._review(), "What was done")
        danish = line.with_context(lang="da_DK")
        self.assertEqual(danish.name, "Hvad der blev gjort")
        self.assertEqual(danish.figure_ids.name, "Tiltag med frist")

    def test_the_wheel_opens_it_for_twelve_whole_months(self):
        item = self.env["qms.wheel.item"].search(
            [
                ("company_id", "=", self.company.id),
                ("kind_id", "=", self.env.ref("qms.wheel_kind_review").id),
            ]
        )
        self.assertEqual(item.kind_id.res_model, "qms.review")
        year = self.env["qms.wheel.year"].create(
            {"company_id": self.company.id, "year": 2026}
        )
        year.with_user(self.manager).action_start()
        occurrence = self.env["qms.wheel.occurrence"].search(
            [("year_id", "=", year.id), ("item_id", "=", item.id)]
        )
        self.env["qms.wheel.occurrence"]._make_all()
        review = self.env["qms.review"].search([("company_id", "=", self.company.id)])
        self.assertEqual(review.wheel_occurrence_id, occurrence)
        planned = occurrence.date_planned
        self.assertEqual(review.date_meeting, planned)
        self.assertEqual(str(review.date_to), "2026-10-31")
        self.assertEqual(str(review.date_from), "2025-11-01")
        self.assertEqual(review.owner_id, self.manager)
        self.assertEqual(review.signer_id, self.director)
        review = review.with_user(self.manager)
        self._answer_all(review)
        review.action_send()
        review = review.with_user(self.director)
        self._decide(review, date_meeting="2026-11-10")
        self.assertEqual(occurrence.state, "due")
        review.action_sign()
        self.assertEqual(occurrence.state, "done")

    def test_the_quality_manager_names_the_management(self):
        settings = self.env["qms.settings"].with_user(self.manager)
        settings = settings.create({"company_id": self.company.id})
        self.assertEqual(settings.qms_management_ids, self.director | self.head)
        settings.qms_management_ids = self.head
        settings.action_save()
        self.assertEqual(self.company.qms_management_ids, self.head)
        settings.qms_management_ids = self.stranger
        with self.assertRaises(ValidationError):
            settings.action_save()
        self.head.active = False
        self.assertFalse(self.company._qms_management())


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestReviewSteps(ReviewCase):
    """From empty to signed, and what stands against it."""

    def test_who_had_it_in_hand_does_not_sign_it_after_handing_it_on(self):
        review = self._review(self.director, signer_id=self.head.id)
        self._answer_all(review)
        review.owner_id = self.manager
        review.with_user(self.manager).action_send()
        self.assertNotIn(self.director, review.offered_signer_ids)
        self._decide(review.with_user(self.head))
        with self.assertRaises(AccessError):
            review.action_sign()
        with self.assertRaises(UserError):
            review.with_user(self.manager).preparer_ids = False
        review.with_user(self.head).action_sign()
        self.assertEqual(review.signed_by_id, self.head)

    def test_an_input_without_data_is_red_and_must_be_answered(self):
        review = self._review()
        supplier = self._line(review, "Suppliers")
        self.assertEqual(supplier.status, "red")
        self.assertEqual(review.red_count, 3)
        with self.assertRaisesRegex(UserError, "Suppliers: no data"):
            review.action_send()
        self._answer_all(review)
        self.assertEqual(supplier.status, "nothing")
        supplier.nothing_because = "   "
        with self.assertRaisesRegex(UserError, "Suppliers: no data"):
            review.action_send()

    def test_what_always_asks_for_an_assessment_gets_one(self):
        self._due()
        review = self._review()
        line = self._line(review, "What was done")
        self.assertEqual(line.status, "open")
        self.assertFalse(line.is_empty)
        with self.assertRaisesRegex(UserError, "What was done: an assessment"):
            review.action_send()
        line.assessment = "One is little"
        self.assertEqual(line.status, "done")

    def test_nobody_signs_what_he_prepared(self):
        review = self._review(self.director, signer_id=self.head.id)
        self._answer_all(review)
        review.action_send()
        self._decide(review)
        with self.assertRaises(AccessError):
            review.action_sign()
        review.with_user(self.head).action_sign()
        self.assertEqual(review.signed_by_id, self.head)

    def test_who_sent_it_does_not_sign_though_another_owns_it_now(self):
        review = self._review(self.director, signer_id=self.head.id)
        self._answer_all(review)
        review.action_send()
        review.with_user(self.manager).sudo()._write_guarded(
            {"owner_id": self.manager.id}
        )
        self._decide(review.with_user(self.head))
        self.assertFalse(review._signing_mandate(self.director))
        self.assertTrue(review._signing_mandate(self.head))

    def test_only_management_signs(self):
        review = self._sent()
        self._decide(review)
        for user in (self.leader, self.nurse, self.team, self.manager, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                review.with_user(user).action_sign()
        self.assertEqual(review.state, "ready")

    def test_a_deputy_of_management_signs_on_its_behalf(self):
        review = self._sent()
        self._decide(review)
        self.env["qms.deputy"].create(
            {
                "user_id": self.director.id,
                "deputy_id": self.team.id,
                "date_from": "2026-11-01",
                "date_to": "2026-11-30",
                "company_id": self.company.id,
            }
        )
        review.with_user(self.team).action_sign()
        decision = self._decisions(review)[-1]
        self.assertEqual(decision.role, "deputy")

    def test_without_management_nobody_can_be_asked(self):
        self.company.qms_management_ids = False
        review = self._review(signer_id=False)
        self.assertFalse(review.signer_id)
        self._answer_all(review)
        with self.assertRaisesRegex(UserError, "who signs"):
            review.action_send()

    def test_a_meeting_has_people_a_conclusion_and_decisions(self):
        review = self._sent(date_meeting="2026-11-11")
        with self.assertRaises(UserError) as refused:
            review.action_sign()
        for words in ("conclusion", "present", "has come", "Resources"):
            self.assertIn(words, str(refused.exception))
        self._decide(review, date_meeting="2026-11-10")
        review.nothing_because = False
        with self.assertRaisesRegex(UserError, "Change to the system, Resources"):
            review.action_sign()
        review.outcome_ids.owner_id = False
        with self.assertRaisesRegex(UserError, "medicine: who is responsible"):
            review.action_sign()

    def test_signing_begins_an_action_for_each_decision(self):
        review = self._signed()
        action = self.env["qms.action"].search([("res_id", "=", review.id)])
        self.assertEqual(action.res_model, "qms.review")
        self.assertEqual(action.state, "open")
        self.assertEqual(action.owner_id, self.leader)
        self.assertEqual(action.author_id, self.director)
        self.assertEqual(review.outcome_ids.action_id, action)
        self.assertEqual(self._duties(action).user_id, self.leader)

    def test_it_is_closed_when_its_actions_are_made(self):
        review = self._signed().with_user(self.manager)
        with self.assertRaisesRegex(UserError, "finished"):
            review.action_close()
        self.assertFalse(self._duties(review))
        action = review.outcome_ids.action_id.with_user(self.leader)
        action.result = "Written and read"
        action.action_complete()
        self.assertEqual(self._duties(review).verb, "close_review")
        review.action_close()
        self.assertEqual(review.state, "closed")
        self.assertEqual(review.outcome_ids.became, "Done")

    def test_it_is_sent_back_and_cancelled_with_a_reason(self):
        review = self._sent()
        review.action_send_back("The figures of the schools are missing")
        self.assertEqual(review.state, "collecting")
        self.assertFalse(review.prepared_by_id)
        with self.assertRaises(AccessError):
            review.action_cancel("no time")
        review.with_user(self.manager).action_cancel("The council was dissolved")
        self.assertEqual(review.state, "cancelled")
        self.assertFalse(self._duties(review))

    def test_the_next_review_says_what_became_of_the_last(self):
        last = self._signed()
        review = self._review(date_from="2026-11-01", date_to="2027-10-31")
        self.assertEqual(review.previous_id, last)
        line = self._line(review, "Decided last time")
        self.assertFalse(line.is_empty)
        self.assertIn("One procedure for medicine", line.earlier)
        self.assertIn("Being carried out", line.earlier)

    def test_a_review_is_told_to_who_owes_it(self):
        review = self._review()
        self._line(review, "Suppliers").responsible_id = self.nurse
        duties = {duty.user_id: duty.verb for duty in self._duties(review)}
        self.assertEqual(
            duties, {self.manager: "prepare_review", self.nurse: "answer_inputs"}
        )
        line = self._line(review.with_user(self.nurse), "Suppliers")
        line.nothing_because = "We buy nothing"
        self.assertNotIn(self.nurse, self._duties(review).user_id)
        self._answer_all(review)
        review.action_send()
        duty = self._duties(review)
        self.assertEqual((duty.user_id, duty.verb), (self.director, "sign_review"))

    def test_the_deputy_is_asked_to_sign_while_management_is_away(self):
        period = {"date_from": "2026-11-01", "date_to": "2026-11-30"}
        values = {**period, "user_id": self.director.id, "company_id": self.company.id}
        self.env["qms.deputy"].create({**values, "deputy_id": self.head.id})
        self.env["qms.absence"].create({**period, "user_id": self.director.id})
        duty = self._duties(self._sent())
        self.assertEqual(duty.user_id, self.head)
        self.assertEqual(duty.behalf_id, self.director)

    def test_who_leaves_hands_it_on_and_not_to_who_signs_it(self):
        review = self._review()
        model = self.env["qms.review"]
        holding = model._get_holding("owner_id")
        held = model._held_domain(holding, self.manager, self.company)
        self.assertEqual(model.search(held), review)
        refused = model._refused_heir_domain(holding, self.director, self.manager)
        self.assertEqual(model.search(held & refused), review)
        allowed = model._refused_heir_domain(holding, self.team, self.manager)
        self.assertFalse(model.search(held & allowed))
        review.sudo()._hand_on(holding, self.manager, self.team)
        self.assertEqual(review.owner_id, self.team)
        self.assertEqual(self._duties(review).user_id, self.team)

    def test_a_period_ends_after_it_begins_and_is_of_an_own_company(self):
        with self.assertRaises(UserError):
            self._review(company_id=self.other_company.id)
        review = self._review()
        with self.assertRaises(UserError):
            review.company_id = self.other_company
        self.assertEqual(str(review.date_to), PERIOD["date_to"])
