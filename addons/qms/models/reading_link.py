from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..tools.personal_link import LinkPurpose

PURPOSE = "read_and_understood"
LINK_DAYS = 60


class QmsReading(models.Model):
    """A personal link for who has no login: by mail, or handed over by his leader."""

    _inherit = "qms.reading"

    def _send_links(self):
        """Mail those without login whose address at work is known."""
        readings = self.filtered(
            lambda reading: (
                reading.state == "open"
                and reading.employee_id.work_email
                and not reading._has_login()
            )
        )
        if not readings:
            return
        links = dict(zip(readings.ids, readings._make_links(), strict=True))
        self.env["qms.mailer"]._send(
            "qms.mail_template_read", readings, qms_links=links
        )

    def _has_login(self):
        user = self.employee_id.user_id
        return bool(user) and user._qms_works_here()

    def _make_links(self):
        pairs = [(reading, reading.employee_id) for reading in self]
        return self.env["qms.personal.link"]._create_links(PURPOSE, pairs, LINK_DAYS)

    def _revoke_links(self):
        self.env["qms.personal.link"]._revoke_links(PURPOSE, self)

    def _reader_lang(self):
        """The language its reader is written to in."""
        # sudo: the language alone
        known = self.sudo()
        contact = known.employee_id.work_contact_id
        return contact.lang or known.company_id.partner_id.lang or self.env.lang

    def action_make_link(self):
        """A personal link to hand over, shown once: on paper or from phone to phone."""
        self.ensure_one()
        self.check_access("read")
        # sudo: whose unit it is
        unit = self.sudo().department_id
        if not unit._qms_mandate(self.company_id, self.env.user):
            raise AccessError(
                self.env._("Links are made by the leader of the person's unit.")
            )
        # sudo: the link is for the employee, whose card the leader need not read
        reading = self.sudo()
        if reading.state != "open" or reading._has_login():
            raise UserError(
                self.env._("A link is for who has no login and has still to read it.")
            )
        [address] = reading._make_links()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Personal link"),
            "res_model": "qms.reading.link",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_address": address,
                "default_employee_name": reading.employee_name,
            },
        }

    # ------------------------------------------------------------
    # The page behind the link
    # ------------------------------------------------------------

    def _describe_for_link(self):
        record = self.round_id._record()
        parts = [record._duty_name(), record._reading_text(), record._reading_address()]
        return "\n\n".join(filter(None, parts))

    def _act_by_link(self, link, choice, comment):
        if not self._confirm("link") and self.state != "read":
            raise UserError(self.env._("You are no longer asked to read this."))
        return ""


class QmsPersonalLink(models.Model):
    _inherit = "qms.personal.link"

    @api.model
    def _get_purposes(self):
        return super()._get_purposes() | {
            PURPOSE: LinkPurpose(
                model="qms.reading",
                method="_act_by_link",
                title=self.env._("To be read"),
                explanation=self.env._(
                    "With the button you confirm that you have read and understood it. "
                    "If something is unclear, ask your leader first."
                ),
                buttons={"read": self.env._("Read and understood")},
                done=self.env._("Thank you. It is noted."),
                describe="_describe_for_link",
            )
        }
