from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import DAY, AuditCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditImpartiality(AuditCase):
    """Nobody audits his own work, judged as a person over all companies."""

    def _refused(self, user, reason, **kwargs):
        with self.assertRaisesRegex(UserError, reason):
            self._audit(lead=user, **kwargs)

    def _as_auditor(self, user):
        self.env.ref("qms.group_auditor").user_ids |= user
        return user

    def test_not_his_own_unit(self):
        self._refused(self._as_auditor(self.nurse), "works in Home care")

    def test_not_a_unit_above_his_own(self):
        self._refused(
            self._as_auditor(self.nurse),
            "works in Home care",
            department_ids=self.care.ids,
        )

    def test_not_a_unit_he_leads_nor_one_below(self):
        self._refused(self._as_auditor(self.leader), "leads Home care")
        self._refused(self._as_auditor(self.head), "leads Care")
        self._refused(self._as_auditor(self.director), "leads Administration")

    def test_not_his_own_process(self):
        self.process.owner_id = self.auditor
        self._refused(
            self.auditor, "owns the process Medicine", process_ids=self.process.ids
        )

    def test_not_the_process_his_unit_works_by(self):
        self.process.department_ids = self.administration
        self._refused(
            self.auditor,
            "works in Administration",
            department_ids=False,
            process_ids=self.process.ids,
        )

    def test_not_where_he_is_responsible_for_an_open_case(self):
        case = self._case()
        case.handler_ids = self.auditor
        self._refused(self.auditor, "responsible for an open case")
        case.action_dismiss(reason="A mistake")
        self.assertTrue(self._audit().lead_id)

    def test_the_same_person_with_another_account_in_another_company(self):
        twin = self._auditor("twin", company=self.branch)
        twin.partner_id.email = self.nurse.email
        twin.name = self.nurse.name
        self._refused(twin, "works in Home care")

    def test_only_internal_auditors_lead_and_audit(self):
        self._refused(self.owner, "not named as internal auditor")

    def test_an_expert_is_impartial_and_need_not_be_an_auditor(self):
        audit = self._audit()
        rows = self.env["qms.audit.member"].with_user(self.auditor)
        expert = rows.create(
            {"audit_id": audit.id, "user_id": self.owner.id, "role": "expert"}
        )
        self.assertTrue(expert.admitted)
        with self.assertRaisesRegex(UserError, "works in Home care"):
            rows.create(
                {"audit_id": audit.id, "user_id": self.aide.id, "role": "expert"}
            )

    def test_an_observer_looks_on_wherever_he_works(self):
        audit = self._audit()
        row = (
            self.env["qms.audit.member"]
            .with_user(self.auditor)
            .create({"audit_id": audit.id, "user_id": self.aide.id, "role": "observer"})
        )
        self.assertTrue(row.admitted)

    def test_it_is_judged_anew_when_what_is_audited_changes(self):
        audit = self._audit()
        with self.assertRaisesRegex(UserError, "works in Administration"):
            audit.with_user(self.manager).department_ids = self.administration

    def test_it_is_judged_anew_when_the_role_changes(self):
        audit = self._audit()
        row = (
            self.env["qms.audit.member"]
            .with_user(self.manager)
            .create({"audit_id": audit.id, "user_id": self.aide.id, "role": "observer"})
        )
        with self.assertRaisesRegex(UserError, "works in Home care"):
            row.role = "auditor"

    def test_it_is_asked_once_more_at_the_start(self):
        audit = self._scheduled()
        self._employee(self.auditor).department_id = self.home_care
        with self.assertRaisesRegex(UserError, "works in Home care"):
            audit.action_start()
        self.assertEqual(audit.state, "scheduled")

    def test_competence_is_asked_once_more_at_the_start(self):
        audit = self._scheduled()
        self.env.ref("qms.group_auditor").user_ids -= self.auditor
        with self.assertRaisesRegex(UserError, "not named as internal auditor"):
            audit.action_start()

    def test_an_audit_by_others_asks_neither(self):
        audit = self._audit(
            lead=self.leader, kind="authority", external_body="The authority"
        )
        self.assertEqual(audit.lead_id, self.leader)

    # ------------------------------------------------------------
    # Exceptions
    # ------------------------------------------------------------

    def _asked(self, approver=None, user=None):
        """An audit for whose team the nurse is wanted all the same."""
        self._as_auditor(self.nurse)
        audit = self._audit(date_start=DAY[0], date_end=DAY[1])
        self.env["qms.audit.member"].with_user(user or self.manager).create(
            {
                "audit_id": audit.id,
                "user_id": self.nurse.id,
                "exception_because": "Nobody else knows the register",
                "approver_id": (approver or self.manager).id,
            }
        )
        return audit

    def _row(self, audit):
        return audit.sudo().member_ids.filtered(lambda row: row.user_id == self.nurse)

    def test_an_exception_is_a_decision_of_whoever_was_named(self):
        audit = self._asked(approver=self.head)
        row = self._row(audit)
        self.assertFalse(row.admitted)
        self.assertEqual(
            self._duties(audit).filtered(lambda duty: duty.verb == "admit").user_id,
            self.head,
        )
        with self.assertRaises(AccessError):
            audit.with_user(self.manager).action_admit(reason="Fine")
        audit.with_user(self.head).action_admit(reason="She alone knows the register")
        self.assertTrue(row.admitted)
        decision = self._decisions(audit)
        self.assertEqual((decision.verb, decision.role), ("admit", "leader"))
        self.assertNotIn("admit", self._duties(audit).mapped("verb"))

    def test_it_needs_a_reason_and_somebody_named(self):
        self._as_auditor(self.nurse)
        audit = self._audit()
        rows = self.env["qms.audit.member"].with_user(self.manager)
        for extra in ({"exception_because": "x"}, {"approver_id": self.manager.id}):
            with self.subTest(extra=extra), self.assertRaises(UserError):
                rows.create({"audit_id": audit.id, "user_id": self.nurse.id, **extra})

    def test_it_is_never_decided_by_the_auditor_himself(self):
        self._as_auditor(self.head)
        audit = self._audit()
        values = {
            "audit_id": audit.id,
            "user_id": self.head.id,
            "exception_because": "x",
            "approver_id": self.head.id,
        }
        with self.assertRaisesRegex(UserError, "does not decide on it"):
            self.env["qms.audit.member"].with_user(self.manager).create(values)

    def test_it_is_never_decided_by_somebody_without_that_right(self):
        with self.assertRaisesRegex(UserError, "does not decide on it"):
            self._asked(approver=self.aide)

    def test_who_waits_for_it_is_not_in_the_team(self):
        audit = self._asked()
        self.assertFalse(audit.with_user(self.nurse).has_access("read"))
        with self.assertRaisesRegex(UserError, "have an exception made"):
            audit.action_schedule()
        audit.with_user(self.manager).action_admit(reason="Nobody else")
        self.assertTrue(audit.with_user(self.nurse).has_access("read"))
        audit.action_schedule()

    def test_it_holds_for_what_was_known_then(self):
        audit = self._asked()
        audit.with_user(self.manager).action_admit(reason="Nobody else")
        audit.action_draw_checklist()
        audit.action_schedule()
        self._case().handler_ids = self.nurse
        with self.assertRaisesRegex(UserError, "responsible for an open case"):
            audit.action_start()

    def test_nobody_admits_himself_by_writing(self):
        audit = self._asked()
        row = self._row(audit)
        for user in (self.auditor, self.manager, self.nurse):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                row.with_user(user).write({"admitted": True})
        row = self.env["qms.audit.member"].with_user(self.manager)
        other = row.create(
            {
                "audit_id": audit.id,
                "user_id": self._as_auditor(self.aide).id,
                "admitted": True,
                "excepted_for": f"unit:{self.home_care.id}",
                "exception_because": "x",
                "approver_id": self.manager.id,
            }
        )
        self.assertFalse(other.admitted)

    # ------------------------------------------------------------
    # Who names the team
    # ------------------------------------------------------------

    def test_the_lead_names_the_others_but_no_other_lead(self):
        audit = self._audit()
        rows = self.env["qms.audit.member"].with_user(self.auditor)
        row = rows.create({"audit_id": audit.id, "user_id": self.second.id})
        self.assertTrue(row.admitted)
        with self.assertRaises(AccessError):
            audit.member_ids.filtered(lambda one: one.role == "lead").unlink()
        with self.assertRaises(UserError):
            row.role = "lead"

    def test_a_member_names_nobody(self):
        audit = self._audit()
        rows = self.env["qms.audit.member"]
        rows.with_user(self.auditor).create(
            {"audit_id": audit.id, "user_id": self.second.id}
        )
        with self.assertRaises(AccessError):
            rows.with_user(self.second).create(
                {"audit_id": audit.id, "user_id": self.owner.id, "role": "observer"}
            )

    def test_nobody_from_outside_the_group_of_companies(self):
        outsider = self._auditor("outsider", company=self.other_company)
        with self.assertRaisesRegex(UserError, "no company of this group"):
            self._audit(lead=outsider)

    def test_another_lead_takes_the_place_of_the_first(self):
        audit = self._audit()
        audit.with_user(self.manager).lead_id = self.second
        self.assertEqual(audit.sudo().member_ids.user_id, self.second)
        self.assertFalse(audit.with_user(self.auditor).has_access("read"))
