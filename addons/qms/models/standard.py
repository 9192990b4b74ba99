from odoo import api, fields, models
from odoo.exceptions import ValidationError

KINDS = [
    ("standard", "Standard"),
    ("law", "Law or regulation"),
    ("policy", "Policy"),
    ("procedure", "Procedure"),
    ("guideline", "Guideline"),
    ("instruction", "Work instruction"),
    ("expectation", "Stakeholder expectation"),
]


class QmsStandard(models.Model):
    """One edition of a standard or a law, or a collection of own rules."""

    _name = "qms.standard"
    _description = "Standard"
    _inherit = ["qms.shared.mixin", "qms.validity.mixin"]
    _order = "sequence, code, edition desc, id"
    _rec_names_search = ["code", "edition", "name"]
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="What it is called by, such as ISO 9001.")
    edition = fields.Char(help="The year or number of the edition, such as 2015.")
    kind = fields.Selection(KINDS, required=True, default="standard")
    description = fields.Text(translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="Empty: it holds for all companies.",
    )
    replaced_by_id = fields.Many2one(
        "qms.standard",
        string="Next edition",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
    )
    replaces_ids = fields.One2many(
        "qms.standard",
        "replaced_by_id",
        string="Previous editions",
        context={"active_test": False},
    )
    requirement_ids = fields.One2many(
        "qms.requirement", "standard_id", string="Requirements"
    )
    requirement_count = fields.Integer(compute="_compute_requirement_count")

    _edition_uniq = models.UniqueIndex(
        "(code, COALESCE(edition, ''), COALESCE(company_id, 0))",
        "This edition exists already.",
    )

    @api.depends("code", "edition", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for standard in self:
            standard.display_name = standard._get_short_name() or standard.name

    @api.depends("requirement_ids")
    def _compute_requirement_count(self):
        counts = dict(
            self.env["qms.requirement"]
            .with_context(active_test=False)
            ._read_group(
                [("standard_id", "in", self.ids)], ["standard_id"], ["__count"]
            )
        )
        for standard in self:
            standard.requirement_count = counts.get(standard, 0)

    @api.constrains("replaced_by_id")
    def _check_replaced_by(self):
        if self._has_cycle("replaced_by_id"):
            raise ValidationError(self.env._("An edition cannot replace itself."))

    def action_archive(self):
        self._all_requirements().action_archive()
        return super().action_archive()

    def action_unarchive(self):
        self._all_requirements().action_unarchive()
        return super().action_unarchive()

    def action_view_requirements(self):
        """Open the requirements of this standard."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "qms.qms_requirement_action"
        )
        return {
            **action,
            "name": self.display_name,
            "domain": [("standard_id", "=", self.id)],
            "context": {
                "active_test": self.active,
                "default_standard_id": self.id,
                "default_company_id": self.company_id.id,
            },
        }

    def _all_requirements(self):
        return self.with_context(active_test=False).requirement_ids

    def _get_short_name(self):
        """'ISO 9001:2015', empty for a collection that goes by its name."""
        return ":".join(filter(None, (self.code, self.edition))) if self.code else ""
