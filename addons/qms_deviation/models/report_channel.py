from odoo import api, fields, models


class QmsReportChannel(models.AbstractModel):
    """What the sender is shown of other channels, before sending and afterwards."""

    _name = "qms.report.channel"
    _description = "Other channels of a report"

    channel_id = fields.Many2one(
        "qms.channel",
        "It is rather",
        ondelete="set null",
        index="btree_not_null",
        domain="[('id', 'in', channel_choice_ids)]",
        help="Shows where it belongs. Report it here all the same if you are in doubt: "
        "the first reader hands it over.",
    )
    channel_choice_ids = fields.Many2many(
        "qms.channel", compute="_compute_channel_choice_ids"
    )
    handover_line = fields.Char(compute="_compute_handover_line")

    @api.depends("company_id")
    def _compute_channel_choice_ids(self):
        for company, reports in self.grouped("company_id").items():
            reports.channel_choice_ids = self.env["qms.channel"]._possible(company)

    @api.depends("deviation_ids.state", "deviation_ids.channel_id")
    @api.depends_context("lang", "tz")
    def _compute_handover_line(self):
        for report in self:
            # sudo: the reporter is told where it went, nothing of the handling
            lines = [case.handover_line for case in report.sudo().deviation_ids]
            report.handover_line = "\n".join(filter(None, lines))
