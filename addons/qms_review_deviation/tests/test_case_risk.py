from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms_deviation.tests.common import DeviationCase
from odoo.addons.qms_review.tests.context_common import ContextCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestCaseRisk(DeviationCase, ContextCase):
    """A case touches the risks it shows; a risk shows the cases one may read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.risk = cls._risk()
        cls.case = cls._case()

    def test_the_handler_says_which_risks_it_touches(self):
        self.case.risk_ids = self.risk
        risk = self.risk.with_user(self.leader)
        self.assertEqual((risk.case_count, risk.deviation_ids), (1, self.case))

    def test_others_do_not(self):
        with self.assertRaises(AccessError):
            self.case.with_user(self.aide).risk_ids = self.risk

    def test_a_risk_one_cannot_read_is_not_named(self):
        hidden = self._risk(
            self.head, department_id=self.care.id, owner_id=self.head.id
        )
        with self.assertRaises(AccessError):
            self.case.risk_ids = hidden.with_user(self.leader)

    def test_who_may_read_the_risk_counts_only_cases_he_may_read(self):
        self.case.risk_ids = self.risk
        team = self.risk.with_user(self.team)
        self.assertEqual(team.case_count, 0)
        self.assertFalse(team.deviation_ids)
        found = self.env["qms.deviation"].with_user(self.team)
        self.assertFalse(found.search(team.action_open_cases()["domain"]))
        self.case.action_analyse()
        self.risk.invalidate_recordset()
        self.assertEqual(team.case_count, 1)

    def test_nobody_hangs_a_case_on_his_risk_from_the_other_side(self):
        """Neither one he cannot read, nor one he may read but not handle."""
        link = {"deviation_ids": [Command.link(self.case.id)]}
        values = {"name": "x", "company_id": self.company.id, **link}
        risks = self.env["qms.risk"].with_user(self.team)
        for operation in (
            lambda: self.risk.write(link),
            lambda: risks.create(values),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                operation()
        self.case.risk_ids = self.risk
        with self.assertRaises(AccessError):
            self.risk.write({"deviation_ids": [Command.clear()]})

    def test_a_new_risk_begins_without_the_words_of_the_case(self):
        values = self.case.action_open_risk()["context"]
        self.assertFalse({"default_name", "default_cause"} & set(values))
        model = self.env["qms.risk"].with_user(self.leader).with_context(**values)
        risk = model.create({"name": "Medicine lies open"})
        self.assertEqual(self.case.risk_ids, risk)
        self.assertEqual(risk.department_id, self.home_care)
        with self.assertRaises(AccessError):
            self.case.with_user(self.aide).action_open_risk()

    def test_a_closed_case_touches_no_others(self):
        case = self._closed()
        with self.assertRaises((AccessError, UserError)):
            case.risk_ids = self.risk

    def test_sent_to_another_company_it_leaves_the_risks_there(self):
        group = self.env["res.company"].create(
            {"name": "Housing", "parent_id": self.company.id}
        )
        self.case.risk_ids = self.risk
        self.case._transfer(group, "Theirs", {"department_id": False})
        self.assertFalse(self.case.sudo().risk_ids)

    def test_what_touches_it_is_no_part_of_what_was_decided_on_a_risk(self):
        risk = self._assessed()
        content = risk.sudo()._decision_content()
        self.assertNotIn("deviation_ids", content)
