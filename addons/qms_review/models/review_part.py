from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class QmsReviewPart(models.AbstractModel):
    """A row of a management review; it changes as long as its review lets it.

    Once the review is signed nothing changes it any more, the system included; what
    the step itself fixes goes through :meth:`_write_guarded`, past this class's guards.
    """

    _name = "qms.review.part"
    _description = "Part of a management review"
    _inherit = ["qms.mask.values", "qms.text.mixin"]

    # states of the review in which these rows may change
    _part_states = ("collecting",)
    # what the system alone writes
    _part_system = ()

    review_id = fields.Many2one(
        "qms.review", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="review_id.company_id", store=True, precompute=True, index=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._refuse_system(*vals_list)
        rows = super().create(vals_list)
        rows._check_unsettled()
        return rows

    def write(self, vals):
        self._check_unsettled()
        if not self.env.su:
            self._refuse_system(vals)
        if "review_id" in vals:
            raise UserError(self.env._("It belongs to its review."))
        return super().write(vals)

    def _write_guarded(self, vals):
        """What a step of the review or a hand-over writes, past these guards."""
        self._check_texts(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settled(self):
        self._check_unsettled()

    @api.model
    def _refuse_system(self, *vals_list):
        if any(not set(self._part_system).isdisjoint(vals) for vals in vals_list):
            raise UserError(self.env._("That follows by itself; it is not entered."))

    def _check_unsettled(self):
        # sudo: how far the review is
        reviews = self.sudo().review_id
        settled = reviews.filtered(lambda each: each.state not in self._part_states)
        if settled:
            raise AccessError(
                self.env._(
                    "%s: this stands as it was sent to management or signed.",
                    ", ".join(settled.mapped("display_name")),
                )
            )
