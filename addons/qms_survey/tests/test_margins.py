import io
from statistics import fmean, stdev

import openpyxl

from odoo.tests import freeze_time, tagged

from odoo.addons.qms_survey.tools.index import WHOLE

from .survey_common import NOW, SurveyCase

HERE = 30


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestMargins(SurveyCase):
    """A margin stands beside each figure of people who were drawn, and no other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.units = cls.env["hr.department"].create(
            [
                {"name": name, "company_id": cls.company.id}
                for name in ("Library", "Pool")
            ]
        )
        cls.env["hr.employee"].create(
            [
                {
                    "name": f"Colleague {number}",
                    "work_email": f"{unit.name}.{number}@example.test",
                    "department_id": unit.id,
                    "company_id": cls.company.id,
                }
                for unit in cls.units
                for number in range(HERE)
            ]
        )

    def _drawn(self, share=90, **kwargs):
        """Staff of both units, drawn by lot."""
        campaign = self._campaign(
            population="staff",
            consulted_on="2026-03-01",
            asked_unit_ids=self.units.ids,
            unit_ids=self.units.ids,
            sample_share=share,
            rest_months=0,
            **kwargs,
        )
        campaign.action_open()
        return campaign, self.env["qms.survey.invitee"].search(
            [("campaign_id", "=", campaign.id)]
        )

    def _answered(self, **kwargs):
        """A campaign that is over, and what was said per unit."""
        campaign, invitees = self._drawn(**kwargs)
        said = {unit: [] for unit in self.units}
        for place, invitee in enumerate(invitees):
            self._send(campaign, invitee=invitee, score=place % 11)
            said[invitee.department_id].append(100 * (place % 11) / 10)
        campaign.action_close(reason="Enough")
        return campaign, said

    def _margin(self, values, population):
        left = (population - len(values)) / (population - 1)
        return 1.96 * stdev(values) / len(values) ** 0.5 * left**0.5

    def _conclude(self, campaign):
        campaign.write({"conclusion": "So", "summary": "We did"})
        campaign.action_conclude()

    def test_a_unit_has_that_of_a_sample_of_its_own_people(self):
        campaign, said = self._answered()
        row = self._rows(campaign)["Would you come again?"]
        everybody = [value for values in said.values() for value in values]
        self.assertAlmostEqual(row.index.margin, self._margin(everybody, 2 * HERE))
        shown = dict(row.units)
        for unit, values in said.items():
            self.assertEqual(shown[unit.name].count, len(values))
            self.assertAlmostEqual(shown[unit.name].value, fmean(values))
            margin = self._margin(values, HERE)
            self.assertAlmostEqual(shown[unit.name].margin, margin)
        whole = dict(campaign._prepare_results([row])["units"])
        self.assertEqual(whole, shown, "of one question it is that question's")
        self.assertIn(f"± {round(row.index.margin)}", campaign.results)

    def test_where_everybody_was_asked_there_is_none(self):
        campaign, _said = self._answered(share=WHOLE)
        row = self._rows(campaign)["Would you come again?"]
        for index in (row.index, *dict(row.units).values()):
            self.assertTrue(index)
            self.assertIsNone(index.margin)
        self.assertNotIn("±", campaign.results)

    def test_a_share_that_nobody_was_drawn_by_makes_none(self):
        campaign = self._closed(
            [{"score": score} for score in range(8)], sample_share=50
        )
        self.assertIsNone(self._rows(campaign)["Would you come again?"].index.margin)
        self.assertNotIn("±", campaign.results)

    def test_whose_population_nobody_knows_has_none(self):
        campaign, _said = self._answered()
        campaign.sudo()._write_guarded({"unit_populations": False})
        shown = dict(self._rows(campaign)["Would you come again?"].units)
        self.assertEqual({index.margin for index in shown.values()}, {None})

    def test_how_many_belong_to_a_unit_is_told_to_nobody(self):
        campaign, _said = self._answered()
        known = campaign.sudo().unit_populations
        self.assertEqual(known, {str(unit.id): HERE for unit in self.units})
        self.assertNotIn("unit_populations", campaign.fields_get())

    def test_a_unit_that_is_not_shown_has_none_either(self):
        campaign, invitees = self._drawn()
        here = invitees.filtered(lambda each: each.department_id == self.units[0])
        others = invitees - here
        for place, invitee in enumerate(here[:9] + others):
            self._send(campaign, invitee=invitee, score=place % 11)
        campaign.action_close(reason="Enough")
        row = self._rows(campaign)["Would you come again?"]
        self.assertTrue(row.index.margin)
        self.assertEqual(dict(row.units), {unit.name: None for unit in self.units})
        sheet = self._sheet(campaign, "Overview")
        lines = [line[2:] for line in sheet if line[0] == "Unit"]
        self.assertEqual(lines, [["not shown", None, None]] * 2)

    def test_the_index_of_a_company_keeps_its_margin(self):
        campaign, _said = self._answered()
        margins = [row.index.margin for row in campaign._results() if row.index]
        self._conclude(campaign)
        self.assertAlmostEqual(campaign.final_margin, fmean(margins), 1)
        sister = self.env["res.company"].create(
            {"name": "Harbour Office", "parent_id": self.company.id}
        )
        self._move(campaign, sister)
        ours, _said = self._answered()
        [(name, index)] = ours._elsewhere()
        self.assertEqual(
            (name, index.margin), ("Harbour Office", campaign.final_margin)
        )
        line = self._sheet(ours, "Overview")[-1]
        self.assertEqual(line[:2], ["Other company, same questions", "Harbour Office"])
        self.assertEqual(line[3:], [round(campaign.final_margin, 1), 54])
        self._move(campaign, self.company)
        campaign.action_resume(reason="Look again")
        self.assertEqual(campaign.final_margin, 0)

    def _move(self, campaign, company):
        """As if it had been asked there."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE qms_survey_campaign SET company_id = %s WHERE id = %s",
            [company.id, campaign.id],
        )
        self.env.invalidate_all()

    def _sheet(self, campaign, name):
        book = openpyxl.load_workbook(io.BytesIO(campaign._write_results()))
        return [[cell.value for cell in row] for row in book[name].iter_rows()]

    def test_the_spreadsheet_has_the_whole_and_each_unit(self):
        campaign, said = self._answered()
        lines = self._sheet(campaign, "Overview")
        self.assertEqual(lines[0], ["Of", "Name", "Index", "Margin (±)", "Answers"])
        whole = campaign._whole(campaign._results())
        self.assertEqual(
            lines[1][2:], [str(round(whole.value, 1)), round(whole.margin, 1), 54]
        )
        units = {line[1]: line for line in lines if line[0] == "Unit"}
        self.assertEqual(set(units), set(self.units.mapped("name")))
        for unit, values in said.items():
            self.assertEqual(units[unit.name][4], len(values))
            self.assertGreater(units[unit.name][3], 0)
