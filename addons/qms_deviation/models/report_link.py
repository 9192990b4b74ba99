from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError

from odoo.addons.qms.tools.personal_link import LinkPurpose

PURPOSE = "report_answer"
LINK_DAYS = 60


class QmsReportLink(models.AbstractModel):
    """The answer for whoever wrote by mail and has no login here: a link of his own."""

    _name = "qms.report.link"
    _description = "Answer to a report by mail"

    def _tell_senders(self):
        """Mail those who wrote without a login that there is news, and a link."""
        reports = self.filtered(lambda report: report._has_sender_without_login())
        if not reports:
            return
        addressed = reports._sender_recipients()
        links, langs = {}, {}
        for lang, pairs in reports.grouped(lambda r: addressed[r.id][1]).items():
            makes = self.env["qms.personal.link"].with_context(lang=lang)
            made = makes._create_links(
                PURPOSE,
                [(report, addressed[report.id][0]) for report in pairs],
                days=LINK_DAYS,
                single_use=False,
            )
            links.update(zip(pairs.ids, made, strict=True))
            langs.update(dict.fromkeys(pairs.ids, lang))
        self.env["qms.mailer"]._send(
            "qms_deviation.mail_template_news_by_link",
            reports,
            qms_links=links,
            qms_langs=langs,
        )

    def _has_sender_without_login(self):
        """Whether who wrote it reads it nowhere else."""
        return bool(self.mail_from and (self.unread_mail_id or not self.reporter_id))

    def _sender_recipients(self):
        """Per report's id: the employee who wrote or the bare address, a language."""
        # sudo: whose address it is, and the language he reads
        partners = self.env["res.partner"].sudo()
        partners = partners.search(
            [("email_normalized", "in", self.mapped("mail_from"))]
        )
        employees = partners.env["hr.employee"].search(
            [
                ("work_contact_id", "in", partners.ids),
                ("company_id", "in", self.company_id.ids),
            ]
        )
        found = {}
        for report in self:
            known = partners.filtered(
                lambda partner, mail=report.mail_from: partner.email_normalized == mail
            )
            own = employees.filtered(
                lambda employee, here=report.company_id, known=known: (
                    employee.company_id == here and employee.work_contact_id in known
                )
            )
            langs = [*own.work_contact_id.mapped("lang"), *known.mapped("lang")]
            langs.append(report.company_id.partner_id.lang)
            recipient = own if len(own) == 1 else report.mail_from
            found[report.id] = recipient, next(filter(None, langs), self.env.lang)
        return found

    # ------------------------------------------------------------
    # The page behind the link
    # ------------------------------------------------------------

    def _describe_for_link(self):
        return self.display_name

    def _act_by_link(self, link, choice, comment):
        """What stands about the report, after what was written was passed on."""
        self.ensure_one()
        if choice == "write":
            if not comment:
                raise UserError(self.env._("Write your message first."))
            # as the system, like what comes by a page without login
            self.with_user(SUPERUSER_ID)._say(comment)
        lines = [
            self.env._("Where it stands: %s", self.case_state),
            self.handover_line,
            self.answer,
        ]
        for message in self.dialogue_ids:
            who = self.env._("You") if message.is_from_reporter else message.author_name
            lines.append(f"{who}: {message.body}")
        return "\n\n".join(filter(None, lines))


class QmsPersonalLink(models.Model):
    _inherit = "qms.personal.link"

    @api.model
    def _get_purposes(self):
        return super()._get_purposes() | {
            PURPOSE: LinkPurpose(
                model="qms.report",
                method="_act_by_link",
                title=self.env._("Your report"),
                explanation=self.env._(
                    "Read what has become of it. You can also write to those who "
                    "handle it."
                ),
                buttons={
                    "read": self.env._("Read"),
                    "write": self.env._("Send and read"),
                },
                done=self.env._("This is what stands about it now."),
                describe="_describe_for_link",
                comment=self.env._("Your message (may stay empty)"),
            ),
        }
