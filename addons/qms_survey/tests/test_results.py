from statistics import fmean

from odoo.tests import freeze_time, tagged

from .survey_common import NOW, SurveyCase

POINTS = {"Bad": 0, "Fair": 50, "Good": 100}


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestResults(SurveyCase):
    """What is shown is right, and points to nobody's answer."""

    def test_the_index_agrees_with_a_plain_mean(self):
        waits = ["Bad", "Fair", "Fair", "Good", "Good", "Bad", None]
        scores = [0, 3, 9, 10, 5, 5, 7]
        campaign = self._closed(
            {"waiting": wait, "score": score}
            for wait, score in zip(waits, scores, strict=True)
        )
        rows = self._rows(campaign)
        waiting = rows["the waiting"]
        self.assertAlmostEqual(
            waiting.index.value, fmean(POINTS[wait] for wait in waits if wait)
        )
        self.assertEqual(waiting.count, 6, "who does not know is left out")
        self.assertEqual(waiting.bars, [("Bad", 33), ("Fair", 33), ("Good", 33)])
        scale = rows["Would you come again?"]
        self.assertAlmostEqual(scale.index.value, 10 * fmean(scores))
        self.assertEqual(dict(scale.bars)["5"], 29)
        self.assertIsNone(rows["How did you reach us?"].index)

    def test_shares_of_several_choices_are_of_persons(self):
        ways = [("Phone", "Mail"), ("Phone",), ("Mail",), ("Phone",), ("Phone",)]
        campaign = self._closed({"ways": each} for each in ways)
        row = self._rows(campaign)["How did you reach us?"]
        self.assertEqual(row.count, 5)
        self.assertEqual(row.bars, [("Phone", 80), ("Mail", 40)])

    def test_nothing_shows_while_answers_come_in(self):
        campaign = self._open_campaign()
        for score in range(8):
            self._send(campaign, score=score)
        self.assertFalse(campaign.results)
        self.assertFalse(campaign.index)

    def test_too_few_are_not_shown(self):
        campaign = self._closed({"score": score} for score in (1, 2, 3, 4))
        for row in campaign._results():
            self.assertTrue(row.few)
            self.assertFalse(row.count or row.index or row.bars or row.units)
        self.assertIn("Too few to show", campaign.results)

    def test_where_all_answered_alike_each_answer_would_be_known(self):
        campaign = self._closed([{"waiting": "Bad", "score": n} for n in range(6)])
        rows = self._rows(campaign)
        self.assertTrue(rows["the waiting"].few)
        self.assertFalse(rows["the waiting"].index)
        self.assertFalse(rows["Would you come again?"].few)

    def test_what_all_have_ticked_would_be_known_of_each(self):
        alike = [{"ways": ("Phone", "Mail"), "score": n} for n in range(5)]
        self.assertTrue(self._rows(self._closed(alike))["How did you reach us?"].few)
        some = [*alike[:4], {"ways": ("Phone",), "score": 1}]
        self.assertTrue(self._rows(self._closed(some))["How did you reach us?"].few)

    def test_several_answers_of_one_person_make_no_group(self):
        """Two who tick three each are two, in no unit six."""
        self.grid.matrix_subtype = "multiple"
        self.assertFalse(self.grid._qms_points())

    def _by_unit(self, counts, alike=()):
        """Answers per unit; the unit that is ``alike`` is of one mind."""
        filled = [
            {"unit": unit.id, "score": 5 if unit in alike else number % 11}
            for unit, count in counts.items()
            for number in range(count)
        ]
        campaign = self._closed(filled, unit_ids=[unit.id for unit in counts])
        rows = self._rows(campaign)["Would you come again?"].units
        return {name: shown and shown.value for name, shown in rows}

    def test_a_small_unit_does_not_follow_from_the_others(self):
        units = self._by_unit({self.administration: 9, self.care: 4, self.home_care: 7})
        self.assertIsNone(units["Care"])
        shown = [name for name, value in units.items() if value is not None]
        self.assertEqual(shown, ["Administration"], "the smaller of the rest goes too")

    def test_large_units_are_compared(self):
        units = self._by_unit({self.administration: 6, self.care: 8})
        self.assertAlmostEqual(units["Administration"], 10 * fmean(range(6)))
        self.assertAlmostEqual(units["Care"], 10 * fmean(range(8)))

    def test_no_unit_shows_where_one_is_of_one_mind(self):
        counts = {self.administration: 6, self.care: 8, self.home_care: 7}
        units = self._by_unit(counts, alike=(self.care,))
        self.assertEqual(set(units.values()), {None})

    def test_it_stands_beside_the_round_before(self):
        before = self._closed([{"score": score} for score in (2, 3, 4, 5, 6)])
        before.write({"conclusion": "So so", "summary": "We did"})
        before.action_conclude()
        following = {"previous_id": before.id}
        after = self._closed([{"score": s} for s in (4, 5, 6, 7, 8)], **following)
        row = self._rows(after)["Would you come again?"]
        self.assertAlmostEqual(row.before.value, 40)
        self.assertAlmostEqual(row.change, 20)
        self.assertIn("▲ +20", after.results)
        # what was too small then is so now
        few = self._closed([{"score": score} for score in (1, 2)])
        few.write({"conclusion": "Few", "summary": "We did"})
        few.action_conclude()
        third = self._closed([{"score": s} for s in range(6)], previous_id=few.id)
        self.assertIsNone(self._rows(third)["Would you come again?"].before)

    def test_a_margin_stands_where_people_were_drawn(self):
        self._citizens(20)
        campaign = self._campaign(sample_share=50)
        campaign.action_open()
        invitees = self.env["qms.survey.invitee"].search(
            [("campaign_id", "=", campaign.id)]
        )
        for score, invitee in enumerate(invitees[:8]):
            self._send(campaign, invitee=invitee, score=score)
        campaign.action_close(reason="Enough")
        self.assertEqual(campaign.rate, 80)
        drawn = self._rows(campaign)["Would you come again?"]
        self.assertGreater(drawn.index.margin, 0)
        whoever = self._closed([{"score": score} for score in range(8)])
        self.assertIsNone(self._rows(whoever)["Would you come again?"].index.margin)
        self.assertIn("Not representative", whoever.results)

    def test_they_are_the_same_for_every_reader(self):
        campaign = self._closed([{"score": score} for score in range(6)])
        campaign.write({"conclusion": "Good", "summary": "We did"})
        campaign.action_conclude()
        shown = {
            campaign.with_user(user).results
            for user in (self.manager, self.team, self.leader)
        }
        self.assertEqual(len(shown), 1)

    def test_many_answers_cost_no_more_statements(self):
        def cost(count):
            campaign = self._closed([{"score": n % 11} for n in range(count)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(campaign.results)
            return self.env.cr.sql_log_count - before

        cost(12)
        self.assertEqual(cost(12), cost(60))
