import re

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

MOST = 50_000
MOST_WRONG = 10
BETWEEN = re.compile(r"[;,\t]")


class QmsSurveyAddressList(models.TransientModel):
    """Hand in the addresses that one campaign asks; nothing of it stays here."""

    _name = "qms.survey.address.list"
    _description = "Hand in a list of addresses"
    _inherit = ["qms.text.mixin"]

    campaign_id = fields.Many2one(
        "qms.survey.campaign", required=True, readonly=True, ondelete="cascade"
    )
    addresses = fields.Text(
        help="One a line, from a spreadsheet or a text; a language may follow, such as "
        "da, nb or sv.",
    )

    def action_confirm(self):
        """Keep the addresses until the survey ends, instead of those before."""
        self.ensure_one()
        campaign = self.campaign_id
        campaign._check_may_list()
        found = self._read()
        # sudo: a list that nobody reads
        self.env["qms.survey.listed"].sudo()._put(campaign, found)
        campaign.invalidate_recordset(["listed_count"])
        # sudo: what was pasted is gone from the screen's own row at once
        self.sudo().unlink()
        return {"type": "ir.actions.act_window_close"}

    def _read(self):
        """Address -> language, once each.

        :raise UserError: naming the lines that are none
        """
        found, wrong = {}, []
        langs = {code[:2]: code for code, _n in self.env["res.lang"].get_installed()}
        for number, line in enumerate((self.addresses or "").splitlines(), 1):
            if not line.strip():
                continue
            email, *rest = (part.strip() for part in BETWEEN.split(line))
            plain = email_normalize(email)
            if not plain:
                wrong.append(number)
                continue
            short = (rest[0] if rest else "")[:2].lower()
            found.setdefault(plain, langs.get(short, False))
        if wrong:
            lines = ", ".join(map(str, wrong[:MOST_WRONG]))
            raise UserError(self.env._("No e-mail address in line %s.", lines))
        if not found or len(found) > MOST:
            raise UserError(self.env._("A list has 1 to %s addresses.", MOST))
        return found
