from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import AccessError

# no machine answers these
AUTOMATIC = {
    "Auto-Submitted": "auto-replied",
    "Precedence": "bulk",
    "X-Auto-Response-Suppress": "All",
}


class QmsReportMail(models.AbstractModel):
    """A report that came by mail: who wrote it, and the receipt he gets."""

    _name = "qms.report.mail"
    _description = "Report by mail"

    mail_from = fields.Char(
        "Sent by mail from",
        readonly=True,
        copy=False,
        help="The address it came from, of somebody without a login here too.",
    )
    # the mail a quality manager took in by hand
    unread_mail_id = fields.Many2one(
        "qms.unread.mail", readonly=True, copy=False, index="btree_not_null"
    )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [{**vals, "mail_from": False} for vals in vals_list]
        reports = super().create(vals_list)
        reports._check_own_company()
        for report in reports.filtered("unread_mail_id"):
            report.unread_mail_id._taken_in_as(report)
        return reports

    def _check_own_company(self):
        """One reports to a company one works for; the system reports to any."""
        user = self.env.user
        if not self.env.su and self.company_id - user.company_ids:
            raise AccessError(self.env._("You report to a company you work for."))

    def _came_by_mail(self, sender, user):
        """Whose report it is; nobody's at the screen if he has no login."""
        self.write({"mail_from": sender})
        if not user:
            self.write({"reporter_id": False})
            # nobody at a screen waits for it
            self.deviation_ids._sync_duties()

    def _was_sent_by(self, address, user):
        self.ensure_one()
        return self.mail_from == address or bool(user and self.reporter_id == user)

    def _send_receipt(self, message_id):
        """Number and link to whoever wrote, in his language."""
        self.ensure_one()
        host = self.get_base_url().split("://")[-1].split("/")[0].split(":")[0]
        receipt_id = f"<qms-receipt-{uuid4().hex}@{host}>"
        address = self.company_id._qms_mail_address()
        answers_to = message_id if message_id.startswith("<") else False
        # sudo: templates and the queue belong to the system
        template = self.env.ref("qms_deviation.mail_template_receipt").sudo()
        template.send_mail(
            self.id,
            force_send=False,
            email_values={
                "headers": repr(AUTOMATIC),
                "message_id": receipt_id,
                "references": answers_to,
                # without an alias domain the address has no second half
                "reply_to": address if "@" in address else False,
            },
        )
        self.env["qms.mail.trace"]._remember(
            self.company_id, "receipt", receipt_id, report=self
        )
        self.env["qms.mailer"]._trigger_queue()

    def _ask_first_reader(self):
        """A mail is not asked whether it is serious: who reads first is, at once."""
        # sudo: whose duty it is
        duties = self.env["qms.duty"].sudo()
        cases = self.deviation_ids
        owed = duties.search(
            [
                ("res_model", "=", cases._name),
                ("res_id", "in", cases.ids),
                ("state", "=", "open"),
            ]
        )
        self.env["qms.mailer"]._send(
            "qms.mail_template_duty", owed.filtered("user_id.email")
        )

    def _receipt_link(self):
        """Where the reporter follows it; nowhere without a login."""
        self.ensure_one()
        if not self.reporter_id:
            return ""
        return f"{self.get_base_url()}/odoo/my-reports/{self.id}"
