import base64
import random
from statistics import fmean

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .survey_common import NOW, SurveyCase

KEY = """column,label,scale
q1,as a place to live,"1 Poor .. 5 Excellent, 9 Don't know"
q2,police services,"1 Very dissatisfied .. 5 Very satisfied, 9 Don't know"
q3,quality of the water,"0 Worst .. 10 Best"
q4,visited a park,
"""


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestTakeover(SurveyCase):
    """A survey carried out elsewhere comes in as one that is closed."""

    def _table(self, count=60):
        """The shape cities publish: numbers, 9 for don't know, NA for not asked."""
        chance = random.Random(7)
        cells = [
            [
                str(number + 1),
                chance.choice("123459"),
                chance.choice(["1", "2", "3", "4", "5", "9", "NA"]),
                chance.choice([*map(str, range(11)), "NA", ""]),
                chance.choice("12"),
            ]
            for number in range(count)
        ]
        return ["id", "q1", "q2", "q3", "q4"], cells

    def _csv(self, titles, cells):
        return "\n".join(",".join(row) for row in [titles, *cells])

    def _take(self, table, key=KEY, user=None, campaign=None, **kwargs):
        campaign = campaign or self._campaign(tag_ids=False)
        screen = self.env["qms.survey.takeover"].with_user(user or self.manager)
        screen = screen.create(
            {
                "campaign_id": campaign.id,
                "answers": base64.b64encode(table.encode()),
                "key": base64.b64encode(key.encode()),
                "date": "2025-11-30",
                **kwargs,
            }
        )
        screen.action_confirm()
        self.assertFalse(screen.exists())
        return campaign

    def test_the_index_agrees_with_plain_statistics(self):
        titles, cells = self._table()
        campaign = self._take(self._csv(titles, cells))
        self.assertEqual(campaign.state, "closed")
        self.assertEqual(campaign.answered_count, 60)
        self.assertEqual(str(campaign.date_closed), "2025-11-30")
        self.assertEqual(self._decisions(campaign).verb, "take_over")
        rows = self._rows(campaign)
        self.assertEqual(len(rows), 3)
        for place, (title, low, high) in enumerate(
            (
                ("as a place to live", 1, 5),
                ("police services", 1, 5),
                ("quality of the water", 0, 10),
            ),
            1,
        ):
            plain = [row[place] for row in cells if row[place] not in ("NA", "")]
            numbers = [int(cell) for cell in plain if high == 10 or cell != "9"]
            row = rows[title]
            self.assertEqual(row.count, len(numbers))
            self.assertAlmostEqual(
                row.index.value, 100 * (fmean(numbers) - low) / (high - low)
            )
            self.assertIsNone(row.index.margin, "nobody says they were drawn")
        self.assertIn("Not representative", campaign.results)

    def test_a_margin_stands_where_they_were_drawn(self):
        answers = self._csv(*self._table())
        drawn = {"is_drawn": True, "asked": 100, "population": 5000}
        campaign = self._take(answers, **drawn)
        self.assertAlmostEqual(campaign.rate, 60)
        for row in campaign._results():
            self.assertGreater(row.index.margin, 0)
        for wrong in ({"asked": 59}, {"asked": 5000}, {"population": 0}):
            with self.assertRaisesRegex(UserError, "Drawn by lot"):
                self._take(answers, **{**drawn, **wrong})
        for wrong in (-1, 59):
            with self.assertRaisesRegex(UserError, "No fewer were asked"):
                self._take(answers, asked=wrong)

    def test_rows_are_mixed_and_numbers_of_persons_are_left_out(self):
        titles, cells = self._table()
        campaign = self._take(self._csv(titles, cells))
        question = campaign.survey_id.question_ids[0]
        answers = self._answers(campaign).filtered(
            lambda answer: answer.question_id == question
        )
        came = [int(row[1]) for row in cells if row[1] != "9"]
        stored = answers.filtered(lambda answer: not answer.is_unknown)
        numbers = stored.sorted("id").mapped("number")
        self.assertEqual(sorted(numbers), sorted(came))
        self.assertNotEqual(numbers, came, "they stand in the order of the file")
        titles = campaign.survey_id.question_ids.mapped("title")
        self.assertNotIn("id", titles)

    def test_what_cannot_be_read_is_named_and_nothing_is_kept(self):
        titles, cells = self._table(5)
        cells[2][1] = "7"
        cells[3][2] = "good"
        surveys = self.env["survey.survey"].search_count([])
        for answers, key, words in (
            (self._csv(titles, cells), KEY, r"line 4 \(q1\)(.|\n)*line 5 \(q2\)"),
            ("id,q1\n1,2", KEY, "no such column: q2"),
            ("", KEY, "number of lines"),
            (self._csv(*self._table(5)), "column,scale\nx,y", "column, label, scale"),
            (self._csv(*self._table(5)), KEY + "q5,x,1 to 5\n", "line of the key.*: 6"),
            (self._csv(*self._table(5)), "column,label,scale\n", "columns|questions"),
            ("q1,q2,q3\n1,1,1\n2\r2,2,2", KEY, "by the key: line 3$"),
            (self._csv(*self._table(5)), KEY + "q5,a\rb,", "line of the key.*: 6$"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self._take(answers, key)
        self.assertEqual(self.env["survey.survey"].search_count([]), surveys)
        image = base64.b64encode(b"\xff\xd8\xff")
        with self.assertRaisesRegex(UserError, "no text in UTF-8"):
            self._take(self._csv(*self._table(5)), answers=image)
        with self.assertRaisesRegex(UserError, "before today"):
            self._take(self._csv(*self._table(5)), date="2026-03-03")

    def test_a_quality_manager_takes_over_what_is_being_prepared(self):
        answers = self._csv(*self._table(5))
        campaign = self._campaign(owner_id=self.nurse.id)
        for user in (self.nurse, self.team, self.stranger):
            with self.assertRaises(AccessError):
                campaign.with_user(user).action_take_over()
            with self.assertRaises(AccessError):
                self._take(answers, user=user, campaign=campaign)
        opened = self._open_campaign()
        with self.assertRaisesRegex(UserError, "not possible in the state"):
            self._take(answers, campaign=opened)
