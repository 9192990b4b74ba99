from odoo import api, models
from odoo.fields import Domain

KIND = "documents"


class QmsDocumentWheel(models.AbstractModel):
    """Documents are reviewed when the year wheel says so.

    A type says after how many months at the latest; within these the last day of the
    wheel's review counts. Without one in the wheel the months count alone.
    """

    _name = "qms.document.wheel"
    _description = "Reviewed by the year wheel"

    def _next_review(self):
        latest = super()._next_review()
        if not latest:
            return latest
        today = self.company_id._qms_today()
        days = self.env["qms.wheel.item"]._document_days(self.company_id, today, latest)
        return max(days, default=latest)


class QmsWheelItem(models.Model):
    _inherit = "qms.wheel.item"

    @api.model
    def _document_days(self, company, after, until):
        """Days of reviews of documents: those planned, then those of the guideline."""
        # sudo: days alone
        items = self.sudo().search(
            [
                ("kind_id.code", "=", KIND),
                ("company_id", "=", company.id),
                ("department_id", "=", False),
            ]
        )
        planned = self.env["qms.wheel.occurrence"].sudo()
        planned = planned.search([("item_id", "in", items.ids)])
        known = set(planned.year_id.mapped("year"))
        days = set(
            planned.filtered(lambda each: not each.is_closed).mapped("date_planned")
        )
        for year in set(range(after.year, until.year + 1)) - known:
            for item in items:
                days.update(item._guidelines(year))
        return sorted(day for day in days if after < day <= until)


class QmsWheelOccurrence(models.Model):
    _inherit = "qms.wheel.occurrence"

    def _carry_out_move(self, verb, plan, reason):
        """The documents reviewed on that day are reviewed on the new one."""
        # sudo: days alone
        moved = self.sudo().browse(plan.dates).exists()
        moved = moved.filtered(lambda each: each.kind_id.code == KIND)
        before = {each: each.date_planned for each in moved}
        result = super()._carry_out_move(verb, plan, reason)
        for occurrence, day in before.items():
            occurrence._move_reviews(day)
        return result

    def _move_reviews(self, day):
        documents = self.env["qms.document"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("date_review", "=", day)
            & Domain("type_id.review_months", ">", 0)
        )
        documents.date_review = self.date_planned
        documents.valid_version_id._sync_duties()
