from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import DeviationCase


class CaseSuccessionCase(DeviationCase):
    def _succession(self, person, heir, user=None, **kwargs):
        values = {
            "user_id": person.id,
            "company_id": self.company.id,
            "heir_id": heir.id,
            "reason": "New job",
            **kwargs,
        }
        model = self.env["qms.succession"].with_user(user or self.manager)
        return model.create(values)

    def _change(self, sources, target):
        values = {
            "kind": "merge",
            "source_ids": [Command.set(sources.ids)],
            "target_id": target.id,
            "company_id": self.company.id,
            "reason": "Budget",
        }
        return self.env["qms.unit.change"].with_user(self.manager).create(values)

    def _sees(self, user, case):
        model = self.env["qms.deviation"].with_user(user)
        return bool(model.search([("id", "=", case.id)]))

    def _open_ones_are_owed(self):
        self.env["qms.ownerless"]._check()
        return not self.env["qms.ownerless"].search(
            [("company_id", "=", self.company.id), ("res_model", "=", "qms.deviation")]
        )


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestCasesHandedOn(CaseSuccessionCase):
    """Cases go on to those who take over."""

    def test_who_sees_to_a_case_and_who_handles_it_are_replaced(self):
        case = self._analysed()
        case.sudo().write(
            {
                "responsible_id": self.aide.id,
                "handler_ids": [Command.set((self.aide + self.head).ids)],
            }
        )
        self._succession(self.aide, self.nurse, self.leader).action_order()
        self.assertEqual(case.responsible_id, self.nurse)
        self.assertEqual(case.handler_ids, self.nurse + self.head)
        self.assertEqual(self._duties(case).user_id, self.nurse)
        self.assertTrue(self._sees(self.nurse, case))
        self.assertFalse(self._sees(self.aide, case))
        verbs = self._decisions(case).mapped("verb")
        self.assertEqual(verbs[-2:], ["hand_on", "hand_on"])

    def test_a_closed_case_keeps_who_saw_to_it(self):
        case = self._analysed()
        case.sudo().responsible_id = self.aide
        case.action_dismiss(reason="Reported twice")
        other = self._analysed()
        other.sudo().responsible_id = self.aide
        self._succession(self.aide, self.nurse).action_order()
        self.assertEqual(case.responsible_id, self.aide)
        self.assertEqual(other.responsible_id, self.nurse)

    def test_it_does_not_go_to_whom_it_is_hidden_from(self):
        case = self._analysed()
        case._write_guarded(
            {"responsible_id": self.aide.id, "hidden_from_id": self.nurse.id}
        )
        succession = self._succession(self.aide, self.nurse)
        with self.assertRaisesRegex(UserError, "an heir for 1"):
            succession.action_order()
        self.assertEqual(case.responsible_id, self.aide)

    def test_what_is_hidden_from_a_leader_he_does_not_hand_on(self):
        case = self._analysed()
        case._write_guarded(
            {"responsible_id": self.aide.id, "hidden_from_id": self.leader.id}
        )
        succession = self._succession(self.aide, self.nurse, self.leader)
        self.assertFalse(sum(succession.line_ids.mapped("open_count")))
        succession.action_order()
        self.assertEqual(case.sudo().responsible_id, self.aide)

    def test_a_quality_manager_opens_no_confidential_case_to_himself(self):
        case = self._case()
        case.sudo().handler_ids = self.aide
        self.assertEqual(case.confidentiality, "confidential")
        succession = self._succession(self.aide, self.manager)
        with self.assertRaisesRegex(UserError, "an heir for 1"):
            succession.action_order()
        self.assertFalse(self._sees(self.manager, case))
        succession.heir_id = self.nurse
        succession.action_order()
        self.assertTrue(self._sees(self.nurse, case))

    def test_access_given_to_a_person_ends_with_him(self):
        case = self._case()
        grant = self.env["qms.deviation.grant"].create(
            {
                "deviation_id": case.id,
                "user_id": self.team.id,
                "date_to": "2026-12-31",
                "reason": "x",
            }
        )
        self.assertTrue(self._sees(self.team, case))
        self._succession(self.team, self.nurse).action_order()
        self.assertFalse(self._sees(self.team, case))
        self.assertFalse(self._sees(self.nurse, case))
        self.assertEqual(grant.user_id, self.team)

    def test_a_person_named_for_a_channel_is_replaced_by_a_quality_manager(self):
        channel = self.env["qms.channel"].create(
            {"name": "Other", "code": "other", "belongs": "Elsewhere"}
        )
        person = self.env["qms.channel.person"].create(
            {
                "channel_id": channel.id,
                "company_id": self.company.id,
                "user_id": self.aide.id,
            }
        )
        with self.assertRaisesRegex(UserError, "a quality manager"):
            self._succession(self.aide, self.nurse, self.leader).action_order()
        self.assertEqual(person.user_id, self.aide)
        self._succession(self.aide, self.nurse).action_order()
        self.assertEqual(person.user_id, self.nurse)

    def test_the_leader_inherits_the_case_of_who_left(self):
        case = self._analysed()
        case.sudo().responsible_id = self.aide
        self.env["hr.employee"].search(
            [("user_id", "=", self.aide.id)]
        ).action_archive()
        self.assertEqual(self._duties(case).user_id, self.leader)
        self.assertTrue(self._open_ones_are_owed())

    def test_what_is_hidden_from_the_leader_he_does_not_inherit(self):
        case = self._analysed()
        case._write_guarded(
            {"responsible_id": self.aide.id, "hidden_from_id": self.leader.id}
        )
        case.sudo()._sync_duties()
        self.env["hr.employee"].search(
            [("user_id", "=", self.aide.id)]
        ).action_archive()
        self.assertEqual(self._duties(case).user_id, self.head)

    def test_nothing_is_without_owner_after_a_whole_unit_left(self):
        self._case()
        self._analysed().sudo().responsible_id = self.aide
        self._treated()
        for user in (self.aide, self.nurse, self.leader):
            self.env["hr.employee"].search([("user_id", "=", user.id)]).action_archive()
        self.assertTrue(self._open_ones_are_owed())
        duties = self.env["qms.duty"].search(
            [("company_id", "=", self.company.id), ("state", "=", "open")]
        )
        self.assertTrue(duties.user_id)
        self.assertTrue(all(user._qms_works_here() for user in duties.user_id))


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestCasesOfUnits(CaseSuccessionCase):
    """Cases of units that are merged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old_leader = cls._new_user("old_leader")
        cls.day_care = cls._new_unit("Day care", cls.old_leader, cls.care)

    def _case_there(self):
        return self._case(department_id=self.day_care.id).with_user(self.old_leader)

    def _dismissed(self):
        case = self._case_there()
        case.action_dismiss(reason="Nothing happened")
        return case

    def _merge(self):
        change = self._change(self.day_care, self.home_care)
        change.action_order()
        return change

    def test_an_open_case_moves_in_one_decision_and_is_read_there(self):
        case = self._case_there()
        self.assertFalse(self._sees(self.leader, case))
        self._merge()
        case = case.sudo()
        self.assertEqual(case.department_id, self.home_care)
        self.assertEqual(case.reading_department_id, self.home_care)
        self.assertEqual(self._decisions(case).mapped("verb"), ["change_unit"])
        self.assertEqual(self._duties(case).user_id, self.leader)
        self.assertTrue(self._sees(self.leader, case))
        self.assertFalse(self._sees(self.old_leader, case))

    def test_a_case_read_above_its_unit_stays_there(self):
        case = self._case_there()
        case.sudo()._write_guarded({"reading_department_id": self.care.id})
        self._merge()
        case = case.sudo()
        self.assertEqual(case.department_id, self.home_care)
        self.assertEqual(case.reading_department_id, self.care)

    def test_the_new_leader_sees_the_old_cases(self):
        case = self._dismissed()
        self._merge()
        self.assertEqual(case.sudo().department_id, self.day_care)
        self.assertTrue(self._sees(self.leader, case))
        self.assertFalse(self._sees(self.old_leader, case))

    def test_the_register_counts_by_the_unit_of_then_and_of_today(self):
        self._dismissed()
        self._case_there()
        self._merge()
        self.env.flush_all()
        register = self.env["qms.register"].with_user(self.manager)
        ours = [("company_id", "=", self.company.id)]
        then = dict(register._read_group(ours, ["department_id"], ["__count"]))
        now = dict(register._read_group(ours, ["unit_today_id"], ["__count"]))
        self.assertEqual(then, {self.day_care: 1, self.home_care: 1})
        self.assertEqual(now, {self.home_care: 2})

    def test_the_register_tells_the_name_of_then(self):
        case = self._dismissed()
        self.day_care.name = "Activity centre"
        line = self.env["qms.register"].with_user(self.manager).browse(case.id)
        self.assertEqual(line.former_unit, "Day care")

    def test_a_poster_leads_to_the_new_unit(self):
        page = self.env["qms.public.page"].create(
            {"company_id": self.company.id, "department_id": self.day_care.id}
        )
        key = page.key
        self._merge()
        self.assertEqual((page.department_id, page.key), (self.home_care, key))
        self.assertTrue(page.active)

    def test_a_second_poster_is_closed(self):
        pages = self.env["qms.public.page"].create(
            [
                {"company_id": self.company.id, "department_id": unit.id}
                for unit in (self.day_care, self.home_care)
            ]
        )
        change = self._change(self.day_care, self.home_care)
        self.assertIn("Posters with a QR code: 1", change.touches)
        change.action_order()
        self.assertEqual(pages.mapped("active"), [False, True])

    def test_mail_from_elsewhere_is_read_by_the_new_unit(self):
        self.company.qms_mail_department_id = self.day_care
        self._merge()
        self.assertEqual(self.company.qms_mail_department_id, self.home_care)
