from odoo import fields
from odoo.tests import HttpCase, tagged

from .proposal_common import ProposalCase


class PlanTourCase(ProposalCase):
    """Next year's programme, so that no day is over whenever this runs."""

    @classmethod
    def _approved(cls, **kwargs):
        cls.year = fields.Date.today().year + 1
        cycle = {"date_from": f"{cls.year}-01-01", "date_to": f"{cls.year}-12-31"}
        programme = super()._approved(**cycle)
        programme.wheel_round_ids.sudo().unlink()
        return programme

    @classmethod
    def _planned(cls, name, day, unit, **kwargs):
        return super()._planned(name, f"{cls.year}{day[4:]}", unit, **kwargs)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.process.requirement_ids |= cls.env.ref("qms.iso9001_2015_8_5_2")
        cls.first.process_ids = cls.process
        cls.third = cls._auditor("third")
        cls.url = f"/odoo/quality-audit-programmes/{cls.programme.id}"


@tagged("post_install", "-at_install", "qms")
class TestPlanTours(PlanTourCase, HttpCase):
    """What whoever plans audits really does on the screen."""

    def test_a_plan_is_proposed_changed_in_one_line_and_accepted(self):
        self.start_tour(self.url, "qms_audit_proposal", login=self.owner.login)
        self.env.invalidate_all()
        self.assertEqual(self.first.lead_id, self.third)
        self.assertEqual(
            (self.first | self.later).mapped("state"), ["scheduled", "scheduled"]
        )

    def test_what_the_cycle_covers(self):
        self.start_tour(self.url, "qms_audit_coverage", login=self.owner.login)


@tagged("post_install", "-at_install", "qms")
class TestPlanToursOnPhone(PlanTourCase, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_holes_are_a_list(self):
        self.start_tour(self.url, "qms_audit_coverage_phone", login=self.owner.login)
