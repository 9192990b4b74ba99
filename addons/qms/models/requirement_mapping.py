from odoo import api, fields, models


class QmsRequirementMapping(models.Model):
    """Where a requirement of one edition is found in the next."""

    _name = "qms.requirement.mapping"
    _description = "Requirement between editions"
    _inherit = ["qms.shared.mixin"]
    _order = "sort_key, id"
    _check_company_auto = True

    from_id = fields.Many2one(
        "qms.requirement",
        string="Old requirement",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    from_standard_id = fields.Many2one(
        related="from_id.standard_id", string="Old edition", store=True
    )
    to_id = fields.Many2one(
        "qms.requirement",
        string="New requirement",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    to_standard_id = fields.Many2one(
        related="to_id.standard_id", string="New edition", store=True
    )
    relation = fields.Selection(
        [
            ("same", "Same"),
            ("changed", "Changed"),
            ("new", "New"),
            ("removed", "Removed"),
            ("split", "Split"),
            ("merged", "Merged"),
        ],
        required=True,
        default="same",
    )
    note = fields.Char(translate=True)
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index=True,
    )
    sort_key = fields.Char(
        compute="_compute_sort_key",
        store=True,
        index=True,
        export_string_translation=False,
    )

    _ends_known = models.Constraint(
        "CHECK ((from_id IS NULL) = (relation = 'new')"
        " AND (to_id IS NULL) = (relation = 'removed'))",
        "What is new has no old requirement, what is removed has no new one; all "
        "others need both.",
    )
    _pair_uniq = models.UniqueIndex(
        "(from_id, to_id)", "These two are connected already."
    )

    @api.depends("from_id.company_id", "to_id.company_id")
    def _compute_company_id(self):
        for mapping in self:
            mapping.company_id = mapping.from_id.company_id or mapping.to_id.company_id

    @api.depends("from_id.sort_key", "to_id.sort_key")
    def _compute_sort_key(self):
        for mapping in self:
            mapping.sort_key = mapping.from_id.sort_key or mapping.to_id.sort_key

    @api.depends("from_id", "to_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for mapping in self:
            ends = (mapping.from_id.display_name, mapping.to_id.display_name)
            mapping.display_name = " → ".join(name or "–" for name in ends)
