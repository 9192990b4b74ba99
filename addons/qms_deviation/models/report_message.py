from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.qms.tools.marks import REMOVING


class QmsReportMessage(models.Model):
    """One line of the dialogue between a reporter and those who handle the case.

    Not a message of the chatter: that one has an author, an address, followers and a
    minute. Rows are made by :meth:`_write_down` alone and stay as they are.
    """

    _name = "qms.report.message"
    _description = "Message to or from the reporter"
    _inherit = ["qms.mask.values"]
    _order = "id"
    _rec_name = "date"
    _mask_fields = ("body",)

    report_id = fields.Many2one(
        "qms.report", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="report_id.company_id", store=True, index=True)
    body = fields.Text("Message", required=True, readonly=True)
    date = fields.Date("Day", required=True, readonly=True)
    is_from_reporter = fields.Boolean(readonly=True)
    author_id = fields.Many2one(
        "res.users", readonly=True, help="Empty for what the reporter wrote."
    )
    author_name = fields.Char("From", compute="_compute_author_name")
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Files", readonly=True, bypass_search_access=True
    )

    @api.depends("author_id", "is_from_reporter", "report_id")
    @api.depends_context("lang")
    def _compute_author_name(self):
        for message in self:
            # sudo: names of people
            known = message.sudo()
            if not message.is_from_reporter:
                message.author_name = known.author_id.name
            elif known.report_id.is_anonymous:
                message.author_name = self.env._("Reporter (anonymous)")
            elif known.report_id._has_sender_without_login():
                message.author_name = known.report_id.mail_from
            else:
                message.author_name = known.report_id.reporter_id.name

    def _mask_country_codes(self, vals):
        # sudo: the country of the report's company
        reports = self.env["qms.report"].sudo().browse(vals.get("report_id") or ())
        companies = (reports | self.sudo().report_id).company_id
        return {company.country_id.code or "" for company in companies}

    def write(self, vals):
        if not self.env.su:
            raise self._make_final_error()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        if self.env.context.get("qms_removing") is REMOVING:
            return
        raise self._make_final_error()

    @api.model
    def _make_final_error(self):
        return UserError(self.env._("What was written stays. Write once more instead."))

    @api.model
    def _write_down(self, reports, body, files=(), author=None):
        """One message per report.

        :param author: the user who handles the case; none: the reporter wrote it
        :param files: values of attachments, made anew for each report
        """
        # sudo: messages are made here only
        messages = self.sudo().create(
            [
                {
                    "report_id": report.id,
                    "body": body,
                    "date": report.company_id._qms_today(),
                    "is_from_reporter": not author,
                    "author_id": author.id if author else False,
                }
                for report in reports
            ]
        )
        for message in messages if files else ():
            place = {"res_model": self._name, "res_id": message.id}
            rows = [{**values, **place} for values in files]
            message.attachment_ids = message.attachment_ids.create(rows)
        return messages.with_env(self.env)
