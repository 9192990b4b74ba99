from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .review_talk import ANSWERS

SLICE = 500
SAID_BY_LEADER = {"needs", "note"}


class QmsCompetenceAssessment(models.Model):
    """What leader and employee said at a competence review.

    Read by these two lines of people alone, in no decision and in no log, and gone
    after the years its company keeps it.
    """

    _name = "qms.competence.assessment"
    _description = "What was said at a competence review"
    _inherit = ["qms.mask.values", "qms.text.mixin"]
    _rec_name = "review_id"
    _check_company_auto = True
    _mask_fields = ("needs", "note", "words")

    review_id = fields.Many2one(
        "qms.competence.review",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="review_id.company_id", store=True, index=True)
    needs = fields.Text("Needs of the coming year")
    note = fields.Text("Assessment")
    answer = fields.Selection(ANSWERS, readonly=True)
    words = fields.Text("In own words", readonly=True)
    date_answered = fields.Date("Answered on", readonly=True)

    _once = models.UniqueIndex("(review_id)")

    def write(self, vals):
        if not self.env.su:
            self.check_access("write")
            if not set(vals) <= SAID_BY_LEADER:
                raise UserError(self.env._("An answer is given by its own button."))
            for text in self:
                text._check_writing()
        return super().write(vals)

    def _check_writing(self):
        review = self.review_id
        if review.state != "planned":
            raise UserError(self.env._("The talk was held; what was said stands."))
        if not review._mandate_hold():
            raise UserError(self.env._("Whoever holds the talk writes this."))

    # ------------------------------------------------------------
    # Its own time
    # ------------------------------------------------------------

    @api.model
    def _past_domain(self, company):
        """What was said longer ago than ``company`` keeps it."""
        limit = company._qms_today() - relativedelta(years=company.qms_assessment_years)
        ended = Domain("review_id.date_held", "<", limit) | (
            Domain("review_id.state", "=", "cancelled")
            & Domain("review_id.date_closed", "<", limit - timedelta(days=1))
        )
        return Domain("company_id", "=", company.id) & ended

    @api.model
    def _cron_forget(self):
        """Each night: what was said, and the courses agreed on, go when their time
        is over; that a talk was held stays."""
        progress = self.env["ir.cron"]._commit_progress
        for company in self.env["res.company"].search([("active", "=", True)]):
            domain = self._past_domain(company)
            while found := self.search(domain, limit=SLICE):
                found.review_id.course_ids.unlink()
                found.unlink()
                if not progress(len(found), remaining=self.search_count(domain)):
                    return
