from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .context_common import ContextCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestContextForeign(ContextCase):
    """Nothing of another company gets into a record, nor is seen from it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        foreign = {"name": "Theirs", "company_id": cls.other_company.id}
        create = {
            name: cls.env[model].create({**foreign, **values})
            for name, model, values in (
                ("unit", "hr.department", {}),
                ("process", "qms.process", {}),
                ("requirement", "qms.requirement", {"kind": "policy"}),
                ("committee", "qms.committee", {}),
                ("objective", "qms.objective", {"department_id": False}),
                (
                    "indicator",
                    "qms.indicator",
                    {
                        "code": "theirs",
                        "source": "typed",
                        "topic_id": cls.env.ref("qms.topic_process").id,
                    },
                ),
            )
        }
        for name, record in create.items():
            setattr(cls, name, record)
        # who works in both could send any of it
        cls.manager.company_ids += cls.other_company

    def _refused(self, record, **values):
        fields_ = ", ".join(values)
        with self.subTest(model=record._name, fields=fields_):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                record.with_user(self.manager).write(values)
                self.env.flush_all()
            self.env.invalidate_all()

    def test_what_is_linked_is_of_the_same_company(self):
        risk = self._risk()
        self._refused(risk, department_id=self.unit.id)
        self._refused(risk, process_id=self.process.id)
        self._refused(risk, requirement_ids=[Command.link(self.requirement.id)])
        self._refused(self._consultation(), committee_id=self.committee.id)
        self._refused(self._committee(), department_ids=[Command.link(self.unit.id)])
        programme = self._programme()
        self._refused(programme, objective_ids=[Command.link(self.objective.id)])
        self._refused(programme.measure_ids, indicator_id=self.indicator.id)
        stranger = self.env["hr.employee.public"].search(
            [("user_id", "=", self.stranger.id)]
        )
        self._refused(self._committee(), guest_ids=[Command.link(stranger.id)])

    def test_it_goes_to_no_other_company(self):
        there = {"company_id": self.other_company.id}
        self._refused(self._risk(), **there)
        self._refused(self._consultation(), **there)
        self._refused(self._running(), **there)

    def test_the_map_shows_no_other_company(self):
        """Neither chosen from the screen nor sent past it."""
        maps = self.env["qms.risk.map"].with_user(self.nurse)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            maps.create({"company_id": self.other_company.id})
        screen = maps.create({"company_id": self.company.id})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            screen.company_id = self.other_company
            screen.read(["picture", "risk_ids"])
        with self.assertRaises(UserError), self.env.cr.savepoint():
            screen.sudo().department_id = self.unit

    def test_a_review_and_the_lists_are_those_of_the_companies_chosen(self):
        own = self._risk(self.manager, department_id=False)
        values = {
            "name": "x",
            "company_id": self.other_company.id,
            "department_id": False,
            "owner_id": self.manager.id,
        }
        theirs = own.with_user(self.manager).create(values)
        review = self._review(kind="risk")
        self.assertIn(own.id, review.risk_ids.ids)
        self.assertNotIn(theirs.id, review.risk_ids.ids)
        only = {"allowed_company_ids": self.company.ids}
        seen = own.with_user(self.manager).with_context(**only)
        self.assertFalse(seen.search([("id", "=", theirs.id)]))
        with self.assertRaises(AccessError):
            seen.browse(theirs.id).read(["name"])

    def test_figures_of_one_company_are_not_counted_in_another(self):
        self._factor().action_confirm()
        indicator = self.env.ref("qms_review.indicator_factors_reviewed")
        both = self.company | self.other_company
        today = indicator._fields["stored_on"].context_today(indicator)
        read = indicator.with_user(self.manager)._read_figures(both, today, today)
        values = {figure["company"]: figure["value"] for figure in read}
        self.assertEqual(values, {self.company: 1, self.other_company: 0})
