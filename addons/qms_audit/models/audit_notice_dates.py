from odoo import models
from odoo.tools import format_date

from .audit_next_dates import OFFERED
from .audit_planning import Planning


class QmsAuditNoticeDates(models.AbstractModel):
    """The dates that a mail offers instead of the one it tells of."""

    _name = "qms.audit.notice.dates"
    _description = "Dates offered in a mail about an audit"

    def _offered_dates(self):
        """Lines per id: for whoever plans, and for whom nobody could plan."""
        declined = self.filtered(lambda notice: notice.kind == "declined")
        asked = self.filtered(lambda notice: notice.kind == "planned")
        lines = {
            notice.id: notice.audit_id.with_context(
                lang=notice.lang
            )._next_dates_lines()
            for notice in declined
        }
        for notices in asked.grouped(lambda each: each.audit_id.company_id).values():
            lines |= notices._other_days()
        return lines

    def _other_days(self):
        """Days on which the others can, for those who keep no calendar in Odoo.

        Read at once for all audits of a company.
        """
        planning = Planning(self.audit_id, self.env["res.users"])
        lines = {}
        for audit, notices in self.grouped("audit_id").items():
            unknown = notices.filtered(
                lambda each: each.user_id.id not in planning.known_ids
            )
            days = unknown and planning.offers(
                audit, audit.member_ids.user_id, OFFERED + 1
            )
            told = (
                {audit._local(audit.date_start).date()} if audit.date_start else set()
            )
            for notice in unknown:
                env = notice.with_context(lang=notice.lang).env
                lines[notice.id] = [
                    format_date(env, day, date_format="full")
                    for day in days
                    if day not in told
                ][:OFFERED]
        return lines
