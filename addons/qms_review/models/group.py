from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# a group meets at least once in so many months
MONTHS_BETWEEN = 3
HELD = ("held", "minutes", "approved", "closed")


class QmsGroup(models.Model):
    """A cross-functional quality group: who sits in it, by which terms, how it meets.

    Sitting in it opens its own meetings and nothing else: rights over cases come with
    the role *Quality group member* alone. ``without_role`` names who lacks it.
    """

    _name = "qms.group"
    _description = "Quality group"
    _inherit = [
        "qms.group.wheel",
        "qms.group.officers",
        "qms.text.mixin",
        "mail.thread",
    ]
    _order = "sequence, id"
    _qms_looked_after_by = ("chair_id", "secretary_id")

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10, index=True)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    company_ids = fields.Many2many(
        "res.company",
        "qms_group_company_rel",
        string="Also for",
        domain="[('id', 'child_of', root_id), ('id', '!=', company_id)]",
        help="Other companies of the same municipal group that it works for.",
    )
    root_id = fields.Many2one(related="company_id.root_id", string="Root company")
    member_ids = fields.One2many("qms.group.member", "group_id", "Members")
    quorum = fields.Integer(
        "Quorum (%)",
        default=50,
        tracking=True,
        help="The share of its members that must be there for it to decide.",
    )
    mail_minutes = fields.Boolean(
        "Minutes as a file in the mail",
        default=True,
        help="Otherwise the mail has a link only, which a member without login "
        "cannot open.",
    )
    item_ids = fields.One2many("qms.agenda.item", "group_id", "Own agenda")
    terms_ids = fields.One2many("qms.terms", "group_id", "Terms of reference")
    meeting_ids = fields.One2many("qms.meeting", "group_id", "Meetings")
    terms_id = fields.Many2one(
        "qms.terms", "Terms that hold", compute="_compute_terms", compute_sudo=True
    )
    date_terms = fields.Date("Evaluate by", compute="_compute_terms", compute_sudo=True)
    is_terms_late = fields.Boolean(
        "Terms overdue",
        compute="_compute_terms",
        compute_sudo=True,
        search="_search_is_terms_late",
        help="No terms are approved, or they were not evaluated within a year.",
    )
    date_met = fields.Date("Met last", compute="_compute_met", compute_sudo=True)
    date_next = fields.Date("Meets next", compute="_compute_met", compute_sudo=True)
    has_not_met = fields.Boolean(
        "Not met for a quarter",
        compute="_compute_met",
        compute_sudo=True,
        search="_search_has_not_met",
    )
    without_role = fields.Char(
        "Members without the role",
        compute="_compute_without_role",
        help="They sit in the group and read its meetings; released cases they read "
        "only with the role of a quality group member.",
    )
    is_mine = fields.Boolean(compute="_compute_is_mine", search="_search_is_mine")

    _quorum_share = models.Constraint(
        "CHECK (quorum BETWEEN 0 AND 100)", "A share is from 0 to 100 per cent."
    )

    _no_own_deputy = models.Constraint(
        "CHECK (COALESCE(chair_deputy_id != chair_id, TRUE) "
        "AND COALESCE(secretary_deputy_id != secretary_id, TRUE))",
        "Nobody stands in for themselves.",
    )

    # ------------------------------------------------------------
    # How it stands
    # ------------------------------------------------------------

    @api.depends("terms_ids.state", "terms_ids.date_review")
    def _compute_terms(self):
        today = fields.Date.context_today(self)
        for group in self:
            terms = group.terms_ids.filtered(lambda each: each.state == "approved")[:1]
            group.terms_id = terms
            group.date_terms = terms.date_review
            group.is_terms_late = not terms or terms.date_review < today

    def _search_is_terms_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: whether their terms hold, which everybody sees
        holding = (
            self.env["qms.terms"]
            .sudo()
            ._search([("state", "=", "approved"), ("date_review", ">=", "today")])
        )
        late = ~Domain("terms_ids", "in", holding)
        return late if True in value else ~late

    @api.depends("meeting_ids.state", "meeting_ids.date_start")
    def _compute_met(self):
        limit = self._last_quarter()
        for group in self:
            held = group.meeting_ids.filtered(lambda each: each.state in HELD)
            ahead = group.meeting_ids - held
            ahead = ahead.filtered(lambda each: each.state in ("planned", "called"))
            group.date_met = max(held.mapped("date"), default=False)
            group.date_next = min(filter(None, ahead.mapped("date")), default=False)
            group.has_not_met = not group.date_met or group.date_met < limit

    def _search_has_not_met(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: whether they met, which everybody sees
        met = (
            self.env["qms.meeting"]
            .sudo()
            ._search([("state", "in", HELD), ("date", ">=", self._last_quarter())])
        )
        waiting = ~Domain("meeting_ids", "in", met)
        return waiting if True in value else ~waiting

    @api.model
    def _last_quarter(self):
        return fields.Date.context_today(self) - relativedelta(months=MONTHS_BETWEEN)

    @api.depends("member_ids.user_id")
    def _compute_without_role(self):
        role = self.env.ref("qms.group_quality_team")
        for group in self:
            # sudo: who has the role; names of who sits in the group
            members = group.sudo().member_ids
            lacking = members.filtered(
                lambda member: role not in member.user_id.all_group_ids
            )
            group.without_role = ", ".join(lacking.mapped("who"))

    @api.depends("member_ids.user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for group in self:
            # sudo: whether the user himself sits in it
            group.is_mine = self.env.user in group.sudo().member_ids.user_id

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = Domain("member_ids.user_id", "=", self.env.uid)
        return mine if True in value else ~mine

    # ------------------------------------------------------------
    # What has to be true of it
    # ------------------------------------------------------------

    @api.constrains("company_id", "company_ids")
    def _check_companies(self):
        for group in self:
            # sudo: the companies' own root
            if len(group.sudo()._companies().root_id) > 1:
                raise ValidationError(
                    self.env._("A group sits over companies of one municipal group.")
                )

    def _companies(self):
        return self.company_id | self.company_ids

    @api.ondelete(at_uninstall=False)
    def _unlink_except_met(self):
        # sudo: whether there is anything of it
        known = self.sudo()
        if known.meeting_ids or known.terms_ids:
            raise ValidationError(
                self.env._("It has met or has terms of reference: archive it instead.")
            )

    # ------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------

    def action_own_agenda(self):
        """Begin an agenda of its own with a copy of the one it follows now."""
        for group in self:
            group.check_access("write")
            if group.item_ids:
                continue
            for item in self.env["qms.agenda.item"]._agenda_of(group):
                item.copy({"group_id": group.id, "company_id": group.company_id.id})
        return True

    def action_open_meetings(self):
        """The meetings of the group, as far as the reader sits in it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "qms_review.qms_meeting_action"
        )
        return {
            **action,
            "domain": [("group_id", "=", self.id)],
            "context": {"default_group_id": self.id},
        }

    # ------------------------------------------------------------
    # People change
    # ------------------------------------------------------------

    @api.model
    def _in_units_domain(self, units):
        """It belongs to no unit."""
        return Domain.FALSE
