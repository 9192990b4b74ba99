from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .serious_common import GRAVE, SeriousCase, SeriousMailCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestSerious(SeriousCase):
    """What a serious case must answer, and who closes it."""

    def _allow_all(self):
        """A type that asks for nothing."""
        self.type_deviation.gate_ids.unlink()
        self.type_deviation.short_below = "critical"

    # ------------------------------------------------------------
    # Gates
    # ------------------------------------------------------------

    def test_the_short_way_is_barred_whatever_the_type_allows(self):
        self._allow_all()
        self.company.qms_serious_level = "high"
        done = {"correction": "Locked it", "enough_because": "Nothing was missing"}
        judged = self._case()
        judged.write({**done, "consequence": "5", "likelihood": "2"})
        reported = self._case(serious=True)
        reported.write(done)
        for case in (judged, reported):
            with self.assertRaises(UserError) as error:
                case.action_settle()
            self.assertIn("it is serious", str(error.exception))
            with self.assertRaises(UserError):
                case.action_settle_small()

    def test_the_cause_is_obligatory_whatever_the_type_asks_for(self):
        self._allow_all()
        case = self._case()
        case.write(GRAVE)
        case.action_analyse()
        with self.assertRaises(UserError) as error:
            case.action_treat()
        self.assertIn("the cause", str(error.exception))
        case.cause = "The lock is broken"
        case.action_treat()
        with self.assertRaises(UserError) as error:
            case.action_verify()
        self.assertIn("an action", str(error.exception))

    def test_reported_as_serious_it_is_judged_at_the_first_reading(self):
        case = self._case(serious=True, requirement_id=self.requirement.id)
        self.assertTrue(case.is_serious)
        with self.assertRaises(UserError) as error:
            case.action_analyse()
        self.assertIn("reported as serious", str(error.exception))
        case.write({"consequence": "2", "likelihood": "2"})
        self.assertFalse(case.is_serious)
        case.action_analyse()

    # ------------------------------------------------------------
    # Its effect is judged from outside the unit
    # ------------------------------------------------------------

    def test_nobody_of_the_unit_judges_the_effect(self):
        action = self._serious_treated().action_ids
        for user in (self.leader, self.nurse, self.aide):
            with self.assertRaises(AccessError, msg=user.login):
                action.with_user(user).action_confirm_effect(reason="Works")
        action.with_user(self.head).action_confirm_effect(reason="Works")
        self.assertEqual(action.state, "effective")
        self.assertTrue(action.judged_outside)

    def test_not_even_if_he_was_named(self):
        action = self._serious_treated().action_ids
        action.sudo().verifier_id = self.nurse
        self.assertEqual(self._duties(action).user_id, self.head)
        with self.assertRaises(AccessError):
            action.with_user(self.nurse).action_confirm_effect(reason="Works")
        action.sudo().verifier_id = self.team
        self.assertEqual(self._duties(action).user_id, self.team)
        action.with_user(self.team).action_confirm_effect(reason="Works")

    def test_nor_under_another_account(self):
        second = self._new_user("nurse_second_account")
        second.partner_id = self.nurse.partner_id.copy({"email": "other@example.test"})
        self._new_employee(
            second, self.care, company_id=self.other_company.id, active=False
        ).work_contact_id = self.nurse.partner_id
        action = self._serious_treated().action_ids
        action.sudo().verifier_id = second
        with self.assertRaises(AccessError):
            action.with_user(second).action_confirm_effect(reason="Works")

    def test_nobody_of_the_unit_where_the_action_was_taken_either(self):
        case = self._serious_treated()
        action = case.action_ids
        action.sudo()._write_guarded({"department_id": self.care.id})
        action._sync_duties()
        self.assertEqual(self._duties(action).user_id, self.director)
        with self.assertRaises(AccessError):
            action.with_user(self.head).action_confirm_effect(reason="Works")

    def test_less_serious_the_leader_judges_as_before(self):
        case = self._treated()
        case.action_verify()
        action = case.action_ids.with_user(self.leader)
        action.action_confirm_effect(reason="Works")
        self.assertFalse(action.judged_outside)

    def test_an_effect_judged_within_the_unit_is_not_enough(self):
        case = self._treated()
        case.action_verify()
        case.action_ids.with_user(self.leader).action_confirm_effect(reason="Works")
        self._learn(case)
        case.write(GRAVE)
        with self.assertRaises(UserError) as error:
            case.with_user(self.head).action_close()
        self.assertIn("from outside the unit", str(error.exception))

    def test_where_it_was_judged_from_is_not_entered(self):
        action = self._serious_treated().action_ids
        for user in (self.leader, self.head):
            with self.assertRaises(UserError):
                action.with_user(user).write({"judged_outside": True})

    # ------------------------------------------------------------
    # The next leader up closes
    # ------------------------------------------------------------

    def test_the_next_leader_up_closes(self):
        case = self._serious_to_be_closed()
        self.assertNotIn(" close ", case.allowed_transitions)
        for user in (self.leader, self.aide, self.nurse):
            with self.assertRaises(AccessError, msg=user.login):
                case.with_user(user).action_close()
        above = case.with_user(self.head)
        self.assertIn(" close ", above.allowed_transitions)
        above.action_close()
        self.assertEqual(case.state, "closed")
        self.assertEqual(self._decisions(case)[-1].role, "leader")

    def test_who_handles_it_does_not_close_it_at_whatever_level(self):
        for field in ("responsible_id", "handler_ids"):
            case = self._serious_to_be_closed()
            case[field] = self.head
            with self.assertRaises(AccessError):
                case.with_user(self.head).action_close()
            case.with_user(self.director).action_close()
            self.assertEqual(case.state, "closed")

    def test_a_quality_manager_closes_only_what_has_passed_to_him(self):
        case = self._serious_to_be_closed()
        case.action_release()
        with self.assertRaises(AccessError):
            case.with_user(self.manager).action_close()
        (self.care | self.administration).manager_id = False
        case.with_user(self.manager).action_close()
        self.assertEqual(self._decisions(case)[-1].role, "quality_manager")

    def test_a_vacant_post_leaves_closing_to_the_one_above_who_reads(self):
        self.home_care.manager_id = False
        case = self._serious_to_be_closed_by_head()
        with self.assertRaises(AccessError):
            case.with_user(self.head).action_close()
        case.with_user(self.director).action_close()

    def _serious_to_be_closed_by_head(self):
        case = self._case(requirement_id=self.requirement.id).with_user(self.head)
        case.action_analyse()
        case.write(
            {
                **GRAVE,
                "correction": "The cabinet was locked",
                "cause": "The lock is broken",
                "cause_kind_id": self.env.ref("qms_deviation.cause_equipment").id,
                "similar": "no",
            }
        )
        case.action_treat()
        action = self._new_action(self.head, res_model="qms.deviation", res_id=case.id)
        action.action_submit()
        action.with_user(self.director).action_approve()
        action.with_user(self.aide).result = "The lock was changed"
        action.with_user(self.aide).action_complete()
        case.action_verify()
        action.with_user(self.director).action_confirm_effect(reason="Checked")
        self._learn(case)
        return case

    def test_the_deputy_of_the_next_leader_up_closes_on_his_behalf(self):
        case = self._serious_to_be_closed()
        self.env["qms.deputy"].with_user(self.head).create(
            {
                "deputy_id": self.director.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                "company_id": self.company.id,
            }
        )
        self.env["qms.deputy"].with_user(self.head).create(
            {
                "deputy_id": self.leader.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                "company_id": self.company.id,
            }
        )
        with self.assertRaises(AccessError):
            case.with_user(self.leader).action_close()
        case.with_user(self.director).action_close()

    def test_nothing_waits_for_nobody(self):
        case = self._serious_to_be_closed()
        case.responsible_id = self.manager
        (self.care | self.administration).manager_id = False
        with self.assertRaises(AccessError):
            case.action_close()
        points = case.sudo()._missing_everything()
        self.assertIn("name another quality manager", " ".join(points))
        self.assertEqual(self._duties(case).user_id, self.manager)
        other = self._new_user("other_manager", "qms.group_quality_manager")
        case.action_release()
        case.with_user(other).action_close()
        self.assertEqual(case.state, "closed")

    def test_the_next_leader_up_dismisses(self):
        case = self._case(serious=True)
        with self.assertRaises(AccessError):
            case.action_dismiss(reason="Nothing to see here")
        case.with_user(self.head).action_dismiss(reason="The same as another")
        self.assertEqual(case.state, "dismissed")

    def test_less_serious_the_leader_closes_as_before(self):
        self.assertEqual(self._closed().state, "closed")

    # ------------------------------------------------------------
    # Whose turn it is
    # ------------------------------------------------------------

    def test_it_is_the_responsibles_turn_until_nothing_is_missing(self):
        case = self._serious_treated()
        duty = self._duties(case)
        self.assertEqual((duty.verb, duty.user_id), ("handle", self.leader))
        case.action_ids.with_user(self.head).action_confirm_effect(reason="Checked")
        self.assertEqual(self._duties(case).user_id, self.leader)
        self._learn(case)
        duty = self._duties(case)
        self.assertEqual((duty.verb, duty.user_id), ("close_serious", self.head))
        self.assertEqual(duty.verb_label, "Close")
        case.summary = False
        self.assertEqual(self._duties(case).user_id, self.leader)

    def test_reopened_it_is_handled_again(self):
        case = self._serious_to_be_closed()
        case.with_user(self.head).action_close()
        case.action_reopen(reason="It happened again")
        self.assertEqual(case.state, "analysis")
        self.assertEqual(self._duties(case).user_id, self.leader)


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestSeriousClosingMail(SeriousMailCase):
    def test_the_next_leader_up_is_asked_at_once_to_close(self):
        case = self._serious_to_be_closed()
        mails = [m for m in self._deliver() if m["Subject"].startswith("Close")]
        self.assertEqual([m.recipients for m in mails], [["head@example.test"]])
        self._assert_says_nothing(mails[0], case)
