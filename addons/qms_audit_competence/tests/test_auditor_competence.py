from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms_audit.tests.proposal_common import ProposalCase

LACKING = "not cleared for this"


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditorCompetence(ProposalCase):
    """The town asks its auditors for a confirmed course in leading audits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env["hr.skill.type"].create(
            {
                "name": "Auditing",
                "skill_ids": [Command.create({"name": "Leading audits"})],
                "skill_level_ids": [
                    Command.create({"name": "Trained", "level_progress": 50}),
                    Command.create({"name": "Experienced", "level_progress": 100}),
                ],
            }
        )
        cls.trained, cls.experienced = cls.kind.skill_level_ids.sorted("level_progress")

    def _require(self, level=None, company=None):
        return (
            self.env["qms.competence.requirement"]
            .with_user(self.manager)
            .sudo(bool(company))
            .create(
                {
                    "role": "auditor",
                    "skill_type_id": self.kind.id,
                    "skill_id": self.kind.skill_ids.id,
                    "skill_level_id": (level or self.trained).id,
                    "company_id": (company or self.company).id,
                }
            )
        )

    def _claim(self, user, level=None, **kwargs):
        skills = self.env["hr.employee.skill"].with_user(user)
        return skills.create(
            {
                "employee_id": self._employee(user).id,
                "skill_type_id": self.kind.id,
                "skill_id": self.kind.skill_ids.id,
                "skill_level_id": (level or self.trained).id,
                "valid_from": "2025-01-01",
                **kwargs,
            }
        )

    def _confirmed(self, user, level=None, **kwargs):
        self._claim(user, level, **kwargs).with_user(self.director).action_confirm()

    def _is_refused(self, user):
        with self.assertRaisesRegex(UserError, LACKING) as refused:
            self._audit(lead=user)
        # which competence it is, nobody else learns
        self.assertNotIn("Leading audits", str(refused.exception))

    def test_where_nothing_is_required_nothing_is_asked(self):
        self.assertEqual(self._audit().lead_id, self.auditor)

    def test_only_what_is_confirmed_counts(self):
        self._require()
        self._is_refused(self.auditor)
        entry = self._claim(self.auditor)
        self._is_refused(self.auditor)
        entry.with_user(self.director).action_confirm()
        self.assertEqual(self._audit().lead_id, self.auditor)

    def test_a_higher_level_is_enough_and_a_lower_is_not(self):
        self._require(self.experienced)
        self._confirmed(self.auditor, self.trained)
        self._confirmed(self.second, self.experienced)
        self._is_refused(self.auditor)
        self.assertTrue(self._audit(lead=self.second).lead_id)

    def test_what_has_expired_does_not_count_and_is_asked_again_at_the_start(self):
        self._require()
        self._confirmed(self.auditor, valid_to="2026-04-01")
        audit = self._scheduled()
        with freeze_time("2026-04-14 07:00:00"):
            with self.assertRaisesRegex(UserError, LACKING):
                audit.action_start()
        self.assertEqual(audit.state, "scheduled")

    def test_what_another_company_requires_of_its_auditors_is_asked_of_them(self):
        self._require(company=self.branch)
        self.assertEqual(self._audit().lead_id, self.auditor)
        self._is_refused(self._auditor("there", company=self.branch))

    def test_the_plan_proposes_who_is_cleared(self):
        self._require()
        self._confirmed(self.second)
        line = self._line(self._propose(), self.first)
        self.assertEqual(line.lead_id, self.second)
        self.assertNotIn(self.auditor, line.member_ids)

    def test_an_observer_needs_none(self):
        self._require()
        self._confirmed(self.auditor)
        row = (
            self.env["qms.audit.member"]
            .with_user(self.auditor)
            .create(
                {
                    "audit_id": self._audit().id,
                    "user_id": self.second.id,
                    "role": "observer",
                }
            )
        )
        self.assertTrue(row.admitted)
