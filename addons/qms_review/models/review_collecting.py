from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class QmsReviewCollecting(models.AbstractModel):
    """How a review fills itself: its inputs, their figures, the review before.

    Inputs and figures are rows from the day it is opened, with their names as they are
    then in every language; what the figures say is read live until it is signed.
    """

    _name = "qms.review.collecting"
    _description = "What a management review collects"

    def _collect(self):
        """Bring inputs, figures and the review before in line with what there is."""
        # sudo: rows of the review are made by the system, for who may prepare it
        prepared = self.sudo().filtered(lambda each: each.state == "collecting")
        for company, reviews in prepared.grouped("company_id").items():
            inputs = self.env["qms.review.chapter"]._inputs_of(company)
            for review in reviews:
                review.previous_id = review._find_previous()
                review._collect_lines(inputs)
        prepared.line_ids._collect_figures()
        prepared._copy_names()

    def _find_previous(self):
        return self.search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("state", "in", ("signed", "closed"))
            & Domain("date_to", "<", self.date_to),
            order="date_to desc, id desc",
            limit=1,
        )

    def _collect_lines(self, inputs):
        """An input each, in order; one no longer asked for goes if nobody wrote it."""
        places = {each.id: place for place, each in enumerate(inputs, 1)}
        known = self.line_ids.grouped(lambda line: line.input_id.id)
        gone = self.line_ids.filtered(lambda line: line.input_id.id not in places)
        gone.filtered(lambda line: not line._answer()).unlink()
        for key, lines in known.items():
            if key in places and lines.sequence != places[key]:
                lines.sequence = places[key]
        # sudo: rows of the review are made by the system
        self.env["qms.review.line"].sudo().create(
            [
                {
                    "review_id": self.id,
                    "input_id": each.id,
                    "sequence": places[each.id],
                    "name": each.name,
                    "chapter": each.chapter_id.name,
                    "clause": each.clause,
                    "shows": each.shows,
                    "must_answer": each.must_answer,
                }
                for each in inputs
                if each.id not in known
            ]
        )

    def _copy_names(self):
        """Names are those of this moment in every language: one statement each."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """UPDATE qms_review_line l
                      SET name = i.name, chapter = c.name
                     FROM qms_review_input i
                     JOIN qms_review_chapter c ON c.id = i.chapter_id
                    WHERE i.id = l.input_id AND l.review_id = ANY(%s) RETURNING 1""",
                self.ids,
            )
        )
        self.env.execute_query(
            SQL(
                """UPDATE qms_review_figure f SET name = i.name, unit = i.unit
                     FROM qms_indicator i
                    WHERE i.id = f.indicator_id AND f.review_id = ANY(%s)
                   RETURNING 1""",
                self.ids,
            )
        )
        self.env["qms.review.line"].invalidate_model(["name", "chapter"])
        self.env["qms.review.figure"].invalidate_model(["name", "unit"])
        # in another order perhaps
        self.invalidate_recordset(["line_ids", "figure_ids"])

    # ------------------------------------------------------------
    # What they stood at when it was signed
    # ------------------------------------------------------------

    def _fix_figures(self):
        """Keep figures, series and what became of earlier decisions as they are.

        They are counted whole, by the system: the file must not depend on what the
        person who signs may read. The list behind a figure shows each what he may.
        """
        self._copy_names()
        for review in self:
            review.figure_ids._fix()
            for line in review.line_ids:
                line._write_guarded(line._prepare_fixed())

    def _begin_summary(self):
        # sudo: the draft that whoever prepared the review then writes
        self.env["qms.review.summary"].sudo().create(
            [
                {"review_id": review.id, "owner_id": review.owner_id.id}
                for review in self
            ]
        )

    def _decision_content(self):
        """With the inputs, their figures and what was decided."""
        return super()._decision_content() | {
            "inputs": [line._decision_row() for line in self.line_ids],
            "decided": [outcome._decision_row() for outcome in self.outcome_ids],
        }


class QmsReviewLineCollecting(models.AbstractModel):
    _name = "qms.review.line.collecting"
    _description = "The figures of an input"

    def _collect_figures(self):
        """A row for every indicator about a line's topics, in the indicators' order."""
        lines = self.filtered(lambda line: line.shows == "figures")
        indicators = self._indicators_of(lines)
        values, gone = [], self.env["qms.review.figure"]
        for line in lines:
            wanted = indicators.filtered(
                lambda each, line=line: (
                    each.topic_id in line.input_id.topic_ids
                    and each.company_id in (line.company_id, each.company_id.browse())
                )
            )
            gone |= line.figure_ids.filtered(
                lambda figure, wanted=wanted: figure.indicator_id not in wanted
            )
            values += [
                {
                    "review_id": line.review_id.id,
                    "line_id": line.id,
                    "indicator_id": each.id,
                    "name": each.name,
                    "sequence": place,
                }
                for place, each in enumerate(wanted)
                if each not in line.figure_ids.indicator_id
            ]
        gone.unlink()
        # sudo: rows of the review are made by the system
        self.env["qms.review.figure"].sudo().create(values)

    @api.model
    def _indicators_of(self, lines):
        # sudo: what figures there are, no secret; what they say is read by the reader
        return (
            self.env["qms.indicator"]
            .sudo()
            .search(
                Domain("topic_id", "in", lines.input_id.topic_ids.ids)
                & Domain("company_id", "in", [*lines.company_id.ids, False])
            )
        )
