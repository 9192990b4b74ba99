from collections import Counter, defaultdict
from typing import NamedTuple

from odoo import api, fields, models

from odoo.addons.qms.tools.suppression import suppress

from ..tools.index import WHOLE, all_alike, index, is_shown, together

SHOWN = ("closed", "concluded")
# fewer texts of one theme are not counted out
LEAST_OF_THEME = 3


class Result(NamedTuple):
    """What is shown of one question, or of one row of a matrix.

    :ivar place: ids of the question and of its row or ``None``
    :ivar index: of :func:`~odoo.addons.qms_survey.tools.index.index`, or ``None``
    :ivar before: that of the round before, or ``None``
    :ivar trend: pairs of a round's day and its ``Index``, the oldest first
    :ivar bars: pairs of an answer's name and its share in percent
    :ivar units: pairs of a unit's name and its index, ``None`` where it is not shown
    :ivar few: too few answered, or all the same
    """

    place: tuple
    title: str
    row: str
    theme: str
    count: int
    index: object
    before: object
    trend: list
    bars: list
    units: list
    few: bool

    def worst_first(self):
        """Where it stands on the screen; what has no index comes last."""
        return self.index.value if self.index else 101

    @property
    def change(self):
        if self.index is None or self.before is None:
            return None
        return self.index.value - self.before.value


class QmsSurveyCampaignResults(models.AbstractModel):
    """Results once no more answers come in, so that none follows from two looks.

    What is shown is the same for every reader: no filter, no second cut from which the
    rest could be computed.
    """

    _name = "qms.survey.campaign.results"
    _description = "Results of a survey campaign"

    results = fields.Html(compute="_compute_results", sanitize=False)
    index = fields.Float(
        compute="_compute_results",
        aggregator=None,
        digits=(5, 1),
        help="The mean of all questions that are counted, 0 to 100.",
    )

    @api.depends("state", "least")
    @api.depends_context("lang")
    def _compute_results(self):
        for campaign in self:
            if campaign.state not in SHOWN:
                campaign.results, campaign.index = False, 0
                continue
            rows = sorted(campaign._results(), key=Result.worst_first)
            whole = campaign._whole(rows)
            campaign.index = whole.value if whole else 0
            campaign.results = self.env["ir.qweb"]._render(
                "qms_survey.results", campaign._prepare_results(rows)
            )

    def _prepare_results(self, rows):
        """What the screen and the printed results show."""
        whole = self._whole(rows)
        return {
            "campaign": self,
            "rows": rows,
            "whole": whole,
            "whole_change": self._whole_change(whole),
            "themes": self._by_theme(rows),
            "units": self._by_unit(rows),
            "companies": self._elsewhere(),
            "topics": self._topic_counts(),
        }

    def _whole(self, rows):
        """The index over its questions, as far as they are shown."""
        return together([row.index for row in rows if row.index])

    def _results(self):
        """One :class:`Result` per question that is no free text, in their order."""
        self.ensure_one()
        # sudo: counts over all answers; what is too small is left out below
        known = self.sudo()
        groups, persons = known._groups(), known._answering()
        rounds = known._rounds_before()
        return [
            known._result(question, row, groups, persons, rounds)
            for question, row in known._asked()
        ]

    def _asked(self):
        """Pairs of a question and its row, if it is a matrix."""
        for question in self.survey_id.question_ids:
            if question.question_type == "matrix":
                yield from ((question, row) for row in question.matrix_row_ids)
            elif question.question_type not in ("char_box", "text_box"):
                yield question, question.browse().matrix_row_ids

    def _groups(self):
        """Per question and row, per unit: a Counter of (choice, number)."""
        groups = defaultdict(lambda: defaultdict(Counter))
        for question, row, choice, number, unknown, unit, count in self._counted():
            if not unknown:
                groups[question, row][unit][choice, number] += count
        return groups

    def _result(self, question, row, groups, persons, rounds):
        place = question.id, row.id or None
        units = groups.get(place, {})
        answers = sum(units.values(), Counter())
        count = persons.get(place, 0)
        points = question._qms_counter(answers)
        shown = count >= self.least and not all_alike(answers, count)
        before = [(day, known[place]) for day, known in rounds if place in known]
        return Result(
            place=place,
            title=question.title,
            row=row.value or "",
            theme=question.page_id.title or "",
            count=count if count >= self.least or not count else 0,
            index=index(points, self._drawn_from()) if shown and points else None,
            before=rounds[0][1].get(place) if rounds else None,
            trend=before[::-1],
            bars=question._qms_bars(answers, count) if shown else [],
            units=self._unit_indices(question, units) if shown else [],
            few=not shown,
        )

    def _drawn_from(self):
        """The population, where a margin says something: the people were drawn."""
        return self.population_count if self._is_drawn() else None

    def _drawn_from_unit(self, unit):
        """As many of the population as belong to it: whoever was drawn there is a
        sample of those."""
        if not self._is_drawn():
            return None
        # sudo: for a margin; the number itself is told to nobody
        return (self.sudo().unit_populations or {}).get(str(unit.id))

    def _is_drawn(self):
        return self.access == "people" and self.sample_share < WHOLE

    def _unit_indices(self, question, units):
        """The index per unit told apart, small ones left out.

        Where all of one unit answered alike no unit is shown: its answers would follow
        from the others.
        """
        if not self.unit_ids or question.qms_index == "no":
            return []
        groups = {unit: question._qms_counter(units[unit]) for unit in units}
        if any(group.total() and all_alike(group) for group in groups.values()):
            return [(unit.name, None) for unit in self.unit_ids]
        counted = suppress(
            [{"unit": unit, "count": group.total()} for unit, group in groups.items()],
            "unit",
            "count",
            self.least,
        )
        shown = {row["unit"] for row in counted.rows if row["count"]}
        return [
            (unit.name, index(groups[unit.id], self._drawn_from_unit(unit)))
            if unit.id in shown
            else (unit.name, None)
            for unit in self.unit_ids
        ]

    def _indices_shown(self):
        """What was shown of each question that is counted: place -> Index."""
        groups, found = self._groups(), {}
        for question, row in self._asked():
            place = question.id, row.id or None
            answers = sum(groups.get(place, {}).values(), Counter())
            points = question._qms_counter(answers)
            if is_shown(points, self.least):
                found[place] = index(points, self._drawn_from())
        return found

    # ------------------------------------------------------------
    # Put together of what is shown, so that nothing else follows from it
    # ------------------------------------------------------------

    @api.model
    def _by_theme(self, rows):
        """Pairs of a theme and the index over its questions that are shown."""
        found = defaultdict(list)
        for row in rows:
            if row.theme and row.index:
                found[row.theme].append(row.index)
        return [(theme, together(all_)) for theme, all_ in found.items()]

    @api.model
    def _by_unit(self, rows):
        """Pairs of a unit and the index over its questions that are shown."""
        found = defaultdict(list)
        for row in rows:
            for name, shown in row.units:
                found[name] += [shown] if shown else []
        return [(name, together(all_)) for name, all_ in found.items()]

    def _topic_counts(self):
        """Pairs of a theme and how many texts were given it; ``None``: too few."""
        if not self.texts_shown:
            return []
        # sudo: how many texts of which theme, none of them
        comments = self.env["qms.survey.comment"].sudo()
        counted = comments._read_group(
            [("campaign_id", "=", self.id), ("topic_id", "!=", False)],
            ["topic_id"],
            ["__count"],
        )
        rows = [{"name": topic.name, "count": count} for topic, count in counted]
        shown = suppress(rows, "name", "count", LEAST_OF_THEME).rows
        return [(row["name"], row["count"]) for row in shown]


