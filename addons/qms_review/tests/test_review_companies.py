from odoo import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.companies_common import CompaniesCase

from .meeting_common import MeetingCase
from .review_common import PERIOD

# Rows: what is the housing company's; "with": of a group that works for the town too
MATRIX = """
                a    ab   ab.a abc  b    c    t.a  t.ab e.a  e.ab
group           -    rwcu -    rwcu rwcu -    -    r    -    r
group,with      r    rwcu r    rwcu rwu  -    r    r    r    r
member          -    rwc  -    rwc  rwc  -    -    r    -    r
terms           -    rwc  -    rwc  rwc  -    -    r    -    r
line            -    rwcu -    rwcu rwcu -    -    r    -    r
member,with     r    rwc  r    rwc  rwc  -    r    r    r    r
terms,with      r    rwc  r    rwc  rwc  -    r    r    r    r
line,with       r    rwcu r    rwcu rwcu -    r    r    r    r
item            -    rwcu -    rwcu rwcu -    -    r    -    r
item,shared     rwcu rwcu rwcu rwcu r    rwcu r    r    r    r
meeting         -    rwc  -    rwc  rwc  -    -    -    -    -
point           -    rwc  -    rwc  rwc  -    -    -    -    -
invited         -    rw   -    rw   rw   -    -    -    -    -
mail            -    r    -    r    r    -    -    -    -    -
meeting,with    -    rwc  -    rwc  rwc  -    -    -    -    -
point,with      -    rwc  -    rwc  rwc  -    -    -    -    -
invited,with    -    rw   -    rw   rw   -    -    -    -    -
mail,with       -    r    -    r    r    -    -    -    -    -
review          -    rwc  -    rwc  rwc  -    -    r    -    -
chapter         -    rwcu -    rwcu rwcu -    -    r    -    r
chapter,shared  rwcu rwcu rwcu rwcu r    rwcu r    r    r    r
input           -    rwcu -    rwcu rwcu -    -    r    -    r
input line      -    rw   -    rw   rw   -    -    r    -    -
figure          -    r    -    r    r    -    -    r    -    -
outcome         -    rwcu -    rwcu rwcu -    -    r    -    -
summary         -    rw   -    rw   rw   -    -    r    -    -
recipient       -    rwcu -    rwcu rwcu -    -    -    -    -
"""


