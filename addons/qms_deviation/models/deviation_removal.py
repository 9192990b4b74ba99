from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.apart import apart
from odoo.addons.qms.tools.lifecycle import Mandate

from .deviation_handover import HANDED_OVER

SLICE = 50
# what is left of a case whose text was removed: number, type, unit, dates, channel
CASE_KEPT = {
    "channel_id",
    "company_id",
    "confidentiality",
    "department_id",
    "external_reference",
    "handover_late",
    "number",
    "reading_department_id",
    "report_ids",
    "state",
    "taken_over",
    "takeover_id",
    "type_id",
}
REPORT_KEPT = {"company_id", "department_id", "deviation_ids", "number", "type_id"}
ACTION_KEPT = {
    "company_id",
    "department_id",
    "deviation_id",
    "number",
    "res_id",
    "res_model",
    "state",
    "type_id",
}


class QmsDeviationRemoval(models.AbstractModel):
    """What was handed over goes, once confirmed and by the rule of its channel.

    Whoever confirms decides it, also for the day to come; the system carries it out.
    """

    _name = "qms.deviation.removal"
    _description = "Removal of a case that was handed over"

    def _plan_removal(self):
        """The day on which the text goes, and the decision that it may."""
        today = fields.Date.today()
        for channel, cases in self.grouped("channel_id").items():
            if channel.archive_rule != "remove":
                continue
            confirmed = max(cases.mapped("date_confirmed"))
            kept = relativedelta(months=channel.keep_months)
            day = max(confirmed + kept, today)
            cases._write_guarded({"date_removable": day})
            cases._decide_removal(cases._with_gone_along(), day, channel.traceless)
            cases._remove_mails()

    def _decide_removal(self, cases, day, whole):
        cases._lock()
        for records in (cases, cases.action_ids):
            self.env["qms.decision"]._erase_later(
                records, Mandate("archive_rule"), day, whole
            )

    def _remove_mails(self):
        """The mails as they came: the other side has what they said."""
        mails = self.env["qms.unread.mail"].search(
            [("report_id", "in", self._with_gone_along().report_ids.ids)]
        )
        decisions, today = self.env["qms.decision"], fields.Date.today()
        decisions._erase_later(mails, Mandate("archive_rule"), today, whole=True)
        decisions._carry_out_erasure(mails)
        self.env["qms.removal"]._remove(mails)

    def _with_gone_along(self):
        return self | self._gone_along()

    @api.model
    def _removal_domain(self):
        return (
            Domain("state", "=", HANDED_OVER)
            & Domain("date_confirmed", "!=", False)
            & Domain("date_removable", "<=", fields.Date.today())
            & Domain("date_removed", "=", False)
        )

    def _remove_due(self):
        """Remove what is due of these cases."""
        due = self.filtered_domain(self._removal_domain())
        traceless = due.filtered("channel_id.traceless")
        (due - traceless)._remove_text()
        traceless._remove_without_trace()

    @api.model
    def _cron_remove(self):
        """Carry out the archive rules, in slices; run twice it finds nothing more."""
        # sudo: the system carries out what was decided
        cases, progress = self.sudo(), self.env["ir.cron"]._commit_progress
        domain, last = self._removal_domain(), 0
        progress(remaining=cases.search_count(domain))
        while found := cases.search(
            domain & Domain("id", ">", last), order="id", limit=SLICE
        ):
            last = found[-1].id
            apart(found.try_lock_for_update(), lambda part: part._remove_due())
            if not progress(len(found)):
                break

    def _remove_text(self):
        if not self:
            return
        removal = self.env["qms.removal"]
        reports = self.report_ids.filtered(
            lambda report: report.deviation_ids <= self._all_removed(report)
        )
        cases = self._with_gone_along()
        for records in (cases, cases.action_ids):
            self.env["qms.decision"]._carry_out_erasure(records)
        removal._remove(cases.praise_ids)
        removal._empty(cases.action_ids, ACTION_KEPT)
        removal._empty(reports, REPORT_KEPT)
        removal._empty(cases, CASE_KEPT)
        cases._write_guarded({"date_removed": fields.Date.today()})

    def _remove_without_trace(self):
        """Everything of it, so that a count is left and nothing else."""
        if not self:
            return
        removal, decisions = self.env["qms.removal"], self.env["qms.decision"]
        counted = [
            (
                case.company_id.id,
                case.channel_id.id,
                str(case._local_day(case.date_handed_over).year),
            )
            for case in self
        ]
        cases = self._with_gone_along()
        reports = cases.report_ids
        shared = reports.filtered(lambda report: report.deviation_ids - cases)
        actions = cases.action_ids
        for records in (cases, actions):
            decisions._carry_out_erasure(records)
        removal._remove(reports._origin_notes())
        removal._empty(shared, REPORT_KEPT)
        removal._remove(actions)
        removal._remove(cases.praise_ids)
        removal._remove(cases)
        removal._remove(reports - shared)
        self.env["qms.channel.count"]._add(counted)

    def _all_removed(self, report):
        """The cases of a report that no longer need its text."""
        return self | report.deviation_ids.filtered("date_removed")
