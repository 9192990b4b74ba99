from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.qms.tools.personal_link import LinkPurpose


class TestQmsLinked(models.Model):
    _name = "test.qms.linked"
    _description = "Test: record that a personal link acts on"

    name = fields.Char()
    answers = fields.Text(default="")
    is_closed = fields.Boolean()
    is_locked = fields.Boolean()

    def _answer_by_link(self, link, choice, comment):
        if self.is_closed:
            raise UserError(self.env._("It is closed."))
        if self.is_locked:
            raise AccessError(self.env._("Secret of K-2026-00001"))
        who = link.partner_id.name or link.employee_id.name or link.email
        self.answers += f"{who}: {choice} {comment} ({self.env.user.name})\n"

    def _describe_for_link(self):
        return f"It is about <{self.name}>."


class QmsPersonalLink(models.Model):
    _inherit = "qms.personal.link"

    @api.model
    def _get_purposes(self):
        return super()._get_purposes() | {
            "test_answer": LinkPurpose(
                model="test.qms.linked",
                method="_answer_by_link",
                title=self.env._("Language"),
                explanation="Pressing a button registers your answer.",
                buttons={"yes": "I can come", "no": "I cannot come"},
                done="Your answer is registered.",
                describe="_describe_for_link",
                comment="Remark",
            ),
            "test_confirm": LinkPurpose(
                model="test.qms.linked",
                method="_answer_by_link",
                title="Confirm",
                explanation="Pressing the button confirms.",
                buttons={"confirm": "I confirm"},
                done="Confirmed.",
            ),
        }
