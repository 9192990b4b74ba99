from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.base.models.res_partner import _lang_get
from odoo.addons.qms.tools.lifecycle import Transition

OWN = "_mandate_own_seat"
STATES = [("draft", "Draft"), ("open", "Open"), ("ended", "Ended")]
USUAL_DAYS = 14


class QmsEvidenceSeat(models.Model):
    """A portal account for a visiting auditor, over one pack, that ends by itself.

    What it shows is read from the pack's own file, never from the records.
    """

    _name = "qms.evidence.seat"
    _description = "Auditor's seat"
    _inherit = [
        "qms.evidence.seat.steps",
        "qms.evidence.seat.account",
        "qms.evidence.seat.pages",
        "qms.record.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["number"]
    _qms_person_texts = ("visitor", "email")

    _lifecycle_start = "draft"
    _lifecycle_closed = ("ended",)
    # its last day, its pack's end and the rights of who gave it decide
    _lifecycle_by_itself = (("open", "ended"),)
    _lifecycle_stamps = ("user_id", "date_opened", "date_closed", "why_ended")
    _lifecycle_editable = {"open": ()}
    _system_fields = ("pack_id", "company_id", "owner_id", "lang")
    _lifecycle_transitions = (
        Transition("open", ("draft",), "open", OWN, ("_missing_open",), reason=True),
        Transition("invite", ("open",), None, OWN),
        Transition("end", ("draft", "open"), "ended", "_mandate_end", reason=True),
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
    pack_id = fields.Many2one(
        "qms.evidence.pack", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    owner_id = fields.Many2one(
        "res.users",
        "Given by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        copy=False,
    )
    lang = fields.Selection(_lang_get, "Language", required=True, readonly=True)
    visitor = fields.Char("Auditor", required=True)
    email = fields.Char("E-mail", required=True)
    date_end = fields.Date(
        "Last day",
        required=True,
        default=lambda self: self.env.company._qms_today() + timedelta(days=USUAL_DAYS),
        help="The account ends after it, without anybody doing anything.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Account",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    date_opened = fields.Datetime("Opened on", readonly=True, copy=False)
    date_closed = fields.Datetime("Ended on", readonly=True, copy=False)
    why_ended = fields.Char("Why it ended", readonly=True, copy=False)
    view_count = fields.Integer("Pages seen", compute="_compute_view_count")

    _number_unique = models.UniqueIndex("(company_id, number)")
    _one_of_user = models.UniqueIndex("(user_id) WHERE state = 'open'")

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for seat in self:
            seat.display_name = self.env._("Auditor's seat %s", seat.number or "")

    @api.depends_context("uid")
    def _compute_view_count(self):
        views = self.env["qms.evidence.seat.view"]
        groups = views._read_group(
            [("seat_ref", "in", self.ids)], ["seat_ref"], ["__count"]
        )
        counts = dict(groups)
        for seat in self:
            seat.view_count = counts.get(seat.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_pack(vals) for vals in vals_list])

    @api.model
    def _with_pack(self, vals):
        """What follows from the pack, whatever a client sends."""
        # sudo: whose pack it is; the rules then say who gives a seat over it
        pack = self.env["qms.evidence.pack"].browse(vals.get("pack_id")).sudo()
        pack = pack.exists()
        return {
            **vals,
            "company_id": pack.company_id.id,
            "owner_id": pack.owner_id.id,
            "lang": pack.lang,
        }

    def _get_print_fields(self):
        who = ["visitor", "email", "owner_id", "pack_id"]
        when = ["date_opened", "date_end", "date_closed", "why_ended"]
        return [(self.env._("Who"), who), (self.env._("When"), when)]

    def action_views(self):
        """Open the pages that were seen."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pages seen"),
            "res_model": "qms.evidence.seat.view",
            "views": [(False, "list")],
            "domain": [("seat_ref", "=", self.id)],
            "help": self.env._("Nothing was looked at yet."),
        }
