from odoo import api, fields, models


class QmsLegalGround(models.Model):
    """On what law a text or file is erased, or kept for no longer than so long."""

    _name = "qms.legal.ground"
    _description = "Legal ground"
    _inherit = ["qms.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char("Because", required=True, translate=True)
    law = fields.Char(translate=True, help="Law and section only, without its text.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Without one it is shared by all."
    )

    @api.depends("name", "law")
    def _compute_display_name(self):
        for ground in self:
            law = f" ({ground.law})" if ground.law else ""
            ground.display_name = f"{ground.name or ''}{law}"
