from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

LONGEST = 20_000


class QmsReportAsk(models.TransientModel):
    """A message to the reporter, or from a reporter who is logged in."""

    _name = "qms.report.ask"
    _description = "Write to the reporter"
    _rec_name = "body"

    deviation_id = fields.Many2one("qms.deviation", readonly=True, ondelete="cascade")
    report_id = fields.Many2one("qms.report", readonly=True, ondelete="cascade")
    is_anonymous = fields.Boolean(compute="_compute_is_anonymous")
    body = fields.Text("Message", required=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Files")

    @api.depends("deviation_id")
    def _compute_is_anonymous(self):
        for wizard in self:
            # sudo: whether it was sent without a name
            reports = wizard.deviation_id.sudo().report_ids
            wizard.is_anonymous = any(reports.mapped("is_anonymous"))

    def action_send(self):
        """Send it; it stays as it is."""
        self.ensure_one()
        body = (self.body or "").strip()
        if not body or len(body) > LONGEST:
            raise UserError(
                self.env._("A message has 1 to %s characters.", f"{LONGEST:,}")
            )
        if self.deviation_id:
            self.deviation_id._ask(body, self._prepare_files())
        else:
            self._get_own_report()._say(body, self._prepare_files())
        return {"type": "ir.actions.act_window_close"}

    def _get_own_report(self):
        # sudo: who sent the report
        if not self.report_id or self.report_id.sudo().reporter_id != self.env.user:
            raise AccessError(self.env._("Only who sent the report writes here."))
        return self.report_id

    def _prepare_files(self):
        # as the user: only files that he may read are passed on
        return [{"name": file.name, "raw": file.raw} for file in self.attachment_ids]
