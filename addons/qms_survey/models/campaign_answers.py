import re

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import SQL

from odoo.addons.qms.models.decision_sql import lock_rows

from .campaign_results import SHOWN

# words show themselves more easily than ticks
LEAST_TEXTS = 10
KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


class QmsSurveyCampaignAnswers(models.AbstractModel):
    """Answers come in one by one, and are kept so that nobody's can be found again."""

    _name = "qms.survey.campaign.answers"
    _description = "Answers to a survey campaign"

    answered_count = fields.Integer("Answers", readonly=True, copy=False)
    rate = fields.Float(
        "Response rate", compute="_compute_rate", aggregator=None, digits=(5, 1)
    )

    texts_shown = fields.Boolean(
        compute="_compute_texts_shown",
        store=True,
        help="Whether enough people answered for free texts to be read.",
    )
    address = fields.Char(
        "Open address",
        compute="_compute_address",
        compute_sudo=True,
        help="To be printed as a QR code, put into a letter or onto a page.",
    )

    @api.depends("access", "state", "is_summary_public")
    def _compute_address(self):
        for campaign in self:
            place = f"{campaign.get_base_url()}/qms/survey/{campaign.key}"
            taking = campaign.access == "link" and campaign.state == "open"
            campaign.address = taking and place
            told = campaign._tells_everybody()
            campaign.summary_address = told and f"{place}/done"

    def _tells_everybody(self):
        return self.state == "concluded" and self.is_summary_public

    @api.model
    def _find_told(self, key):
        """The campaign whose summary stands at this address; for the page."""
        if not KEY.fullmatch(key):
            return self.browse()
        return self.search([("key", "=", key)]).filtered(
            lambda campaign: campaign._tells_everybody()
        )

    summary_address = fields.Char(
        "Address of the summary", compute="_compute_address", compute_sudo=True
    )

    @api.depends("answered_count", "least", "state")
    def _compute_texts_shown(self):
        for campaign in self:
            campaign.texts_shown = campaign.state in SHOWN and (
                campaign.answered_count >= max(LEAST_TEXTS, campaign.least)
            )

    @api.depends("answered_count", "asked_count")
    def _compute_rate(self):
        for campaign in self:
            asked = campaign.asked_count
            campaign.rate = 100 * campaign.answered_count / asked if asked else 0

    @api.model
    def _find_door(self, key):
        """``(campaign, invitee)`` behind an address; for the page, which is the system.

        The invitee is empty for an open address, both for one that leads nowhere.
        """
        invitees = self.env["qms.survey.invitee"]
        if not KEY.fullmatch(key):
            return self.browse(), invitees
        if invitee := invitees._find(key):
            return invitee.campaign_id, invitee
        open_to_all = [("key", "=", key), ("access", "=", "link")]
        return self.search(open_to_all), invitees

    def action_preview(self):
        """The form as those who are asked will see it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/qms/survey/{self.id}/preview",
            "target": "new",
        }

    def action_comments(self):
        """What was written in words."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Free texts"),
            "res_model": "qms.survey.comment",
            "views": [(False, "list")],
            "domain": [("campaign_id", "=", self.id)],
        }

    def _takes_answers(self):
        return self.state == "open" and self.date_to >= self.company_id._qms_today()

    def _take_in(self, answers, texts, invitee, unit):
        """Keep what somebody answered, until it is mixed with others.

        :param answers: values of ``qms.survey.answer``
        :param texts: dicts of a question's id and what was written
        :raise UserError: when he has answered already, or it is over
        """
        self.ensure_one()
        # waits for one who answers at the same address, or ends it, at this moment
        lock_rows(self.env.cr, invitee._table, invitee.ids)
        self.env.execute_query(
            SQL("SELECT id FROM qms_survey_campaign WHERE id = %s FOR SHARE", self.id)
        )
        self.invalidate_recordset(["state"])
        if invitee.is_answered:
            raise UserError(self.env._("This address was used already. Thank you."))
        if not self._takes_answers():
            raise UserError(self.env._("This survey takes no more answers."))
        if invitee:
            invitee.is_answered = True
        self.env["qms.survey.slip"].create(
            {
                "campaign_id": self.id,
                "department_id": invitee.department_id.id or unit,
                "content": {
                    "answers": answers,
                    "texts": texts,
                    **self._signed(invitee),
                },
            }
        )

    def _signed(self, invitee):
        """Who answers, where it was said that this is kept."""
        if self.identity != "named" or not invitee:
            return {}
        who = {"partner_id": invitee.partner_id.id, "email": invitee.email}
        return {"signature": who}

    def action_signatures(self):
        """Who answered what, in a survey that says so."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Named answers"),
            "res_model": "qms.survey.signature",
            "views": [(False, "list")],
            "domain": [("campaign_id", "=", self.id)],
        }

    def _end_answers(self):
        """The last ones are mixed in, and the list of those invited goes."""
        self.ensure_one()
        self._count_asked()
        self._miss_nobody()
        # sudo: slips and lists belong to the system
        self.env["qms.survey.slip"].sudo()._mix(self)
        invitees = self.env["qms.survey.invitee"].sudo()
        invitees.search([("campaign_id", "=", self.id)]).unlink()
        self.env["qms.survey.listed"].sudo()._erase(self)
        # sudo: what crossed a threshold, whoever or whatever ended it
        self.env["qms.survey.suggestion"].sudo()._suggest(self.sudo())

    def _miss_nobody(self):
        """Start again where somebody answered after this transaction began to look.

        Nobody can any more: the campaign is locked.
        """
        if not self.env.registry.ready:
            # modules are being installed, of which others see no table yet
            return
        # sudo: which slips there are
        seen = self.env["qms.survey.slip"].sudo()
        seen = seen.search([("campaign_id", "=", self.id)])
        with self.env.registry.cursor() as newer:
            newer.execute(
                SQL("SELECT id FROM qms_survey_slip WHERE campaign_id = %s", self.id)
            )
            if not {row[0] for row in newer.fetchall()} <= set(seen.ids):
                raise ConcurrencyError(self._name)

    def _counted(self):
        """Answers per question, row, choice, number and unit, by the database.

        :return: rows of question, row, choice, number, whether unknown, unit, count
        """
        self.env["qms.survey.answer"].flush_model()
        return self.env.execute_query(
            SQL(
                """SELECT answer.question_id, answer.row_id, answer.choice_id,
                          answer.number, answer.is_unknown, response.department_id,
                          count(*)
                     FROM qms_survey_answer answer
                     JOIN qms_survey_response response
                       ON response.id = answer.response_id
                    WHERE answer.campaign_id = %s
                 GROUP BY 1, 2, 3, 4, 5, 6""",
                self.id,
            )
        )

    def _answering(self):
        """How many persons answered each question with something.

        :rtype: dict[tuple[int, int | None], int]
        """
        rows = self.env.execute_query(
            SQL(
                """SELECT question_id, row_id, count(DISTINCT response_id)
                     FROM qms_survey_answer
                    WHERE campaign_id = %s AND NOT COALESCE(is_unknown, FALSE)
                 GROUP BY 1, 2""",
                self.id,
            )
        )
        return {(question, row): count for question, row, count in rows}
