from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

ANSWERS = [("agrees", "I agree"), ("disagrees", "I disagree")]


class QmsCompetenceReviewTalk(models.AbstractModel):
    """What was said, shown on the review to who may read it, and kept beside it."""

    _name = "qms.competence.review.talk"
    _description = "What was said, on the review"

    assessment_ids = fields.One2many(
        "qms.competence.assessment", "review_id", "What was said"
    )
    course_ids = fields.One2many(
        "qms.competence.review.course", "review_id", "Agreed courses", copy=False
    )
    sees_talk = fields.Boolean(compute="_compute_talk", compute_sudo=False)
    is_mine = fields.Boolean(compute="_compute_talk", compute_sudo=False)
    needs = fields.Text(
        "Needs of the coming year",
        compute="_compute_talk",
        inverse="_inverse_talk",
        compute_sudo=False,
        help="New tasks, new law, who retires.",
    )
    note = fields.Text(
        "Assessment",
        compute="_compute_talk",
        inverse="_inverse_talk",
        compute_sudo=False,
    )
    answer = fields.Selection(ANSWERS, compute="_compute_talk", compute_sudo=False)
    words = fields.Text("In own words", compute="_compute_talk", compute_sudo=False)

    @api.depends("assessment_ids")
    @api.depends_context("uid", "su", "allowed_company_ids")
    def _compute_talk(self):
        texts = self.env["qms.competence.assessment"]
        found = texts.search([("review_id", "in", self._origin.ids)])
        by_review = found.grouped(lambda text: text.review_id.id)
        for review in self:
            text = by_review.get(review._origin.id, texts)
            review.sees_talk = bool(text) or not review._origin
            for name in ("needs", "note", "answer", "words"):
                review[name] = text[name]
            # sudo: hr.employee - whether it is the user himself
            review.is_mine = review.sudo().employee_id.user_id == self.env.user

    def _inverse_talk(self):
        texts = self.env["qms.competence.assessment"]
        found = texts.search([("review_id", "in", self.ids)])
        by_review = found.grouped(lambda text: text.review_id.id)
        for review in self:
            text = by_review.get(review.id, texts)
            changed = {
                name: review[name]
                for name in ("needs", "note")
                if (text[name] or "") != (review[name] or "")
            }
            if not changed:
                continue
            if not text:
                raise AccessError(self.env._("What was said is not yours to write."))
            text.write(changed)

    def action_answer(self, answer, words=""):
        """Whoever it is about agrees or not, in own words where he likes.

        :param str answer: "agrees" or "disagrees"
        """
        self.ensure_one()
        # sudo: whose it is and how far; his words stand beside the leader's
        known = self.sudo()
        if known.employee_id.user_id != self.env.user:
            raise AccessError(self.env._("Whoever it is about answers himself."))
        if known.state != "held" or not known.assessment_ids:
            raise UserError(self.env._("It is answered between the talk and closing."))
        if answer not in dict(ANSWERS):
            raise UserError(self.env._("Say whether you agree."))
        known.assessment_ids.write(
            {
                "answer": answer,
                "words": (words or "").strip(),
                "date_answered": known.company_id._qms_today(),
            }
        )
        known._sync_duties()
        return True

    def action_ask_answer(self):
        """Open the screen on which whoever it is about answers."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Your answer"),
            "res_model": "qms.competence.answer",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_review_id": self.id,
                "default_answer": self.answer or "agrees",
                "default_words": self.words,
            },
        }


class QmsCompetenceAnswer(models.TransientModel):
    """The screen on which whoever a review is about answers."""

    _name = "qms.competence.answer"
    _description = "Answer to a competence review"
    _inherit = ["qms.text.mixin"]
    _rec_name = "answer"

    review_id = fields.Many2one(
        "qms.competence.review", required=True, readonly=True, ondelete="cascade"
    )
    answer = fields.Selection(ANSWERS, required=True, default="agrees")
    words = fields.Text("In own words")

    def action_answer(self):
        """Answer; the words stand with the review alone."""
        self.ensure_one()
        self.review_id.action_answer(self.answer, self.words)
        self.unlink()
        return {"type": "ir.actions.act_window_close"}
