from odoo import models

from .deviation_handover import HANDED_OVER


class QmsDeviationErasure(models.AbstractModel):
    """What hangs together with a case when a text or file of it is erased now."""

    _name = "qms.deviation.erasure"
    _description = "Erasure of texts and files of a case"

    def _erasure_scope(self):
        """Its reports, what was written to and by them, and the cases from them too."""
        mails = self.env["qms.unread.mail"]
        cases = self | self._duplicates() | self.report_ids.deviation_ids
        reports = cases.report_ids
        by_case = reports.grouped(lambda report: report.deviation_ids[:1])
        came = mails.search([("report_id", "in", reports.ids)]).grouped("report_id")
        parts = []
        for case in cases:
            own = by_case.get(case, reports.browse())
            raw = mails.union(*(came.get(report, mails) for report in own))
            told = [case.sender_ids, case.grant_ids, case.praise_ids, own.dialogue_ids]
            parts.append((case, [case, own, raw, *told]))
            parts += [(action, [action]) for action in case.action_ids]
        return parts

    def _erasure_mandate(self, kind):
        # sudo: from whom it is hidden
        if self.env.user == self.sudo().hidden_from_id:
            return None
        return super()._erasure_mandate(kind)

    def _erasure_first_reader(self):
        if not self.has_access("read"):
            return None
        return self._mandate_first_reader()

    def _erasure_obstacles(self):
        obstacles = super()._erasure_obstacles()
        if self.state == HANDED_OVER and not self.date_confirmed:
            obstacles.append(
                self.env._("It was handed over; the other side has not confirmed yet.")
            )
        return obstacles


class QmsReportErasure(models.AbstractModel):
    """The same, begun at a report."""

    _name = "qms.report.erasure"
    _description = "Erasure of texts and files of a report"
    _inherit = ["qms.erasable.mixin"]

    def _erasure_scope(self):
        return self.deviation_ids[:1]._erasure_scope()

    def _erasure_obstacles(self):
        return [
            obstacle
            for case in self.deviation_ids
            for obstacle in case._erasure_obstacles()
        ]
