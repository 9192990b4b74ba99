from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

from .review_common import NOW, PERIOD

PART = {
    "qms.review",
    "qms.review.chapter",
    "qms.review.input",
    "qms.review.line",
    "qms.review.figure",
    "qms.review.outcome",
    "qms.review.summary",
    "qms.insight.recipient",
}


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestReviewRoles(RolesCase):
    """Who reads, writes, creates and deletes what of a management review."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.qms_management_ids = cls.director
        cls.people["dir"] = cls.director
        cls.topic = cls.env["qms.topic"].create({"name": "T", "code": "test_roles"})
        cls.chapter = cls.env["qms.review.chapter"].create(
            {"name": "Chapter", "company_id": cls.company.id}
        )
        cls.input = cls.env["qms.review.input"].create(
            {"name": "Input", "chapter_id": cls.chapter.id}
        )
        cls.indicator = cls.env["qms.indicator"].create(
            {
                "name": "Due",
                "code": "test_roles",
                "topic_id": cls.topic.id,
                "res_model": "qms.action",
                "date_field": "date_deadline",
            }
        )
        cls.review = cls.env["qms.review"].create(
            {**PERIOD, "company_id": cls.company.id, "owner_id": cls.team.id}
        )
        cls.line = cls.review.line_ids
        cls.base = {"company_id": cls.company.id, "owner_id": cls.manager.id}

    def _rows(self, user):
        company = {"company_id": self.company.id}
        review = {"review_id": self.review.id}
        another = self.env["qms.review"].search(
            [("summary_ids", "=", False), ("company_id", "=", self.company.id)], limit=1
        )
        return {
            "review": (
                "qms.review",
                {**PERIOD, **self.base},
                {"conclusion": "x"},
            ),
            "chapter": (
                "qms.review.chapter",
                {"name": "x", **company},
                {"name": "y"},
            ),
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
            "line": (
                "qms.review.line",
                {**review, "name": "x", "chapter": "y"},
                {"assessment": "x"},
            ),
            "figure": (
                "qms.review.figure",
                {
                    **review,
                    "line_id": self.line.id,
                    "indicator_id": self.indicator.id,
                    "name": "x",
                },
                {"fixed": {"value": 1}},
            ),
            "outcome": (
                "qms.review.outcome",
                {**review, "name": "x"},
                {"name": "y"},
            ),
            "summary": (
                "qms.review.summary",
                {"review_id": another.id, "owner_id": self.manager.id},
                {"intro": "x"},
            ),
            "recipient": (
                "qms.insight.recipient",
                {"name": "x", "email": "x@example.test", "lang": "en_US", **company},
                {"name": "y"},
            ),
        }

    def test_every_model_is_tried(self):
        tried = {model for model, _values, _change in self._rows(self.nurse).values()}
        self.assertEqual(tried, PART)

    def test_roles(self):
        self._assert_matrix(MATRIX)


MATRIX = """
                empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for  dir
review          -    -    -    -    -    -    -    r    rwc  -    -    -    -    -    rw
chapter         r    r    r    r    r    r    r    r    rwcu r    -    -    -    -    r
chapter,shared  r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu r
input           r    r    r    r    r    r    r    r    rwcu r    -    -    -    -    r
line            -    -    -    -    -    -    -    rw   rw   -    -    -    -    -    rw
figure          -    -    -    -    -    -    -    r    r    -    -    -    -    -    r
outcome         -    -    -    -    -    -    -    rwcu rwcu -    -    -    -    -    rwcu
summary         -    -    -    -    -    -    -    r    rw   -    -    -    -    -    r
recipient       -    -    -    -    -    -    -    -    rwcu -    -    -    -    -    -
"""  # noqa: E501
