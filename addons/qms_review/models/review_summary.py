import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding
from odoo.addons.qms.tools.lifecycle import Point, Transition
from odoo.addons.qms.tools.redact import redact

from ..tools import small

TEXTS = ("intro", "works_well", "to_improve", "decided")


class QmsReviewSummary(models.Model):
    """What politicians and the public are told of a review: own words, no persons.

    Management releases it, by a decision; only then is it read by others, and on the
    website only where that was chosen too.
    """

    _name = "qms.review.summary"
    _description = "Public summary of a management review"
    _inherit = ["qms.holding.mixin", "qms.record.mixin"]
    _order = "id desc"
    _rec_names_search = ["number"]
    _mask_fields = TEXTS

    _system_fields = ("author_ids", "review_id", "company_id", "key")
    _lifecycle_start = "draft"
    _lifecycle_closed = ("withdrawn",)
    _lifecycle_stamps = ("date_released", "figures")
    _lifecycle_editable = {"released": ("owner_id", "is_public")}
    _lifecycle_transitions = (
        Transition(
            "release", ("draft",), "released", "_mandate_release", ("_missing_release",)
        ),
        Transition(
            "withdraw", ("released",), "withdrawn", "_mandate_withdraw", reason=True
        ),
        Transition(
            "rework", ("released", "withdrawn"), "draft", "_mandate_own", reason=True
        ),
        Transition("publish", ("released",), None, "_mandate_publish"),
    )

    review_id = fields.Many2one(
        "qms.review", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="review_id.company_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
    )
    date_from = fields.Date(related="review_id.date_from", related_sudo=True)
    date_to = fields.Date(related="review_id.date_to", related_sudo=True)
    state = fields.Selection(
        [("draft", "Draft"), ("released", "Released"), ("withdrawn", "Withdrawn")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    owner_id = fields.Many2one(
        "res.users",
        "Written by",
        required=True,
        index=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    author_ids = fields.Many2many(
        "res.users",
        "qms_review_summary_author_rel",
        string="Words by",
        readonly=True,
        copy=False,
    )
    intro = fields.Text("In short", help="Write no names of people.")
    works_well = fields.Text("What works well")
    to_improve = fields.Text("What is to be better")
    decided = fields.Text("What management decided")
    figure_ids = fields.Many2many(
        "qms.review.figure",
        "qms_review_summary_figure_rel",
        "summary_id",
        "figure_id",
        string="Figures shown",
        domain="[('review_id', '=', review_id)]",
    )
    figures = fields.Json(readonly=True, copy=False)
    figures_shown = fields.Html("Figures as shown", compute="_compute_figures_shown")
    names_found = fields.Char("Looks like names", compute="_compute_names_found")
    is_read_through = fields.Boolean(
        "Read through: nobody is named",
        help="What looks like the name of somebody who works here is none.",
    )
    is_public = fields.Boolean(
        "On the website", help="Whoever has the address reads it, without login."
    )
    key = fields.Char(
        readonly=True, copy=False, default=lambda self: secrets.token_urlsafe(9)
    )
    address = fields.Char(compute="_compute_address")
    date_released = fields.Date("Released on", readonly=True, copy=False)

    _number_unique = models.UniqueIndex("(company_id, number)")
    _one_a_review = models.UniqueIndex("(review_id)", "A review has one summary.")
    _key_unique = models.UniqueIndex("(key)")

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for summary in self:
            summary.display_name = self.env._(
                "Summary of the management review %s", summary.number or ""
            )

    @api.depends("key", "is_public", "state")
    def _compute_address(self):
        for summary in self:
            is_open = summary.is_public and summary.state == "released"
            base = summary.get_base_url()
            summary.address = is_open and f"{base}/qms/review/{summary.key}"

    @api.depends("figure_ids", "figures", "state")
    @api.depends_context("lang")
    def _compute_figures_shown(self):
        for summary in self:
            summary.figures_shown = self.env["ir.qweb"]._render(
                "qms_review.summary_figures", {"rows": summary._rows()}
            )

    @api.depends(*TEXTS)
    def _compute_names_found(self):
        for summary in self:
            summary.names_found = ", ".join(summary._find_names())

    def _find_names(self):
        """Words of the texts that name somebody who works here, or reach him."""
        names, found = self._print_names(), []
        for text in filter(None, (self[name] for name in TEXTS)):
            for word in text.split():
                if redact(word, names, "\0") != word and word not in found:
                    found.append(word.strip(".,;:!?()"))
        return found

    @api.constrains("figure_ids")
    def _check_figures(self):
        for summary in self:
            # sudo: whose figures they are
            if summary.sudo().figure_ids.review_id - summary.sudo().review_id:
                raise ValidationError(
                    self.env._("A summary shows figures of its own review.")
                )

    # ------------------------------------------------------------
    # Figures: released as they were signed, small ones left out
    # ------------------------------------------------------------

    def _rows(self):
        """The figures as anybody may see them, named in the reader's language."""
        # sudo: names and signed figures, small ones left out; the texts' rules say
        # who reads the summary
        summary = self.sudo()
        kept = summary.figures or [
            summary._suppressed(figure) for figure in summary.figure_ids
        ]
        figures = {figure.id: figure for figure in summary.figure_ids}
        return [
            {
                "name": figures[row["id"]].name,
                "value": figures[row["id"]]._told_public(row["value"]),
                "previous": figures[row["id"]]._told_public(row["previous"]),
            }
            for row in kept
            if row["id"] in figures
        ]

    def _sections(self):
        """Its texts as they are read, in order."""
        return [
            {
                "title": self._fields[name].get_description(self.env)["string"],
                "text": self[name],
            }
            for name in TEXTS
            if self[name]
        ]

    @api.model
    def _suppressed(self, figure):
        """``None`` for what is too small to tell of persons, or rests on too little."""
        fixed = figure.fixed or {}
        shown = {
            name: small.shown(
                fixed.get(name), fixed.get(base) or 0, fixed.get("aggregate")
            )
            for name, base in (("value", "count"), ("previous", "previous_count"))
        }
        return {"id": figure.id, **shown}

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_release(self):
        """Politicians may read it, and where chosen everybody."""
        return self._transition("release")

    def action_withdraw(self, reason=None):
        """Nobody else reads it any more."""
        return self._transition("withdraw", reason)

    def action_rework(self, reason=None):
        """It is written anew, and released anew."""
        return self._transition("rework", reason)

    def action_publish(self):
        """Everybody who has its address may read it."""
        return self._transition("publish", is_public=True)

    def _mandate_handle(self):
        return self._mandate_own()

    def _mandate_release(self):
        """Management, and nobody what he wrote himself."""
        # sudo: who wrote it, who is management
        summary, user = self.sudo(), self.env.user
        if user._qms_is_one_of(summary.owner_id | summary.author_ids):
            return None
        return summary.review_id._signing_mandate(user)

    def _mandate_publish(self):
        # sudo: whether it is there already
        return None if self.sudo().is_public else self._mandate_release()

    def _mandate_withdraw(self):
        """Taking it back only protects: whoever may write it may."""
        return self._mandate_own() or self._mandate_release()

    def _missing_release(self):
        missing = []
        if not self.intro:
            missing.append(Point(self.env._("what it says in short"), "intro"))
        if self.names_found and not self.is_read_through:
            missing.append(
                Point(
                    self.env._(
                        "no names of people, or read through: %s", self.names_found
                    ),
                    "is_read_through",
                )
            )
        return missing

    def _transition_values(self, step):
        values = super()._transition_values(step)
        if step.name == "release":
            for summary in self:
                rows = [summary._suppressed(figure) for figure in summary.figure_ids]
                summary._write_guarded({"figures": rows})
            return values | {"date_released": self[:1].company_id._qms_today()}
        if step.name == "rework":
            return values | {"date_released": False, "figures": False}
        return values

    def _transition_labels(self):
        return super()._transition_labels() | {
            "release": self.env._("Released"),
            "withdraw": self.env._("Withdrawn"),
            "rework": self.env._("To be written anew"),
            "publish": self.env._("Put on the website"),
        }

    # ------------------------------------------------------------
    # Who reads it, who owes it
    # ------------------------------------------------------------

    @api.model
    def _find_public(self, key):
        """The released summary of this key that is on the website, if any."""
        # sudo: whoever has the address; what was not released is not found
        return self.sudo().search(
            Domain("key", "=", key)
            & Domain("state", "=", "released")
            & Domain("is_public", "=", True)
        )

    def _duty_fields(self):
        return {"owner_id", "intro", "is_read_through", *TEXTS}

    def _get_duties(self):
        """Written by who prepared the review, released by who signed it."""
        duties = []
        for summary in self.filtered(lambda each: each.state == "draft"):
            today = summary.company_id._qms_today()
            due = summary.company_id._qms_add_workdays(
                summary.review_id.date_signed or today, 20
            )
            user, verb = summary.owner_id, "complete"
            if not summary._missing_release():
                user, verb = summary.review_id.signed_by_id, "release_summary"
            duties.append(
                {"record": summary, "user": user, "verb": verb, "deadline": due}
            )
        return duties

    @api.model_create_multi
    def create(self, vals_list):
        rows = [{**vals, "author_ids": False} for vals in vals_list]
        summaries = super().create(rows)
        summaries._note_author()
        summaries._sync_duties()
        return summaries

    def write(self, vals):
        if vals.get("is_public"):
            self._check_website()
        result = super().write(vals)
        if not {"figure_ids", *TEXTS}.isdisjoint(vals):
            self._note_author()
        return result

    def _check_website(self):
        if self.env.su:
            return
        # sudo: the state alone
        released = self.filtered(lambda each: each.sudo().state == "released")
        if not all(summary._mandate_release() for summary in released):
            raise AccessError(self.env._("Management says what is on the website."))

    def _note_author(self):
        """Whose words it has, to keep him from releasing them."""
        if self.env.su:
            return
        # sudo: kept by the system
        for summary in self.sudo():
            link = fields.Command.link(self.env.uid)
            summary._write_guarded({"author_ids": [link]})

    @api.model
    def _get_holdings(self):
        draft = Domain("state", "=", "draft")
        return (*super()._get_holdings(), Holding("owner_id", draft))


class QmsReviewFigure(models.Model):
    _inherit = "qms.review.figure"

    def _told_public(self, value):
        if value is None:
            return self.env._("too few to show")
        return self._told(value, True)
