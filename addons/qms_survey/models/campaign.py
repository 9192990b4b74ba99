import secrets

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.qms.tools.lifecycle import Transition

CLOSED = ("concluded", "cancelled")
# what can still be said while answers come in, and once they are in
RUNNING = ("owner_id", "target_rate")
JUDGED = ("owner_id", "conclusion", "summary", "is_summary_public")
KEY_LENGTH = 18
LONGEST_TEXTS = 5
# what staff say of their work shows itself more easily
LEAST = {"citizens": 5, "staff": 10}


class QmsSurveyCampaign(models.Model):
    """One round of a survey: whom it asks, until when, and what comes of it (9.1.2).

    Its questions are those of Odoo's survey; page and answers are its own, since core's
    keep who answered when. How answers are kept apart from persons: see
    ``qms.survey.slip``.
    """

    _name = "qms.survey.campaign"
    _description = "Survey campaign"
    _inherit = [
        "qms.survey.campaign.steps",
        "qms.survey.campaign.people",
        "qms.survey.campaign.population",
        "qms.survey.campaign.mail",
        "qms.survey.campaign.form",
        "qms.survey.campaign.answers",
        "qms.survey.campaign.results",
        "qms.survey.campaign.rounds",
        "qms.survey.campaign.sheet",
        "qms.survey.campaign.paper",
        "qms.survey.campaign.takeover",
        "qms.wheel.target.mixin",
        "qms.holding.mixin",
        "qms.record.mixin",
        "qms.action.origin.mixin",
    ]
    _order = "date_to desc, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _mask_fields = ("name", "purpose", "conclusion", "summary")
    _qms_neutral_texts = ("summary",)
    _system_fields = ("key",)

    _lifecycle_start = "draft"
    _lifecycle_closed = CLOSED
    _lifecycle_by_itself = (("open", "closed"),)
    _lifecycle_stamps = (
        "date_opened",
        "date_closed",
        "date_concluded",
        "population_count",
        "asked_count",
        "answered_count",
        "sample_seed",
        "final_index",
        "final_margin",
        "final_rate",
    )
    _lifecycle_editable = {"open": RUNNING, "closed": JUDGED}
    _lifecycle_transitions = (
        Transition("open", ("draft",), "open", "_mandate_own", ("_missing_opening",)),
        Transition("close", ("open",), "closed", "_mandate_own", reason=True),
        Transition(
            "conclude", ("closed",), "concluded", "_mandate_own", ("_missing_end",)
        ),
        Transition("resume", ("concluded",), "closed", "_mandate_own", reason=True),
        Transition("take_over", ("draft",), "closed", "_mandate_take_over"),
        Transition("cancel", ("draft",), "cancelled", "_mandate_own", reason=True),
    )

    name = fields.Char("What is it about", required=True, tracking=True)
    purpose = fields.Text(
        help="Told to those who are asked: what the answers are used for.",
    )
    state = fields.Selection(
        [
            ("draft", "Being prepared"),
            ("open", "Open for answers"),
            ("closed", "To be concluded"),
            ("concluded", "Concluded"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    owner_id = fields.Many2one(
        "res.users",
        "Responsible",
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    survey_id = fields.Many2one(
        "survey.survey",
        "Questions",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    previous_id = fields.Many2one(
        "qms.survey.campaign",
        "Round before",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('population', '=', population), ('state', '=', 'concluded')]",
        help="Its index stands beside this one's, of each question that was asked in "
        "the same words.",
    )
    population = fields.Selection(
        [("citizens", "Citizens, companies, others"), ("staff", "Own staff")],
        "Who is asked",
        default="citizens",
        required=True,
        tracking=True,
    )
    access = fields.Selection(
        [
            ("people", "People who are invited"),
            ("link", "Whoever has the address"),
        ],
        "Who may answer",
        default="people",
        required=True,
        tracking=True,
        help="With an open address nobody knows whom the answers stand for; the "
        "results say so.",
    )
    identity = fields.Selection(
        [
            ("named", "Named"),
            ("confidential", "Confidential"),
            ("anonymous", "Anonymous"),
        ],
        "Answers are",
        default="anonymous",
        required=True,
        tracking=True,
        help="Named: whoever answers for it reads who answered what, until it is "
        "concluded. Confidential: who has answered is known until it closes, so that "
        "only the others are reminded; what was answered is not. Anonymous: neither "
        "is, and everybody is reminded.",
    )
    legal_basis = fields.Char(
        help="Told to those who are asked: on which ground the municipality asks.",
    )
    date_to = fields.Date("Answers until", index=True, tracking=True)
    remind_after = fields.Integer(
        "Remind after so many days", default=7, help="0: nobody is reminded."
    )
    least = fields.Integer(
        "Smallest group shown",
        compute="_compute_least",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="Results of fewer people are not shown, nor what they follow from.",
    )
    target_rate = fields.Integer("Wanted response rate (%)", default=40)
    unit_ids = fields.Many2many(
        "hr.department",
        "qms_survey_campaign_unit_rel",
        string="Units told apart",
        check_company=True,
        help="With an open address the page asks which one the answer is about.",
    )
    threshold_ids = fields.One2many(
        "qms.survey.threshold", "campaign_id", "Thresholds", copy=True
    )
    suggestion_ids = fields.One2many(
        "qms.survey.suggestion", "campaign_id", "Suggestions", copy=False
    )
    consulted_on = fields.Date(
        "Committee consulted on",
        help="A survey among staff opens after the cooperation committee was heard.",
        tracking=True,
    )
    date_opened = fields.Date("Opened on", readonly=True, copy=False)
    date_closed = fields.Date("Closed on", readonly=True, copy=False)
    date_concluded = fields.Date("Concluded on", readonly=True, copy=False)
    key = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    conclusion = fields.Text(help="Are we better, and what follows from it?")
    summary = fields.Text(
        "You said, we did", help="For those who answered; without persons."
    )

    texts_to_leaders = fields.Boolean(
        "Unit leaders read free texts",
        help="Told to those who are asked. In a survey among staff only quality "
        "managers read them otherwise.",
        tracking=True,
    )
    text_years = fields.Integer(
        "Free texts kept for (years)",
        default=2,
        help="After the end; told to those who are asked. Then they are erased.",
    )
    is_summary_public = fields.Boolean(
        "On a page for everybody",
        copy=False,
        tracking=True,
        help="Once concluded: what was asked, how many answered, the index, and what "
        "was done.",
    )

    _number_unique = models.UniqueIndex("(company_id, number)")
    _key_unique = models.UniqueIndex("(key)")
    _by_end = models.Index("(date_to DESC, id DESC)")

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for campaign in self:
            campaign.display_name = self.env._("Survey %s", campaign.number or "")

    @api.depends("population")
    def _compute_least(self):
        for campaign in self:
            campaign.least = LEAST[campaign.population]

    @api.constrains("text_years")
    def _check_text_years(self):
        for campaign in self:
            if not 1 <= campaign.text_years <= LONGEST_TEXTS:
                raise ValidationError(
                    self.env._("Free texts are kept for 1 to %s years.", LONGEST_TEXTS)
                )

    @api.constrains("least", "population", "target_rate", "remind_after")
    def _check_numbers(self):
        for campaign in self:
            least = LEAST[campaign.population]
            if campaign.least < least:
                raise ValidationError(
                    self.env._("Groups under %s persons are never shown.", least)
                )
            if not 0 <= campaign.target_rate <= 100:
                raise ValidationError(self.env._("A rate lies between 0 and 100."))
            if campaign.remind_after < 0:
                raise ValidationError(self.env._("Days are counted from 0."))

    @api.constrains("access", "identity", "population")
    def _check_open_address(self):
        for campaign in self:
            if campaign.access == "link" and campaign.identity != "anonymous":
                raise ValidationError(
                    self.env._("Who answers at an open address stays anonymous.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        campaigns = super().create(vals_list)
        # sudo: drawn by the system, told to nobody but as an address
        for campaign in campaigns.sudo():
            campaign._write_guarded({"key": secrets.token_urlsafe(KEY_LENGTH)})
        campaigns._sync_duties()
        return campaigns

    def _duty_name(self):
        return self.name

    @api.model
    def _prepare_wheel_values(self, occurrence):
        """The next round asks what the last one asked, whom it asked."""
        last = self.search(
            [
                ("company_id", "=", occurrence.company_id.id),
                ("state", "=", "concluded"),
            ],
            order="date_closed desc, id desc",
            limit=1,
        )
        values = {
            **super()._prepare_wheel_values(occurrence),
            "name": occurrence.name,
            "owner_id": occurrence.owner_id.id,
            "date_to": occurrence.date_planned,
        }
        if not last:
            return {**values, "survey_id": self._starting_survey().id}
        return {**last._prepare_next_values(), **values}

    def _prepare_next_values(self):
        """What the round after this one begins with."""
        copied = self.copy_data()[0]
        for name in ("conclusion", "summary", "consulted_on", "date_to"):
            copied.pop(name, None)
        return {**copied, "name": self.name, "previous_id": self.id}

    def action_next_round(self):
        """Prepare the round after this one, with the same questions and people."""
        self.ensure_one()
        self.check_access("read")
        following = self.create(self._prepare_next_values())
        return following.get_formview_action()

    @api.model
    def _starting_survey(self):
        # sudo: questions that came with this module
        return self.env.ref("qms_survey.survey_service").sudo()

    def _get_print_fields(self):
        asked = ["name", "purpose", "survey_id", "population", "access", "identity"]
        when = ["date_opened", "date_closed", "population_count", "asked_count"]
        return [
            (self.env._("Survey"), asked),
            (self.env._("Answers"), [*when, "answered_count"]),
            (self.env._("What follows"), ["conclusion", "summary"]),
        ]