@freeze_time("2026-11-10 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestReviewCompanies(CompaniesCase, MeetingCase):
    """Group, meeting and management review of one company, tried from three."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.late = cls._member("late", "base.group_user", cls.branch)
        cls.group, cls.meeting = cls._housing_group()
        cls.shared, cls.shared_meeting = cls._housing_group(
            company_ids=[Command.set(cls.company.ids)]
        )
        cls._make_terms()
        cls._make_review()

    @classmethod
    def _housing_group(cls, **kwargs):
        seats = [Command.create({"user_id": user.id}) for user in cls.there | cls.clerk]
        values = {"company_id": cls.branch.id, "member_ids": seats}
        roles = {"chair_id": cls.there.id, "secretary_id": cls.clerk.id}
        group = cls._new_group(**values, **roles, **kwargs)
        meeting = cls._new_meeting("2026-11-24", cls.clerk, group_id=group.id)
        meeting.action_call()
        # sits there since, and is invited to nothing yet
        group.member_ids = [Command.create({"user_id": cls.late.id})]
        return group, meeting

    @classmethod
    def _make_terms(cls):
        cls.terms, cls.shared_terms = cls.env["qms.terms"].create(
            [{"group_id": group.id} for group in (cls.group, cls.shared)]
        )

    @classmethod
    def _make_review(cls):
        own = {"company_id": cls.branch.id}
        cls.chapter = cls.env["qms.review.chapter"].create({**own, "name": "Chapter"})
        cls.env["qms.review.input"].create(
            {"name": "Input", "chapter_id": cls.chapter.id}
        )
        reviews = cls.env["qms.review"]
        values = {**PERIOD, **own, "owner_id": cls.there.id}
        cls.review, cls.other_review = reviews.create([values, values])

    def _rows(self, user):
        return {**self._rows_of_group(), **self._rows_of_meeting(), **self._reviewed()}

    def _rows_of_group(self):
        named = {"name": "X", "company_id": self.branch.id}
        shared = {**named, "company_ids": [Command.set(self.company.ids)]}
        user = {"user_id": self.people["e.ab"].id}
        return {
            "group": ("qms.group", named, {"quorum": 60}),
            "group,with": ("qms.group", shared, {"quorum": 60}),
            **{
                f"{label}{sign}": row
                for group, terms, sign in (
                    (self.group, self.terms, ""),
                    (self.shared, self.shared_terms, ",with"),
                )
                for label, row in {
                    "member": (
                        "qms.group.member",
                        {"group_id": group.id, **user},
                        {"sequence": 3},
                    ),
                    "terms": (
                        "qms.terms",
                        {"group_id": group.id, "purpose": "x"},
                        {"purpose": "y"},
                    ),
                    "line": (
                        "qms.terms.line",
                        {"terms_id": terms.id, "name": "x"},
                        {"name": "y"},
                    ),
                }.items()
            },
            "item": ("qms.agenda.item", named, {"name": "Y"}),
            "item,shared": (
                "qms.agenda.item",
                {**named, "company_id": False},
                {"name": "Y"},
            ),
        }

    def _rows_of_meeting(self):
        rows = {}
        start, end = "2026-12-01 09:00:00", "2026-12-01 10:00:00"
        times = {"date_start": start, "date_end": end}
        for group, meeting, sign in (
            (self.group, self.meeting, ""),
            (self.shared, self.shared_meeting, ",with"),
        ):
            of_meeting = {"meeting_id": meeting.id}
            latest = group.member_ids.filtered(lambda each: each.user_id == self.late)
            mail = {**of_meeting, "kind": "called", "email": "a@b.test"}
            rows |= {
                f"meeting{sign}": (
                    "qms.meeting",
                    {"group_id": group.id, **times},
                    {"place": "y"},
                ),
                f"point{sign}": (
                    "qms.meeting.point",
                    {**of_meeting, "title": "x"},
                    {"note": "y"},
                ),
                f"invited{sign}": (
                    "qms.meeting.attendee",
                    {**of_meeting, "member_id": latest.id},
                    {"is_present": True},
                ),
                f"mail{sign}": ("qms.meeting.notice", mail, {"kind": "moved"}),
            }
        return rows

    def _reviewed(self):
        own = {"company_id": self.branch.id}
        review = {"review_id": self.review.id}
        line = self.review.line_ids[:1]
        return {
            "review": (
                "qms.review",
                {**PERIOD, **own, "owner_id": self.there.id},
                {"conclusion": "x"},
            ),
            "chapter": ("qms.review.chapter", {**own, "name": "x"}, {"name": "y"}),
            "chapter,shared": (
                "qms.review.chapter",
                {"name": "x", "company_id": False},
                {"name": "y"},
            ),
            "input": (
                "qms.review.input",
                {"name": "x", "chapter_id": self.chapter.id},
                {"name": "y"},
            ),
            "input line": (
                "qms.review.line",
                {**review, "name": "x", "chapter": "y"},
                {"assessment": "x"},
            ),
            "figure": (
                "qms.review.figure",
                {
                    **review,
                    "line_id": line.id,
                    "indicator_id": self.env.ref("qms.indicator_case_time").id,
                    "name": "x",
                },
                {"fixed": {"value": 1}},
            ),
            "outcome": ("qms.review.outcome", {**review, "name": "x"}, {"name": "y"}),
            "summary": (
                "qms.review.summary",
                {"review_id": self.other_review.id, "owner_id": self.there.id},
                {"intro": "x"},
            ),
            "recipient": (
                "qms.insight.recipient",
                {**own, "name": "x", "email": "x@y.test", "lang": "en_US"},
                {"name": "y"},
            ),
        }

    def test_every_role_from_three_companies(self):
        self._assert_matrix(MATRIX)
