from odoo import fields, models

from ..tools.law_rows import matches


class QmsLawSubject(models.Model):
    """Which laws concern whom, by words in their titles."""

    _name = "qms.law.subject"
    _description = "Subject of laws"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    keywords = fields.Text(
        required=True,
        help="One a line; each also stands for longer words that begin with it.",
    )
    unit_ids = fields.Many2many(
        "hr.department",
        "qms_law_subject_unit_rel",
        string="Units concerned",
        check_company=True,
        help="Whoever works in them or below reads the law.",
    )
    job_ids = fields.Many2many(
        "hr.job",
        "qms_law_subject_job_rel",
        string="Jobs concerned",
        check_company=True,
        help="Whoever has one of them reads the law, in whatever unit.",
    )
    process_ids = fields.Many2many(
        "qms.process",
        "qms_law_subject_process_rel",
        string="Processes",
        check_company=True,
        help="Their owners say first what it changes.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    def _concerned_by(self, text):
        """Those of ``self`` that ``text`` is about."""
        return self.filtered(
            lambda subject: matches(text, (subject.keywords or "").splitlines())
        )
