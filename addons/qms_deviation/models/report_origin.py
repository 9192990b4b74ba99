from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError


class QmsReportOrigin(models.AbstractModel):
    """A report made from the record someone was working on, linked both ways.

    The report holds model and id; its readers get there if they may read that record.
    The record's chatter gets the number, nothing of the text and nothing of whose
    report it is.
    """

    _name = "qms.report.origin"
    _description = "Report from any record"

    origin_model = fields.Char("Kind of record", readonly=True, copy=False)
    origin_id = fields.Many2oneReference(
        "Record", model_field="origin_model", readonly=True, copy=False
    )
    origin_name = fields.Char(
        "Reported from",
        compute="_compute_origin_name",
        help="The record it is about, for those who may read that.",
    )

    @api.depends("origin_model", "origin_id")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_origin_name(self):
        self.origin_name = False
        for model, reports in self.grouped("origin_model").items():
            if not model or model not in self.env:
                continue
            # read as the reader, also where the report is not
            origins = self.env[model].sudo(False).browse(reports.mapped("origin_id"))
            names = {
                origin.id: f"{origin._description}: {origin.display_name}"
                for origin in origins.exists()._filtered_access("read")
            }
            for report in reports:
                report.origin_name = names.get(report.origin_id, False)

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        begun = reports.filtered(lambda r: r.origin_model or r.origin_id)
        for model, of_model in begun.grouped("origin_model").items():
            of_model._check_origins(model)
            of_model._note_on_origins(model)
        return reports

    def action_open_origin(self):
        """Open the record it was reported from."""
        self.ensure_one()
        self.check_access("read")
        if not self.origin_name:
            raise AccessError(self.env._("You may not read that record."))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.origin_model,
            "res_id": self.origin_id,
            "views": [(False, "form")],
        }

    @api.model
    def _may_be_origin(self, model):
        """Any record with a chatter that is not itself a quality record."""
        thread, ours = self.pool["mail.thread"], self.pool["qms.thread.mixin"]
        cls = self.pool.get(model or "")
        return bool(
            cls
            and issubclass(cls, thread)
            and not issubclass(cls, ours)
            and not (cls._abstract or cls._transient)
        )

    def _check_origins(self, model):
        """:raise UserError: unless the reporter may read each of the records"""
        if not self._may_be_origin(model):
            raise UserError(self.env._("A report is not made from such a record."))
        origins = self.env[model].browse(self.mapped("origin_id")).exists()
        readable = set(origins._filtered_access("read").ids)
        if not readable.issuperset(self.mapped("origin_id")):
            raise AccessError(self.env._("You report from records that you may read."))

    def _origin_notes(self):
        """The notes by which the records they were made from tell of these reports."""
        # sudo: the system's own notes, on whatever record
        notes = self.env["mail.message"].sudo()
        for report in self.filtered("origin_model"):
            notes |= notes.search(
                [
                    ("model", "=", report.origin_model),
                    ("res_id", "=", report.origin_id),
                    ("body", "like", f'/odoo/qms.report/{report.id}"'),
                ]
            )
        return notes

    def _note_on_origins(self, model):
        """The number alone, told to nobody, and not as the reporter."""
        bodies = {}
        for report in self:
            link = Markup(
                '<a href="/odoo/qms.report/%(id)s" data-oe-model="qms.report" '
                'data-oe-id="%(id)s">%(number)s</a>'
            ) % {"id": report.id, "number": report.number}
            line = Markup("<p>%s</p>") % self.env._(
                "Deviation %(number)s reported", number=link
            )
            bodies[report.origin_id] = bodies.get(report.origin_id, Markup()) + line
        # sudo: the note is the system's, on a record the reporter may only read
        origins = self.env[model].with_user(SUPERUSER_ID).browse(bodies)
        origins._message_log_batch(bodies)
