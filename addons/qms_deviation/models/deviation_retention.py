from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.lifecycle import Mandate

from .deviation_handover import HANDED_OVER
from .deviation_table import ENDED


class QmsDeviationRetention(models.AbstractModel):
    """Some years after closing, a case keeps its figures and its neutral summary."""

    _name = "qms.deviation.retention"
    _description = "Retention of a case"
    _inherit = ["qms.retained.mixin"]

    @api.model
    def _retention_domain(self):
        """What was handed over goes by the rule of its channel, if that says so."""
        ended = Domain("state", "in", ENDED)
        elsewhere = (
            Domain("state", "=", HANDED_OVER)
            & Domain("date_confirmed", "!=", False)
            & Domain("date_removable", "=", False)
        )
        return super()._retention_domain() & (ended | elsewhere)

    def _retention_parts(self):
        """What goes with these cases: the cases, their actions, mails as they came."""
        cases = self | self._duplicates()
        mails = self.env["qms.unread.mail"].search(
            [("report_id", "in", cases.report_ids.ids)]
        )
        return cases, cases.action_ids, mails

    def _retention_decide(self, day):
        cases, actions, mails = self._retention_parts()
        decisions, mandate = self.env["qms.decision"], Mandate("quality_manager")
        cases._lock()
        for records in (cases, actions):
            decisions._erase_later(records, mandate, day)
        decisions._erase_later(mails, mandate, day, whole=True)

    def _retention_carry_out(self):
        cases, actions, mails = self._retention_parts()
        removal, decisions = self.env["qms.removal"], self.env["qms.decision"]
        gone = cases | cases.report_ids.deviation_ids.filtered("date_removed")
        reports = cases.report_ids.filtered(lambda report: report.deviation_ids <= gone)
        for records in (cases, actions, mails):
            decisions._carry_out_erasure(records)
        removal._remove(mails)
        removal._remove(cases.praise_ids)
        for records in (actions, reports):
            removal._empty(records, removal._figures_of(records))
        cleared = cases.filtered(lambda case: case.confidentiality == "normal")
        figures = removal._figures_of(cases)
        removal._empty(cleared, figures | {"summary"})
        removal._empty(cases - cleared, figures)
        cases._write_guarded({"date_removed": fields.Date.today()})


class QmsRetentionRule(models.Model):
    _inherit = "qms.retention.rule"

    type_id = fields.Many2one(
        "qms.deviation.type",
        ondelete="cascade",
        help="Of cases; empty: all that have no rule of their own.",
    )

    def _covers(self):
        if not self.type_id:
            return super()._covers()
        return super()._covers() & Domain("type_id", "=", self.type_id.id)

    def _narrowness(self):
        return (*super()._narrowness(), bool(self.type_id))
