from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.qms.tools.calendar_file import Invited

ANSWERS = [
    ("needs_action", "Not answered"),
    ("accepted", "Takes part"),
    ("tentative", "Takes part perhaps"),
    ("declined", "Cannot take part"),
]


class QmsMeetingAttendee(models.Model):
    """One member at one meeting: invited, what he answered, whether he was there."""

    _name = "qms.meeting.attendee"
    _description = "Invited to a meeting"
    _inherit = ["qms.text.mixin"]
    _order = "meeting_id, id"
    _rec_name = "who"
    _qms_person_texts = ("who",)

    meeting_id = fields.Many2one(
        "qms.meeting", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="meeting_id.company_id", store=True, index=True
    )
    member_id = fields.Many2one(
        "qms.group.member",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
        context={"active_test": False},
    )
    user_id = fields.Many2one(
        related="member_id.user_id", store=True, index="btree_not_null"
    )
    who = fields.Char("Name", related="member_id.who", related_sudo=True)
    department_id = fields.Many2one(
        related="member_id.department_id", string="Unit", related_sudo=True
    )
    office = fields.Selection(related="member_id.office", related_sudo=True)
    answer = fields.Selection(
        ANSWERS, default="needs_action", required=True, readonly=True
    )
    is_present = fields.Boolean("There")
    is_me = fields.Boolean(compute="_compute_is_me")

    _once = models.UniqueIndex("(meeting_id, member_id)")

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_me(self):
        for row in self:
            row.is_me = row.user_id == self.env.user

    def write(self, vals):
        if not self.env.su:
            self._refuse_fields(set(vals))
        return super().write(vals)

    def _refuse_fields(self, names):
        """Who is there is noted by who leads the meeting, while it can be changed."""
        if names - {"is_present"}:
            raise AccessError(self.env._("That follows by itself; it is not entered."))
        # sudo: the state of the meeting
        for meeting in self.sudo().meeting_id:
            if meeting.state not in ("called", "held"):
                raise meeting.with_env(self.env)._make_settled_error()

    def action_accept(self):
        """I take part."""
        return self._answer("accepted")

    def action_tentative(self):
        """I take part perhaps."""
        return self._answer("tentative")

    def action_decline(self):
        """I cannot take part."""
        return self._answer("declined")

    def _answer(self, answer):
        self.check_access("read")
        if any(row.user_id != self.env.user for row in self):
            raise AccessError(self.env._("Each answers for himself."))
        # sudo: the answer alone, of the user himself
        for row in self.sudo().filtered(lambda row: row.meeting_id.state == "called"):
            row.answer = answer
        return True

    def _invited(self):
        """As the calendar file names them."""
        # sudo: names and addresses of who is invited, for each other
        return tuple(
            Invited(row.who, row.member_id._address(), row.answer)
            for row in self.sudo()
            if row.member_id._address()
        )
