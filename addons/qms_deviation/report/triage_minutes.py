from odoo import api, fields, models
from odoo.tools import format_date


class ReportTriageMinutes(models.AbstractModel):
    """The minutes on paper: of a meeting's day, or all of the cases chosen."""

    _name = "report.qms_deviation.report_triage"
    _description = "Minutes of the quality group on paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        asked = data or {}
        ids = docids or [int(key) for key in asked.get("ids") or ()]
        day = fields.Date.to_date(asked.get("day"))
        cases = self.env["qms.deviation"].browse(ids)
        return {
            "lines": cases.action_triage_minutes(day),
            "day": format_date(self.env, day) if day else "",
            "company": self.env.company,
        }
