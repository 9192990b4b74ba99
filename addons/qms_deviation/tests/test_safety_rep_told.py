from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .serious_common import GRAVE, SECRET, SeriousMailCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestSafetyRepTold(SeriousMailCase):
    """Told of accidents and near misses of the own area, once they may be read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep = cls._new_user("rep")
        cls.second = cls._new_user("second")
        cls._new_employee(cls.rep, cls.administration)
        cls.care.qms_safety_rep_ids = cls.rep
        cls.employee = cls.env.ref("qms_deviation.touched_employee")
        cls.citizen = cls.env.ref("qms_deviation.touched_citizen")
        cls.near_miss = cls.env.ref("qms_deviation.type_near_miss")
        cls.school = cls._new_unit("School", None, cls.administration)
        cls.school.qms_safety_rep_ids = cls.second

    def _accident(self, **kwargs):
        return self._case(
            **{"touched_id": self.employee.id, "description": SECRET, **kwargs}
        )

    def _released(self, **kwargs):
        case = self._accident(**kwargs)
        case.with_user(self.director).action_release()
        return case

    def _told(self):
        """Mails on the work environment that left, per reader."""
        mails = self._deliver()
        return self._by_reader(
            [mail for mail in mails if "Work environment" in mail["Subject"]]
        )

    # ------------------------------------------------------------
    # Of what, and when
    # ------------------------------------------------------------

    def test_told_of_an_accident_when_it_is_released(self):
        case = self._accident()
        self.assertFalse(self._told(), "confidential until it was read")
        case.action_release()
        self.assertFalse(self.inbox.mails, "no user waits for the mail server")
        mails = self._told()
        self.assertEqual(set(mails), {"rep"})
        self._assert_says_nothing(mails["rep"], case)
        subject = f"Work environment: {case.display_name}"
        self.assertEqual(mails["rep"]["Subject"], subject)
        self.assertIn(f"/odoo/quality-cases/{case.id}", self._texts(mails["rep"]))
        self.assertIn("town@example.test", mails["rep"]["From"])
        self.assertTrue(case.with_user(self.rep).has_access("read"))

    def test_told_of_a_near_miss(self):
        self._released(type_id=self.near_miss.id)
        self.assertEqual(set(self._told()), {"rep"})

    def test_told_of_a_kind_of_accident_of_ones_own(self):
        accident = self.near_miss.copy({"code": "accident", "name": "Accident"})
        accident.work_environment = True
        self._released(type_id=accident.id, touched_id=False)
        self.assertEqual(set(self._told()), {"rep"})

    def test_told_of_what_is_serious_once_it_is_released(self):
        case = self._accident()
        case.write(GRAVE)
        self.assertEqual(set(self._by_reader(self._deliver())), {"head", "manager"})
        case.action_release()
        self.assertEqual(set(self._told()), {"rep"})

    def test_not_of_what_is_no_matter_of_the_work_environment(self):
        self._released(touched_id=self.citizen.id)
        self.assertFalse(self._told())

    def test_not_of_a_proposal(self):
        proposal = self.env.ref("qms_deviation.type_proposal")
        case = self._released(type_id=proposal.id)
        self.assertTrue(case.with_user(self.rep).has_access("read"))
        self.assertFalse(self._told())

    def test_told_when_it_is_found_to_concern_the_work_environment(self):
        case = self._released(touched_id=self.citizen.id)
        case.work_environment = True
        self.assertEqual(set(self._told()), {"rep"})

    def test_told_when_a_proposal_turns_out_to_be_a_near_miss(self):
        proposal = self.env.ref("qms_deviation.type_proposal")
        case = self._released(type_id=proposal.id)
        case._change_type(self.near_miss)
        self.assertEqual(case.flow, "deviation")
        self.assertEqual(set(self._told()), {"rep"})

    def test_told_of_a_second_case_split_off(self):
        case = self._released()
        self._told()
        second = case._split("The other one nearly fell too")
        mails = self._told()
        self.assertEqual(set(mails), {"rep"})
        self.assertIn(second.number, mails["rep"]["Subject"])

    def test_not_of_a_confidential_second_case(self):
        self._accident()._split("The other one nearly fell too")
        self.assertFalse(self._told())

    def test_of_many_released_together_each_is_told(self):
        cases = self._accident().union(*(self._accident() for _each in range(3)))
        cases.action_release()
        mails = [mail for mail in self._deliver() if "Work" in mail["Subject"]]
        self.assertEqual(len(mails), 4)
        self.assertEqual(len({mail["Subject"] for mail in mails}), 4)

    # ------------------------------------------------------------
    # Whom
    # ------------------------------------------------------------

    def test_those_of_the_unit_and_above_it(self):
        above, here = self._new_user("above"), self._new_user("here")
        self.administration.qms_safety_rep_ids = above
        self.home_care.qms_safety_rep_ids = here
        self._released()
        self.assertEqual(set(self._told()), {"rep", "above", "here"})

    def test_those_of_another_area_are_not(self):
        self._released(department_id=self.school.id)
        self.assertEqual(set(self._told()), {"second"})

    def test_once_whatever_happens_to_the_case(self):
        case = self._released()
        self.assertEqual(set(self._told()), {"rep"})
        case.action_restrict(reason="A name stands in it")
        case.action_release()
        case.work_environment = False
        case.work_environment = True
        case.write(GRAVE)
        case.touched_id = self.citizen
        case.touched_id = self.employee
        case.sudo()._tell_safety_reps()
        self.assertFalse(self._told())
        alerts = self._alerts(case).filtered(lambda alert: alert.kind == "safety")
        self.assertEqual(alerts.user_id, self.rep)

    def test_sent_on_those_of_the_other_area_are_told(self):
        case = self._released()
        self.assertEqual(set(self._told()), {"rep"})
        case._send_on(self.school, self.company)
        self.assertEqual(set(self._told()), {"second"})

    def test_in_another_company_it_is_confidential_again(self):
        group = self.env["res.company"].create(
            {"name": "Board", "parent_id": self.company.id}
        )
        board = self.env["hr.department"].create(
            {"name": "Board office", "company_id": group.id}
        )
        self.second.company_ids += group
        board.qms_safety_rep_ids = self.second
        self.manager.company_ids += group
        case = self._released()
        self._told()
        case._send_on(board, group)
        self.assertEqual(case.sudo().confidentiality, "confidential")
        self.assertFalse(self._told())

    def test_who_releases_it_himself_is_not_mailed(self):
        self.home_care.qms_safety_rep_ids = self.leader
        self._accident().action_release()
        self.assertEqual(set(self._told()), {"rep"})

    def test_from_whom_it_is_hidden_is_not_told(self):
        case = self._accident()
        case.sudo().hidden_from_id = self.rep
        case.action_release()
        self.assertFalse(self._told())

    def test_named_later_he_is_not_told_of_old_cases(self):
        case = self._released()
        self._told()
        self.home_care.qms_safety_rep_ids = self.second
        case.place = "In the corridor"
        self.assertFalse(self._told())

    def test_who_left_is_not_told(self):
        self.rep.active = False
        self._released()
        self.assertFalse(self._told())

    def test_who_has_no_address_reads_it_without_a_mail(self):
        self.rep.email = False
        case = self._released()
        self.assertFalse(self._told())
        self.assertTrue(case.with_user(self.rep).has_access("read"))

    def test_an_employee_who_is_given_the_role_by_hand_is_not_told(self):
        self.aide.group_ids += self.env.ref("qms.group_safety_rep")
        self._released()
        self.assertEqual(set(self._told()), {"rep"})

    # ------------------------------------------------------------
    # What is left of it
    # ------------------------------------------------------------

    def test_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        template = self.env.ref("qms_deviation.mail_template_safety")
        template.with_context(lang="da_DK").subject = "Arbejdsulykke"
        self.rep.lang = "da_DK"
        self._released()
        [mail] = self._deliver()
        self.assertEqual(mail["Subject"], "Arbejdsulykke")

    def test_who_was_told_stands_in_the_discussion(self):
        case = self._released()
        [note] = case.sudo().message_ids.filtered(
            lambda message: "Safety representatives told" in (message.body or "")
        )
        self.assertIn("Rep", note.body)
        self.assertEqual(note.author_id, self.env.ref("base.partner_root"))

    def test_a_taken_over_register_tells_nobody(self):
        names = ["old_number", "state", "date_reported", "description", "type_id"]
        names += ["department_id", "touched_id"]
        row = ["A-1", "Closed", "2020-01-02", "Old", "deviation", "Home care"]
        cases = self.env["qms.deviation"].with_user(self.manager)
        result = cases.load(names, [[*row, "Employee"]])
        self.assertTrue(result["ids"], result["messages"])
        case = cases.browse(result["ids"]).sudo()
        self.assertTrue(case.work_environment)
        case._write_guarded({"confidentiality": "normal"})
        case._tell_safety_reps()
        self.assertFalse(self._told())

    def test_handed_over_what_tells_of_it_is_closed_too(self):
        case = self._released()
        alert = self._alerts(case)
        self.assertTrue(alert.with_user(self.rep).has_access("read"))
        channel = self.env["qms.channel"].search([], limit=1)
        case.sudo()._write_guarded(
            {"channel_id": channel.id, "named_ids": [Command.set(self.head.ids)]}
        )
        self.assertFalse(alert.with_user(self.rep).has_access("read"))
        self.assertFalse(case.with_user(self.rep).has_access("read"))

    def test_a_hostile_call_tells_nobody(self):
        case = self._accident()
        with self.assertRaises(AccessError):
            self.env["qms.deviation.alert"].with_user(self.aide).create(
                {"deviation_id": case.id, "user_id": self.rep.id, "kind": "safety"}
            )
        self.assertFalse(self._told())

    def test_whom_to_tell_of_many_costs_no_more_than_of_one(self):
        few, many = self._accident(), self._accident()
        many = many.union(*(self._accident() for _each in range(9)))
        told, spent = [], []
        alerts = self.env.registry["qms.deviation.alert"]
        self.patch(alerts, "_tell", lambda self, whom, kind: told.append(whom))
        for cases in (few, many):
            cases.sudo()._write_guarded({"confidentiality": "normal"})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases.with_user(self.head)._tell_safety_reps()
            spent.append(self.env.cr.sql_log_count - before)
        self.assertEqual([len(whom) for whom in told], [1, 10])
        self.assertLessEqual(spent[1], spent[0] + 2)
