from odoo import api, models
from odoo.exceptions import ValidationError


class QmsOwnedMixin(models.AbstractModel):
    """Owned by somebody who can work on it.

    The model has ``owner_id`` and ``company_id``.
    """

    _name = "qms.owned.mixin"
    _description = "Owned by who works in its company"

    @api.constrains("owner_id", "company_id")
    def _check_owner(self):
        for record in self:
            # sudo: kind and companies of an account
            known = record.sudo()
            owner = known.owner_id
            if owner and (owner.share or known.company_id not in owner.company_ids):
                raise ValidationError(
                    self.env._(
                        "%(person)s does not work in %(company)s.",
                        person=owner.name,
                        company=known.company_id.name,
                    )
                )
