import gc
import json
import tracemalloc
from collections import Counter
from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from odoo.addons.qms_survey.models import slip

from .survey_common import NOW, SurveyCase

LENGTH = 4_000


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestMix(SurveyCase):
    """A night's answers are moved at once, however many they are."""

    def _waiting(self, count, **kwargs):
        """A campaign with so many answers that wait."""
        campaign = self._open_campaign()
        answers, texts = self._filled(**kwargs)
        self.env.flush_all()
        self.env.cr.execute(
            """INSERT INTO qms_survey_slip (campaign_id, content)
                    SELECT %s, %s FROM generate_series(1, %s)""",
            [campaign.id, json.dumps({"answers": answers, "texts": texts}), count],
        )
        self.env.invalidate_all()
        return campaign.sudo()

    def _mix(self, campaign):
        self.env["qms.survey.slip"]._mix(campaign)
        self.env.flush_all()

    def _peak(self, count):
        """Bytes that are held at most while so many answers with a text are moved."""
        campaign = self._waiting(count, text="y" * LENGTH)
        patience = gc.get_threshold()
        # what is held, not what waits to be thrown away
        gc.set_threshold(100, 1, 1)
        tracemalloc.start()
        try:
            self._mix(campaign)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            gc.set_threshold(*patience)

    def test_what_is_held_does_not_grow_with_a_night(self):
        with patch.object(slip, "SLICE", 20):
            self._peak(20)
            count = 800
            self.assertLess(self._peak(count), count * LENGTH / 2)
        comments = self.env["qms.survey.comment"].search([])
        self.assertEqual(len(comments), count + 20)

    def test_ten_times_as_many_cost_no_more_statements(self):
        self._mix(self._waiting(20, text="Words"))
        spent = []
        for count in (20, 200):
            campaign = self._waiting(count, text="Words")
            before = self.env.cr.sql_log_count
            self._mix(campaign)
            spent.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(spent[1], spent[0] + 2)

    def test_each_is_moved_whole_and_once_over_all_slices(self):
        campaign = self._open_campaign(unit_ids=(self.care + self.administration).ids)
        units = Counter()
        for place in range(23):
            unit = (self.care, self.administration)[place % 2]
            units[unit] += 1
            answer = {"waiting": "Bad", "answer": None} if place % 3 else {}
            self._send(
                campaign, unit=unit.id, score=place % 11, text=f"T{place}", **answer
            )
        with patch.object(slip, "SLICE", 4):
            self._mix(campaign.sudo())
        responses = self.env["qms.survey.response"].search([])
        self.assertEqual(Counter(each.department_id for each in responses), units)
        for response in responses:
            answers = response.answer_ids
            self.assertEqual(len(answers), 4)
            self.assertEqual(answers.campaign_id, campaign.sudo())
            score = answers.filtered(lambda each: each.question_id == self.scale)
            rows = answers.filtered(lambda each: each.question_id == self.grid)
            bad = "Bad" in rows.choice_id.mapped("value")
            self.assertEqual(sum(rows.mapped("is_unknown")), int(bad))
            self.assertFalse(score.choice_id or score.row_id or score.is_unknown)
        scores = self._answers(campaign).filtered(
            lambda each: each.question_id == self.scale
        )
        self.assertEqual(
            sorted(scores.mapped("number")), sorted(n % 11 for n in range(23))
        )
        texts = self.env["qms.survey.comment"].search([]).mapped("text")
        self.assertEqual(sorted(texts), sorted(f"T{n}" for n in range(23)))
        self.assertFalse(self.env["qms.survey.slip"].search([]))
        self.assertEqual(campaign.answered_count, 23)
