from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime

from odoo.addons.qms.tools.lifecycle import Mandate

HANDED_OVER = "handed_over"
STAMPS = (
    "channel_id",
    "date_confirmed",
    "date_handed_over",
    "date_removable",
    "date_removed",
    "external_reference",
    "handover_contact",
    "handover_due",
    "handover_late",
    "received_at",
)


class QmsDeviationHandover(models.AbstractModel):
    """A case that belongs elsewhere: handed over, confirmed by the other side.

    From the hand-over on it is read by the persons named for the channel alone; where
    nobody is, by whoever handed it over, who has to get the confirmation.
    """

    _name = "qms.deviation.handover"
    _description = "Hand-over of a case to another channel"

    channel_id = fields.Many2one(
        "qms.channel",
        "Handed over to",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    received_at = fields.Datetime("Received here", readonly=True, copy=False)
    date_handed_over = fields.Datetime("Handed over", readonly=True, copy=False)
    handover_due = fields.Datetime(
        "To be there by",
        readonly=True,
        copy=False,
        help="By the channel's clock, which runs from the receipt here.",
    )
    handover_late = fields.Boolean("Handed over too late", readonly=True, copy=False)
    handover_contact = fields.Char("Contact there", readonly=True, copy=False)
    external_reference = fields.Char("Their reference", readonly=True, copy=False)
    date_confirmed = fields.Date("Confirmed on", readonly=True, copy=False)
    date_removable = fields.Date("Text is removed on", readonly=True, copy=False)
    date_removed = fields.Date("Text removed", readonly=True, copy=False)
    named_ids = fields.Many2many(
        "res.users",
        "qms_deviation_named_rel",
        string="Read by",
        readonly=True,
        copy=False,
    )
    handover_line = fields.Char(compute="_compute_handover_line")
    likely_channel_ids = fields.Many2many(
        "qms.channel", string="May belong to", compute="_compute_likely_channel_ids"
    )

    @api.depends("state", "channel_id", "date_handed_over", "date_confirmed")
    @api.depends_context("lang", "tz")
    def _compute_handover_line(self):
        for case in self:
            case.handover_line = case._make_handover_line()

    def _make_handover_line(self):
        if self.state != HANDED_OVER:
            return False
        values = {
            # sudo: the name of the channel
            "channel": self.sudo().channel_id.name,
            "date": format_datetime(self.env, self.date_handed_over, dt_format="short"),
            "received": format_date(self.env, self.date_reported),
        }
        if not self.date_confirmed:
            return self.env._(
                "Handed over to %(channel)s on %(date)s, received on %(received)s; "
                "confirmation still missing.",
                **values,
            )
        values["confirmed"] = format_date(self.env, self.date_confirmed)
        return self.env._(
            "Handed over to %(channel)s on %(date)s, received on %(received)s; "
            "confirmed on %(confirmed)s.",
            **values,
        )

    @api.depends("description", "report_ids", "state")
    def _compute_likely_channel_ids(self):
        """What the reporter picked, then what the text sounds like."""
        for case in self:
            case.likely_channel_ids = case.state == "reported" and case._likely()

    def _likely(self):
        # sudo: what the reporter picked; alone, or whoever reads the reports next would
        # be asked by the rules one by one
        reports = self.sudo().report_ids
        reports.fetch(["channel_id"])
        picked = reports.channel_id.with_env(self.env)
        possible = self.env["qms.channel"]._possible(self.company_id)
        return (possible & picked) | possible._match(self.description or "")

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_hand_over(self, channel_id=None, reference=None, contact=None):
        """Hand over to another channel; without one, the screen that asks for it."""
        if not channel_id:
            return self._ask_handover("hand_over")
        channel = self.env["qms.channel"].browse(channel_id)
        # sudo: whose cases they are
        for company in self.sudo().company_id:
            if channel not in self.env["qms.channel"]._possible(company):
                raise UserError(self.env._("This channel does not hold here."))
        self._transition(
            "hand_over",
            channel_id=channel.id,
            date_handed_over=fields.Datetime.now(),
            external_reference=reference,
            handover_contact=contact,
        )
        self._take_along()
        return True

    def action_confirm_handover(self, reference=None, date=None):
        """The other side has it. What is to leave nothing goes now.

        :param str reference: theirs; needed unless it was known at the hand-over or
            nothing is kept
        :param date: the day they confirmed, today if not said
        """
        # sudo: whether a reference is known
        cases = self.sudo()
        unknown = cases.filtered(
            lambda case: (
                not case.channel_id.traceless
                and not (reference or "").strip()
                and not case.external_reference
            )
        )
        if unknown:
            return self._ask_handover("confirm_handover")
        date = fields.Date.to_date(date) or fields.Date.context_today(self)
        values = {"date_confirmed": date}
        if (reference or "").strip():
            values["external_reference"] = reference
        cases._check_confirmation_date(date)
        self._transition("confirm_handover", **values)
        cases._remove_due()
        return True

    def action_take_back(self, reason=None):
        """The other side will not have it: it is handled here."""
        return self._transition("take_back", reason)

    def _ask_handover(self, step):
        titles = {
            "hand_over": self.env._("Hand over"),
            "confirm_handover": self.env._("Confirmation of the other side"),
        }
        return {
            "type": "ir.actions.act_window",
            "name": titles[step],
            "res_model": "qms.deviation.handover.screen",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_step": step,
                "default_res_ids": ",".join(map(str, self.ids)),
            },
        }

    def _check_confirmation_date(self, date):
        if date > fields.Date.context_today(self):
            raise UserError(self.env._("A confirmation is not of a day to come."))
        for case in self.filtered("date_handed_over"):
            moment = case.date_handed_over
            # around midnight the user's day may still be the one before
            if date < min(case._local_day(moment), moment.date()):
                raise UserError(
                    self.env._("A confirmation does not come before the hand-over.")
                )

    def _missing_handover(self):
        """Work that was begun on it is ended first, as it does not go along."""
        begun = ("draft", "proposed", "open")
        waiting = self.action_ids.filtered(lambda action: action.state in begun)
        if not waiting:
            return []
        return [
            self.env._(
                "the end of its actions, finished or cancelled: %s",
                ", ".join(waiting.mapped("number")),
            )
        ]

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def _mandate_confirm_handover(self):
        """A named person; a quality manager, who needs nothing of the text for it."""
        # sudo: who is named, not what it says
        case, user = self.sudo(), self.env.user
        if case.date_confirmed or user == case.hidden_from_id:
            return None
        if user in case.named_ids:
            return Mandate("handler")
        managers = case.company_id._qms_quality_managers()
        return Mandate("quality_manager") if user in managers else None

    def _mandate_take_back(self):
        # sudo: who is named, not what it says
        case, user = self.sudo(), self.env.user
        if case.date_confirmed or user not in case.named_ids:
            return None
        return Mandate("handler")
