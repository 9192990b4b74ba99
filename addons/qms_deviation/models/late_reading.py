from odoo import fields, models
from odoo.tools import SQL


class QmsLateReading(models.Model):
    """Units where first reading is late, and how often: never whose duty it is."""

    _name = "qms.late.reading"
    _description = "First reading that is late"
    _auto = False
    _order = "count desc, id"
    _rec_name = "department_id"
    _depends = {
        "qms.duty": [
            *("company_id", "date_deadline", "department_id"),
            *("res_model", "state", "verb"),
        ]
    }

    department_id = fields.Many2one("hr.department", "Unit", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    count = fields.Integer("Cases waiting too long", readonly=True)
    date_oldest = fields.Date("Oldest since", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """SELECT MIN(id) AS id, department_id, company_id, COUNT(*) AS count,
                      MIN(date_deadline) AS date_oldest
                 FROM qms_duty
                WHERE state = 'open' AND verb = 'triage'
                  AND res_model = 'qms.deviation' AND date_deadline < %s
             GROUP BY department_id, company_id""",
            fields.Date.context_today(self),
        )
