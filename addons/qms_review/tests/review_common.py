from odoo import Command
from odoo.tests import freeze_time

from odoo.addons.qms.tests.common import QmsCase

NOW = "2026-11-10 09:00:00"
PERIOD = {"date_from": "2025-11-01", "date_to": "2026-10-31"}


@freeze_time(NOW)
class ReviewCase(QmsCase):
    """A town whose review asks for three inputs, prepared by the quality manager.

    ``director`` and ``head`` are its management. ``indicator`` counts actions by their
    deadline, about ``topic``; about ``silent`` there are no figures.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.qms_management_ids = cls.director | cls.head
        topics = cls.env["qms.topic"]
        cls.topic = topics.create({"name": "Doing", "code": "test_doing"})
        cls.silent = topics.create({"name": "Silence", "code": "test_silent"})
        cls.indicator = cls._indicator("Actions due", "test_due")
        cls.chapters = cls._chapters(cls.company)
        cls.insight = cls._new_user("insight", "qms.group_insight")
        cls._new_employee(cls.insight, cls.administration)

    @classmethod
    def _indicator(cls, name, code, **kwargs):
        values = {
            "name": name,
            "code": code,
            "topic_id": cls.topic.id,
            "res_model": "qms.action",
            "date_field": "date_deadline",
            "direction": "less",
            **kwargs,
        }
        return cls.env["qms.indicator"].create(values)

    @classmethod
    def _chapters(cls, company):
        chapters = cls.env["qms.review.chapter"]
        rows = [
            (
                "Since last time",
                "Decided last time",
                cls.silent,
                "earlier",
                "without_data",
            ),
            ("Work", "What was done", cls.topic, "figures", "always"),
            ("Work", "Suppliers", cls.silent, "figures", "without_data"),
        ]
        first = chapters.create(
            {
                "name": rows[0][0],
                "sequence": 1,
                "company_id": company.id,
                "input_ids": [cls._input(rows[0])],
            }
        )
        second = chapters.create(
            {
                "name": rows[1][0],
                "sequence": 2,
                "company_id": company.id,
                "input_ids": [cls._input(row) for row in rows[1:]],
            }
        )
        return first | second

    @classmethod
    def _input(cls, row):
        _chapter, name, topic, shows, must = row
        return Command.create(
            {
                "name": name,
                "clause": "9.3.2",
                "topic_ids": topic.ids,
                "shows": shows,
                "must_answer": must,
            }
        )

    @classmethod
    def _review(cls, user=None, **kwargs):
        """One being prepared, as whoever prepares it sees it."""
        owner = user or cls.manager
        values = {
            "company_id": cls.company.id,
            "owner_id": owner.id,
            "date_meeting": "2026-11-10",
            "signer_id": cls.director.id,
            **PERIOD,
            **kwargs,
        }
        review = cls.env["qms.review"].with_user(cls.manager).create(values)
        return review.with_user(owner)

    @classmethod
    def _due(cls, count=1, day="2026-05-04", **kwargs):
        """So many actions due on a day."""
        return [
            cls._new_action(date_deadline=day, **kwargs) for _number in range(count)
        ]

    def _line(self, review, name):
        return review.line_ids.filtered(lambda line: line.name == name)

    def _answer_all(self, review):
        for line in review.line_ids:
            if line.is_empty:
                line.nothing_because = "it began this year"
            else:
                line.assessment = "It goes the right way"

    def _sent(self, **kwargs):
        review = self._review(**kwargs)
        self._answer_all(review)
        review.action_send()
        return review.with_user(self.director)

    def _decide(self, review, **kwargs):
        """What management writes at its meeting."""
        employees = self.env["hr.employee.public"].search(
            [("user_id", "in", [self.director.id, self.head.id])]
        )
        review.write(
            {
                "conclusion": "The system is suitable, adequate and effective",
                "present_ids": [Command.set(employees.ids)],
                "nothing_because": "The system fits, and there are people enough",
                "outcome_ids": [
                    Command.create(
                        {
                            "kind": "improvement",
                            "name": "One procedure for medicine",
                            "owner_id": self.leader.id,
                            "date_deadline": "2027-03-01",
                        }
                    )
                ],
                **kwargs,
            }
        )

    def _signed(self, **kwargs):
        review = self._sent(**kwargs)
        self._decide(review)
        review.action_sign()
        return review
