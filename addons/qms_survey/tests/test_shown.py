import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms_survey.tools.index import Index

from .survey_common import NOW, SurveyCase


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestShown(SurveyCase):
    """Rounds, companies, parts and texts beside a result; on paper, in a sheet."""

    def _concluded(self, scores, **kwargs):
        campaign = self._closed([{"score": score} for score in scores], **kwargs)
        campaign.write({"conclusion": "So", "summary": "We did"})
        campaign.action_conclude()
        return campaign

    def _book(self, campaign, user=None):
        content = campaign.with_user(user or self.manager)._write_results()
        return openpyxl.load_workbook(io.BytesIO(content))

    def _cells(self, sheet):
        return [[cell.value for cell in row] for row in sheet.iter_rows()]

    # ------------------------------------------------------------
    # Side by side
    # ------------------------------------------------------------

    def test_the_rounds_before_are_a_trend(self):
        last = None
        for year, scores in ((2023, [2, 3, 2, 3, 5]), (2024, [4, 5, 4, 5, 7])):
            last = self._concluded(scores, previous_id=last and last.id)
            last.sudo()._write_guarded({"date_closed": f"{year}-03-02"})
        now = self._closed([{"score": s} for s in (6, 7, 8, 6, 8)], previous_id=last.id)
        row = self._rows(now)["Would you come again?"]
        self.assertEqual([day.year for day, _index in row.trend], [2023, 2024])
        self.assertAlmostEqual(row.trend[0][1].value, 30)
        self.assertAlmostEqual(row.before.value, 50)
        self.assertIn("2023", now.results)

    def test_rounds_compare_what_both_asked_in_the_same_words(self):
        last = self._concluded([4, 5, 6, 5, 5])
        copy = self.survey.copy()
        asked = {question.title: question for question in copy.question_ids}
        asked["How satisfied are you with"].matrix_row_ids[0].value = "the queue"
        asked["How satisfied are you with"].suggested_answer_ids[0].value = "Bad"
        added = asked["Would you come again?"].copy({"title": "And here?"})
        now = self._campaign(access="link", survey_id=copy.id, previous_id=last.id)
        now.action_open()
        nobody = self.env["qms.survey.invitee"]
        choices = asked["How satisfied are you with"].suggested_answer_ids
        for number, score in enumerate((6, 7, 8, 6, 8)):
            answers = [
                {"question_id": question.id, "number": score}
                for question in (asked["Would you come again?"], added)
            ]
            answers += [
                {
                    "question_id": asked["How satisfied are you with"].id,
                    "row_id": row.id,
                    "choice_id": choices[number % 3].id,
                }
                for row in asked["How satisfied are you with"].matrix_row_ids
            ]
            now.sudo()._take_in(answers, [], nobody, False)
        now.action_close(reason="Enough")
        rows = self._rows(now)
        self.assertAlmostEqual(rows["Would you come again?"].before.value, 50)
        self.assertAlmostEqual(rows["Would you come again?"].change, 20)
        for other in ("And here?", "the queue"):
            self.assertTrue(rows[other].index)
            self.assertIsNone(rows[other].before, other)
        self.assertIsNone(now._whole_change(now._whole(now._results())))

    def test_what_has_other_answers_is_another_question(self):
        last = self._concluded([4, 5, 6, 5, 5])
        copy = self.survey.copy()
        scale = copy.question_ids.filtered(lambda each: each.question_type == "scale")
        for change in ({"scale_max": 9}, {"qms_index": "down"}):
            now = self._campaign(survey_id=copy.id, previous_id=last.id).sudo()
            self.assertIn((scale.id, None), now._rounds_before()[0][1])
            before = {name: scale[name] for name in change}
            scale.write(change)
            self.assertNotIn((scale.id, None), now._rounds_before()[0][1])
            scale.write(before)
        scale.copy({"title": scale.title})
        self.assertNotIn((scale.id, None), now._rounds_before()[0][1], "which of both?")

    def test_what_was_concluded_is_kept_as_a_figure(self):
        campaign = self._concluded([4, 5, 6, 5, 5])
        self.assertAlmostEqual(campaign.final_index, campaign.index)
        with self.assertRaises(UserError):
            campaign.final_index = 99
        campaign.action_resume(reason="Look again")
        self.assertEqual(campaign.final_index, 0)
        self.assertEqual(self._concluded([1, 2]).final_index, 0, "too few")

    def test_figures_follow_from_what_was_concluded(self):
        self._concluded([4, 5, 6, 5, 5], name="One")
        figure = self.env.ref("qms_survey.indicator_survey_citizens")
        since, until = (
            self.company._qms_today().replace(day=1),
            self.company._qms_today(),
        )
        (read,) = figure.with_user(self.manager)._read_figures(
            self.company, since, until
        )
        shown = self.env["qms.survey.campaign"].search([("final_index", ">", 0)])
        self.assertAlmostEqual(read["value"], shown.final_index, 1)

    def test_companies_of_the_group_stand_beside_each_other(self):
        ours = self._concluded([4, 5, 6, 5, 5])
        self.assertFalse(ours._elsewhere())
        foreign = self._campaign(access="link", company_id=self.company.id)
        foreign.action_open()
        for score in (6, 7, 8, 9, 6):
            self._send(foreign, score=score)
        foreign.action_close(reason="Enough")
        foreign.write({"conclusion": "Fine", "summary": "We did"})
        foreign.action_conclude()
        sister = self.env["res.company"].create(
            {"name": "Harbour Office", "parent_id": self.company.id}
        )
        foreign.sudo()._write_guarded({"company_id": sister.id})
        shown = Index(foreign.final_index, 5, None)
        self.assertEqual(ours._elsewhere(), [("Harbour Office", shown)])
        self.assertIn("Harbour Office", ours.results)
        foreign.sudo()._write_guarded({"company_id": self.other_company.id})
        if self.other_company.root_id != self.company.root_id:
            self.assertFalse(ours._elsewhere(), "not of this group")

    def test_parts_and_units_follow_from_what_is_shown(self):
        rows = [
            {"unit": unit.id, "score": score}
            for unit, scores in (
                (self.administration, (4, 5, 6, 5, 5)),
                (self.care, (6, 7, 8, 6, 8)),
            )
            for score in scores
        ]
        campaign = self._closed(rows, unit_ids=[self.administration.id, self.care.id])
        shown = campaign._prepare_results(campaign._results())
        self.assertEqual(
            {name: round(index.value) for name, index in shown["units"]},
            {"Administration": 50, "Care": 70},
        )
        self.assertEqual({index.count for _name, index in shown["units"]}, {5})

    def test_themes_of_texts_are_counted_when_a_person_gave_them(self):
        texts = [{"text": f"Text {place}", "score": place} for place in range(10)]
        campaign = self._closed(texts)
        topics = self.env["qms.topic"].search([], limit=2)
        comments = self.env["qms.survey.comment"].with_user(self.manager)
        comments = comments.search([("campaign_id", "=", campaign.id)])
        self.assertFalse(campaign._topic_counts())
        comments[:4].topic_id = topics[0]
        comments[4:9].topic_id = topics[1]
        self.assertEqual(
            dict(campaign._topic_counts()), {topics[0].name: 4, topics[1].name: 5}
        )
        comments[2:4].topic_id = False
        self.assertIsNone(dict(campaign._topic_counts())[topics[0].name], "too few")
        few = self._closed(texts[:9])
        self.assertFalse(few._topic_counts())

    # ------------------------------------------------------------
    # On paper, as a spreadsheet
    # ------------------------------------------------------------

    def test_the_spreadsheet_says_what_the_screen_says(self):
        self.scale.title = "=1+1"
        campaign = self._closed([{"score": score} for score in (4, 5, 6, 5, 5)])
        book = self._book(campaign)
        questions = self._cells(book.worksheets[0])
        line = next(row for row in questions if row[1] == "=1+1")
        self.assertEqual(line[3:5], [5, "50.0"])
        self.assertEqual(line[-1], "not representative")
        cell = next(
            cell
            for row in book.worksheets[0].iter_rows()
            for cell in row
            if cell.value == "=1+1"
        )
        self.assertEqual(cell.data_type, "s", "text, never a formula")
        answers = self._cells(book.worksheets[1])
        self.assertIn(["=1+1", None, "5", 60], answers)

    def test_nothing_small_is_in_the_spreadsheet(self):
        campaign = self._closed([{"score": score, "text": "x"} for score in range(4)])
        book = self._book(campaign)
        self.assertEqual(len(book.worksheets), 2)
        for row in self._cells(book.worksheets[0])[1:]:
            self.assertEqual(row[3:8], [0, "too few to show", None, None, None])
        self.assertEqual(len(self._cells(book.worksheets[1])), 1)

    def test_texts_are_in_the_spreadsheet_of_who_may_read_them(self):
        texts = [{"text": f"=Text {place}", "score": place} for place in range(10)]
        campaign = self._closed(texts)
        names = self._book(campaign).sheetnames
        self.assertIn("Free texts", names)
        self.assertNotIn("Free texts", self._book(campaign, self.team).sheetnames)

    def test_there_is_none_while_answers_come_in(self):
        campaign = self._open_campaign()
        for score in range(8):
            self._send(campaign, score=score)
        for take in (campaign.action_export_results, campaign.action_print_results):
            with self.assertRaisesRegex(UserError, "once the survey is closed"):
                take()
        self.assertFalse(campaign.results_file)
        self.env["qms.survey.slip"]._mix(campaign.sudo())
        self.assertFalse(campaign.results_file)
        with self.assertRaises(AccessError):
            campaign.with_user(self.nurse).action_export_results()

    def test_on_paper_it_is_the_same(self):
        campaign = self._closed([{"score": score} for score in (4, 5, 6, 5, 5)])
        campaign.conclusion = "Halfway there"
        report = self.env["ir.actions.report"].with_user(self.manager)
        page = report._render_qweb_html("qms_survey.report_results", campaign.ids)[0]
        page = page.decode()
        self.assertIn("Halfway there", page)
        self.assertIn("Not representative", page)
