from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class QmsReportDialogue(models.AbstractModel):
    """What passes between a reporter and those who handle the case."""

    _name = "qms.report.dialogue"
    _description = "Dialogue with the reporter"

    dialogue_ids = fields.One2many("qms.report.message", "report_id", readonly=True)

    is_mine = fields.Boolean(compute="_compute_is_mine")

    @api.depends("reporter_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for report in self:
            report.is_mine = report.reporter_id == self.env.user

    def action_write_to_handlers(self):
        """The reporter has something to add."""
        self.ensure_one()
        return self._open_ask({"default_report_id": self.id})

    def _open_ask(self, context):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write"),
            "res_model": "qms.report.ask",
            "views": [(False, "form")],
            "target": "new",
            "context": context,
        }

    def _say(self, body, files=()):
        """What the reporter, known or not, writes to those who handle the case."""
        self.ensure_one()
        # sudo: the reporter does not see the cases
        report = self.sudo()
        message = report.env["qms.report.message"]._write_down(report, body, files)
        for case in report.deviation_ids:
            case._tell_handlers()
        return message

    def _tell_asked(self):
        """Mail the reporters that they were written to; anonymous ones have no mail."""
        self.env["qms.mailer"]._send(
            "qms_deviation.mail_template_asked",
            self.filtered(lambda report: report.reporter_id.email),
        )
        self._tell_senders()


class QmsDeviationDialogue(models.AbstractModel):
    """The same, seen from the case."""

    _name = "qms.deviation.dialogue"
    _inherit = ["qms.reserved.key"]
    _description = "Dialogue with the reporters of a case"

    dialogue_ids = fields.Many2many("qms.report.message", compute="_compute_dialogue")

    def _compute_dialogue(self):
        messages = self.env["qms.report.message"].search(
            [("report_id", "in", self.report_ids.ids)]
        )
        by_report = messages.grouped("report_id")
        for case in self:
            rows = [by_report.get(report, messages[:0]) for report in case.report_ids]
            case.dialogue_ids = messages.browse().union(*rows).sorted("id")

    def action_ask_reporter(self):
        """Write to who reported it, whether known or not."""
        self.ensure_one()
        if not self.report_ids:
            raise UserError(self.env._("Nobody reported this case; it was taken over."))
        return self.report_ids[:1]._open_ask({"default_deviation_id": self.id})

    def _ask(self, body, files=()):
        """Write to all who reported the case."""
        self.ensure_one()
        self.check_access("read")
        if not self._mandate_handle():
            raise AccessError(
                self.env._("Only those who handle the case write to the reporter.")
            )
        # sudo: who handles a case reaches its reporters
        reports = self.sudo().report_ids
        user = self.env.user
        messages = reports.env["qms.report.message"]
        messages._write_down(reports, body, files, author=user)
        reports._tell_asked()

    def _tell_handlers(self):
        """Tell those whose turn it is that the reporter has written; not what."""
        duties = self.env["qms.duty"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("state", "=", "open"),
            ]
        )
        people = (
            duties.user_id
            or self.responsible_id
            or self._reading().decider()[0]
            or self.company_id._qms_quality_managers()
        )
        message = self.message_notify(
            partner_ids=people.partner_id.ids,
            subject=self.display_name,
            body=self.env._("The reporter has written. See the page Dialogue."),
        )
        # of a message that nobody signed, the day is enough
        message.date = self.env.cr.now()
