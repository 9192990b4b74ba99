from odoo import models

TEMPLATE = "qms_review.mail_template_consultation"


class QmsConsultationSending(models.AbstractModel):
    """How the members get to know.

    Whoever has a login gets a link, and never the material. Without one there is
    nothing to follow it to: those get the material as files, where their committee
    wants that, and hear when the meeting is moved or called off.
    """

    _name = "qms.consultation.sending"
    _description = "Telling a committee"

    def _tell_members(self):
        """One mail per member, in his language, queued; followers see what comes."""
        for each in self:
            # sudo: who sits in the committee
            members = each.sudo().committee_id._seated() - self.env.user
            for lang, users in members.grouped("lang").items():
                # sudo: the addresses of who is told
                each._mail(users.sudo().mapped("email_formatted"), lang)

    def _mail(self, emails, lang, **context):
        mails = self.env["mail.mail"].sudo()  # sudo: none yet
        for email in filter(None, emails):
            mails |= self.env["qms.mailer"]._send(
                TEMPLATE, self, qms_to=email, qms_lang=lang or self.env.lang, **context
            )
        return mails

    def _tell_guests(self, kind):
        """Members without login, in the language of the company.

        :param kind: "sent", "moved" or "cancelled"
        """
        for each in self:
            # sudo: who sits in the committee, and their addresses at work
            committee = each.sudo().committee_id
            emails = committee._written_to().mapped("work_email")
            if not emails:
                continue
            lang = committee.company_id.partner_id.lang or self.env.lang
            files = self.env["ir.attachment"]
            if kind == "sent" and committee.mail_material:
                files = each._material(lang)
            mails = each._mail(emails, lang, qms_guest=kind, qms_files=bool(files))
            mails.attachment_ids = files

    def _material(self, lang):
        """What is laid before the committee as one PDF, with the files beside it."""
        printer = self.env["ir.actions.report"].with_context(lang=lang)
        content, kind = printer._render_qweb_pdf(
            "qms_review.action_report_consultation", self.ids
        )
        # sudo: files of the consultation, for whoever lays it before the committee
        files = self.env["ir.attachment"].sudo()
        beside = files.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("res_field", "=", False),
            ]
        )
        printed = files.create(
            {
                "name": f"{self.with_context(lang=lang).display_name}.{kind}",
                "raw": content,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        return printed | beside
