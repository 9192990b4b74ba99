from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.qms.tools.lifecycle import Transition

SETTLED = ("signed", "closed")


class QmsReview(models.Model):
    """The management review of a company and a period (ISO 9001 9.3)."""

    _name = "qms.review"
    _description = "Management review"
    _inherit = [
        "qms.review.rules",
        "qms.review.collecting",
        "qms.review.printing",
        "qms.review.retention",
        "qms.owned.mixin",
        "qms.wheel.target.mixin",
        "qms.holding.mixin",
        "qms.record.mixin",
        "qms.action.origin.mixin",
    ]
    _order = "date_to desc, id desc"
    _rec_names_search = ["number"]
    _check_company_auto = True
    _mask_fields = ("conclusion", "nothing_because", "also_present")

    _system_fields = ("company_id", "preparer_ids", "previous_id")
    _lifecycle_start = "collecting"
    _lifecycle_closed = ("closed", "cancelled")
    _lifecycle_stamps = (
        "date_signed",
        "signed_by_id",
        "prepared_by_id",
        "date_closed",
        "date_removed",
        "is_kept",
    )
    _lifecycle_editable = {
        "ready": (
            "conclusion",
            "nothing_because",
            "present_ids",
            "also_present",
            "date_meeting",
            "outcome_ids",
            "signer_id",
        ),
        "signed": (),
    }
    _lifecycle_transitions = (
        Transition(
            "send", ("collecting",), "ready", "_mandate_own", ("_missing_sending",)
        ),
        Transition(
            "sign", ("ready",), "signed", "_mandate_sign", ("_missing_signing",)
        ),
        Transition(
            "send_back", ("ready",), "collecting", "_mandate_send_back", reason=True
        ),
        Transition(
            "close", ("signed",), "closed", "_mandate_own", ("_missing_closing",)
        ),
        Transition(
            "cancel", ("collecting", "ready"), "cancelled", "_mandate_own", reason=True
        ),
    )

    state = fields.Selection(
        [
            ("collecting", "Being prepared"),
            ("ready", "With management"),
            ("signed", "Signed"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        default="collecting",
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
    date_from = fields.Date(
        "From", required=True, default=lambda self: self._default_period()[0]
    )
    date_to = fields.Date(
        "To",
        required=True,
        index=True,
        default=lambda self: self._default_period()[1],
        help="The figures are those of this period, beside the one before, as long.",
    )
    date_meeting = fields.Date(
        "Meeting on", tracking=True, help="When management goes through it."
    )
    owner_id = fields.Many2one(
        "res.users",
        "Prepared by",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        tracking=True,
    )
    signer_id = fields.Many2one(
        "res.users",
        "To be signed by",
        index=True,
        domain="[('id', 'in', offered_signer_ids)]",
        tracking=True,
        help="Of those named in the settings as management; not who prepared it.",
    )
    offered_signer_ids = fields.Many2many(
        "res.users", compute="_compute_offered_signer_ids"
    )
    previous_id = fields.Many2one(
        "qms.review",
        "Review before",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    line_ids = fields.One2many("qms.review.line", "review_id", "Inputs", copy=False)
    figure_ids = fields.One2many("qms.review.figure", "review_id", "Figures")
    outcome_ids = fields.One2many(
        "qms.review.outcome", "review_id", "Decided", copy=False
    )
    conclusion = fields.Text(
        help="Is the system still suitable, adequate and effective, and does it follow "
        "where the organisation is going?"
    )
    nothing_because = fields.Text(
        "Nothing else, because",
        help="Why nothing is decided on what has no decision: improvement, changes to "
        "the system, resources.",
    )
    present_ids = fields.Many2many(
        "hr.employee.public",
        "qms_review_present_rel",
        check_company=True,
    )
    also_present = fields.Char("Also present", help="Guests who do not work here.")
    prepared_by_id = fields.Many2one(
        "res.users", "Sent by", readonly=True, copy=False, ondelete="set null"
    )
    preparer_ids = fields.Many2many(
        "res.users",
        "qms_review_preparer_rel",
        string="Had it in hand",
        readonly=True,
        copy=False,
    )
    signed_by_id = fields.Many2one(
        "res.users", "Signed by", readonly=True, copy=False, ondelete="set null"
    )
    date_signed = fields.Date("Signed on", readonly=True, copy=False)
    date_closed = fields.Date("Closed on", readonly=True, copy=False)
    summary_ids = fields.One2many("qms.review.summary", "review_id", "Public summary")
    red_count = fields.Integer("Without data or answer", compute="_compute_red_count")
    open_action_count = fields.Integer(
        "Actions not finished", compute="_compute_open_action_count"
    )

    _number_unique = models.UniqueIndex("(company_id, number)")
    _ends_after_start = models.Constraint(
        "CHECK (date_to > date_from)", "A period ends after it begins."
    )

    def _is_settled(self):
        """Whether it stands as management signed it."""
        # sudo: the state alone
        return self.sudo().state in SETTLED

    @api.model
    def _default_period(self):
        return self._period_before(fields.Date.context_today(self))

    @api.model
    def _period_before(self, day):
        """The twelve months up to the last month end before ``day``."""
        until = day.replace(day=1) - relativedelta(days=1)
        return until - relativedelta(years=1) + relativedelta(days=1), until

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for review in self:
            review.display_name = self.env._(
                "Management review %s", review.number or ""
            )

    @api.depends("company_id", "owner_id", "prepared_by_id", "preparer_ids")
    def _compute_offered_signer_ids(self):
        for review in self:
            review.offered_signer_ids = review._possible_signers()

    def _compute_red_count(self):
        for review in self:
            review.red_count = len(review.line_ids.filtered("is_red"))

    def _compute_open_action_count(self):
        # sudo: how many are left, for who reads the review
        actions = self.env["qms.action"].sudo()
        counts = dict(
            actions._read_group(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("state", "not in", actions._lifecycle_closed),
                ],
                ["res_id"],
                ["__count"],
            )
        )
        for review in self:
            review.open_action_count = counts.get(review.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        rows = [{**vals, "preparer_ids": False} for vals in vals_list]
        reviews = super().create(rows)
        reviews._note_preparers()
        for review in reviews.filtered(lambda each: not each.signer_id):
            review.signer_id = review._possible_signers()[:1]
        reviews._collect()
        reviews._sync_duties()
        return reviews

    def write(self, vals):
        if "owner_id" in vals:
            self._note_preparers()
        result = super().write(vals)
        if "owner_id" in vals:
            self._note_preparers()
        return result

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_send(self):
        """It is prepared: send it to management."""
        self.check_access("write")
        self._collect()
        return self._transition("send", prepared_by_id=self.env.uid)

    def action_send_back(self, reason=None):
        """Something in it has to be prepared anew."""
        return self._transition("send_back", reason, prepared_by_id=False)

    def action_sign(self):
        """Management has reviewed it: it stands as it is, its decisions begin."""
        return self._transition("sign")

    def action_close(self):
        """All its decisions are carried out."""
        return self._transition("close")

    def action_cancel(self, reason=None):
        """This review is not held."""
        return self._transition("cancel", reason)

    def action_collect(self):
        """Collect the inputs and figures anew, as they are now."""
        self.check_access("write")
        self._collect()
        return True

    def action_open_lines(self):
        """Open its inputs, one after the other."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "qms_review.qms_review_line_action"
        )
        return {**action, "domain": [("review_id", "=", self.id)]}

    def action_open_summary(self):
        """Open what politicians and the website are told of it."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Public summary"),
            "res_model": "qms.review.summary",
            "res_id": self.summary_ids[:1].id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------
    # The wheel
    # ------------------------------------------------------------

    @api.model
    def _prepare_wheel_values(self, occurrence):
        since, until = self._period_before(occurrence.date_planned)
        return {
            **super()._prepare_wheel_values(occurrence),
            "date_from": since,
            "date_to": until,
            "date_meeting": occurrence.date_planned,
            "owner_id": self._wheel_owner(occurrence).id or self.env.uid,
        }

    def _wheel_moved(self, occurrence):
        if self.state in ("collecting", "ready"):
            self.date_meeting = occurrence.date_planned
        return super()._wheel_moved(occurrence)
