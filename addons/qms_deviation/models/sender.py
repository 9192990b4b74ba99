from odoo import api, fields, models
from odoo.exceptions import AccessError

DETAILS = ("name", "address", "email", "phone")


class QmsDeviationSender(models.Model):
    """The citizen who wrote or called: for those alone who handle the case."""

    _name = "qms.deviation.sender"
    _description = "Sender of an opinion or complaint"
    _inherit = ["qms.mask.values"]
    _order = "id"
    _mask_fields = DETAILS
    _qms_person_texts = DETAILS
    # telephone numbers are long too
    _mask_asks = False

    deviation_id = fields.Many2one(
        "qms.deviation", "Case", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", related="deviation_id.company_id", store=True, index=True
    )
    name = fields.Char()
    address = fields.Text()
    email = fields.Char("E-mail")
    phone = fields.Char()
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Language",
        default=lambda self: self.env.lang,
    )
    erased_on = fields.Date(readonly=True)

    @api.depends("deviation_id")
    def _compute_display_name(self):
        """Names travel further than records."""
        for sender in self:
            # sudo: type and number
            sender.display_name = sender.deviation_id.sudo().display_name

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [{**vals, "erased_on": False} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and not {"deviation_id", "erased_on"}.isdisjoint(vals):
            raise AccessError(self.env._("A sender stays with his case."))
        return super().write(vals)

    def _check_access(self, operation):
        """Entered and changed by who may change the case, as long as it is open."""
        result = super()._check_access(operation)
        if operation == "read" or result or self.env.su:
            return result
        # sudo: which case, whose own rights are asked
        cases = self.sudo().deviation_id.with_env(self.env)
        if not cases._check_access("write"):
            return None
        return self, lambda: AccessError(
            self.env._("The sender is changed by who handles the case, while open.")
        )

    def _send_receipt(self):
        """Tell those with an address for mail that it has arrived."""
        self.env["qms.mailer"]._send(
            "qms_deviation.mail_template_complaint_receipt",
            self.filtered("email"),
        )

    def _erase(self):
        self.write(
            {
                **dict.fromkeys(DETAILS, False),
                "erased_on": fields.Date.context_today(self),
            }
        )
