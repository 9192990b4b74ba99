from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.qms.models.res_company import LEVELS


class QmsRegister(models.Model):
    """The register: one line per case, without its story; nobody writes here.

    What was handed over to a channel that leaves a count alone has no line.
    """

    _name = "qms.register"
    _description = "Register of cases"
    _inherit = ["qms.reader.search.mixin"]
    _auto = False
    _order = "date_reported desc, id desc"
    _rec_name = "number"
    _qms_counted = True
    _depends = {
        "qms.deviation": [
            "channel_id",
            "company_id",
            "confidentiality",
            "date_closed",
            "date_reported",
            "department_id",
            "hidden_from_id",
            "level",
            "number",
            "requirement_id",
            "state",
            "summary",
            "taken_over",
            "type_id",
            "former_unit",
            "work_environment",
        ],
        "hr.department": ["qms_today_id"],
        "qms.channel": ["traceless"],
    }

    number = fields.Char(readonly=True)
    type_id = fields.Many2one("qms.deviation.type", readonly=True)
    state = fields.Selection(
        lambda self: self.env["qms.deviation"]._state_choices(),
        readonly=True,
    )
    company_id = fields.Many2one("res.company", readonly=True)
    department_id = fields.Many2one("hr.department", "Unit", readonly=True)
    unit_today_id = fields.Many2one(
        "hr.department",
        "Unit today",
        readonly=True,
        help="What the unit of then is part of now.",
    )
    former_unit = fields.Char("Unit's name then", readonly=True)
    requirement_id = fields.Many2one("qms.requirement", readonly=True)
    level = fields.Selection(LEVELS, "Severity", readonly=True)
    confidentiality = fields.Selection(
        [("normal", "Normal"), ("confidential", "Confidential")], readonly=True
    )
    date_reported = fields.Date(readonly=True)
    date_closed = fields.Date("Closed on", readonly=True)
    days_open = fields.Integer(
        "Days from report to closing", readonly=True, aggregator="avg"
    )
    taken_over = fields.Boolean("Taken over", readonly=True)
    work_environment = fields.Boolean("Work environment", readonly=True)
    channel_id = fields.Many2one("qms.channel", "Handed over to", readonly=True)
    summary = fields.Text("Neutral summary", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """SELECT id, number, type_id, state, company_id, department_id,
                      (SELECT COALESCE(u.qms_today_id, u.id) FROM hr_department u
                        WHERE u.id = department_id) AS unit_today_id, former_unit,
                      requirement_id, level, confidentiality, date_reported,
                      date_closed, taken_over, work_environment, channel_id,
                      CASE WHEN NOT COALESCE(taken_over, FALSE)
                           THEN date_closed - date_reported END AS days_open,
                      CASE WHEN confidentiality = 'normal' AND channel_id IS NULL
                           THEN summary END AS summary
                 FROM qms_deviation
                WHERE hidden_from_id IS DISTINCT FROM %s
                  AND NOT EXISTS (SELECT FROM qms_channel c
                                   WHERE c.id = channel_id AND c.traceless)""",
            self.env.uid,
        )

    @api.model
    def _qms_figures_domain(self):
        """Without those hidden from somebody, who would find them by subtracting."""
        return super()._qms_figures_domain() & Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "EXISTS (SELECT FROM qms_deviation c WHERE c.id = %s "
                "AND c.hidden_from_id IS NULL)",
                SQL.identifier(alias, "id"),
            )
        )

    def action_open_case(self):
        """Open the case, for those who may; the others see this line."""
        self.ensure_one()
        self.check_access("read")
        readable = self.env["qms.deviation"].browse(self.id).has_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.number,
            "res_model": "qms.deviation" if readable else self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current" if readable else "new",
        }

    def action_open_because(self):
        """Ask for the reason, then open a confidential case for some days."""
        self.ensure_one()
        return self.env["qms.deviation"].browse(self.id).action_open_because()
