from odoo import models

from odoo.addons.qms.tools.xlsx import Column, Sheet


class QmsAboutPerson(models.TransientModel):
    """What the person reported, and wrote to those who handle it."""

    _inherit = "qms.about.person"

    def _get_sheets(self):
        return [
            Sheet(
                self.env._("Reported"),
                [
                    Column(self.env._("Number")),
                    Column(self.env._("Sent on"), "date"),
                    Column(self.env._("Unit")),
                    Column(self.env._("What happened?"), width=60),
                    Column(self.env._("Where")),
                    Column(self.env._("What was done at once?")),
                    Column(self.env._("Where it stands")),
                    Column(self.env._("Answer")),
                ],
                self._report_rows(),
            ),
            Sheet(
                self.env._("Written afterwards"),
                [
                    Column(self.env._("Number")),
                    Column(self.env._("Day"), "date"),
                    Column(self.env._("Message"), width=60),
                ],
                self._message_rows(),
            ),
            *super()._get_sheets(),
        ]

    def _told_blindly(self, records):
        """What stands in the register, which a quality manager reads whole."""
        paths = {
            "qms.deviation": lambda case: case,
            "qms.report": lambda report: report.deviation_ids,
            "qms.action": lambda action: action.deviation_id,
        }
        if records._name not in paths:
            return super()._told_blindly(records)
        ask = paths[records._name]
        cases = records.mapped(ask)
        lines = self.env["qms.register"].search([("id", "in", cases.ids)])
        known = cases.browse(lines.ids)
        return records.filtered(lambda record: ask(record) and ask(record) <= known)

    def _printed(self, model):
        """Of what he reported, what was done about it."""
        printed = super()._printed(model)
        if model._name != "qms.deviation":
            return printed
        cases = self._reports().deviation_ids.filtered_domain(self._told_domain(model))
        return printed | self._readable(cases)

    def _reports(self):
        # sudo: which reports are his; texts only of what may be read
        reports = self.env["qms.report"].sudo()
        mine = reports.search(
            [("reporter_id", "in", self._people()["res.users"])], order="id"
        )
        return mine & self._told(mine)

    def _report_rows(self):
        reports = self._reports()
        readable = set(self._readable(reports).ids)
        for report in reports:
            known = report.id in readable
            texts = ("description", "place", "correction", "case_state", "answer")
            yield [
                report.number,
                report.create_date.date(),
                report.department_id.name,
                *(report[name] if known else None for name in texts),
            ]

    def _message_rows(self):
        reports = self._readable(self._reports())
        # sudo: who reads a report reads what was written to it
        for message in reports.sudo().dialogue_ids:
            if message.is_from_reporter:
                yield [message.report_id.number, message.date, message.body]
