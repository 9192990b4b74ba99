from collections import Counter

from markupsafe import Markup

from odoo import api, models


class QmsMaskMixin(models.AbstractModel):
    """:class:`QmsMaskValues` for a record with chatter: what is written there and what
    arrives by mail is masked as well, in the mails it is sent on by too.

    It stands before ``mail.thread``, and before every mixin that brings it:
    ``_inherit = ["qms.mask.mixin", "qms.lifecycle.mixin", "mail.thread"]``.
    """

    _name = "qms.mask.mixin"
    _inherit = ["qms.mask.values"]
    _description = "National identity numbers are masked, in the chatter too"

    def _register_hook(self):
        super()._register_hook()
        order = type(self).mro()
        thread = self.env.registry["mail.thread"]
        if thread in order and order.index(thread) < order.index(
            self.env.registry["qms.mask.mixin"]
        ):
            raise TypeError(f"{self._name}: qms.mask.mixin stands before mail.thread")

    def _write_guarded(self, vals):
        """What a transition of ``qms.lifecycle.mixin`` sets does not pass ``write``."""
        found = Counter()
        result = super()._write_guarded(self._mask_vals(vals, found))
        self._mask_notify(found)
        return result

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        msg_dict = self._mask_message(msg_dict, Counter())
        return super().message_new(msg_dict, custom_values)

    def message_update(self, msg_dict, update_vals=None):
        msg_dict = self._mask_message(msg_dict, Counter())
        return super().message_update(msg_dict, update_vals)

    def message_post(self, **kwargs):
        found = Counter()
        message = super().message_post(**self._mask_message(kwargs, found))
        self._mask_notify(found)
        return message

    def message_notify(self, **kwargs):
        found = Counter()
        message = super().message_notify(**self._mask_message(kwargs, found))
        self._mask_notify(found)
        return message

    def _message_log_batch(self, bodies, subject=False, *args, **kwargs):
        found = Counter()
        codes = self._mask_country_codes({})
        bodies = {
            record_id: self._mask_body(body, codes, found)
            for record_id, body in bodies.items()
        }
        subject = self._mask_text(subject, codes, found)
        self._mask_notify(found)
        return super()._message_log_batch(bodies, subject, *args, **kwargs)

    def _message_update_content(self, message, /, *, body, **kwargs):
        found = Counter()
        body = self._mask_body(body, self._mask_country_codes({}), found)
        result = super()._message_update_content(message, body=body, **kwargs)
        self._mask_notify(found)
        return result

    def _mask_message(self, values, found):
        """Values of a message, as it comes from the gateway or is posted, masked."""
        codes = self._mask_country_codes({})
        masked = {}
        if values.get("subject"):
            masked["subject"] = self._mask_text(values["subject"], codes, found)
        if values.get("body"):
            is_html = values.get("body_is_html", False)
            masked["body"] = self._mask_body(values["body"], codes, found, is_html)
        if values.get("attachments"):
            masked["attachments"] = [
                self._mask_attachment(attachment, codes, found)
                for attachment in values["attachments"]
            ]
        return {**values, **masked}

    def _mask_body(self, body, codes, found, is_html=False):
        """A body is text, which Odoo escapes, unless it is marked as HTML."""
        is_html = is_html or isinstance(body, Markup)
        return self._mask_text(body, codes, found, is_html=is_html)

    def _mask_attachment(self, attachment, codes, found):
        """``(name, content[, info])``; whether a bare number in the name could be one
        is asked when the file is stored."""
        if not isinstance(attachment, list | tuple) or not attachment:
            return attachment
        in_name = Counter()
        name = self._mask_text(attachment[0], codes, in_name)
        found["masked"] += in_name["masked"]
        return (name, *attachment[1:])
