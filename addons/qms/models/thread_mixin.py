from odoo import api, models
from odoo.exceptions import UserError

from ..tools.marks import MIRRORING, Notes


class QmsReadableMixin(models.AbstractModel):
    """A record of which others may have to be told."""

    _name = "qms.readable.mixin"
    _description = "Readable by some"

    def _readable_by(self, user):
        """Those of these records that ``user`` may read, whatever company he is in."""
        # sudo: the companies of another user
        companies = user.sudo().company_ids.ids
        records = self.with_user(user).with_context(allowed_company_ids=companies)
        return records._filtered_access("read").with_env(self.env)


class QmsThreadMixin(models.AbstractModel):
    """Chatter and activities of a quality record.

    Mails that the chatter sends carry type, number and link, nothing of the text;
    they reach only those who may read the record; comments are frozen by the
    decision that follows them.
    """

    _name = "qms.thread.mixin"
    _description = "Discussion of a quality record"
    _inherit = ["qms.readable.mixin", "mail.thread", "mail.activity.mixin"]
    _mail_post_access = "read"

    @api.model
    def _qms_quality_models(self):
        """Names of all models whose chatter this is."""
        names = self.env.registry.descendants([self._name], "_inherit")
        return [name for name in names if not self.env[name]._abstract]

    # ------------------------------------------------------------
    # Who follows and who is told
    # ------------------------------------------------------------

    def _message_auto_subscribe_followers(self, updated_values, default_subtype_ids):
        return []

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Followers are people who may read every one of these records."""
        if self.env.context.get("qms_mirroring") is MIRRORING:
            return True
        allowed = self._readers_among(self.env["res.partner"].browse(partner_ids or []))
        return super().message_subscribe(allowed.ids, subtype_ids)

    def _readers_among(self, partners):
        """Those of ``partners`` whose users may all read ``self``."""
        # sudo: the users behind the partners
        users = partners.sudo().user_ids.filtered("active")
        readers = users.filtered(lambda user: self._readable_by(user) == self)
        return readers.partner_id.with_env(partners.env) & partners

    def _drop_followers_without_access(self):
        """Call when a record becomes less visible."""
        # sudo: followers, whoever made the record less visible
        for record in self.sudo():
            followers = record.message_partner_ids
            record.message_unsubscribe(
                (followers - record._readers_among(followers)).ids
            )

    def _message_get_suggested_recipients_batch(self, *args, **kwargs):
        """Nobody is suggested: whom it concerns follows from the record."""
        return {record.id: [] for record in self}

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        if not self or not recipients:
            return recipients
        partners = self.env["res.partner"].browse(
            r["id"] for r in recipients if r["id"]
        )
        readers = set(self._readers_among(partners).ids)
        return [row for row in recipients if row["id"] in readers]

    # ------------------------------------------------------------
    # What is sent
    # ------------------------------------------------------------

    def _notify_thread_by_email(self, message, recipients_data, **kwargs):
        """Queued, whatever the caller or the context says, and the queue woken."""
        if not any(row["notif"] == "email" for row in recipients_data):
            return True
        queued = self.with_context(mail_notify_force_send=False)
        result = super(QmsThreadMixin, queued)._notify_thread_by_email(
            message, recipients_data, **{**kwargs, "force_send": False}
        )
        self.env["qms.mailer"]._trigger_queue()
        return result

    def _notify_by_email_render_layout(
        self, message, recipients_group, msg_vals=False, render_values=None
    ):
        """Our own layout, whatever was asked for: it has no place for a text."""
        values = render_values or {}
        lang = values.get("lang") or self.env.lang
        # sudo: type and number
        record = self.sudo().with_context(lang=lang)
        return self.env["ir.qweb"]._render(
            "qms.mail_notification",
            {
                "company": values.get("company") or self.env.company,
                "lang": lang,
                "name": record.display_name if self else "",
                "url": recipients_group["button_access"]["url"],
            },
            minimal_qcontext=True,
            lang=lang,
        )

    def _notify_by_email_get_base_mail_values(self, message, *args, **kwargs):
        values = super()._notify_by_email_get_base_mail_values(message, *args, **kwargs)
        if not self:
            return values
        # sudo: type and number, and the address of the company
        record = self.sudo()
        values["subject"] = record.display_name
        if sender := record.company_id.email_formatted:
            values["email_from"] = sender
        return values

    def _notify_by_email_get_headers(self, headers=None):
        """Without the addresses of others who wrote or were written to."""
        headers = super()._notify_by_email_get_headers(headers=headers)
        headers.pop("X-Msg-To-Add", None)
        return headers

    def _notify_get_reply_to(self, default=None, author_id=False):
        """Where there is no alias, answers go to the company, not to the author."""
        result = super()._notify_get_reply_to(default=default, author_id=author_id)
        # sudo: the company's address
        for record in self.sudo():
            company = record.company_id.email_formatted
            if company and result.get(record.id) == default:
                result[record.id] = company
        return result

    def _notify_by_web_push_prepare_payload(
        self, message, msg_vals=False, force_record_name=False
    ):
        payload = super()._notify_by_web_push_prepare_payload(
            message, msg_vals=msg_vals, force_record_name=force_record_name
        )
        # sudo: type and number
        payload["title"] = self.sudo().display_name if self else ""
        payload["options"]["body"] = ""
        payload["options"]["icon"] = "/web/static/img/odoo-icon-192x192.png"
        return payload

    # ------------------------------------------------------------
    # What changed
    # ------------------------------------------------------------

    def _message_track(self, fields_iter, initial_values_dict):
        """Notes of what changed on many records are written at once."""
        notes = Notes()
        tracked = super(
            QmsThreadMixin, self.with_context(qms_notes=notes)
        )._message_track(fields_iter, initial_values_dict)
        changes = [values.pop("tracking_value_ids") for values in notes]
        # sudo: as Odoo itself writes them
        messages = self.sudo()._message_create(notes)
        messages.env["mail.tracking.value"].create(
            [
                {**values, "mail_message_id": message.id}
                for message, commands in zip(messages, changes, strict=True)
                for _create, _id, values in commands
            ]
        )
        return tracked

    def _message_log(self, **kwargs):
        notes = self.env.context.get("qms_notes")
        if not isinstance(notes, Notes):
            return super()._message_log(**kwargs)
        gathering = self.with_context(qms_gathering=notes)
        return super(QmsThreadMixin, gathering)._message_log(**kwargs)

    def _message_create(self, values_list):
        notes = self.env.context.get("qms_gathering")
        if not isinstance(notes, Notes):
            return super()._message_create(values_list)
        notes.extend(values_list)
        return self.env["mail.message"]

    # ------------------------------------------------------------
    # What was said stays
    # ------------------------------------------------------------

    def _check_can_update_message_content(self, messages):
        result = super()._check_can_update_message_content(messages)
        self._check_not_frozen(messages)
        return result

    def _check_not_frozen(self, messages):
        """Comments written before the last decision stay as they were read then."""
        for record in self:
            # sudo: dates only
            last = (
                self.env["qms.decision"]
                .sudo()
                .search(
                    [("res_model", "=", record._name), ("res_id", "=", record.id)],
                    order="sequence desc",
                    limit=1,
                )
            )
            if last and any(message.date <= last.date for message in messages):
                raise UserError(
                    self.env._("What was said before a decision is no longer changed.")
                )
