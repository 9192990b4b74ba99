from odoo import api, fields, models


class QmsAuditAgenda(models.Model):
    """One point of the audit plan (ISO 19011 6.3.2)."""

    _name = "qms.audit.agenda"
    _description = "Point of an audit plan"
    _inherit = ["qms.audit.part", "qms.mask.values"]
    _order = "date_start, sequence, id"
    _rec_name = "subject"
    _mask_fields = ("subject", "who", "place")
    _part_states = ("planned", "scheduled", "running")

    sequence = fields.Integer(default=10)
    date_start = fields.Datetime("Time")
    date_end = fields.Datetime("Until")
    subject = fields.Char(required=True)
    who = fields.Char(help="Whom the team talks to, by what they do.")
    place = fields.Char()
    time_line = fields.Char("When", compute="_compute_time_line")

    _ends_after_start = models.Constraint(
        "CHECK (date_end >= date_start)", "It ends after it begins."
    )

    @api.depends("date_start", "date_end", "company_id")
    def _compute_time_line(self):
        """In the time zone of the audited company, for paper."""
        for point in self:
            audit = point.audit_id
            moments = filter(None, (point.date_start, point.date_end))
            local = [audit._local(moment) for moment in moments]
            texts = [f"{moment:%H:%M}" for moment in local]
            day = f"{local[0]:%Y-%m-%d} " if local else ""
            point.time_line = day + "-".join(texts)
