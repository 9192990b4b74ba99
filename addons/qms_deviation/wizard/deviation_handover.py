from odoo import api, fields, models
from odoo.tools import format_datetime


class QmsDeviationHandoverScreen(models.TransientModel):
    """Asks to which channel cases are handed over, and later what came back."""

    _name = "qms.deviation.handover.screen"
    _description = "Hand over to another channel"

    res_ids = fields.Char(required=True)
    step = fields.Selection(
        [("hand_over", "Hand over"), ("confirm_handover", "Confirm")], required=True
    )
    numbers = fields.Char("Cases", compute="_compute_cases")
    channel_choice_ids = fields.Many2many("qms.channel", compute="_compute_cases")
    channel_id = fields.Many2one(
        "qms.channel",
        "To",
        domain="[('id', 'in', channel_choice_ids)]",
        compute="_compute_channel_id",
        store=True,
        readonly=False,
    )
    belongs = fields.Text(related="channel_id.belongs")
    link = fields.Char(related="channel_id.link")
    legal_ground = fields.Char(related="channel_id.legal_ground")
    traceless = fields.Boolean(related="channel_id.traceless")
    due = fields.Datetime("To be there by", compute="_compute_due")
    clock_line = fields.Char("Time limit", compute="_compute_due")
    is_late = fields.Boolean(compute="_compute_due")
    along_line = fields.Char(compute="_compute_along_line")
    contact = fields.Char("Contact there")
    reference = fields.Char("Their reference", help="If they gave one already.")
    date = fields.Date(
        "Confirmed on", default=lambda self: fields.Date.context_today(self)
    )

    def _cases(self):
        ids = [int(res_id) for res_id in (self.res_ids or "").split(",") if res_id]
        return self.env["qms.deviation"].browse(ids).exists()

    def _readable_cases(self):
        return self._cases()._filtered_access("read")

    @api.depends("res_ids")
    def _compute_cases(self):
        for screen in self:
            # sudo: type and number
            cases = screen._cases().sudo()
            names = cases.filtered(lambda case: case._mandate_confirm_handover())
            known = screen._readable_cases() | names.sudo(False)
            screen.numbers = ", ".join(known.sudo().mapped("display_name"))
            company = screen._readable_cases().company_id[:1] or self.env.company
            screen.channel_choice_ids = self.env["qms.channel"]._possible(company)

    @api.depends("res_ids")
    def _compute_channel_id(self):
        for screen in self:
            case = screen._readable_cases()[:1]
            if case and screen.step == "hand_over":
                screen.channel_id = case._likely()[:1]
            else:
                screen.channel_id = False

    @api.depends("channel_id", "res_ids")
    def _compute_due(self):
        now = fields.Datetime.now()
        for screen in self:
            # sudo: when the reports were sent, of cases the user reads
            cases = screen._readable_cases().sudo()
            dues = [
                screen.channel_id._due(case._received(), case.company_id)
                for case in cases
                if screen.channel_id
            ]
            screen.due = min(filter(None, dues), default=False)
            screen.is_late = bool(screen.due) and screen.due < now
            screen.clock_line = screen._make_clock_line()

    @api.depends("channel_id", "res_ids")
    @api.depends_context("lang")
    def _compute_along_line(self):
        for screen in self:
            # sudo: type and number, as beside the case itself
            cases = screen._readable_cases().sudo()
            kin = cases.report_ids.deviation_ids - cases
            names = ", ".join(kin.sorted("id").mapped("display_name"))
            if not names or screen.step != "hand_over":
                screen.along_line = False
            elif screen.traceless:
                screen.along_line = self.env._(
                    "From the same report, goes along and is removed with it: %s. What "
                    "is another matter is reported anew first.",
                    names,
                )
            else:
                screen.along_line = self.env._(
                    "From the same report, stays here: %s. Hand it over as well if it "
                    "belongs there.",
                    names,
                )

    def _make_clock_line(self):
        label = self.channel_id.clock_label
        if not self.due:
            return label
        until = format_datetime(self.env, self.due, dt_format="short")
        return self.env._("%(limit)s: until %(moment)s", limit=label, moment=until)

    def action_confirm(self):
        """Take the step with these answers."""
        self.ensure_one()
        cases = self._cases()
        if self.step == "hand_over":
            cases.action_hand_over(self.channel_id.id, self.reference, self.contact)
        else:
            result = cases.action_confirm_handover(self.reference, self.date)
            if result is not True:
                return result
        return self._leave(cases)

    def _leave(self, cases):
        """Back to the case, or to the list where it is no longer one's own."""
        if cases.exists()._filtered_access("read"):
            return {"type": "ir.actions.act_window_close"}
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "qms_deviation.qms_deviation_action_first"
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Done. It is closed to you from now on."),
                "next": {**action, "target": "main"},
            },
        }
