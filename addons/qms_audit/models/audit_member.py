from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding
from odoo.addons.qms.tools.people import People

from .audit_table import CLOSED, ROLES

SYSTEM = {"admitted", "excepted_for"}
OPEN = Domain("audit_id.state", "not in", CLOSED)


class QmsAuditMember(models.Model):
    """Somebody's part in an audit; it counts once he is admitted.

    Who is impartial and competent is admitted at once. For anybody else a reason is
    given and somebody named who decides on the exception (``admit`` of the audit).
    """

    _name = "qms.audit.member"
    _description = "Member of an audit team"
    _inherit = ["qms.audit.part", "qms.mask.values", "qms.holding.mixin"]
    _order = "role_order, id"
    _rec_name = "role"
    _mask_fields = ("exception_because",)
    _part_states = (
        "planned",
        "scheduled",
        "running",
        "reporting",
        "reported",
        "follow_up",
    )

    user_id = fields.Many2one(
        "res.users",
        "Who",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    role = fields.Selection(ROLES, default="auditor", required=True)
    role_order = fields.Integer(compute="_compute_role_order", store=True)
    admitted = fields.Boolean(
        readonly=True, copy=False, help="Impartial and competent, or an exception made."
    )
    exception_because = fields.Char(
        "Exception because",
        help="Why he takes part all the same; somebody else decides on it.",
    )
    approver_id = fields.Many2one(
        "res.users",
        "Exception decided by",
        domain="[('share', '=', False)]",
        help="A quality manager, or a leader above the audited unit.",
    )
    excepted_for = fields.Char(readonly=True, copy=False)
    obstacles = fields.Text(compute="_compute_obstacles")

    _once_each = models.UniqueIndex(
        "(audit_id, user_id)", "This person is in the team already."
    )
    _one_lead = models.UniqueIndex(
        "(audit_id) WHERE role = 'lead'", "An audit has one lead auditor."
    )

    @api.depends("role")
    def _compute_role_order(self):
        order = {role: place for place, (role, _label) in enumerate(ROLES)}
        for member in self:
            member.role_order = order.get(member.role, 0)

    @api.depends("user_id", "role", "audit_id")
    @api.depends_context("lang")
    def _compute_obstacles(self):
        found = self.filtered("user_id")._found_obstacles()
        for member in self:
            reasons = member.audit_id._sentences(found.get(member, ()))
            member.obstacles = "\n".join(reasons)

    @api.constrains("user_id", "audit_id")
    def _check_group(self):
        """People of the audit's company, or of another one of its group."""
        for member in self:
            # sudo: where the user works
            companies = member.sudo().user_id.company_ids
            if member.sudo().company_id.root_id not in companies.root_id:
                raise ValidationError(
                    self.env._(
                        "%s works in no company of this group.",
                        member.sudo().user_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [
            {key: value for key, value in vals.items() if key not in SYSTEM}
            for vals in vals_list
        ]
        members = super().create(vals_list)
        members._check_may_staff()
        members._judge()
        members.audit_id._sync_duties()
        return members

    def write(self, vals):
        if not self.env.su and not SYSTEM.isdisjoint(vals):
            raise UserError(self.env._("That follows by itself; it is not entered."))
        self._check_may_staff()
        audits = self.audit_id
        result = super().write(vals)
        self._check_may_staff()
        if not {"user_id", "role", "exception_because", "approver_id"}.isdisjoint(vals):
            self._judge()
        (audits | self.audit_id)._sync_duties()
        return result

    def unlink(self):
        self._check_may_staff()
        audits = self.audit_id
        result = super().unlink()
        audits._sync_duties()
        return result

    def _stays(self, lead, auditors):
        """Whether he stays in a team that is led and audited by these."""
        if self.role == "lead":
            return self.user_id == lead
        return self.role != "auditor" or self.user_id in auditors

    def _check_may_staff(self):
        """The lead auditor names the others; whoever plans, the lead too."""
        if self.env.su:
            return
        people = People.of(self.env)
        for member in self:
            audit = member.audit_id.with_context(qms_people=people)
            if not audit._mandate_plan() and (
                member.role == "lead" or not audit._mandate_lead()
            ):
                raise AccessError(
                    self.env._(
                        "%s: its team is named by whoever plans it.",
                        audit.display_name,
                    )
                )

    # ------------------------------------------------------------
    # Impartial and competent
    # ------------------------------------------------------------

    def _found_obstacles(self):
        """The obstacles of each row; of all rows of a role asked at once."""
        result = {}
        for role, rows in self.filtered("audit_id").grouped("role").items():
            audits = rows.audit_id._origin
            found = audits._obstacles_of_each(rows.user_id._origin, role)
            for row in rows:
                of_audit = found.get(row.audit_id._origin.id, {})
                result[row] = of_audit.get(row.user_id._origin.id, [])
        return result

    def _open_obstacles(self):
        """The sentences for which no exception was made, per row."""
        result = {}
        for row, found in self._found_obstacles().items():
            excepted = set((row.sudo().excepted_for or "").split())  # sudo: own field
            result[row] = row.audit_id._sentences(
                pair for pair in found if pair[0] not in excepted
            )
        return result

    def _judge(self):
        """Admit who may take part; refuse who may not and has no exception asked."""
        refused, found = [], self._open_obstacles()
        for row, reasons in found.items():
            if reasons and not (row.exception_because and row.approver_id):
                refused.append(row._refusal(reasons))
            elif reasons:
                row._check_approver()
        if refused:
            raise UserError(
                "\n\n".join(refused)
                + "\n\n"
                + self.env._(
                    "Choose somebody else, or give a reason for an exception and name "
                    "who decides on it."
                )
            )
        # sudo: whether they are admitted is for the system to say
        rows = self.filtered(lambda row: row in found).sudo()
        for free, of_kind in rows.grouped(lambda row: not found[row]).items():
            of_kind.filtered(
                lambda row, free=free: row.admitted != free
            ).admitted = free

    def _refusal(self, reasons):
        lines = "\n".join(f"- {reason}" for reason in reasons)
        return f"{self.sudo().user_id.name}:\n{lines}"  # sudo: name only

    def _check_approver(self):
        if not self._approver_mandate(self.approver_id):
            raise UserError(
                self.env._(
                    "%(approver)s does not decide on it: name a quality manager or a "
                    "leader above the audited unit, other than %(auditor)s.",
                    approver=self.sudo().approver_id.name,  # sudo: name only
                    auditor=self.sudo().user_id.name,
                )
            )

    def _approver_mandate(self, user):
        # sudo: who it is about, and the audited units
        row = self.sudo()
        audit = row.audit_id
        if user._qms_is_one_of(row.user_id):
            return None
        if mandate := user._qms_manager_mandate(audit.company_id):
            return mandate
        for unit in audit.department_ids:
            if mandate := unit._qms_line_mandate(audit.company_id, user, row.user_id):
                return mandate
        return None

    def _waiting_for(self, user):
        """Those of these rows on whose exception ``user`` has to decide."""
        return self.filtered(
            lambda row: (
                not row.admitted
                and row.approver_id == user
                and row._approver_mandate(user)
            )
        )

    def _admit(self):
        for row, found in self._found_obstacles().items():
            keys = " ".join(sorted(key for key, _reason in found))
            row.write({"excepted_for": keys, "admitted": True})

    # ------------------------------------------------------------
    # People change
    # ------------------------------------------------------------

    def _write_moved(self, values):
        """No lifecycle of its own: whoever takes over is judged like anybody."""
        self.write(values)

    @api.model
    def _get_holdings(self):
        return (
            *super()._get_holdings(),
            Holding("user_id", OPEN),
        )

    @api.model
    def _refused_heir_domain(self, holding, heir, giver):
        """Not to who audits his own work, or is in the team already."""
        refused = super()._refused_heir_domain(holding, heir, giver)
        rows = self.search(holding.open & Domain("user_id", "in", giver.ids))
        barred = rows.filtered(
            lambda row: (
                heir in row.audit_id.member_ids.user_id
                or row.audit_id._obstacles(heir, row.role)[heir.id]
            )
        )
        return refused | Domain("id", "in", barred.ids)
