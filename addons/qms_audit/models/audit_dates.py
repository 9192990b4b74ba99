from datetime import timedelta
from functools import partial

from odoo import api, fields, models
from odoo.tools import format_datetime, format_time


class QmsAuditDates(models.AbstractModel):
    """The dates of an audit; moments are told in the time zone of its company."""

    _name = "qms.audit.dates"
    _description = "Dates of an audit"

    date_planned = fields.Date(
        "Planned for",
        required=True,
        index=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=30),
        tracking=True,
        help="The day or month the programme has in mind, until dates are settled.",
    )
    date_start = fields.Datetime("Begins", index=True, copy=False, tracking=True)
    date_end = fields.Datetime("Ends", copy=False, tracking=True)
    date_report_due = fields.Date(
        "Report due on",
        compute="_compute_date_report_due",
        store=True,
        readonly=False,
        copy=False,
    )
    date_follow_up = fields.Date("Followed up by", copy=False)
    date_started = fields.Date("Started on", readonly=True, copy=False)
    date_concluded = fields.Date("Carried out on", readonly=True, copy=False)
    date_reported = fields.Date("Report sent on", readonly=True, copy=False)
    date_stands = fields.Date(
        "Stands from",
        readonly=True,
        copy=False,
        help="Settled when the report is sent: without a comment it stands by then.",
    )
    date_closed = fields.Date("Closed on", readonly=True, copy=False)
    date_removed = fields.Date(readonly=True, copy=False)
    is_standing = fields.Boolean("The report stands", compute="_compute_is_standing")
    when_line = fields.Char("When", compute="_compute_when_line")
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    @api.depends("date_end", "company_id")
    def _compute_date_report_due(self):
        for audit in self:
            if not audit.date_end:
                audit.date_report_due = audit.date_report_due
                continue
            days = audit.company_id.qms_audit_report_days
            audit.date_report_due = audit.company_id._qms_add_workdays(
                audit._local(audit.date_end).date(), days
            )

    def _local(self, moment):
        """``moment`` of UTC, in the time zone of the company."""
        zone = self.company_id._qms_timezone()
        return fields.Datetime.context_timestamp(
            self.with_context(tz=zone.zone), moment
        ).replace(tzinfo=None)

    @api.depends("date_start", "date_end", "company_id")
    @api.depends_context("lang")
    def _compute_when_line(self):
        for audit in self:
            audit.when_line = audit.date_start and audit._tell_time()

    def _tell_time(self):
        """From when to when, the day told once where it is one."""
        zone = self.company_id._qms_timezone().zone
        start, end = self.date_start, self.date_end or self.date_start
        tell = partial(format_datetime, self.env, tz=zone, dt_format="short")
        if self._local(start).date() == self._local(end).date():
            tell_end = partial(format_time, self.env, tz=zone, time_format="short")
        else:
            tell_end = tell
        return f"{tell(start)} - {tell_end(end)}" if self.date_end else tell(start)

    @api.depends("state", "date_stands", "commented", "accepted_unit_ids")
    def _compute_is_standing(self):
        today = fields.Date.context_today(self)
        for audit in self:
            audit.is_standing = audit.state in ("follow_up", "closed") or (
                audit.state == "reported" and audit._stands_on(today)
            )

    @api.depends("state", "date_report_due", "date_end", "date_follow_up")
    def _compute_is_late(self):
        late = self.filtered_domain(self._late_domain())
        for audit in self:
            audit.is_late = audit in late

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._late_domain()

    @api.model
    def _late_domain(self):
        return [
            "|",
            "|",
            "&",
            ("state", "in", ("planned", "scheduled")),
            ("date_planned", "<", "today"),
            "&",
            ("state", "=", "reporting"),
            ("date_report_due", "<", "today"),
            "&",
            ("state", "=", "follow_up"),
            ("date_follow_up", "<", "today"),
        ]
