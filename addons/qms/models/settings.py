from odoo import api, fields, models
from odoo.exceptions import AccessError

from .res_company import LEVELS

SETTINGS = (
    "qms_serious_level",
    "qms_approval_level",
    "qms_action_days",
    "qms_remind_days",
    "qms_escalate_days",
    "qms_customary_closed",
    "qms_upload_limit",
    "qms_coordinator_id",
    "qms_help_url",
)


class QmsSettings(models.TransientModel):
    """A company's quality settings, for its quality manager.

    He is no system administrator: Odoo's own settings stay closed to him, and the
    company itself he does not write. So these go through here.
    """

    _name = "qms.settings"
    _description = "Quality settings"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
        ondelete="cascade",
    )
    qms_serious_level = fields.Selection(
        LEVELS,
        "Serious from",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
        required=True,
    )
    qms_approval_level = fields.Selection(
        LEVELS,
        "Actions are approved from",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
        required=True,
    )
    qms_action_days = fields.Integer(
        "Working days for an action",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
    )
    qms_remind_days = fields.Integer(
        "Remind ahead",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
    )
    qms_escalate_days = fields.Integer(
        "Pass on after",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
    )
    qms_customary_closed = fields.Boolean(
        "Closed on customary days off",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
    )
    qms_upload_limit = fields.Integer(
        "Largest file (MB)",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
    )
    qms_coordinator_id = fields.Many2one(
        "res.users",
        "Whom to ask",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        ondelete="cascade",
    )
    qms_help_url = fields.Char(
        "Our own guidance",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
    )

    @api.model
    def _get_settings(self):
        """Hook: fields of the company that are set here."""
        return SETTINGS

    @api.depends("company_id")
    def _compute_values(self):
        for settings in self:
            for name in self._get_settings():
                settings[name] = settings.company_id[name]

    def action_save(self):
        """Make these the company's settings."""
        self.ensure_one()
        company = self._check_may_set()
        # sudo: res.company - a quality manager sets these fields and no others
        company.sudo().write({name: self[name] for name in self._get_settings()})
        return {"type": "ir.actions.act_window_close"}

    def _check_may_set(self):
        """The company, if the current user is its quality manager."""
        self.check_access("write")
        user, company = self.env.user, self.company_id
        is_manager = user.has_group("qms.group_quality_manager")
        if not is_manager or company not in user.company_ids:
            raise AccessError(
                self.env._(
                    "Only a quality manager of %s changes its settings.",
                    company.sudo().name,
                )
            )
        return company
