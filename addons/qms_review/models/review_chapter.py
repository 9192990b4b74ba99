from odoo import api, fields, models
from odoo.fields import Domain

SHOWS = [
    ("figures", "The figures of its topics"),
    ("earlier", "What was decided last time, and what became of it"),
]
ANSWERS = [
    ("always", "Always with an assessment"),
    ("without_data", "Where there is no data"),
]


class QmsReviewChapter(models.Model):
    """A chapter of the management review: which inputs stand together, in what order.

    Those without company are the usual ones. A company that wants another order has
    chapters of its own, which begin as copies and stand in for the usual ones.
    """

    _name = "qms.review.chapter"
    _description = "Chapter of the management review"
    _inherit = ["qms.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, index=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
        help="Empty: for all companies that have no chapters of their own.",
    )
    input_ids = fields.One2many("qms.review.input", "chapter_id", "Inputs", copy=True)

    @api.model
    def _of(self, company):
        """The chapters that hold for ``company``, in order."""
        # sudo: names of what a review asks for, no secret
        chapters = self.sudo().search([("company_id", "in", [company.id, False])])
        own = chapters.filtered("company_id")
        return own or chapters

    @api.model
    def _inputs_of(self, company):
        """What a review of ``company`` looks at, in order."""
        return self._of(company).input_ids.filtered("active").sorted()

    def action_own_order(self):
        """Give the current company chapters of its own, as copies of the usual ones."""
        company = self.env.company
        own = Domain("company_id", "=", company.id)
        chapters = self.with_context(active_test=False)
        if not chapters.search_count(own, limit=1):
            for chapter in self.search([("company_id", "=", False)]):
                chapter.copy({"company_id": company.id})
        return self.env["ir.actions.act_window"]._for_xml_id(
            "qms_review.qms_review_chapter_action"
        )


class QmsReviewInput(models.Model):
    """What a management review has to look at (ISO 9001 9.3.2), and how it is answered.

    Its topics say which figures stand under it: those of every indicator about them,
    whatever module brought it.
    """

    _name = "qms.review.input"
    _description = "Input of the management review"
    _inherit = ["qms.shared.mixin"]
    _order = "chapter_sequence, sequence, id"

    name = fields.Char(required=True, translate=True)
    clause = fields.Char(help="Where the standard asks for it, such as 9.3.2 c 2.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    chapter_id = fields.Many2one(
        "qms.review.chapter", required=True, index=True, ondelete="cascade"
    )
    chapter_sequence = fields.Integer(
        "Order of the chapter",
        related="chapter_id.sequence",
        store=True,
        precompute=True,
        index=True,
    )
    company_id = fields.Many2one(
        related="chapter_id.company_id", store=True, precompute=True, index=True
    )
    topic_ids = fields.Many2many(
        "qms.topic",
        "qms_review_input_topic_rel",
        "input_id",
        "topic_id",
        string="Topics",
        help="The figures about these are shown.",
    )
    shows = fields.Selection(SHOWS, default="figures", required=True)
    must_answer = fields.Selection(
        ANSWERS, "Answered", default="without_data", required=True
    )
    hint = fields.Char(
        "What to think of", translate=True, help="Shown above the assessment."
    )
