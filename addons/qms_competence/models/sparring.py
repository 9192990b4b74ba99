from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class QmsThreadMixin(models.AbstractModel):
    _inherit = "qms.thread.mixin"

    def action_discussed(self, user_id):
        """Note in the chatter that it was discussed with a colleague; no text.

        Kept nowhere else: nobody counts who asks whom how often (ISO 9001 7.1.6).
        """
        self.ensure_one()
        self.check_access("read")
        colleagues = self.env["res.users"].search(
            Domain("id", "=", user_id) & self._discussed_domain()
        )
        if not colleagues:
            raise UserError(self.env._("Choose with whom it was discussed."))
        note = self.env._("Discussed with %s", colleagues.name)
        # sudo: a note of the reader's own, whoever may write the record
        self.sudo()._message_log(body=note, author_id=self.env.user.partner_id.id)
        return True

    def _discussed_domain(self):
        return Domain("share", "=", False) & Domain("id", "!=", self.env.uid)


class QmsSparring(models.TransientModel):
    """The screen that asks with whom."""

    _name = "qms.sparring"
    _description = "Discussed with"
    _rec_name = "res_model"

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        model_field="res_model", required=True, readonly=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Discussed with",
        required=True,
        domain="[('share', '=', False), ('id', '!=', uid)]",
    )

    @api.model
    def _selectable(self):
        return self.env["qms.thread.mixin"]._qms_quality_models()

    def action_note(self):
        """Note it."""
        self.ensure_one()
        if self.res_model not in self._selectable():
            raise UserError(self.env._("That is no quality record."))
        record = self.env[self.res_model].browse(self.res_id)
        record.action_discussed(self.user_id.id)
        # whom one asked is kept on the record alone
        self.unlink()
        return {"type": "ir.actions.act_window_close"}
