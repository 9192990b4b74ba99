from datetime import timedelta

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date, format_time

from .group import HELD, MONTHS_BETWEEN

AHEAD = ("planned", "called")


class QmsMeeting(models.Model):
    """A meeting of a quality group, from its agenda to its minutes.

    What is said and decided stands on its points; the minutes are told from them.
    """

    _name = "qms.meeting"
    _description = "Meeting of the quality group"
    _inherit = [
        "qms.meeting.rules",
        "qms.meeting.wheel",
        "qms.meeting.invite",
        "qms.meeting.minutes",
        "qms.meeting.retention",
        "qms.record.mixin",
    ]
    _order = "date_start desc, id desc"
    _rec_names_search = ["number", "group_id"]
    _mask_fields = ("note",)

    group_id = fields.Many2one(
        "qms.group",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_group_id(),
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        readonly=True,
        compute="_compute_company_id",
        store=True,
        precompute=True,
    )
    date_start = fields.Datetime("Begins", required=True, tracking=True, index=True)
    date_end = fields.Datetime("Ends", required=True)
    date = fields.Date("Day", compute="_compute_date", store=True, precompute=True)
    place = fields.Char(help="A room, or the address of an online meeting.")
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("called", "Called"),
            ("held", "Under way"),
            ("minutes", "Minutes to be approved"),
            ("approved", "Minutes approved"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    point_ids = fields.One2many("qms.meeting.point", "meeting_id", "Agenda")
    attendee_ids = fields.One2many("qms.meeting.attendee", "meeting_id", "Invited")
    note = fields.Text("Also said", help="Beside the points. Write no names.")
    date_since = fields.Date(
        "Looks back to",
        compute="_compute_date_since",
        help="The day of the group's meeting before.",
    )
    when = fields.Char(compute="_compute_when")
    present_count = fields.Integer("Present", compute="_compute_presence")
    needed_count = fields.Integer("Needed to decide", compute="_compute_presence")
    has_quorum = fields.Boolean(compute="_compute_presence")
    without_quorum = fields.Boolean(
        "For information only",
        readonly=True,
        copy=False,
        help="Held without quorum: nothing was decided, its points come again.",
    )
    with_quorum = fields.Boolean(
        "Held with quorum", readonly=True, copy=False, help="For the indicators."
    )
    minutes_by_id = fields.Many2one(
        "res.users", "Minutes by", readonly=True, copy=False, ondelete="restrict"
    )
    approved_by_id = fields.Many2one(
        "res.users", "Approved by", readonly=True, copy=False, ondelete="restrict"
    )
    date_closed = fields.Date("Closed on", readonly=True, copy=False)
    date_removed = fields.Date("Text removed on", readonly=True, copy=False)

    _number_unique = models.UniqueIndex("(company_id, number)")
    _ends_later = models.Constraint(
        "CHECK (date_end > date_start)", "A meeting ends after it has begun."
    )
    _by_group = models.Index("(group_id, date DESC)")

    @api.model
    def _default_group_id(self):
        groups = self.env["qms.group"].search([("is_mine", "=", True)], limit=2)
        return groups if len(groups) == 1 else groups.browse()

    @api.depends("group_id")
    def _compute_company_id(self):
        for meeting in self:
            # sudo: whose group it is
            meeting.company_id = meeting.group_id.sudo().company_id

    @api.depends("date_start", "company_id")
    def _compute_date(self):
        for meeting in self:
            start = meeting.date_start
            meeting.date = start and meeting._local(start).date()

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for meeting in self:
            meeting.display_name = self.env._("Meeting %s", meeting.number or "")

    @api.depends("date_start", "date_end", "company_id")
    @api.depends_context("lang")
    def _compute_when(self):
        for meeting in self:
            if not meeting.date_start or not meeting.date_end:
                meeting.when = ""
                continue
            start, end = map(meeting._local, (meeting.date_start, meeting.date_end))
            day = format_date(self.env, start.date(), date_format="full")
            hours = [
                format_time(self.env, each.time(), time_format="short")
                for each in (start, end)
            ]
            meeting.when = f"{day} {hours[0]} - {hours[1]}"

    @api.depends("group_id", "date")
    def _compute_date_since(self):
        for meeting in self:
            before = meeting._meeting_before()
            day = meeting.date or fields.Date.context_today(self)
            quarter = day - relativedelta(months=MONTHS_BETWEEN)
            meeting.date_since = before.date or quarter

    @api.depends("attendee_ids.is_present", "group_id.quorum")
    def _compute_presence(self):
        for meeting in self:
            # sudo: who sits in the group
            invited = meeting.sudo().attendee_ids
            members = invited.filtered(lambda row: row.member_id.active)
            present = len(members.filtered("is_present"))
            needed = -(-len(members) * meeting.group_id.sudo().quorum // 100)
            meeting.present_count = present
            meeting.needed_count = needed
            meeting.has_quorum = bool(present) and present >= needed

    def _local(self, moment):
        zone = self.company_id._qms_timezone()
        return pytz.utc.localize(moment).astimezone(zone)

    def _meeting_before(self):
        """The last meeting of the group that was held before this one."""
        # sudo: when a group met is seen by everybody
        known = self.sudo()
        earlier = known.group_id.meeting_ids.filtered(
            lambda each: (
                each != known._origin
                and each.state in HELD
                and (not known.date_start or each.date_start < known.date_start)
            )
        )
        return earlier.sorted("date_start")[-1:].with_env(self.env)

    # ------------------------------------------------------------
    # What has to be true of it
    # ------------------------------------------------------------

    @api.constrains("group_id", "date_start", "date_end")
    def _check_one_at_a_time(self):
        for meeting in self:
            same_time = (
                Domain("group_id", "=", meeting.group_id.id)
                & Domain("id", "!=", meeting.id)
                & Domain("state", "!=", "cancelled")
                & Domain("date_start", "<", meeting.date_end)
                & Domain("date_end", ">", meeting.date_start)
            )
            # sudo: whether the group meets then already
            if meeting.state != "cancelled" and self.sudo().search_count(same_time):
                raise ValidationError(
                    self.env._("The group meets at that time already.")
                )

    @api.model
    def _number_company(self, vals):
        # sudo: whose group it is
        group = self.env["qms.group"].sudo().browse(vals.get("group_id"))
        return group.company_id or super()._number_company(vals)

    @api.model_create_multi
    def create(self, vals_list):
        meetings = super().create(vals_list)
        meetings._seat_members()
        meetings._set_agenda()
        meetings._take_up_waiting()
        meetings._sync_duties()
        return meetings

    def write(self, vals):
        if "group_id" in vals:
            # sudo: the group alone
            if set(self.sudo().group_id.ids) != {vals["group_id"]}:
                raise UserError(self.env._("A meeting stays with its group."))
        return super().write(vals)

    def _set_agenda(self):
        """The fixed agenda, and what earlier meetings carried over."""
        points = self.env["qms.meeting.point"]
        rows = []
        for meeting in self:
            items = self.env["qms.agenda.item"]._agenda_of(meeting.group_id)
            rows += [
                {"meeting_id": meeting.id, "item_id": item.id, "sequence": 10 * place}
                for place, item in enumerate(items, 1)
            ]
        # sudo: the agenda follows from the group's
        points.sudo().create(rows)
        for meeting in self:
            meeting._take_over_carried()

    def _take_over_carried(self):
        """What the group did not get to comes again, each once."""
        # sudo: the group's own points, whoever plans the meeting
        known = self.sudo()
        waiting = known.env["qms.meeting.point"].search(
            Domain("group_id", "=", known.group_id.id)
            & Domain("state", "=", "carried")
            & Domain("next_ids", "=", False)
            & Domain("meeting_id", "!=", known.id),
            order="meeting_id, sequence, id",
        )
        of_item = {point.item_id: point for point in known.point_ids if point.item_id}
        place = max(known.point_ids.mapped("sequence"), default=0)
        for point in waiting:
            same = of_item.pop(point.item_id, None) if point.item_id else None
            if same and not same.previous_id:
                same._write_guarded({"previous_id": point.id})
                continue
            place += 10
            point.create(
                {
                    "meeting_id": known.id,
                    "item_id": point.item_id.id,
                    "title": point.title,
                    "previous_id": point.id,
                    "sequence": place,
                }
            )

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_call(self):
        """Call the meeting: each member is invited, with the agenda."""
        return self._transition("call")

    def action_move(self, date_start=None, date_end=None, place=None, reason=None):
        """Move it to another time; who was invited is told.

        Without a time the screen that asks for it is returned.
        """
        if not date_start:
            return self._ask("qms.meeting.move", self.env._("Move the meeting"))
        self.ensure_one()
        start = fields.Datetime.to_datetime(date_start)
        length = self.date_end - self.date_start
        end = fields.Datetime.to_datetime(date_end) or start + length
        values = {"date_start": start, "date_end": end}
        if place is not None:
            values["place"] = place
        return self._transition("move", reason, **values)

    def action_begin(self):
        """It is quorate and begins."""
        return self._transition("begin", with_quorum=True)

    def action_begin_without_quorum(self, reason=None):
        """Too few are there: it is held for information, nothing is decided."""
        return self._transition("begin_without_quorum", reason, without_quorum=True)

    def action_finish(self):
        """The minutes stand; what was not gone through comes next time."""
        return self._transition("finish", minutes_by_id=self.env.uid)

    def action_approve(self):
        """Approve the minutes: members get them."""
        return self._transition("approve", approved_by_id=self.env.uid)

    def action_send_back(self, reason=None):
        """The minutes are to be corrected."""
        return self._transition("send_back", reason, minutes_by_id=False)

    def action_close(self):
        """Nothing more is changed."""
        return self._transition("close")

    def action_cancel(self, reason=None):
        """It does not take place; who was invited is told."""
        return self._transition("cancel", reason)

    def _ask(self, model, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_meeting_id": self.id},
        }

    def action_project(self):
        """Show it one point a screen."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.actions"]._for_xml_id(
                "qms_review.qms_meeting_projector_action"
            ),
            "params": {"meeting_id": self.id},
            "context": {"active_id": self.id, "active_model": self._name},
        }

    @api.model
    def action_current(self):
        """The meeting of mine to put on the projector: under way, else the next one."""
        mine = Domain("group_id.is_mine", "=", True)
        for domain, order in (
            (Domain("state", "=", "held"), "date_start desc"),
            (Domain("state", "in", AHEAD), "date_start"),
        ):
            if found := self.search(mine & domain, order=order, limit=1):
                return found.id
        return False

    def action_new_point(self):
        """The screen for a point of one's own, last on the agenda; any member may."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("A point for the agenda"),
            "res_model": "qms.meeting.point",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_meeting_id": self.id, "default_sequence": 900},
        }

    @api.model
    def _time_of(self, company, day):
        """The usual two hours of a meeting made by the wheel, in UTC."""
        zone = company._qms_timezone()
        start = zone.localize(fields.Datetime.to_datetime(day) + timedelta(hours=9))
        start = start.astimezone(pytz.utc).replace(tzinfo=None)
        return start, start + timedelta(hours=2)
