import base64
from urllib.parse import urlencode

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.qms.tools.xlsx import Column, Sheet, write_workbook

from .campaign_results import SHOWN


class QmsSurveyCampaignSheet(models.AbstractModel):
    """Results as a spreadsheet: what the screen shows, nothing else."""

    _name = "qms.survey.campaign.sheet"
    _description = "Results of a survey, as a spreadsheet"

    results_file = fields.Binary("Spreadsheet", compute="_compute_results_file")

    def _compute_results_file(self):
        for campaign in self:
            content = campaign.state in SHOWN and campaign._write_results()
            campaign.results_file = content and base64.b64encode(content)

    def action_export_results(self):
        """Download the results as an Excel file."""
        self._check_results()
        query = {
            "model": self._name,
            "id": self.id,
            "field": "results_file",
            "filename": f"{self.number or self.id}.xlsx",
            "download": "true",
        }
        url = f"/web/content?{urlencode(query)}"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def action_print_results(self):
        """The results on paper."""
        self._check_results()
        report = self.env.ref("qms_survey.action_report_results")
        return report.report_action(self)

    def _check_results(self):
        self.ensure_one()
        self.check_access("read")
        if self.state not in SHOWN:
            raise UserError(self.env._("There are results once the survey is closed."))

    def _write_results(self):
        rows = self._results()
        shown = self._prepare_results(rows)
        sheets = [self._questions_sheet(rows), self._answers_sheet(rows)]
        if shown["whole"]:
            sheets.append(self._together_sheet(shown))
        if shown["units"]:
            sheets.append(self._units_sheet(rows))
        if any(row.trend for row in rows):
            sheets.append(self._rounds_sheet(rows))
        if shown["topics"]:
            sheets.append(self._topics_sheet(shown["topics"]))
        if comments := self._comments():
            sheets.append(self._comments_sheet(comments))
        return write_workbook(sheets)

    def _comments(self):
        """Free texts, as far as the reader may read them."""
        comments = self.env["qms.survey.comment"]
        return comments.search([("campaign_id", "=", self.id)])

    def _questions_sheet(self, rows):
        few = self.env._("too few to show")
        columns = [
            Column(self.env._("Part"), width=24),
            Column(self.env._("Question"), width=50),
            Column(self.env._("Row"), width=40),
            Column(self.env._("Answers"), "integer"),
            Column(self.env._("Index")),
            Column(self.env._("Margin (±)"), "number"),
            Column(self.env._("Last round"), "number"),
            Column(self.env._("Change"), "number"),
        ]
        if self.access == "link":
            columns.append(Column(self.env._("Standing"), width=20))
        unsure = [self.env._("not representative")] if self.access == "link" else []
        return Sheet(
            self.env._("Questions"),
            columns,
            [
                (
                    row.theme,
                    row.title,
                    row.row,
                    row.count,
                    few if row.few else self._plain(row.index and row.index.value),
                    self._rounded(row.index and row.index.margin),
                    self._rounded(row.before and row.before.value),
                    self._rounded(row.change),
                    *unsure,
                )
                for row in rows
            ],
        )

    def _answers_sheet(self, rows):
        columns = [
            Column(self.env._("Question"), width=50),
            Column(self.env._("Row"), width=40),
            Column(self.env._("Answer"), width=30),
            Column(self.env._("Share in %"), "integer"),
        ]
        found = [(row.title, row.row, *bar) for row in rows for bar in row.bars]
        return Sheet(self.env._("Answers"), columns, found)

    def _together_sheet(self, shown):
        """The whole, its parts, units and other companies, each with its index."""
        kinds = {
            self.env._("Part"): shown["themes"],
            self.env._("Unit"): shown["units"],
            self.env._("Other company, same questions"): shown["companies"],
        }
        columns = [
            Column(self.env._("Of"), width=30),
            Column(self.env._("Name"), width=40),
            *self._index_columns(),
        ]
        whole = self.env._("All questions that are counted")
        found = [(whole, "", *self._index_cells(shown["whole"]))]
        found += [
            (kind, name, *self._index_cells(index))
            for kind, pairs in kinds.items()
            for name, index in pairs
        ]
        return Sheet(self.env._("Overview"), columns, found)

    def _rounds_sheet(self, rows):
        columns = [
            Column(self.env._("Question"), width=50),
            Column(self.env._("Row"), width=40),
            Column(self.env._("Round until"), "date"),
            *self._index_columns(),
        ]
        found = [
            (row.title, row.row, day, *self._index_cells(index))
            for row in rows
            for day, index in row.trend
        ]
        return Sheet(self.env._("Rounds before"), columns, found)

    def _index_columns(self):
        return [
            Column(self.env._("Index")),
            Column(self.env._("Margin (±)"), "number"),
            Column(self.env._("Answers"), "integer"),
        ]

    def _index_cells(self, index):
        """Index, margin and number of answers; of what is not shown neither."""
        if not index:
            return self.env._("not shown"), None, None
        margin = self._rounded(index.margin)
        return self._plain(index.value), margin, index.count

    def _units_sheet(self, rows):
        columns = [
            Column(self.env._("Question"), width=50),
            Column(self.env._("Row"), width=40),
            Column(self.env._("Unit"), width=30),
            *self._index_columns(),
        ]
        found = [
            (row.title, row.row, name, *self._index_cells(index))
            for row in rows
            for name, index in row.units
        ]
        return Sheet(self.env._("Units"), columns, found)

    def _topics_sheet(self, topics):
        few = self.env._("too few to show")
        columns = [
            Column(self.env._("Theme"), width=40),
            Column(self.env._("Free texts")),
        ]
        found = [(name, few if count is None else str(count)) for name, count in topics]
        return Sheet(self.env._("Themes"), columns, found)

    def _comments_sheet(self, comments):
        columns = [
            Column(self.env._("Question"), width=40),
            Column(self.env._("Theme"), width=24),
            Column(self.env._("Free text"), width=80),
        ]
        # sudo: the questions' own words
        titles = {each: each.question_id.sudo().title for each in comments}
        found = [
            (titles[each], each.topic_id.name or "", each.text) for each in comments
        ]
        return Sheet(self.env._("Free texts"), columns, found)

    def _rounded(self, value):
        return None if value is None or value is False else round(value, 1)

    def _plain(self, value):
        return "" if value is None else str(round(value, 1))
