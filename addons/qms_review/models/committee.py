from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding

IN_USE = Domain("active", "=", True)


class QmsCommittee(models.Model):
    """The cooperation committee, or a part of it, by the name it has in the company."""

    _name = "qms.committee"
    _description = "Cooperation committee"
    _inherit = ["qms.holding.mixin"]
    _order = "sequence, name, id"
    _qms_person_texts = ("without_address",)
    _check_company_auto = True

    name = fields.Char(
        required=True, translate=True, help="What it is called in your company."
    )
    sequence = fields.Integer(default=10, index=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    department_ids = fields.Many2many(
        "hr.department",
        "qms_committee_department_rel",
        string="For the units",
        check_company=True,
        help="With the units below; empty: for the whole company.",
    )
    secretary_id = fields.Many2one(
        "res.users",
        domain="[('share', '=', False)]",
        help="Enters what it answered.",
    )
    user_ids = fields.Many2many(
        "res.users",
        "qms_committee_user_rel",
        string="Members",
        domain="[('share', '=', False)]",
    )
    guest_ids = fields.Many2many(
        "hr.employee.public",
        "qms_committee_guest_rel",
        string="Members without login",
        check_company=True,
        help="Get a mail when something is laid before the committee.",
    )
    mail_material = fields.Boolean(
        "Material as files to members without login",
        default=True,
        help="Otherwise their mail says what and when, and the secretary hands them "
        "the material.",
    )
    without_address = fields.Char(
        "Get no mail", compute="_compute_without_address", compute_sudo=True
    )

    @api.depends("guest_ids.work_email")
    def _compute_without_address(self):
        for committee in self:
            silent = committee.guest_ids.filtered(lambda each: not each.work_email)
            committee.without_address = ", ".join(silent.mapped("name"))

    def _written_to(self):
        """Those without login who have an address."""
        return self.guest_ids.filtered("work_email")

    def _seated(self):
        """Everybody with a login who takes part."""
        return self.user_ids | self.secretary_id

    @api.model
    def _get_holdings(self):
        return (
            *super()._get_holdings(),
            Holding("secretary_id", IN_USE),
            # elected by colleagues: nobody inherits that
            Holding("user_ids", IN_USE, manager_only=True, ends=True),
        )

    @api.model
    def _get_unit_holdings(self):
        return (*super()._get_unit_holdings(), Holding("department_ids", IN_USE))
