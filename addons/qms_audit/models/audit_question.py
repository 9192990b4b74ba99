import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class QmsAuditQuestion(models.Model):
    """The question bank: what auditors ask, by clause and process."""

    _name = "qms.audit.question"
    _description = "Audit question"
    _inherit = ["qms.shared.mixin", "qms.text.mixin"]
    _order = "sequence, id"
    _rec_name = "text"
    _rec_names_search = ["code", "text"]
    _check_company_auto = True

    text = fields.Text("Question", required=True, translate=True)
    code = fields.Char("Number", help="Of your own; such as 8.5-3.")
    hint = fields.Text(
        translate=True, help="What a good answer shows; for the auditor alone."
    )
    sequence = fields.Integer(default=10, index=True)
    requirement_ids = fields.Many2many(
        "qms.requirement",
        "qms_audit_question_requirement_rel",
        string="Requirements",
        check_company=True,
    )
    process_ids = fields.Many2many(
        "qms.process",
        "qms_audit_question_process_rel",
        string="Processes",
        check_company=True,
        help="Empty: asked whatever the process.",
    )
    clauses = fields.Char(
        "Clause",
        compute="_compute_clauses",
        inverse="_inverse_clauses",
        help="Numbers of clauses in force, such as 9.2.2, with commas between.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
        help="Empty: for all companies.",
    )

    @api.depends("requirement_ids.number")
    def _compute_clauses(self):
        for question in self:
            numbers = question.requirement_ids.sorted("sort_key").mapped("number")
            question.clauses = ", ".join(filter(None, dict.fromkeys(numbers)))

    def _inverse_clauses(self):
        """Clauses by number, in every edition in force; unknown ones are named."""
        asked = {question: question._clause_numbers() for question in self}
        numbers = {number for own in asked.values() for number in own}
        requirements = self.env["qms.requirement"]
        found = requirements.search(
            Domain("kind", "=", "standard")
            & Domain("number", "in", numbers)
            & requirements._get_in_force_domain()
        )
        by_number = found.grouped("number")
        if unknown := sorted(numbers - by_number.keys()):
            raise ValidationError(
                self.env._("There is no such clause: %s", ", ".join(unknown))
            )
        for question, own in asked.items():
            kept = question.requirement_ids.filtered(lambda req: not req.number)
            question.requirement_ids = kept.union(*(by_number[n] for n in own))

    def _clause_numbers(self):
        return [part for part in re.split(r"[\s,;]+", self.clauses or "") if part]

    @api.model
    def get_import_templates(self):
        """The template that Odoo's import screen offers."""
        return [
            {
                "label": self.env._("Template for audit questions"),
                "template": "/qms_audit/static/xls/audit_questions.csv",
            }
        ]
