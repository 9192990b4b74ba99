from odoo import api, fields, models
from odoo.exceptions import ValidationError

LEVELS = [
    ("low", "Low"),
    ("medium", "Medium"),
    ("high", "High"),
    ("critical", "Critical"),
]
# quality managers who are named where nobody is chosen to be asked
ASKED = 2
LEVEL_ORDER = {level: place for place, (level, _label) in enumerate(LEVELS)}


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "qms.calendar.mixin", "qms.company.alias"]

    qms_approval_level = fields.Selection(
        LEVELS,
        string="Actions are approved from",
        default="medium",
        required=True,
        help="Corrective and preventive actions for cases of this severity or more "
        "wait for a manager's approval.",
    )
    qms_serious_level = fields.Selection(
        LEVELS,
        string="Serious from",
        default="critical",
        required=True,
        help="Cases of this severity or more are told to the next leader up and the "
        "quality managers at once, and closed by the next leader up.",
    )
    qms_action_days = fields.Integer(
        "Working days for an action", default=20, help="Proposed deadline of an action."
    )
    qms_remind_days = fields.Integer(
        "Remind ahead",
        default=2,
        help="Working days before the deadline from which a duty stands in the "
        "daily list.",
    )
    qms_escalate_days = fields.Integer(
        "Pass on after",
        default=5,
        help="Working days after the deadline when the next leader up is told.",
    )
    qms_upload_limit = fields.Integer(
        "Largest file (MB)", default=25, help="Of a file on a quality record."
    )
    qms_coordinator_id = fields.Many2one(
        "res.users",
        "Whom to ask",
        domain="[('share', '=', False)]",
        index="btree_not_null",
        help="Is named with phone and e-mail on the screens of quality management. "
        "Nobody: the quality managers.",
    )
    qms_help_url = fields.Char(
        "Our own guidance",
        help="The page of your intranet on quality work; https://...",
    )

    _qms_days_ahead = models.Constraint(
        "CHECK (qms_action_days >= 0 AND qms_remind_days >= 0 "
        "AND qms_escalate_days >= 0)",
        "Days are counted from 0.",
    )
    _qms_upload_limit_sane = models.Constraint(
        "CHECK (qms_upload_limit > 0)", "Files of at least 1 MB are taken."
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        # sudo: ir.sequence - whoever creates a company gives it its series of numbers
        self.env["ir.sequence"].sudo()._create_qms_series(companies)
        self.env["qms.wheel.item"]._create_usual(companies)
        return companies

    @api.constrains("qms_help_url")
    def _check_qms_help_url(self):
        for company in self:
            url = company.qms_help_url or ""
            if url and not url.startswith(("https://", "http://")):
                raise ValidationError(
                    self.env._("An address begins with https:// or http://.")
                )

    @api.constrains("qms_coordinator_id")
    def _check_qms_coordinator(self):
        for company in self:
            user = company.qms_coordinator_id
            if user and (user.share or company not in user.company_ids):
                raise ValidationError(
                    self.env._(
                        "%(person)s does not work in %(company)s.",
                        person=user.name,
                        company=company.name,
                    )
                )

    def _qms_help(self):
        """Whom to ask in this company, and where its guidance stands."""
        self.ensure_one()
        # sudo: name and contact of who is there to be asked
        company = self.sudo()
        named = company.qms_coordinator_id.filtered("active")
        people = named or company._qms_quality_managers()[:ASKED]
        return {
            "people": [
                {
                    "name": user.name,
                    "phone": user.employee_id.work_phone or user.phone or "",
                    "email": user.email or "",
                }
                for user in people.with_company(company)
            ],
            "url": company.qms_help_url or "",
        }

    def _qms_invitation_address(self):
        """Hook: the address that invites and whose answers the gateway reads."""
        return ""

    def _qms_quality_managers(self):
        """Quality managers of these companies; without any, those of the group."""
        # sudo: everyone may know who the quality managers are
        group = self.env.ref("qms.group_quality_manager").sudo()
        everyone = group.all_user_ids.filtered(lambda user: user._qms_works_here())
        own = everyone.filtered(lambda user: user.company_ids & self)
        return own or everyone.filtered(
            lambda user: user.company_ids.root_id & self.sudo().root_id
        )

    def _qms_level(self, consequence, likelihood):
        """The severity level of a consequence and a likelihood, each '1' to '5'."""
        self.ensure_one()
        return self.env["qms.matrix"]._levels(self.id).get((consequence, likelihood))

    def _qms_is_serious(self, level):
        self.ensure_one()
        return bool(level) and (
            LEVEL_ORDER[level] >= LEVEL_ORDER[self.qms_serious_level]
        )

    def _qms_needs_approval(self, level):
        self.ensure_one()
        return LEVEL_ORDER[level or "low"] >= LEVEL_ORDER[self.qms_approval_level]
