from datetime import date

from odoo import models

from ..tools.run_chart import draw


class QmsReviewPrinting(models.AbstractModel):
    """The review on paper, for the file: its chapters in order."""

    _name = "qms.review.printing"
    _description = "Management review on paper"

    def _print_chapters(self):
        """Chapters with their inputs; a chapter begins where its name changes."""
        self.ensure_one()
        self.check_access("read")
        chapters = []
        for line in self.line_ids:
            if not chapters or chapters[-1]["name"] != line.chapter:
                chapters.append({"name": line.chapter, "lines": []})
            chapters[-1]["lines"].append(line)
        return chapters

    def _get_print_fields(self):
        return [
            (
                self.env._("Management review"),
                [
                    "company_id",
                    "date_from",
                    "date_to",
                    "date_meeting",
                    "owner_id",
                    "present_ids",
                    "also_present",
                    "signed_by_id",
                    "date_signed",
                    "previous_id",
                ],
            )
        ]


class QmsReviewFigurePrinting(models.AbstractModel):
    _name = "qms.review.figure.printing"
    _description = "Figure of a review as a run chart"

    def _series(self):
        """Months and values; those that were signed, where it is."""
        if self.fixed:
            return [
                (date.fromisoformat(month), value)
                for month, value in self.fixed["series"]
            ]
        review = self.review_id
        months = self._series_months()
        return self.indicator_id._series(review.company_id, review.date_to, months)

    def _chart(self):
        return draw([value for _month, value in self._series()])

    def _trend_label(self):
        return dict(self._fields["trend"]._description_selection(self.env)).get(
            self.trend, ""
        )
