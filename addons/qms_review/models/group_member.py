from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding


class QmsGroupMember(models.Model):
    """One person in one group, from staff or leaders, with or without login."""

    _name = "qms.group.member"
    _description = "Member of a quality group"
    _inherit = ["qms.holding.mixin"]
    _order = "group_id, sequence, id"
    _rec_name = "who"
    _qms_person_texts = ("who",)
    _holding_company = "group_id.company_id"

    group_id = fields.Many2one(
        "qms.group", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    employee_id = fields.Many2one(
        "hr.employee",
        index="btree_not_null",
        ondelete="cascade",
        compute="_compute_employee_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Login",
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False)]",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    who = fields.Char("Name", compute="_compute_who", compute_sudo=True)
    department_id = fields.Many2one(
        related="employee_id.department_id", string="Unit", related_sudo=True
    )
    office = fields.Selection(
        [("chair", "Chair"), ("secretary", "Secretary"), ("member", "Member")],
        compute="_compute_office",
        compute_sudo=True,
    )
    has_role = fields.Boolean(
        "Has the role",
        compute="_compute_has_role",
        compute_sudo=True,
        help="Reads the released cases: that follows from the role, not from sitting "
        "in the group.",
    )

    _once = models.UniqueIndex(
        "(group_id, user_id) WHERE user_id IS NOT NULL AND active"
    )
    _once_employee = models.UniqueIndex(
        "(group_id, employee_id) WHERE employee_id IS NOT NULL AND active"
    )
    _somebody = models.Constraint(
        "CHECK (user_id IS NOT NULL OR employee_id IS NOT NULL)",
        "A member is an employee or has a login.",
    )

    @api.depends("employee_id")
    def _compute_user_id(self):
        for member in self:
            # sudo: the account behind the employee
            user = member.employee_id.sudo().user_id
            member.user_id = user or member.user_id

    @api.depends("user_id")
    def _compute_employee_id(self):
        """The employment in one of the group's companies, where there is one."""
        # sudo: which employee the account belongs to
        employees = self.env["hr.employee"].sudo()
        found = employees.search(
            [("user_id", "in", self.user_id.ids)], order="company_id, id"
        )
        for member in self:
            if member.employee_id or not member.user_id:
                member.employee_id = member.employee_id
                continue
            # sudo: which companies the group is for
            companies = member.group_id.sudo()._companies()
            own = found.filtered(lambda each, user=member.user_id: each.user_id == user)
            here = own.filtered(lambda each, known=companies: each.company_id in known)
            member.employee_id = (here or own)[:1]

    @api.depends("user_id", "employee_id")
    def _compute_who(self):
        for member in self:
            member.who = member.employee_id.name or member.user_id.name

    @api.depends("group_id.chair_id", "group_id.secretary_id", "user_id")
    def _compute_office(self):
        for member in self:
            group, user = member.group_id, member.user_id
            office = "secretary" if user and user == group.secretary_id else "member"
            member.office = "chair" if user and user == group.chair_id else office

    @api.depends("user_id")
    def _compute_has_role(self):
        role = self.env.ref("qms.group_quality_team")
        for member in self:
            member.has_role = role in member.user_id.all_group_ids

    @api.constrains("employee_id", "user_id", "group_id")
    def _check_companies(self):
        for member in self:
            # sudo: where somebody works
            known = member.sudo()
            companies = known.group_id._companies()
            works = known.employee_id.company_id | known.user_id.company_ids
            if known.user_id.share or not works & companies:
                raise ValidationError(self.env._("%s does not work here.", known.who))

    def _works_here(self):
        """Whether this member can still come."""
        # sudo: whether the employment lasts
        known = self.sudo()
        if known.user_id:
            return known.user_id._qms_works_here()
        return known.employee_id.active

    def _address(self):
        # sudo: where a member gets mail
        known = self.sudo()
        return known.user_id.email or known.employee_id.work_email

    def _lang(self):
        # sudo: the language a member reads
        known = self.sudo()
        partner = known.user_id.partner_id or known.group_id.company_id.partner_id
        return partner.lang or self.env.lang

    # ------------------------------------------------------------
    # People change
    # ------------------------------------------------------------

    @api.model
    def _get_holdings(self):
        # a seat is personal: whoever comes instead is named by the quality manager
        return (
            *super()._get_holdings(),
            Holding("user_id", Domain("active", "=", True), ends=True),
        )

    @api.model
    def _in_units_domain(self, units):
        """A seat belongs to no unit."""
        return Domain.FALSE

    def _end_holding(self, holding, person):
        self.active = False
