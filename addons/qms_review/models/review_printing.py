from odoo import models

from odoo.addons.qms.tools import run_chart, run_picture

# months of a run chart
MONTHS = 24


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

    def _get_print_reports(self):
        return [("qms_review.report_review", self)]

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

    def _chart(self):
        """The small line of its last two years: as it was signed, or as it is now."""
        return run_picture.draw_spark(self._series_values(), self.name)

    def _series_values(self):
        if self.fixed:
            return [value for _month, value in self.fixed["series"]]
        review = self.review_id
        series = self.indicator_id._series(review.company_id, review.date_to, MONTHS)
        return [value for _month, value in series]

    def _verdict_label(self):
        """What the run rule says of that line."""
        kind = run_chart.judge(self._series_values(), self._direction()).kind
        return dict(
            self.indicator_id._fields["verdict"]._description_selection(self.env)
        )[kind]

    def _direction(self):
        return self.fixed["direction"] if self.fixed else self.indicator_id.direction

    def _trend_label(self):
        return dict(self._fields["trend"]._description_selection(self.env)).get(
            self.trend, ""
        )
