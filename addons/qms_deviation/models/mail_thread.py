import logging

from odoo import api, models

from odoo.addons.qms.tools.mail_head import recipients

_logger = logging.getLogger(__name__)


class MailThread(models.AbstractModel):
    """Mail to the address for reports never becomes a message of Odoo's own.

    Core parses and stores a mail before a model sees it, and drops what it cannot
    read. So ours are taken aside first, as the bytes that came.
    """

    _inherit = "mail.thread"

    @api.model
    def message_process(self, model, message, *args, **kwargs):
        raw = self._qms_as_bytes(message)
        # sudo: mail.alias - where the mail goes
        aliases = self.env["mail.alias"].sudo()._qms_among(recipients(raw))
        # sudo: an answer to an invitation is none to us, whatever address it went to
        answers = self.env["qms.invitation.intake"].sudo()._concerns(raw)
        if answers or (not aliases and model != "qms.report"):
            return super().message_process(model, message, *args, **kwargs)
        self._qms_check_gateway()
        # sudo: the gateway takes in what anybody writes
        intake = self.env["qms.mail.intake"].sudo()
        companies = aliases._qms_companies() or self.env.company
        results = [intake._take_in(raw, company) for company in companies]
        if self._qms_goes_elsewhere(raw, aliases):
            self._qms_pass_on(model, message, args, kwargs)
        return results[0].id

    @api.model
    def _qms_goes_elsewhere(self, raw, ours):
        # sudo: mail.alias - where the mail goes
        everywhere = self.env["mail.alias"].sudo()._qms_matching(recipients(raw))
        return bool(everywhere - ours)

    @api.model
    def _qms_pass_on(self, model, message, args, kwargs):
        """To the other addresses it went to; what fails there undoes nothing here."""
        try:
            with self.env.cr.savepoint():
                return super().message_process(model, message, *args, **kwargs)
        except Exception as error:
            _logger.warning("A mail to other addresses as well: %s", type(error))
            return False

    @api.model
    def message_route(self, message, message_dict, *args, **kwargs):
        """What is ours was taken in before core routes."""
        routes = super().message_route(message, message_dict, *args, **kwargs)
        return [route for route in routes or [] if route[0] != "qms.report" or route[1]]


class MailAlias(models.Model):
    _inherit = "mail.alias"

    @api.model
    def _qms_matching(self, addresses):
        """Aliases that mail to these addresses goes to."""
        if not addresses:
            return self.browse()
        locals_ = [address.split("@")[0] for address in addresses]
        return self.search(
            [
                "|",
                ("alias_full_name", "in", list(addresses)),
                "&",
                ("alias_name", "in", locals_),
                ("alias_incoming_local", "=", True),
            ]
        )

    @api.model
    def _qms_among(self, addresses):
        return self._qms_matching(addresses).filtered(
            lambda alias: alias.alias_model_id.model == "qms.report"
        )

    def _qms_companies(self):
        """The companies whose addresses for reports these are."""
        return self.env["res.company"].search(
            [("qms_mail_alias_id", "in", self.ids)], order="id"
        )
