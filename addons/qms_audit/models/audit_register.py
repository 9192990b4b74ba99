from odoo import fields, models
from odoo.tools import SQL

from .audit_table import KINDS, STATES


class QmsAuditRegister(models.Model):
    """One line per audit for everybody in the audited units: what, when, how far.

    Nothing that is said on the audit stands here, and nobody writes here. The report
    is read as ``qms.audit.report``, once it stands.
    """

    _name = "qms.audit.register"
    _description = "Register of audits"
    _auto = False
    _order = "date_planned desc, id desc"
    _rec_name = "number"
    _depends = {
        "qms.audit": [
            "company_id",
            "date_closed",
            "date_end",
            "date_planned",
            "date_reported",
            "date_stands",
            "date_start",
            "kind",
            "name",
            "number",
            "state",
        ],
    }

    number = fields.Char(readonly=True)
    name = fields.Char("Subject", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    state = fields.Selection(STATES, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    department_ids = fields.Many2many(
        "hr.department",
        "qms_audit_department_rel",
        "audit_id",
        "department_id",
        string="Audited units",
        readonly=True,
        context={"active_test": False},
    )
    covered_unit_ids = fields.Many2many(
        "hr.department",
        "qms_audit_covered_unit_rel",
        "audit_id",
        "department_id",
        readonly=True,
        context={"active_test": False},
    )
    date_planned = fields.Date("Planned for", readonly=True)
    date_start = fields.Datetime("Begins", readonly=True)
    date_end = fields.Datetime("Ends", readonly=True)
    date_reported = fields.Date("Report sent on", readonly=True)
    date_stands = fields.Date("Stands from", readonly=True)
    date_closed = fields.Date("Closed on", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """SELECT id, number, name, kind, state, company_id, date_planned,
                      date_start, date_end, date_reported, date_stands, date_closed
                 FROM qms_audit"""
        )

    def action_open_report(self):
        """Open the report, for those who may read it by now."""
        self.ensure_one()
        self.check_access("read")
        report = self.env["qms.audit.report"].search([("audit_id", "=", self.id)])
        # sudo: only to say that it cannot be read yet
        every = self.env["qms.audit.report"].sudo()
        report = report or every.search([("audit_id", "=", self.id)]).sudo(False)
        report.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": report._name,
            "res_id": report.id,
            "views": [(False, "form")],
        }


class QmsAuditCase(models.Model):
    """Lines of the register of cases within the scope of an audit, for its team.

    An auditor of another company of the group sees these and nothing else of the
    audited company: no story, and of what is confidential no summary either.
    """

    _name = "qms.audit.case"
    _inherit = "qms.register"
    _description = "Cases in the scope of an audit"
    _auto = False
    _log_access = False

    department_id = fields.Many2one("hr.department", "Unit", readonly=True)
