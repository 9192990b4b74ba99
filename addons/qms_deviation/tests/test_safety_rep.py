from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import DeviationCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestSafetyRep(DeviationCase):
    """Reads and comments what concerns the work environment of the own area."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = cls._new_user("rep")
        cls._new_employee(cls.rep, cls.administration)
        cls.care.qms_safety_rep_ids = cls.rep
        cls.employee = cls.env.ref("qms_deviation.touched_employee")
        cls.citizen = cls.env.ref("qms_deviation.touched_citizen")
        cls.school = cls._new_unit("School", None, cls.administration)

    def _released(self, **kwargs):
        case = self._case(**{"touched_id": self.employee.id, **kwargs})
        # the director leads every unit here
        case.with_user(self.director).action_release()
        return case

    def _reads(self, record, user=None):
        """What the record's rules say and what a search finds agree."""
        mine = record.with_user(user or self.rep)
        reads = mine.has_access("read")
        self.assertEqual(bool(mine.search([("id", "=", record.id)])), reads)
        return reads

    def test_reads_released_cases_of_the_work_environment_here_and_below(self):
        self.assertTrue(self._reads(self._released()))
        self.assertFalse(self._reads(self._released(touched_id=self.citizen.id)))

    def test_reads_nothing_of_other_units(self):
        case = self._released(department_id=self.school.id)
        self.assertFalse(self._reads(case))

    def test_reads_nothing_confidential(self):
        case = self._case(touched_id=self.employee.id)
        self.assertTrue(case.work_environment)
        self.assertFalse(self._reads(case))
        case.action_release()
        self.assertTrue(self._reads(case))
        case.message_subscribe(self.rep.partner_id.ids)
        case.action_restrict(reason="A name stands in it")
        self.assertFalse(self._reads(case))
        self.assertNotIn(self.rep.partner_id, case.message_partner_ids)

    def test_reads_nothing_that_is_hidden_from_him(self):
        case = self._released()
        case.sudo().hidden_from_id = self.rep
        self.assertFalse(self._reads(case))

    def test_reads_no_report(self):
        case = self._released()
        self.assertFalse(self._reads(case.sudo().report_ids))

    def test_another_employee_reads_nothing_of_it(self):
        self.assertFalse(self._reads(self._released(), self.aide))

    def test_comments_and_changes_nothing(self):
        case = self._released().with_user(self.rep)
        case.message_post(body="The alarm did not work either", message_type="comment")
        self.assertIn("alarm", case.message_ids[0].body)
        self.assertTrue(case.is_fixed)
        for vals in ({"cause": "x"}, {"work_environment": False}):
            with self.assertRaises(AccessError):
                case.write(vals)

    def test_takes_no_step(self):
        case = self._released(requirement_id=self.requirement.id).with_user(self.rep)
        self.assertEqual(case.allowed_transitions.split(), [])
        for step in ("analyse", "settle"):
            with self.assertRaises(AccessError):
                getattr(case, f"action_{step}")()
        for step in ("dismiss", "restrict"):
            with self.assertRaises(AccessError):
                getattr(case, f"action_{step}")(reason="x")
        self.assertEqual(case.state, "reported")

    def test_plans_no_action(self):
        case = self._released()
        with self.assertRaises(AccessError):
            self._new_action(self.rep, res_model="qms.deviation", res_id=case.id)

    def test_reads_and_comments_its_actions(self):
        case = self._treated(touched_id=self.employee.id)
        action = case.action_ids
        self.assertFalse(self._reads(action))
        case.action_release()
        self.assertTrue(self._reads(action))
        mine = action.with_user(self.rep)
        mine.message_post(body="Was it tried?", message_type="comment")
        self.assertFalse(mine.has_access("write"))
        with self.assertRaises(AccessError):
            mine.action_confirm_effect(reason="Fine")
        case.action_restrict(reason="A name stands in it")
        self.assertFalse(self._reads(action))

    def test_takes_part_in_actions_he_is_named_for(self):
        case = self._analysed(touched_id=self.employee.id)
        case.action_treat()
        case.action_release()
        action = self._new_action(
            self.leader,
            res_model="qms.deviation",
            res_id=case.id,
            owner_id=self.rep.id,
        )
        action.action_submit()
        action.with_user(self.head).action_approve()
        mine = action.with_user(self.rep)
        mine.result = "The alarm was mended"
        mine.action_complete()
        self.assertEqual(action.state, "verification")
        self.assertEqual(action.doer_id, self.rep)

    def test_judges_the_effect_where_named_for_it(self):
        case = self._treated(touched_id=self.employee.id)
        action = case.action_ids
        action.verifier_id = self.rep
        action.with_user(self.rep).action_confirm_effect(reason="It rings")
        self.assertEqual(action.state, "effective")

    # ------------------------------------------------------------
    # Which cases, and who says so
    # ------------------------------------------------------------

    def test_the_type_proposes_it_too(self):
        self.assertFalse(self._case().work_environment)
        self.type_deviation.work_environment = True
        self.assertTrue(self._case().work_environment)

    def test_the_first_reader_corrects_it(self):
        case = self._released(touched_id=self.citizen.id)
        case.work_environment = True
        self.assertTrue(self._reads(case))
        case.message_subscribe(self.rep.partner_id.ids)
        self.assertIn(self.rep.partner_id, case.message_partner_ids)
        case.work_environment = False
        self.assertFalse(self._reads(case))
        self.assertNotIn(self.rep.partner_id, case.message_partner_ids)

    def test_settings_changed_later_change_no_case(self):
        case = self._released()
        self.employee.work_environment = False
        case.cause = "Something else is written"
        self.env.flush_all()
        case.invalidate_recordset()
        self.assertTrue(case.work_environment)

    def test_a_case_handed_to_another_unit_is_read_there(self):
        case = self._treated(touched_id=self.employee.id)
        case.action_release()
        action = case.action_ids
        for record in (case, action):
            record.message_subscribe(self.rep.partner_id.ids)
            self.assertIn(self.rep.partner_id, record.message_partner_ids)
        case._send_on(self.school, self.company)
        for record in (case, action):
            self.assertFalse(self._reads(record))
            self.assertNotIn(self.rep.partner_id, record.sudo().message_partner_ids)

    # ------------------------------------------------------------
    # Who: named on a unit, for it and all below
    # ------------------------------------------------------------

    def test_who_moves_reads_the_new_area_at_once(self):
        """In one process, with nothing but Odoo's own caches between."""
        here = self._released()
        there = self._released(department_id=self.school.id)
        here.message_subscribe(self.rep.partner_id.ids)
        self.assertEqual((self._reads(here), self._reads(there)), (True, False))
        self.care.qms_safety_rep_ids = False
        self.school.qms_safety_rep_ids = self.rep
        self.assertEqual((self._reads(here), self._reads(there)), (False, True))
        self.assertNotIn(self.rep.partner_id, here.message_partner_ids)

    def test_a_unit_that_moves_takes_its_new_representatives(self):
        case = self._released()
        self.home_care.parent_id = self.school
        self.assertFalse(self._reads(case))
        self.home_care.parent_id = self.care
        self.assertTrue(self._reads(case))

    def test_who_leaves_reads_nothing(self):
        rows = self.env["qms.unit.reader"]
        domain = [("user_id", "=", self.rep.id), ("kind", "=", "safety")]
        self.assertEqual(rows.search_count(domain), 2)
        self.rep.active = False
        self.assertFalse(rows.search_count(domain))
        self.rep.active = True
        self.assertEqual(rows.search_count(domain), 2)

    def test_several_share_an_area(self):
        case = self._released()
        self.home_care.qms_safety_rep_ids = self.aide
        self.assertTrue(self._reads(case, self.aide))
        self.assertTrue(self._reads(case))

    def test_the_role_follows_from_being_named(self):
        group = "qms.group_safety_rep"
        self.assertTrue(self.rep.has_group(group))
        self.care.qms_safety_rep_ids = False
        self.assertFalse(self.rep.has_group(group))

    def test_the_role_granted_by_hand_opens_nothing(self):
        case = self._released()
        self.aide.group_ids += self.env.ref("qms.group_safety_rep")
        self.assertFalse(self._reads(case, self.aide))

    def test_an_employee_names_nobody(self):
        with self.assertRaises(AccessError):
            self.home_care.with_user(self.aide).qms_safety_rep_ids = self.aide

    def test_the_units_he_represents_are_not_his_unit(self):
        case = self._released()
        mine = self.env["qms.deviation"].with_user(self.rep)
        self.assertFalse(mine.search([("is_my_unit", "=", True)]))
        self.assertFalse(case.with_user(self.rep).is_my_unit)

    def test_being_named_opens_no_more_of_the_register(self):
        plain = self._released(touched_id=self.citizen.id)
        staff = self._released()
        lines = self.env["qms.register"].with_user(self.rep).search([])
        self.assertIn(staff.id, lines.ids)
        self.assertNotIn(plain.id, lines.ids)
