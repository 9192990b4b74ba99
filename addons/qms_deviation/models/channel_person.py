from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding


class QmsChannelPerson(models.Model):
    """Who may read what one company hands over to a channel.

    Being named opens what is handed over from then on, not what was handed over before;
    who is no longer named loses both.
    """

    _name = "qms.channel.person"
    _description = "Named person of a channel"
    _order = "channel_id, company_id, id"
    _rec_name = "user_id"
    _inherit = "qms.holding.mixin"

    channel_id = fields.Many2one(
        "qms.channel", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False)]",
    )

    _person_unique = models.UniqueIndex(
        "(channel_id, company_id, user_id)", "Named already."
    )

    @api.constrains("user_id", "company_id")
    def _check_user(self):
        for row in self:
            # sudo: whether the person works in the company
            user = row.sudo().user_id
            if user.share or row.company_id not in user.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(person)s does not work in %(company)s.",
                        person=user.name,
                        company=row.company_id.name,
                    )
                )

    @api.model
    def _get_holdings(self):
        """The heir reads what is handed over from then on."""
        return (*super()._get_holdings(), Holding("user_id", manager_only=True))

    @api.model
    def _refused_heir_domain(self, holding, heir, giver):
        """Who is named already is not named twice."""
        refused = super()._refused_heir_domain(holding, heir, giver)
        named = self.search([("user_id", "=", heir.id)])
        for row in named:
            refused |= Domain("channel_id", "=", row.channel_id.id) & Domain(
                "company_id", "=", row.company_id.id
            )
        return refused

    def write(self, vals):
        if {"channel_id", "company_id", "user_id"} & set(vals):
            self._close_to_them()
        return super().write(vals)

    def unlink(self):
        self._close_to_them()
        return super().unlink()

    def _close_to_them(self):
        """Who is no longer named reads nothing of this channel any more."""
        # sudo: the cases are closed to whoever changes the settings
        cases = self.env["qms.deviation"].sudo()
        for row in self:
            found = cases.search(
                [
                    ("channel_id", "=", row.channel_id.id),
                    ("company_id", "=", row.company_id.id),
                    ("named_ids", "in", row.user_id.ids),
                ]
            )
            found._close_to(row.user_id)
