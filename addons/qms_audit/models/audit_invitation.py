from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import email_normalize

from odoo.addons.qms.tools.calendar_file import Invited

from .audit_table import ROLES

ANSWERS = [
    ("needs_action", "Not answered"),
    ("accepted", "Takes part"),
    ("tentative", "Perhaps"),
    ("declined", "Cannot take part"),
]
LEADER = ("leader", "Leader of an audited unit")
GUEST = ("guest", "Invited besides")
# what a person enters; all the rest follows
ENTERED = {"audit_id", "employee_id", "email", "name", "partner_id", "user_id"}


class QmsAuditInvitation(models.Model):
    """Who is to take part in an audit, and what he answered.

    Team and leaders follow from the audit; others are added by the lead auditor,
    whoever plans, or a leader of an audited unit. Why somebody declines is neither
    asked nor kept: it is often illness.
    """

    _name = "qms.audit.invitation"
    _description = "Invitation to an audit"
    _inherit = ["qms.audit.invitation.answer", "qms.audit.part", "qms.mask.values"]
    _order = "audit_id, id"
    _rec_name = "role"
    _mask_fields = ("name",)
    _qms_person_texts = ("name", "email", "who")
    _part_states = ("planned", "scheduled", "running")

    role = fields.Selection(
        [*ROLES, LEADER, GUEST], default="guest", required=True, readonly=True
    )
    user_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('share', '=', False)]",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Employee without login",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        domain="[('user_id', '=', False), ('company_id', '=', company_id)]",
    )
    partner_id = fields.Many2one(
        "res.partner", "Contact", index="btree_not_null", ondelete="cascade"
    )
    name = fields.Char("Name of somebody from outside")
    email = fields.Char("E-mail", help="Of somebody from outside.")
    who = fields.Char(compute="_compute_who", compute_sudo=True)
    named_by_id = fields.Many2one("res.users", "Added by", readonly=True)
    answer = fields.Selection(
        ANSWERS, default="needs_action", required=True, readonly=True
    )
    answered_sequence = fields.Integer(default=-1, readonly=True)
    is_told = fields.Boolean("Invited", readonly=True)
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _one_person = models.Constraint(
        "CHECK (num_nonnulls(user_id, employee_id, partner_id, email) = 1)",
        "Say who is invited: a user, an employee, a contact or an e-mail address.",
    )
    _once_each = models.UniqueIndex(
        "(audit_id, COALESCE(user_id, 0), COALESCE(employee_id, 0), "
        "COALESCE(partner_id, 0), COALESCE(email, ''))",
        "This person is invited already.",
    )

    @api.depends("user_id", "employee_id", "partner_id", "email", "name")
    def _compute_who(self):
        for row in self:
            person = row._person()
            row.who = person.name if person else row.name or row.email

    @api.depends("user_id", "answer")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for row in self:
            row.is_mine = row.user_id == self.env.user and row.is_told

    @api.constrains("email")
    def _check_email(self):
        for row in self:
            if row.email and not email_normalize(row.email):
                raise ValidationError(self.env._("%s is no e-mail address.", row.email))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [self._prepare_guest(vals) for vals in vals_list]
        rows = super().create(vals_list)
        rows._check_may_invite()
        rows.audit_id._tell_later()
        return rows

    @api.model
    def _prepare_guest(self, vals):
        """What follows by itself is said here, so that no context says otherwise."""
        vals = {name: value for name, value in vals.items() if name in ENTERED}
        if vals.get("email"):
            vals["email"] = email_normalize(vals["email"]) or vals["email"]
        return {
            **vals,
            "role": GUEST[0],
            "answer": "needs_action",
            "answered_sequence": -1,
            "is_told": False,
            "named_by_id": self.env.uid,
        }

    def write(self, vals):
        if not self.env.su:
            raise UserError(
                self.env._("Take the person out and add the other one instead.")
            )
        return super().write(vals)

    def unlink(self):
        """Who was invited is told that he is no longer."""
        if not self.env.su:
            self._check_may_take_out()
        # sudo: what was told to whom
        actors = dict.fromkeys(self.audit_id.ids, {self.env.uid})
        self.sudo()._withdraw(actors)
        audits = self.audit_id
        result = super().unlink()
        audits._tell_later()
        return result

    def _check_may_invite(self):
        if self.env.su:
            return
        for audit in self.audit_id:
            if not audit._mandate_settle() and not audit._leads_audited_unit():
                raise AccessError(
                    self.env._(
                        "%s: the lead auditor, whoever plans it and the leaders of the "
                        "audited units say who is invited.",
                        audit.display_name,
                    )
                )

    def _check_may_take_out(self):
        for row in self:
            if row.role != GUEST[0]:
                raise UserError(
                    self.env._(
                        "The team and the leaders of the audited units are invited as "
                        "long as they are that."
                    )
                )
            if row.named_by_id != self.env.user and not row.audit_id._mandate_settle():
                raise AccessError(
                    self.env._("Whoever added somebody takes him out again.")
                )

    # ------------------------------------------------------------
    # The person behind it
    # ------------------------------------------------------------

    def _person(self):
        """The record of who is invited, or nothing for a bare address."""
        self.ensure_one()
        return self.user_id or self.employee_id or self.partner_id

    def _partners(self):
        """The contacts whose calendars show the audit."""
        # sudo: the contacts of users, and of employees without login
        rows = self.sudo()
        employees = rows.employee_id.work_contact_id
        return rows.user_id.partner_id | rows.partner_id | employees

    def _address(self):
        if self.employee_id:
            return email_normalize(self.employee_id.work_email or "") or ""
        person = self.user_id or self.partner_id
        return email_normalize((person.email if person else self.email) or "") or ""

    def _lang(self):
        contact = self.employee_id.work_contact_id or self.user_id or self.partner_id
        return contact.lang or self.audit_id.company_id.partner_id.lang

    def _invited(self):
        """As the invitations name them; who has no address is in none."""
        return [
            Invited(row.who or "", row._address(), row.answer, row.role == "observer")
            for row in self
            if row._address()
        ]

    def _link_recipient(self):
        if self.user_id:
            return self.user_id.partner_id
        return self.employee_id or self.partner_id or self.email
