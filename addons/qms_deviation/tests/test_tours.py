from urllib.parse import urlsplit

from lxml import html

from odoo.tests import HttpCase, tagged

from .common import DeviationCase
from .takeover_common import TakeoverCase


class ToursCase(DeviationCase, HttpCase):
    """What is really done on the screen, in a browser."""

    def _tour(self, name, user, url="/odoo"):
        self.start_tour(url, f"qms_{name}", login=user.login)


@tagged("post_install", "-at_install", "qms")
class TestOnPhone(ToursCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_a_nurse_reports(self):
        self._tour("report", self.nurse)
        report = self.env["qms.report"].search([("reporter_id", "=", self.nurse.id)])
        self.assertEqual(report.description, "The medicine cabinet stood open")
        self.assertEqual(report.department_id, self.home_care)
        self.assertEqual(report.deviation_ids.state, "reported")

    def test_a_clerk_enters_a_complaint_from_a_call(self):
        self._tour("report_complaint", self.nurse)
        case = self.env["qms.deviation"].search([("company_id", "=", self.company.id)])
        self.assertEqual(case.flow, "complaint")
        self.assertEqual(case.sender_ids.name, "Karen Citizen")

    def test_a_nurse_sees_similar_ones_while_writing(self):
        before = self._report()
        self._tour("similar_while_typing", self.nurse)
        report = self.env["qms.report"].search(
            [("reporter_id", "=", self.nurse.id), ("id", "!=", before.id)]
        )
        self.assertEqual(
            report.description, "The medicine cabinet stood open once more"
        )

    def test_a_leader_approves_from_the_mail(self):
        action = self._new_action(self.leader)
        action.action_submit()
        self._tour("approve_on_phone", self.head, self._link_mailed_to(self.head))
        self.assertEqual(action.state, "open")
        self.assertEqual(self._decisions(action).mapped("verb"), ["submit", "approve"])

    def _link_mailed_to(self, user):
        mail = self.env["mail.mail"].search([("email_to", "ilike", user.email)])
        return urlsplit(html.fromstring(mail.body_html).find(".//a").get("href")).path


@tagged("post_install", "-at_install", "qms")
class TestOriginTour(ToursCase):
    def test_a_deviation_is_reported_from_the_record_at_hand(self):
        partner = self.env["res.partner"].create({"name": "Lift supplier"})
        self.nurse.group_ids += self.env.ref("base.group_partner_manager")
        self._tour("origin", self.nurse, f"/odoo/res.partner/{partner.id}")
        report = self.env["qms.report"].search([("reporter_id", "=", self.nurse.id)])
        self.assertEqual(report.origin_id, partner.id)


@tagged("post_install", "-at_install", "qms")
class TestCaseTour(ToursCase, TakeoverCase):
    def test_a_complaint_that_is_a_proposal(self):
        type_id = self.env.ref("qms_deviation.type_complaint").id
        case = self._case(
            description="The home help came late",
            type_id=type_id,
            sender_name="Karen Citizen",
        )
        self._tour("change_type", self.leader)
        self.assertEqual(
            self._decisions(case).mapped("verb"), ["change_flow", "accept"]
        )

    def test_from_the_report_to_closure_by_four_logins(self):
        """Reporter, first reader, approver, verifier; the reporter also acts."""
        self._tour("report", self.nurse)
        case = self.env["qms.deviation"].search([("company_id", "=", self.company.id)])
        self._take_to_closure(case)

    def test_a_case_of_an_old_register_by_four_logins(self):
        """First reader, approver, doer, verifier: its reporter is no user here."""
        case = self._taken_over(
            self._row(
                type_id="Deviation",
                state="Eingetroffen",
                date_closed="",
                description="The medicine cabinet stood open",
                department_id=self.home_care.name,
            )
        )
        self._take_to_closure(case)
        self.assertEqual(str(case.date_reported), "2013-12-31")

    def _take_to_closure(self, case):
        self._tour("case_first_reading", self.leader)
        self._tour("case_plan", self.leader)
        self._tour("case_approve", self.head)
        self._tour("case_carry_out", self.nurse)
        self._tour("case_await_effect", self.leader)
        self._tour("case_judge", self.aide)
        self._tour("case_close", self.leader)
        self.assertEqual(case.state, "closed")
        self.assertEqual(
            self._decisions(case).mapped("verb"),
            ["release", "analyse", "treat", "verify", "close"],
        )
        self.assertEqual(
            self._decisions(case.action_ids).mapped("verb"),
            ["submit", "approve", "complete", "confirm_effect"],
        )

    def test_the_analysis_shows_similar_ones_and_asks_why(self):
        self._report()
        case = self._case(
            description="The medicine cabinet stood open once more",
            requirement_id=self.requirement.id,
        )
        case.action_analyse()
        self._tour("similar_at_analysis", self.leader, f"/odoo/quality-cases/{case.id}")
        self.assertEqual(case.why_2, "The key was gone")
