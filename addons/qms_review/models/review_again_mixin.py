from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

EVERY = [
    ("3", "Every quarter"),
    ("6", "Twice a year"),
    ("12", "Once a year"),
    ("24", "Every other year"),
]


class QmsReviewAgainMixin(models.AbstractModel):
    """What holds until somebody looks at it again and says so.

    The steps that do so call :meth:`_stamp_reviewed`; ``date_reviewed`` is among the
    stamps of the lifecycle.
    """

    _name = "qms.review.again.mixin"
    _description = "Reviewed again and again"

    review_every = fields.Selection(
        EVERY, "Looked at", default="12", required=True, tracking=True
    )
    date_reviewed = fields.Date("Last reviewed", readonly=True, copy=False)
    date_review = fields.Date(
        "Next review",
        copy=False,
        tracking=True,
        default=lambda self: self._default_date_review(),
        help="Whoever answers for it is asked by then whether it still is right.",
    )
    is_review_due = fields.Boolean(
        "Review is late",
        compute="_compute_is_review_due",
        search="_search_is_review_due",
    )

    @api.model
    def _default_date_review(self):
        return fields.Date.context_today(self) + relativedelta(years=1)

    @api.depends("state", "date_review")
    def _compute_is_review_due(self):
        due = self.filtered_domain(self._review_due_domain())
        for record in self:
            record.is_review_due = record in due

    def _search_is_review_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._review_due_domain()

    @api.model
    def _review_due_domain(self):
        return Domain("state", "not in", self._lifecycle_closed) & Domain(
            "date_review", "<", "today"
        )

    def _stamp_reviewed(self):
        """Looked at today, and asked for again when its time has passed."""
        for (company, every), records in self.grouped(
            lambda each: (each.company_id, each.review_every)
        ).items():
            today = company._qms_today()
            following = today + relativedelta(months=int(every))
            records._write_guarded({"date_reviewed": today, "date_review": following})
