from odoo import api, fields, models

from . import deviation_handover
from .deviation_table import CLOSED, STATES, TABLE
from .deviation_understanding import WHYS

YES_NO = [("yes", "Yes"), ("no", "No")]


class QmsDeviation(models.Model):
    """The case: how what was reported is understood, settled and learnt from."""

    _name = "qms.deviation"
    _description = "Case"
    _inherit = [
        "qms.deviation.severity",
        "qms.deviation.serious",
        "qms.deviation.safety",
        "qms.deviation.triage",
        "qms.deviation.minutes",
        "qms.deviation.taken.over",
        "qms.deviation.erasure",
        "qms.deviation.retention",
        "qms.deviation.removal",
        "qms.deviation.along",
        "qms.deviation.handover",
        "qms.deviation.handover.effects",
        "qms.deviation.sorting",
        "qms.deviation.kin",
        "qms.deviation.flows",
        "qms.deviation.praised",
        "qms.deviation.understanding",
        "qms.deviation.similar",
        "qms.deviation.elsewhere",
        "qms.deviation.common",
        "qms.deviation.steps",
        "qms.deviation.gates",
        "qms.deviation.duties",
        "qms.deviation.filters",
        "qms.deviation.holding",
        "qms.deviation.work.environment",
        "qms.deviation.dialogue",
        "qms.occurrence.rules",
        "qms.record.mixin",
        "qms.action.origin.mixin",
        "qms.reader.search.mixin",
        "qms.search.mixin",
        "qms.in.time.mixin",
        "qms.clearance.mixin",
    ]
    _order = "date_reported desc, id desc"
    _rec_names_search = ["number", "old_number"]
    _check_company_auto = True
    _clearance_fields = ("responsible_id", "handler_ids")
    _mask_fields = (
        "old_number",
        "answer",
        "cause",
        "consequences",
        "correction",
        "description",
        "enough_because",
        "external_reference",
        "handover_contact",
        "no_cause_because",
        "place",
        "praise",
        "similar_note",
        "summary",
        "system_change_note",
        *WHYS,
    )
    _qms_neutral_texts = ("summary",)

    _in_time = ("date_closed", "date_deadline")
    _lifecycle_start = "reported"
    _lifecycle_closed = CLOSED
    _system_fields = (
        "common_id",
        "company_id",
        "date_reported",
        "deadline_by_hand",
        "grant_ids",
        "hidden_from_id",
        "is_serious",
        "level",
        "merged_into_id",
        "named_ids",
        "old_number",
        "reading_department_id",
        "report_ids",
        "reported_serious",
        "score",
        "split_from_id",
        "search_language",
        "taken_over",
        "takeover_id",
    )
    _lifecycle_stamps = (
        "confidentiality",
        "date_closed",
        "date_dissatisfied",
        "date_receipt",
        "is_kept",
        "settled_short",
        "triaged_on",
        *deviation_handover.STAMPS,
    )
    _lifecycle_transitions = TABLE

    state = fields.Selection(
        STATES,
        default="reported",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand="_expand_states",
    )
    type_id = fields.Many2one(
        "qms.deviation.type",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_type_id(),
    )
    flow = fields.Selection(related="type_id.flow", store=True, precompute=True)
    confidentiality = fields.Selection(
        [("normal", "Normal"), ("confidential", "Confidential")],
        default="confidential",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    report_ids = fields.Many2many("qms.report", string="Reports", readonly=True)
    description = fields.Text("What happened", required=True)
    headline = fields.Char(compute="_compute_headline")
    occurred_on = fields.Datetime("When", default=fields.Datetime.now)
    place = fields.Char(help="Room, address, vehicle.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department", "Unit", index=True, check_company=True, tracking=True
    )
    reading_department_id = fields.Many2one(
        "hr.department",
        "Read by the leader of",
        index=True,
        readonly=True,
        check_company=True,
    )
    hidden_from_id = fields.Many2one(
        "res.users", readonly=True, index="btree_not_null", copy=False
    )
    touched_id = fields.Many2one("qms.deviation.touched", "Whom it touches", index=True)
    requirement_id = fields.Many2one(
        "qms.requirement",
        "Deviates from",
        index=True,
        check_company=True,
        ondelete="restrict",
        help="The law or own rule that was not kept.",
    )
    process_id = fields.Many2one(
        "qms.process", index=True, check_company=True, ondelete="restrict"
    )
    responsible_id = fields.Many2one(
        "res.users",
        index=True,
        domain="[('share', '=', False)]",
        tracking=True,
        help="Who sees to it that the case moves on.",
    )
    handler_ids = fields.Many2many(
        "res.users",
        "qms_deviation_handler_rel",
        string="Handlers",
        domain="[('share', '=', False)]",
        help="Named by the leader; they read and handle the case like the leader.",
    )
    grant_ids = fields.One2many("qms.deviation.grant", "deviation_id", "Access given")
    date_reported = fields.Date(
        required=True,
        readonly=True,
        index=True,
        default=lambda self: fields.Date.context_today(self),
    )
    date_deadline = fields.Date("To be handled by", index=True, tracking=True)
    date_closed = fields.Date("Closed on", readonly=True, copy=False)
    settled_short = fields.Boolean("Settled the short way", readonly=True, copy=False)
    taken_over = fields.Boolean(
        "Taken over",
        readonly=True,
        copy=False,
        index=True,
        help="From an old register; left out of lead times and evidence.",
    )

    correction = fields.Text("What was done at once?")
    enough_because = fields.Text("Why is that enough?")
    consequences = fields.Text()
    cause = fields.Text("Root cause")
    similar = fields.Selection(YES_NO, "Do similar ones exist?")
    similar_note = fields.Text("Where, and what was done there")
    system_change = fields.Selection(YES_NO, "Must the system change?")
    system_change_note = fields.Text("What changes")
    risks_updated = fields.Selection(
        [*YES_NO, ("na", "No risk concerned")], "Were risks updated?"
    )
    summary = fields.Text(
        "Neutral summary", help="Two lines, no persons: what others may learn from it."
    )
    answer = fields.Text("Answer to the reporter")
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    _number_unique = models.UniqueIndex("(company_id, number)")
    _closed_after_report = models.Constraint(
        "CHECK (date_closed >= date_reported)",
        "It cannot be closed before it was reported.",
    )
    _alike = models.Index("(department_id, type_id, date_reported)")
    _newest = models.Index("(date_reported DESC, id DESC)")
    _open_newest = models.Index(
        "(date_reported DESC, id DESC) "
        "WHERE state NOT IN ('closed', 'declined', 'dismissed')"
    )

    @api.model
    def _default_type_id(self):
        types = self.env["qms.deviation.type"]
        known = self.env["ir.model.data"]._xmlid_to_res_id(
            "qms_deviation.type_deviation"
        )
        usual = types.browse(known)
        return usual if usual.active else types.search([], limit=1)

    @api.depends("number", "type_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for case in self:
            case.display_name = f"{case.type_id.name or ''} {case.number or ''}".strip()

    @api.depends("description")
    def _compute_headline(self):
        for case in self:
            first = (case.description or "").strip().split("\n")[0]
            case.headline = first if len(first) <= 90 else f"{first[:87]}..."

    @api.depends("state", "date_deadline")
    def _compute_is_late(self):
        late = self.filtered_domain(self._late_domain())
        for case in self:
            case.is_late = case in late

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._late_domain()

    @api.model
    def _late_domain(self):
        return [
            ("state", "not in", self._lifecycle_closed),
            ("date_deadline", "<", "today"),
        ]
