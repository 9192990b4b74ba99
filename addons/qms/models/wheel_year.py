from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.lifecycle import Transition


class QmsWheelYear(models.Model):
    """A year's edition of the wheel: planned as a draft, run, closed for good."""

    _name = "qms.wheel.year"
    _description = "Year of the wheel"
    _inherit = ["qms.wheel.edition", "qms.record.mixin"]
    _order = "year desc, id desc"
    _rec_names_search = ["year"]
    _system_fields = ("company_id", "year", "date_from")

    _lifecycle_start = "draft"
    _lifecycle_closed = ("closed",)
    _lifecycle_stamps = ("date_closed",)
    _lifecycle_transitions = (
        Transition(
            "start", ("draft",), "running", "_mandate_manager", ("_missing_start",)
        ),
        Transition(
            "insert",
            ("draft", "running"),
            None,
            "_mandate_insert",
            reason=True,
            offered=False,
        ),
        Transition(
            "close", ("running",), "closed", "_mandate_manager", ("_missing_close",)
        ),
    )

    year = fields.Integer(
        required=True,
        default=lambda self: fields.Date.context_today(self).year,
        aggregator=None,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [("draft", "Being planned"), ("running", "Running"), ("closed", "Closed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    date_from = fields.Date(
        "From",
        help="The first edition begins in the middle of a year: nothing of it is "
        "planned for before this day.",
    )
    date_closed = fields.Date("Closed on", readonly=True, copy=False)
    occurrence_ids = fields.One2many("qms.wheel.occurrence", "year_id", "In the year")
    open_count = fields.Integer("Still open", compute="_compute_counts")
    late_count = fields.Integer("Late", compute="_compute_counts")
    done_count = fields.Integer("Done", compute="_compute_counts")

    _year_unique = models.UniqueIndex(
        "(company_id, year)", "There is an edition of this year already."
    )
    _year_sane = models.Constraint(
        "CHECK (year BETWEEN 2000 AND 2999)", "That is no year of ours."
    )

    @api.depends("year")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for edition in self:
            edition.display_name = self.env._("Year wheel %s", edition.year or "")

    @api.depends("occurrence_ids.state", "occurrence_ids.date_planned")
    def _compute_counts(self):
        occurrences = self.env["qms.wheel.occurrence"]
        own = Domain("year_id", "in", self.ids)
        counts = {
            (edition.id, state): count
            for edition, state, count in occurrences._read_group(
                own, ["year_id", "state"], ["__count"]
            )
        }
        late = dict(
            occurrences._read_group(
                own & Domain("is_late", "=", True), ["year_id"], ["__count"]
            )
        )
        for edition in self:
            key = edition._origin.id
            edition.open_count = sum(
                counts.get((key, state), 0) for state in ("planned", "due")
            )
            edition.done_count = counts.get((key, "done"), 0)
            edition.late_count = late.get(edition._origin, 0)

    @api.model
    def _draw_numbers(self, company, count, date=None):
        """It is known by its year; the series is for what is reported."""
        return [self._no_number()] * count

    @api.model_create_multi
    def create(self, vals_list):
        editions = super().create(vals_list)
        editions._check_may_make()
        # sudo: what stands in it follows from the items
        for edition in editions.sudo():
            edition._begin_today()
            edition._build()
        editions._sync_duties()
        return editions

    def _check_may_make(self):
        if not self.env.su and any(not each._mandate_manager() for each in self):
            raise UserError(self.env._("The quality manager makes a year's edition."))

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_start(self):
        """Start it: from now on what is due is made and owed."""
        return self._transition("start")

    def action_close(self):
        """Close it for good; what is open goes along into the next edition."""
        return self._transition("close")

    def action_insert(self, item_ids=None, reason=None):
        """Put further recurring duties into it, each at its place in the order."""
        self.ensure_one()
        items = self.env["qms.wheel.item"].browse(item_ids or []).exists()
        self._check_insert(items)
        if not (reason or "").strip():
            return items._ask_insert(self)
        names = ", ".join(items.mapped("display_name"))
        self._transition("insert", f"{names}: {reason}")
        # sudo: what stands in it follows from the items
        self.sudo()._insert(items.sudo(), reason)
        return True

    def action_open_occurrences(self):
        """Open what stands in this edition."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "qms.qms_wheel_occurrence_action"
        )
        return {
            **action,
            "domain": [("year_id", "=", self.id)],
            "context": {},
            "name": self.display_name,
        }
