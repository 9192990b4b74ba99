from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize

from odoo.addons.qms.tools.apart import apart
from odoo.addons.qms.tools.personal_link import LinkPurpose

SLICE = 50
# the month's figures are stored in the first nights of the next
FIRST_DAY = 3
LINK_DAYS = 400
REPORT = "qms_review.report_insight"


class QmsInsightRecipient(models.Model):
    """Somebody without login who gets the month's figures as a PDF by mail."""

    _name = "qms.insight.recipient"
    _description = "Recipient of the monthly figures"
    _order = "company_id, name, id"
    _qms_person_texts = ("name", "email")

    name = fields.Char(required=True)
    email = fields.Char("E-mail", required=True)
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Language",
        required=True,
        default=lambda self: self.env.lang,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    active = fields.Boolean(default=True)
    sent_month = fields.Date(
        "Last sent", readonly=True, copy=False, help="The month whose figures went out."
    )
    date_ended = fields.Date("Wants it no longer since", readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(company_id, lower(email))", "This address gets the figures already."
    )

    @api.constrains("email")
    def _check_email(self):
        for recipient in self:
            if not email_normalize(recipient.email):
                raise ValidationError(
                    self.env._("%s is no e-mail address.", recipient.email)
                )

    # ------------------------------------------------------------
    # Once a month
    # ------------------------------------------------------------

    @api.model
    def _due_domain(self, month):
        return Domain("date_ended", "=", False) & (
            Domain("sent_month", "=", False) | Domain("sent_month", "<", month)
        )

    @api.model
    def _cron_send(self):
        """Each day: whoever has not had last month's figures gets them.

        What was missed while nobody ran is not made up for: the latest month is sent.
        """
        today = fields.Date.context_today(self)
        if today.day < FIRST_DAY:
            return
        month = today.replace(day=1) - relativedelta(months=1)
        domain, last = self._due_domain(month), 0
        progress = self.env["ir.cron"]._commit_progress
        while found := self.search(
            domain & Domain("id", ">", last), order="id", limit=SLICE
        ):
            last = found[-1].id
            due = found.try_lock_for_update().filtered_domain(domain)
            apart(due, lambda some: some._send(month))
            left = self.search_count(domain & Domain("id", ">", last))
            if not progress(len(found), remaining=left):
                return

    def _send(self, month):
        """One mail each, with one PDF per company and language."""
        for (company, lang), recipients in self.grouped(
            lambda each: (each.company_id, each.lang)
        ).items():
            pdf = recipients._render(company, lang)
            links = recipients._unsubscribe_links()
            mails = self.env["qms.mailer"]._send(
                "qms_review.mail_template_insight",
                recipients,
                insight_links=links,
                insight_month=month,
            )
            for mail in mails:
                attachment = {
                    "name": f"{month:%Y-%m}.pdf",
                    "raw": pdf,
                    "mimetype": "application/pdf",
                    "res_model": "mail.message",
                    "res_id": mail.mail_message_id.id,
                }
                mail.attachment_ids = self.env["ir.attachment"].create(attachment)
        self.sent_month = month

    @api.model
    def _render(self, company, lang):
        reports = self.env["ir.actions.report"].with_context(lang=lang)
        pdf, _kind = reports.with_company(company)._render_qweb_pdf(REPORT, company.ids)
        return pdf

    def _unsubscribe_links(self):
        links = self.env["qms.personal.link"]
        addresses = []
        for recipient in self:
            one = links.with_context(lang=recipient.lang)
            addresses.append(
                one._create_link(
                    "insight_end", recipient, recipient.email, days=LINK_DAYS
                )
            )
        return dict(zip(self.ids, addresses, strict=True))

    def _end_by_link(self, link, choice, comment):
        """Whoever holds the link wants no more of it."""
        self.write({"date_ended": fields.Date.context_today(self), "active": False})

    def action_begin_again(self):
        """Send it to them again, as they asked for it."""
        self.check_access("write")
        self.write({"date_ended": False, "active": True})


class QmsPersonalLink(models.Model):
    _inherit = "qms.personal.link"

    @api.model
    def _get_purposes(self):
        return super()._get_purposes() | {
            "insight_end": LinkPurpose(
                model="qms.insight.recipient",
                method="_end_by_link",
                title=self.env._("The monthly figures"),
                explanation=self.env._(
                    "Press the button, and no more figures are mailed to you."
                ),
                buttons={"end": self.env._("Send me no more")},
                done=self.env._("You get no more mail with figures."),
            )
        }
