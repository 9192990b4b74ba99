from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.qms.models.res_company import LEVELS

DAY = 24 * 60 * 60


class QmsStateTime(models.Model):
    """How long cases stay in each state, as their decisions tell.

    One line per stay; a stay that lasts has no end. Who reads the line of a case in
    the register reads its stays. Cases taken over have none.
    """

    _name = "qms.state.time"
    _description = "Time in a state"
    _auto = False
    _order = "date_from desc, id desc"
    _rec_name = "number"
    _depends = {
        "qms.decision": ["date", "res_id", "res_model", "state_from", "state_to"],
        "qms.deviation": [
            "company_id",
            "department_id",
            "level",
            "number",
            "state",
            "taken_over",
            "type_id",
        ],
    }

    number = fields.Char(readonly=True)
    state = fields.Selection(
        lambda self: self.env["qms.deviation"]._state_choices(),
        readonly=True,
    )
    date_from = fields.Datetime("From", readonly=True)
    date_to = fields.Datetime("To", readonly=True)
    days = fields.Float(readonly=True, aggregator="avg", digits=(16, 1))
    type_id = fields.Many2one("qms.deviation.type", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    department_id = fields.Many2one("hr.department", "Unit", readonly=True)
    level = fields.Selection(LEVELS, "Severity", readonly=True)

    @property
    def _table_query(self):
        readable = self.env["qms.register"]._search([("taken_over", "=", False)])
        return SQL(
            """
            WITH moved AS (
                SELECT id, res_id, state_from, state_to, date,
                       LAG(date) OVER chain AS since,
                       LEAD(id) OVER chain IS NULL AS is_last
                  FROM qms_decision
                 WHERE res_model = 'qms.deviation' AND state_from != state_to
                WINDOW chain AS (PARTITION BY res_id ORDER BY sequence)
            ), stay AS (
                SELECT id, res_id, state_from AS state, since, date AS until FROM moved
                 UNION ALL
                SELECT -2 * id, res_id, state_to, date, NULL FROM moved WHERE is_last
                 UNION ALL
                SELECT -2 * id - 1, id, state, NULL, NULL FROM qms_deviation
                 WHERE id NOT IN (SELECT res_id FROM moved)
            ), dated AS (
                SELECT stay.id, stay.state, c.number, c.type_id, c.company_id,
                       c.department_id, c.level,
                       COALESCE(since, LEAST(c.create_date,
                           c.date_reported + c.create_date::time)) AS date_from,
                       until AS date_to
                  FROM stay
                  JOIN qms_deviation c ON c.id = stay.res_id
                 WHERE stay.res_id IN %s
                   AND (until IS NOT NULL OR stay.state NOT IN %s)
            )
            SELECT *, EXTRACT(EPOCH FROM
                      COALESCE(date_to, %s) - date_from)::float / %s AS days
              FROM dated
            """,
            readable.subselect(),
            self.env["qms.deviation"]._lifecycle_closed,
            fields.Datetime.now(),
            DAY,
        )
