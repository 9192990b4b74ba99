import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.coded_answers import WrongTable, read_answers, read_key
from ..tools.index import WHOLE

LARGEST = 50 * 1024 * 1024


class QmsSurveyTakeover(models.TransientModel):
    """Take over a survey that was carried out elsewhere, as one that is closed here."""

    _name = "qms.survey.takeover"
    _description = "Take over a survey"
    _inherit = ["qms.text.mixin"]

    campaign_id = fields.Many2one(
        "qms.survey.campaign", required=True, readonly=True, ondelete="cascade"
    )
    answers = fields.Binary(
        required=True, help="A CSV file: a column per question, a line per person."
    )
    key = fields.Binary(
        required=True,
        help="A CSV file with the columns column, label and scale; a scale reads "
        "'1 Poor .. 5 Excellent, 9 Don't know'.",
    )
    date = fields.Date("Carried out until", required=True)
    is_drawn = fields.Boolean("People were drawn by lot")
    population = fields.Integer("People it stands for")
    asked = fields.Integer()

    def action_confirm(self):
        """Store the answers, mixed, and close it; what was sent in does not stay."""
        self.ensure_one()
        campaign = self.campaign_id
        persons, questions = self._read()
        campaign._take_over(questions, persons, self._prepare_values(len(persons)))
        # sudo: the files are gone from the screen's own row at once
        self.sudo().unlink()
        return campaign.get_formview_action()

    def _prepare_values(self, count):
        if self.date > self.campaign_id.company_id._qms_today():
            raise UserError(self.env._("It was carried out before today."))
        population, asked = self.population, self.asked or count
        if not self.is_drawn:
            if self.asked and self.asked < count:
                raise UserError(
                    self.env._("No fewer were asked than the %s who answered.", count)
                )
            return {"date_closed": self.date, "asked_count": self.asked}
        if not count <= asked < population:
            raise UserError(
                self.env._(
                    "Drawn by lot: fewer were asked than it stands for, and no fewer "
                    "than the %s who answered.",
                    count,
                )
            )
        return {
            "date_closed": self.date,
            "asked_count": asked,
            "population_count": population,
            "sample_share": min(max(WHOLE * asked // population, 1), WHOLE - 1),
            "access": "people",
        }

    def _read(self):
        try:
            questions = read_key(self._text(self.key))
            return read_answers(self._text(self.answers), questions), questions
        except WrongTable as error:
            raise UserError(self._explain(error.problems)) from error

    def _text(self, content):
        raw = base64.b64decode(content or b"")
        if len(raw) > LARGEST:
            raise UserError(self.env._("The file is too large."))
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UserError(self.env._("The file is no text in UTF-8.")) from error

    def _explain(self, problems):
        told = {
            "titles": self.env._("The key needs these columns: %s"),
            "scale": self.env._("This line of the key cannot be read: %s"),
            "questions": self.env._("This number of questions cannot be taken: %s"),
            "persons": self.env._("This number of lines cannot be taken: %s"),
            "column": self.env._("The answers have no such column: %s"),
            "answer": self.env._("This answer means nothing by the key: line %s"),
        }
        return "\n".join(told[what] % (where,) for what, where in problems)
