from odoo import api, fields, models
from odoo.fields import Domain


class QmsValidityMixin(models.AbstractModel):
    """A record in force from one date to another; an empty date sets no limit."""

    _name = "qms.validity.mixin"
    _description = "In force for a period"

    valid_from = fields.Date()
    valid_to = fields.Date()
    is_in_force = fields.Boolean(
        string="In force",
        compute="_compute_is_in_force",
        search="_search_is_in_force",
    )

    _validity_order = models.Constraint(
        "CHECK (valid_from <= valid_to)",
        "It cannot end before it begins.",
    )

    @api.depends("valid_from", "valid_to")
    def _compute_is_in_force(self):
        in_force = self.filtered_domain(self._get_in_force_domain())
        for record in self:
            record.is_in_force = record in in_force

    def _search_is_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_in_force_domain()

    @api.model
    def _get_in_force_domain(self, date=None):
        """What is in force on ``date``, today if none is given."""
        date = date or fields.Date.context_today(self)
        return Domain.AND(
            Domain(name, "=", False) | Domain(name, operator, date)
            for name, operator in (("valid_from", "<="), ("valid_to", ">="))
        )