class QmsQuestionResults(models.AbstractModel):
    """What was answered to a question, as points and shares."""

    _name = "qms.question.results"
    _description = "Results of a question"

    def _qms_words(self, row):
        """All that makes it the same question in another survey: what can be answered
        to what, and what that counts."""
        asked, row = self.with_context(lang=None), row.with_context(lang=None)
        return (
            asked.title,
            row.value or "",
            asked.question_type,
            asked.matrix_subtype,
            asked.qms_index,
            (asked.scale_min, asked.scale_max),
            tuple(asked.suggested_answer_ids.mapped("value")),
        )

    def _qms_counter(self, answers):
        """Points of these answers, a Counter of (choice, number); empty: no index."""
        if self.qms_index == "no":
            return Counter()
        points, found = self._qms_points(), Counter()
        for (choice, number), count in answers.items():
            value = (
                self._qms_scale_points(number)
                if self.question_type == "scale"
                else points.get(choice)
            )
            if value is not None:
                found[value] += count
        return found

    def _qms_bars(self, answers, persons):
        """Pairs of what could be answered and its share of ``persons`` in percent."""
        if self.question_type == "scale":
            numbers = range(self.scale_min, self.scale_max + 1)
            counts = [(str(n), answers[None, float(n)]) for n in numbers]
        elif self.question_type == "numerical_box":
            return []
        else:
            by_choice = Counter()
            for (choice, _number), count in answers.items():
                by_choice[choice] += count
            choices = self.suggested_answer_ids
            counts = [(choice.value, by_choice[choice.id]) for choice in choices]
        return [(name, round(100 * count / persons)) for name, count in counts]
