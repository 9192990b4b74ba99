import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize
from odoo.tools.mail import plaintext2html
from odoo.tools.sql import escape_psql

from odoo.addons.qms.models.text_mixin import TEXT_LIMIT
from odoo.addons.qms.tools.mail_head import Unreadable, read_head

from ..tools.incoming_mail import read_body

_logger = logging.getLogger(__name__)


class QmsMailIntake(models.AbstractModel):
    """What becomes of a mail to a company's address for reports.

    A report by whoever wrote, a note on the report he answers to, or a polite refusal
    when he writes from outside. Whatever cannot be taken in, for whatever reason, is
    kept as it came for the quality manager: nothing is dropped.
    """

    _name = "qms.mail.intake"
    _description = "Reports by mail"

    @api.model
    def _take_in(self, raw, company):
        """Take in one mail; never fails for what the mail is like.

        :param bytes raw: the mail as it came
        :return: the report made or added to, or an empty one
        """
        try:
            with self.env.cr.savepoint():
                return self._process(raw, company)
        except Unreadable as problem:
            reason = problem.args[0]
        except Exception as error:
            # by its kind alone: what it says may hold what was written
            _logger.warning("Mail kept unread: %s", type(error).__name__)
            reason = "error"
        self.env["qms.unread.mail"]._keep(raw, company, reason)
        return self.env["qms.report"]

    @api.model
    def _process(self, raw, company):
        mail, message = read_head(raw)
        trace = self.env["qms.mail.trace"]
        if not mail.sender:
            raise Unreadable("sender")
        mail.message_id = mail.message_id or mail.digest
        if trace._is_known(company, mail.message_id):
            return self.env["qms.report"]
        if not self._is_own_domain(mail.sender, company):
            return self._refuse(mail, company)
        if mail.forged:
            raise Unreadable("forged")
        if mail.from_machine:
            raise Unreadable("machine")
        read_body(mail, message)
        user = self._find_user(mail.sender, company)
        report = trace._report_of(company, mail.references)
        if not report:
            return self._make_report(mail, raw, company, user)
        if not report._was_sent_by(mail.sender, user):
            raise Unreadable("not_own")
        return self._add_note(mail, raw, report, user)

    # ------------------------------------------------------------
    # Who wrote
    # ------------------------------------------------------------

    @api.model
    def _is_own_domain(self, address, company):
        return address.rsplit("@", 1)[-1] in company._qms_own_domains()

    @api.model
    def _find_user(self, address, company):
        """The one person with a login here whose address this is, or nobody."""
        pattern = escape_psql(address)
        domain = ["|", ("email", "=ilike", pattern), ("login", "=ilike", pattern)]
        users = self.env["res.users"].search(domain) | self._find_employees(
            address, company
        ).user_id.filtered("active")
        users = users.filtered(
            lambda user: user._is_internal() and company in user.company_ids
        )
        own = users.filtered(lambda user: email_normalize(user.email or "") == address)
        found = own or users
        return found if len(found) == 1 else users.browse()

    @api.model
    def _find_employees(self, address, company):
        return self.env["hr.employee"].search(
            [
                ("work_email", "=ilike", escape_psql(address)),
                ("company_id", "=", company.id),
            ]
        )

    @api.model
    def _unit_of(self, mail, company, user):
        """Where it happened, as far as is known: the unit of whoever wrote."""
        if user:
            domain = [("user_id", "=", user.id), ("company_id", "=", company.id)]
            employees = self.env["hr.employee"].search(domain)
        else:
            employees = self._find_employees(mail.sender, company)
        return employees.department_id[:1] or company._qms_mail_unit()

    # ------------------------------------------------------------
    # What becomes of it
    # ------------------------------------------------------------

    @api.model
    def _env_of(self, user, company):
        """As that person at the screen; for somebody unknown, as the system."""
        lang = user.lang or company.partner_id.lang
        context = {"lang": lang, "tz": user.tz, "allowed_company_ids": company.ids}
        return self.env(user=user.id or SUPERUSER_ID, su=False, context=context)

    @api.model
    def _make_report(self, mail, raw, company, user):
        env = self._env_of(user, company)
        files, refused = self._store_files(mail, env)
        report = env["qms.report"].create(
            {
                "description": self._describe(mail, refused, env),
                "department_id": self._unit_of(mail, company, user).id,
                "company_id": company.id,
                "occurred_on": fields.Datetime.now(),
                "attachment_ids": [fields.Command.set(files.ids)],
            }
        )
        # sudo: who wrote is known from the mail, not from a form
        report = report.sudo()
        report._came_by_mail(mail.sender, user)
        trace = self.env["qms.mail.trace"]
        trace._remember(company, "report", mail.message_id, mail.sender, report)
        if refused:
            self.env["qms.unread.mail"]._keep(raw, company, "files", report)
        report._send_receipt(mail.message_id)
        report._ask_first_reader()
        return report

    @api.model
    def _describe(self, mail, refused, env):
        parts = [mail.subject, mail.text, *self._name_refused(refused, env)]
        return "\n\n".join(part for part in parts if part)

    @api.model
    def _name_refused(self, refused, env):
        if not refused:
            return []
        return [
            env._("Not taken in with the mail:") + "\n" + "\n".join(refused),
        ]

    @api.model
    def _store_files(self, mail, env, res_id=False):
        """The files, by the rules of any upload, and why others do not come in."""
        files, refused = env["ir.attachment"], []
        for name, content in mail.files:
            values = {"name": name, "raw": content}
            place = {"res_model": "qms.report", "res_id": res_id}
            try:
                with env.cr.savepoint():
                    files += files.create({**values, **place})
            except UserError as problem:
                refused.append(str(problem))
        return files, refused

    @api.model
    def _add_note(self, mail, raw, report, user):
        """An answer to the receipt adds to the report, it makes no second one."""
        company = report.company_id
        env = self._env_of(user, company)(su=True)
        files, refused = self._store_files(mail, env, report.id)
        text = "\n\n".join([mail.reply, *self._name_refused(refused, env)])
        if len(text) > TEXT_LIMIT:
            raise Unreadable("too_long")
        report.with_env(env).message_post(
            body=plaintext2html(text),
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            author_id=user.partner_id.id,
            email_from=user.email_formatted or mail.sender,
            attachment_ids=files.ids,
        )
        trace = self.env["qms.mail.trace"]
        trace._remember(company, "note", mail.message_id, mail.sender, report)
        if refused:
            self.env["qms.unread.mail"]._keep(raw, company, "files", report)
        return report

    @api.model
    def _refuse(self, mail, company):
        """Tell a stranger the other ways, once a day, and never a machine."""
        trace = self.env["qms.mail.trace"]
        answer = not (
            mail.from_machine
            or mail.forged
            or trace._was_refused_today(company, mail.sender)
        )
        trace._remember(company, "refused", mail.message_id, mail.sender)
        if answer:
            company._qms_mail_refusal(mail.sender, mail.message_id)
        return self.env["qms.report"]
