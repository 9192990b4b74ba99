from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..tools.holding import Holding
from .standard import KINDS

KIND_ORDER = {kind: rank for rank, (kind, _label) in enumerate(KINDS)}


class QmsRequirement(models.Model):
    """What we are held against. Texts of standards are copyrighted: own titles only."""

    _name = "qms.requirement"
    _description = "Requirement"
    _inherit = [
        "qms.shared.mixin",
        "qms.outline.mixin",
        "qms.validity.mixin",
        "qms.holding.mixin",
    ]
    _rec_names_search = ["number", "name"]
    _qms_looked_after_by = ("owner_id",)
    _check_company_auto = True

    name = fields.Char(
        string="Title",
        required=True,
        translate=True,
        help="A short title in your own words, not the text of the standard.",
    )
    number = fields.Char(help="Clause, section or paragraph, such as 8.2.1.")
    kind = fields.Selection(
        KINDS,
        required=True,
        compute="_compute_kind",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
    )
    standard_id = fields.Many2one(
        "qms.standard",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The standard, law or collection of rules it is part of.",
    )
    stakeholder_id = fields.Many2one(
        "qms.stakeholder",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Who expects this of us.",
    )
    parent_id = fields.Many2one(
        "qms.requirement",
        string="Part of",
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('standard_id', '=', standard_id), ('kind', '=', kind)]",
    )
    child_ids = fields.One2many("qms.requirement", "parent_id", string="Parts")
    is_assessable = fields.Boolean(
        string="Can be assessed",
        default=True,
        help="Off for headings, which ask for nothing by themselves.",
    )
    is_documented = fields.Boolean(
        string="Documented information",
        help="It asks for something written down: a hole is a deviation by itself.",
    )
    evidence_points = fields.Char(
        string="Points to prove",
        help="Each of these needs a source of evidence of its own: a, b, c 1.",
    )
    description = fields.Text(string="In our own words", translate=True)
    url = fields.Char(string="Link to the source")
    owner_id = fields.Many2one(
        "res.users",
        company_dependent=True,
        check_company=True,
        domain="[('share', '=', False)]",
        help="Who looks after it in your company.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="Empty: it holds for all companies.",
    )
    replaced_by_id = fields.Many2one(
        "qms.requirement",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
    )
    replaces_ids = fields.One2many(
        "qms.requirement",
        "replaced_by_id",
        context={"active_test": False},
    )
    mapping_to_ids = fields.One2many(
        "qms.requirement.mapping", "from_id", string="In the next edition"
    )
    mapping_from_ids = fields.One2many(
        "qms.requirement.mapping", "to_id", string="In the previous edition"
    )
    process_ids = fields.Many2many(
        "qms.process",
        "qms_process_requirement_rel",
        "requirement_id",
        "process_id",
        string="Processes",
        readonly=True,
    )

    _standard_known = models.Constraint(
        "CHECK (kind <> 'standard' OR standard_id IS NOT NULL)",
        "A clause of a standard needs its standard.",
    )
    _stakeholder_expects = models.Constraint(
        "CHECK (stakeholder_id IS NULL OR kind = 'expectation')",
        "Only an expectation comes from a stakeholder.",
    )
    _number_uniq = models.UniqueIndex(
        "(standard_id, number, COALESCE(company_id, 0)) WHERE standard_id IS NOT NULL",
        "This number exists already in the standard.",
    )

    @api.depends("standard_id.kind")
    def _compute_kind(self):
        for requirement in self:
            requirement.kind = requirement.standard_id.kind or requirement.kind

    @api.depends("number", "name", "standard_id.code", "standard_id.edition")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for requirement in self:
            standard = requirement.standard_id._get_short_name()
            parts = (standard, requirement.number, requirement.name)
            requirement.display_name = " ".join(filter(None, parts))

    @api.model
    def _search_display_name(self, operator, value):
        """Also find 'ISO 9001:2015 8.2.1 Title', whole or by its words."""
        domain = super()._search_display_name(operator, value)
        if operator == "ilike" and isinstance(value, str):
            return domain | self._get_words_domain(value)
        if operator == "in":
            names = {name for name in value if isinstance(name, str) and " " in name}
            found = self.search(Domain.OR(map(self._get_words_domain, names)))
            exact = found.filtered(
                lambda requirement: requirement.display_name in names
            )
            return domain | Domain("id", "in", exact.ids)
        return domain

    @api.constrains("kind", "standard_id")
    def _check_kind(self):
        for requirement in self.filtered("standard_id"):
            if requirement.kind != requirement.standard_id.kind:
                raise ValidationError(
                    self.env._(
                        "%(requirement)s has to be of the same kind as %(standard)s.",
                        requirement=requirement.display_name,
                        standard=requirement.standard_id.display_name,
                    )
                )

    @api.constrains("parent_id", "standard_id")
    def _check_parent_standard(self):
        for requirement in self.filtered("parent_id") | self.child_ids:
            if requirement.standard_id != requirement.parent_id.standard_id:
                raise ValidationError(
                    self.env._(
                        "%(requirement)s and what it is part of have to belong to "
                        "the same standard.",
                        requirement=requirement.display_name,
                    )
                )

    @api.constrains("replaced_by_id")
    def _check_replaced_by(self):
        if self._has_cycle("replaced_by_id"):
            raise ValidationError(self.env._("A requirement cannot replace itself."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_process(self):
        # sudo: qms.process - a process the user cannot see needs it as well
        processes = self.env["qms.process"].sudo().with_context(active_test=False)
        if used := processes.search([("requirement_ids", "in", self.ids)], limit=1):
            requirement = used.requirement_ids & self
            raise UserError(
                self.env._(
                    "%(requirement)s is asked of a process. Archive it instead.",
                    requirement=requirement[:1].display_name,
                )
            )

    @api.model
    def _get_in_force_domain(self, date=None):
        """A clause is in force no longer than its standard."""
        own = super()._get_in_force_domain(date)
        standard = self.env["qms.standard"]._get_in_force_domain(date)
        return own & (
            Domain("standard_id", "=", False) | Domain("standard_id", "any", standard)
        )

    @api.depends("standard_id.valid_from", "standard_id.valid_to")
    def _compute_is_in_force(self):
        return super()._compute_is_in_force()

    def _get_sort_key_depends(self):
        return [*super()._get_sort_key_depends(), "kind", "standard_id.sequence"]

    def _get_sort_prefix(self):
        """Standards first, in their order; then own rules by kind."""
        if standard := self.standard_id:
            return f"{standard.sequence:06d}_{standard.id or 0:09d}"
        return f"999999_{KIND_ORDER.get(self.kind, 0):09d}"

    def _get_words_domain(self, text):
        fnames = ("number", "name", "standard_id.code", "standard_id.edition")
        return Domain.AND(
            Domain.OR(Domain(fname, "ilike", word) for fname in fnames)
            for word in text.replace(":", " ").split()
        )

    def _get_successors(self):
        """What stands for these requirements in the next edition."""
        return self.mapping_to_ids.to_id | self.replaced_by_id

    def _get_predecessors(self):
        """What stood for these requirements in the previous edition."""
        return self.mapping_from_ids.from_id | self.replaces_ids

    # ------------------------------------------------------------
    # People change
    # ------------------------------------------------------------

    @api.model
    def _get_holdings(self):
        return (*super()._get_holdings(), Holding("owner_id"))

    @api.model
    def _held_domain(self, holding, users, company):
        """Each company has an owner of its own, of what all share as well."""
        return (
            holding.open
            & Domain(holding.field, "in", users.ids)
            & Domain("company_id", "in", [company.id, False])
        )
