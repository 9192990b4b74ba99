import secrets

from odoo import api, fields, models

from odoo.addons.base.models.res_partner import _lang_get
from odoo.addons.qms.tools.lifecycle import Transition

from ..tools import spool
from .pack_steps import OWN

STATES = [
    ("draft", "Draft"),
    ("making", "Being made"),
    ("ready", "Ready"),
    ("failed", "Not made"),
    ("cancelled", "Cancelled"),
    ("expired", "No longer kept"),
]
DRAWN = [("all", "All records"), ("random", "A random sample")]


class QmsEvidencePack(models.Model):
    """What the certification auditor asks for, as one file.

    It holds what the one who asked for it may read, so nobody else fetches it. It is
    made by a scheduled action that works on ``qms.evidence.progress`` and touches this
    row once, at the end.
    """

    _name = "qms.evidence.pack"
    _description = "Evidence pack"
    _inherit = [
        "qms.evidence.pack.seat",
        "qms.evidence.pack.steps",
        "qms.evidence.pack.file",
        "qms.evidence.pack.release",
        "qms.evidence.frame.mixin",
        "qms.record.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["number"]
    _mask_fields = ("open_reason", "failure")

    _lifecycle_start = "draft"
    _lifecycle_closed = ("cancelled", "expired")
    # the scheduled action decides nothing: what was asked for is made, and kept so long
    _lifecycle_by_itself = (
        ("making", "ready"),
        ("making", "failed"),
        ("making", "expired"),
        ("ready", "expired"),
    )
    _lifecycle_stamps = (
        "cut_off",
        "date_ready",
        "date_expires",
        "date_fetched",
        "file_key",
        "file_size",
        "manifest_digest",
        "record_count",
        "failure",
        "released_ids",
    )
    _lifecycle_editable = {"making": (), "ready": ()}
    _system_fields = ("owner_id",)
    _lifecycle_transitions = (
        Transition("order", ("draft", "failed"), "making", OWN, ("_missing_order",)),
        Transition(
            "release",
            ("draft", "failed"),
            None,
            OWN,
            ("_missing_release",),
            reason=True,
        ),
        Transition("cancel", ("draft", "making", "failed"), "cancelled", OWN),
        Transition("withdraw", ("ready",), "expired", "_mandate_manager", reason=True),
    )

    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    standard_id = fields.Many2one(ondelete="restrict", index=True)
    owner_id = fields.Many2one(
        "res.users",
        "Asked for by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        copy=False,
        default=lambda self: self.env.user,
    )
    lang = fields.Selection(
        _lang_get, "Language", required=True, default=lambda self: self.env.user.lang
    )
    is_masked = fields.Boolean(
        "Masked",
        default=True,
        help="Names of persons, addresses and numbers are masked, free texts left out "
        "but for neutral summaries; files are listed and do not go along.",
    )
    open_reason = fields.Text(
        "Why not masked", help="Stands in the decision and on the cover."
    )
    drawn = fields.Selection(
        DRAWN,
        "Files of",
        default="random",
        required=True,
        help="All records stand on the sheets; the printed records and files of these "
        "go along.",
    )
    sample_size = fields.Integer("Sample per source", default=10)
    sample_persons = fields.Integer(
        "Persons",
        default=5,
        help="Where records are about employees, so many of these are drawn, the same "
        "on all sheets.",
    )
    sample_seed = fields.Integer(
        "Seed",
        default=lambda self: secrets.randbelow(10**9),
        copy=False,
        help="The same seed draws the same sample from the same records.",
    )
    with_prints = fields.Boolean("Printed records go along", default=True)
    with_files = fields.Boolean("Files go along", default=True)
    keep_days = fields.Integer("Kept for (days)", default=90)

    cut_off = fields.Datetime(
        readonly=True, copy=False, help="What was entered later is not in it."
    )
    date_ready = fields.Datetime("Ready since", readonly=True, copy=False)
    date_expires = fields.Date("Kept until", readonly=True, copy=False)
    date_fetched = fields.Datetime("Fetched", readonly=True, copy=False)
    file_key = fields.Char(readonly=True, copy=False, export_string_translation=False)
    file_size = fields.Float("Size in MB", readonly=True, copy=False, digits=(16, 1))
    manifest_digest = fields.Char(
        "Fingerprint of the manifest",
        readonly=True,
        copy=False,
        help="SHA-256 of the file SHA256SUMS in the pack.",
    )
    record_count = fields.Integer("Records", readonly=True, copy=False)
    failure = fields.Text("Why it was not made", readonly=True, copy=False)
    progress_ids = fields.One2many(
        "qms.evidence.progress", "pack_id", "How far it is", readonly=True
    )
    percent = fields.Integer("Progress", compute="_compute_progress")
    doing = fields.Char("What is done now", compute="_compute_progress")

    _number_unique = models.UniqueIndex("(company_id, number)")
    _sample_positive = models.Constraint(
        "CHECK (sample_size >= 0 AND sample_persons >= 0 "
        "AND keep_days BETWEEN 1 AND 3650)",
        "A sample has at least one record; a pack is kept for 1 to 3650 days.",
    )

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for pack in self:
            pack.display_name = self.env._("Evidence pack %s", pack.number or "")

    @api.depends("state", "progress_ids.percent", "progress_ids.doing")
    def _compute_progress(self):
        for pack in self:
            row = pack.progress_ids[:1] if pack.state == "making" else None
            pack.percent = row.percent if row else 100 * (pack.state == "ready")
            pack.doing = row.doing if row else False

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [{**vals, "owner_id": self.env.uid} for vals in vals_list]
        )

    def _get_print_fields(self):
        asked = ["standard_id", "date_from", "date_to", "company_ids", "unit_ids"]
        how = ["in_scope", "is_masked", "open_reason", "drawn"]
        drawn = ["sample_size", "sample_persons", "sample_seed", "released_ids"]
        made = ["owner_id", "cut_off", "date_ready", "manifest_digest"]
        return [
            (self.env._("What it covers"), [*asked, *how]),
            (self.env._("How it was made"), [*made, *drawn, "date_expires"]),
        ]

    def _path(self):
        return spool.pack_path(self.env.cr.dbname, self.id, self.file_key)

    def _index_path(self):
        return spool.index_path(self.env.cr.dbname, self.id, self.file_key)
