from odoo import api, fields, models
from odoo.fields import Domain


class QmsRetentionRule(models.Model):
    """For how long the text of closed records is kept.

    A company's own rule goes before a shared one, a narrower before a wider. Archive
    laws differ and may forbid to delete: each municipality checks its own plan, and a
    rule may ask that the archive has it first.
    """

    _name = "qms.retention.rule"
    _description = "Retention rule"
    _inherit = ["qms.shared.mixin"]
    _order = "res_model, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Without one it is shared by all."
    )
    res_model = fields.Selection("_selection_res_model", "Holds for", required=True)
    keep_years = fields.Integer(
        "Years kept", required=True, default=5, help="Counted from the closing."
    )
    ground_id = fields.Many2one(
        "qms.legal.ground", "Because", required=True, ondelete="restrict"
    )
    archive_first = fields.Boolean(
        "To the archive first",
        default=True,
        help="Nothing goes before somebody has confirmed that the archive has it.",
    )
    note = fields.Text("From the archive's plan", translate=True)

    _years_ahead = models.Constraint(
        "CHECK (keep_years BETWEEN 1 AND 200)",
        "A text is kept for a year at least, and for 200 at most.",
    )

    @api.model
    def _selection_res_model(self):
        models_ = self.env["qms.retained.mixin"]._retained_models()
        # sudo: ir.model - what the kinds are called
        kinds = self.env["ir.model"].sudo()
        return [(model._name, kinds._get(model._name).name) for model in models_]

    def _covers(self):
        """Hook: domain of the records this rule speaks of."""
        return Domain.TRUE

    def _narrowness(self):
        """Hook: the greater, the sooner this rule goes before another."""
        return (bool(self.company_id),)

    @api.model
    def _split(self, model, company):
        """The rules for ``company``, each with the domain of what it alone decides."""
        here = Domain("company_id", "in", [False, company.id])
        rules = self.search(here & Domain("res_model", "=", model))
        taken = Domain.FALSE
        for rule in rules.sorted(lambda rule: rule._narrowness(), reverse=True):
            covers = rule._covers()
            yield rule, covers & ~taken
            taken |= covers
