import base64
from urllib.parse import urlencode

from odoo import fields, models

from odoo.addons.qms.tools.xlsx import Column, Sheet, write_workbook


class QmsProcessRiskSheet(models.AbstractModel):
    _name = "qms.process.risk.sheet"
    _description = "Deviations and risks by process, as a spreadsheet"

    sheet_file = fields.Binary("Spreadsheet", compute="_compute_sheet_file")

    def _compute_sheet_file(self):
        for report in self:
            content = report._origin and report._write_sheet()
            report.sheet_file = content and base64.b64encode(content)

    def action_export_sheet(self):
        """Download the table as an Excel file."""
        self.ensure_one()
        self.check_access("read")
        query = {
            "model": self._name,
            "id": self.id,
            "field": "sheet_file",
            "filename": f"{self.year}.xlsx",
            "download": "true",
        }
        url = f"/web/content?{urlencode(query)}"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def _write_sheet(self):
        few = self.env._("too few to show")
        columns = [
            Column(self.env._("Process"), width=50),
            Column(self.env._("Open risks"), "integer"),
            Column(self.env._("What may happen"), width=60),
            Column(self.env._("Highest level"), width=16),
            Column(str(self.year), width=16),
            Column(str(self.year - 1), width=16),
            Column(self.env._("Trend"), width=16),
        ]
        rows = [
            (
                row["name"] or self.env._("No process named"),
                row["risks"],
                row["names"],
                row["level_label"],
                few if row["cases"] is None else str(row["cases"]),
                few if row["before"] is None else str(row["before"]),
                row["trend"],
            )
            for row in self._read_rows()
        ]
        return write_workbook([Sheet(self.display_name, columns, rows)])

    def action_print(self):
        """The report on paper."""
        self.check_access("read")
        report = self.env.ref("qms_review_deviation.action_report_process_risk")
        return report.report_action(self)
