from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.holding import Holding

RUNNING = Domain("active", "=", True)


class QmsProcess(models.Model):
    _name = "qms.process"
    _description = "Process"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "qms.outline.mixin",
        "qms.holding.mixin",
    ]
    _rec_names_search = ["code", "name"]
    _qms_looked_after_by = ("owner_id",)
    _check_company_auto = True

    _outline_number = "code"

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(string="Number")
    parent_id = fields.Many2one(
        "qms.process",
        string="Part of",
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    child_ids = fields.One2many("qms.process", "parent_id", string="Sub-processes")
    owner_id = fields.Many2one(
        "res.users",
        index=True,
        check_company=True,
        domain="[('share', '=', False)]",
        tracking=True,
        help="Answers for how the process works and is improved.",
    )
    department_ids = fields.Many2many(
        "hr.department",
        "qms_process_department_rel",
        "process_id",
        "department_id",
        string="Departments",
        check_company=True,
        ondelete="restrict",
    )
    requirement_ids = fields.Many2many(
        "qms.requirement",
        "qms_process_requirement_rel",
        "process_id",
        "requirement_id",
        string="Requirements",
        check_company=True,
        domain="[('is_assessable', '=', True)]",
        help="What the process has to meet.",
    )
    in_certified_scope = fields.Boolean(
        string="In the certified scope",
        compute="_compute_in_certified_scope",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    description = fields.Html(translate=True)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _code_uniq = models.UniqueIndex(
        "(company_id, code) WHERE code IS NOT NULL",
        "This number is used by another process.",
    )

    @api.depends("code", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for process in self:
            process.display_name = " ".join(filter(None, (process.code, process.name)))

    @api.depends("parent_id")
    def _compute_in_certified_scope(self):
        """A new process starts as its parent; a later move changes nothing."""
        for process in self:
            if not process._origin:
                process.in_certified_scope = process.parent_id.in_certified_scope
            else:
                process.in_certified_scope = process.in_certified_scope

    @api.model
    def _get_holdings(self):
        return (*super()._get_holdings(), Holding("owner_id", RUNNING))

    @api.model
    def _get_unit_holdings(self):
        return (*super()._get_unit_holdings(), Holding("department_ids", RUNNING))

    def _get_sort_prefix(self):
        return f"{self.company_id.id or 0:09d}"

    def _get_sort_key_depends(self):
        return [*super()._get_sort_key_depends(), "company_id"]
