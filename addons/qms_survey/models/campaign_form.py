from odoo import models

LONGEST = 4000
UNKNOWN = "unknown"


class QmsSurveyCampaignForm(models.AbstractModel):
    """What was typed on the page, read as answers to the questions of the survey."""

    _name = "qms.survey.campaign.form"
    _description = "Form of a survey campaign"

    def _get_places(self):
        """Names of all fields of its form."""
        names = set()
        for question in self.survey_id.question_ids:
            names |= set(question._qms_names())
        return names

    def _read_form(self, typed, lists):
        """Answers and texts of what was typed, and what is wrong with it.

        :param typed: function from a field's name to what was typed there
        :param lists: function from a field's name to all that was ticked there
        :return: values of ``qms.survey.answer``, dicts of question and text, and
            problems per name of a field
        """
        answers, texts, errors = [], [], {}
        for question in self.survey_id.question_ids:
            question._qms_read(typed, lists, answers, texts, errors)
        return answers, texts, errors

    def _get_sections(self):
        """Pairs of a heading and its questions, in order."""
        sections = []
        for question in self.survey_id.question_ids:
            title = question.page_id.title or ""
            if not sections or sections[-1][0] != title:
                sections.append((title, question.browse()))
            sections[-1] = (title, sections[-1][1] | question)
        return sections


class QmsQuestionForm(models.AbstractModel):
    """A question on the page, and what was typed there."""

    _name = "qms.question.form"
    _description = "Question on a page"

    def _qms_name(self, row=None):
        return f"q{self.id}_{row.id}" if row else f"q{self.id}"

    def _qms_names(self):
        """Names of its fields on the page."""
        own = self._qms_name()
        names = [self._qms_name(row) for row in self._qms_rows()]
        return [*names, f"{own}_text"] if self.comments_allowed else names

    def _qms_rows(self):
        """Its rows, or one that stands for the question itself."""
        return list(self.matrix_row_ids) if self.question_type == "matrix" else [None]

    def _qms_read(self, typed, lists, answers, texts, errors):
        self.ensure_one()
        if self.question_type in ("char_box", "text_box"):
            self._qms_read_text(self._qms_name(), typed, texts, errors)
            return
        for row in self._qms_rows():
            self._qms_read_row(row, typed, lists, answers, errors)
        if self.comments_allowed:
            self._qms_read_text(f"{self._qms_name()}_text", typed, texts, errors)

    def _qms_read_text(self, name, typed, texts, errors):
        text = typed(name)
        if len(text) > LONGEST:
            errors[name] = self.env._(
                "The text is too long: %(count)s characters, at most %(most)s.",
                count=len(text),
                most=LONGEST,
            )
        elif text:
            texts.append({"question_id": self.id, "text": text})
        elif self.constr_mandatory and name == self._qms_name():
            errors[name] = self.env._("Please write something.")

    def _qms_read_row(self, row, typed, lists, answers, errors):
        name = self._qms_name(row)
        base = {"question_id": self.id, "row_id": row.id if row else False}
        values = lists(name) if self._qms_is_multiple() else [typed(name)]
        values = [value for value in values if value]
        if UNKNOWN in values and self.qms_dont_know:
            answers.append({**base, "is_unknown": True})
            return
        if not values:
            if self.constr_mandatory:
                errors[name] = self.env._("Please choose an answer.")
            return
        for value in dict.fromkeys(values):
            read = self._qms_value(value)
            if read is None:
                errors[name] = self.env._("Please choose one of the answers.")
                return
            answers.append({**base, **read})

    def _qms_is_multiple(self):
        return self.question_type == "multiple_choice" or (
            self.question_type == "matrix" and self.matrix_subtype == "multiple"
        )

    def _qms_value(self, value):
        """What ``value`` of the form means, or ``None`` where it means nothing."""
        if self.question_type in ("scale", "numerical_box"):
            return self._qms_number(value)
        choices = {str(choice.id): choice.id for choice in self.suggested_answer_ids}
        return {"choice_id": choices[value]} if value in choices else None

    def _qms_number(self, value):
        try:
            number = float(value.replace(",", "."))
        except ValueError:
            return None
        if self.question_type == "scale":
            fits = number.is_integer() and self.scale_min <= number <= self.scale_max
            return {"number": number} if fits else None
        # no infinities, and nothing that no column holds
        return {"number": number} if abs(number) < 1e12 else None

    def _qms_offered(self):
        """Pairs of a value of the form and what it is called."""
        self.ensure_one()
        if self.question_type == "scale":
            numbers = range(self.scale_min, self.scale_max + 1)
            offered = [(str(number), str(number)) for number in numbers]
        else:
            choices = self.suggested_answer_ids
            offered = [(str(choice.id), choice.value) for choice in choices]
        if self.qms_dont_know:
            offered.append((UNKNOWN, self.env._("I do not know")))
        return offered

    def _qms_comment_label(self):
        return self.comments_message or self.env._("Would you like to say more?")
