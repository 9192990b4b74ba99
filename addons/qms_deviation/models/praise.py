from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.qms.tools.lifecycle import Point


class QmsDeviationPraised(models.AbstractModel):
    """Praise finds those it is for."""

    _name = "qms.deviation.praised"
    _description = "Case that praises somebody"

    praised_unit_ids = fields.Many2many(
        "hr.department",
        "qms_deviation_praised_unit_rel",
        string="For the units",
        check_company=True,
    )
    praised_user_ids = fields.Many2many(
        "res.users",
        "qms_deviation_praised_user_rel",
        string="For",
        domain="[('share', '=', False)]",
    )
    praise = fields.Text(
        "What they get to read", help="Without the sender's name, unless he agreed."
    )
    praise_ids = fields.One2many("qms.praise", "deviation_id", readonly=True)

    def action_pass_on(self):
        """Those whom it praises get to read it."""
        return self._transition("pass_on")

    def _missing_pass_on(self):
        missing = []
        if not self.praised_unit_ids and not self.praised_user_ids:
            missing.append(
                Point(self.env._("whom the praise is for"), "praised_unit_ids")
            )
        if not self.praise:
            missing.append(Point(self.env._("what they get to read"), "praise"))
        return missing

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "pass_on":
            # sudo: nobody makes these by hand
            praise = self.env["qms.praise"].sudo()
            praise.create([case._prepare_praise() for case in self])._tell()
        return result

    def _prepare_praise(self):
        return {
            "deviation_id": self.id,
            "number": self._shared_number(),
            "company_id": self.company_id.id,
            "text": self.praise,
            "unit_ids": self.praised_unit_ids.ids,
            "user_ids": self.praised_user_ids.ids,
        }


class QmsPraise(models.Model):
    """Praise as those get to read it whom it praises; the case is not theirs."""

    _name = "qms.praise"
    _description = "Passed on praise"
    _inherit = ["qms.number.mixin", "qms.mask.mixin", "qms.thread.mixin"]
    _order = "id desc"
    _rec_names_search = ["number"]
    _mask_fields = ("text",)

    deviation_id = fields.Many2one(
        "qms.deviation",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    text = fields.Text("Praise", required=True, readonly=True)
    unit_ids = fields.Many2many("hr.department", string="For the units", readonly=True)
    user_ids = fields.Many2many("res.users", string="For", readonly=True)

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for praise in self:
            praise.display_name = self.env._("Praise %s", praise.number or "")

    def write(self, vals):
        if not self.env.su and not set(vals) <= {"message_main_attachment_id"}:
            raise UserError(self.env._("Praise stays as it was passed on."))
        return super().write(vals)

    def _tell(self):
        """A line with the link; what it says is read behind it."""
        for praise in self:
            members = praise.unit_ids.qms_reader_ids.filtered(
                lambda row: row.kind == "member"
            ).user_id
            praise.message_notify(
                body=self.env._("There is praise for you."),
                partner_ids=(members | praise.user_ids).partner_id.ids,
            )
