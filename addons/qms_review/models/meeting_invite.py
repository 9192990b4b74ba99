from uuid import uuid4

from odoo import api, fields, models
from odoo.tools import email_normalize, formataddr

from odoo.addons.qms.tools.calendar_file import Invitation, Invited

METHODS = {"called": "REQUEST", "moved": "REQUEST", "cancelled": "CANCEL"}
TOLD_BY = {"call": "called", "move": "moved", "cancel": "cancelled"}


class QmsMeetingInvite(models.AbstractModel):
    """Who is invited, and the invitation: one lasting name, a number that grows."""

    _name = "qms.meeting.invite"
    _description = "Invitation to a meeting"

    uid = fields.Char(
        index=True,
        readonly=True,
        copy=False,
        default=lambda self: str(uuid4()),
        help="By it a calendar program knows that an update is one.",
    )
    told_sequence = fields.Integer(readonly=True, copy=False, default=-1)
    notice_ids = fields.One2many("qms.meeting.notice", "meeting_id", "Mails")

    @api.model
    def _get_system_fields(self):
        return (*super()._get_system_fields(), "uid", "told_sequence", "notice_ids")

    def _seat_members(self):
        """Whoever sits in the group now is invited, until the meeting begins."""
        # sudo: who is invited follows from the group
        for meeting in self.sudo():
            members = meeting.group_id.member_ids.filtered(
                lambda member: member._works_here()
            )
            rows = meeting.attendee_ids
            rows.filtered(lambda row, kept=members: row.member_id not in kept).unlink()
            rows.create(
                [
                    {"meeting_id": meeting.id, "member_id": member.id}
                    for member in members - rows.exists().member_id
                ]
            )

    def _take_step(self, step, reason, values):
        if step.name in ("call", "begin", "begin_without_quorum"):
            self._check_mandates(step)
            self._seat_members()
        return super()._take_step(step, reason, values)

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "move":
            for meeting in self.filtered(lambda each: each.state == "called"):
                meeting.attendee_ids.write({"answer": "needs_action"})
                meeting._tell("moved")
        elif step.name in ("call", "cancel"):
            # nobody hears of what he was not invited to
            told = self.filtered(
                lambda each: step.name == "call" or each.told_sequence >= 0
            )
            for meeting in told:
                meeting._tell(TOLD_BY[step.name])
        elif step.name == "approve":
            for meeting in self:
                meeting._tell_minutes()
        return result

    # ------------------------------------------------------------
    # Mail
    # ------------------------------------------------------------

    def _tell(self, kind):
        """Mail each member in his language, with the calendar file."""
        self._write_guarded({"told_sequence": self.told_sequence + 1})
        notices = self._invite(kind, self.attendee_ids)
        if kind == "called":
            files = self._print_per_language(
                "qms_review.action_report_agenda", set(notices.mapped("lang"))
            )
            for notice in notices:
                notice.mail_id.attachment_ids = files[notice.lang]

    def _invite(self, kind, rows):
        notices = self._make_notices(kind, rows)
        calendar = self._invitation(METHODS[kind]).to_text()
        notices._send().write({"qms_invitation": calendar})
        return notices

    def _tell_minutes(self):
        notices = self._make_notices("minutes", self.attendee_ids)
        notices._send()
        if self.group_id.mail_minutes:
            files = self._print_per_language(
                "qms_review.action_report_minutes", set(notices.mapped("lang"))
            )
            for notice in notices:
                notice.mail_id.attachment_ids = files[notice.lang]

    def _make_notices(self, kind, rows):
        # sudo: whom a mail goes to is the system's
        return (
            self.env["qms.meeting.notice"]
            .sudo()
            .create(
                [
                    {
                        "meeting_id": self.id,
                        "kind": kind,
                        "user_id": row.user_id.id,
                        "email": row.member_id._address(),
                        "lang": row.member_id._lang(),
                    }
                    for row in rows
                    if row.member_id._address()
                ]
            )
        )

    def _invitation(self, method):
        company = self.company_id
        return Invitation(
            method=method,
            uid=self.uid,
            sequence=self.told_sequence,
            start=self.date_start,
            end=self.date_end,
            zone=company._qms_timezone().zone,
            summary=f"{self.display_name}, {self.group_id.name}",
            place=self.place or "",
            link=self._link(),
            organizer=Invited(company.name, self._sender_address()),
            invited=self.attendee_ids._invited(),
        )

    def _sender_address(self):
        """An address whose answers are read, else that of a person."""
        if address := self.company_id._qms_invitation_address():
            return address
        officers = self.group_id.secretary_id | self.group_id.chair_id
        return (
            officers[:1].email
            or self.company_id.email
            or self.env.user.email
            or "noreply@invalid"
        )

    def _sender(self):
        """Some calendar programs answer only where the mail came from."""
        company = self.company_id
        if address := company._qms_invitation_address():
            return formataddr((company.name, address))
        return company.email_formatted or self.env.user.email_formatted

    # ------------------------------------------------------------
    # Answers of calendar programs
    # ------------------------------------------------------------

    def _inviting_company(self):
        return self.company_id

    def _invited_as(self, email):
        return self.attendee_ids.filtered(
            lambda row: email_normalize(row.member_id._address() or "") == email
        )[:1]

    def _take_reply(self, row, answer):
        """Note it; what was about an earlier time is asked again."""
        if self.state != "called":
            return
        if answer.sequence < self.told_sequence:
            self._invite("moved", row)
        else:
            row.answer = answer.answer

    def _link(self):
        return f"{self.get_base_url()}/odoo/qms.meeting/{self.id}"

    def _print_per_language(self, report, languages):
        """A file per language, made once each; kept on the meeting."""
        files = {}
        for lang in sorted(languages):
            # as whoever took the step: figures are those he may read
            asker = self.sudo(False).with_context(lang=lang)
            printer = asker.env["ir.actions.report"]
            content, kind = printer._render_qweb_pdf(report, self.ids)
            name = self.env.ref(report).with_context(lang=lang).name
            # sudo: a file of the meeting, whatever its state
            files[lang] = (
                self.env["ir.attachment"]
                .sudo()
                .create(
                    {
                        "name": f"{name} {self.number}.{kind}",
                        "raw": content,
                        "res_model": self._name,
                        "res_id": self.id,
                    }
                )
            )
        return files


class QmsMeetingNotice(models.Model):
    """A mail about a meeting: to whom, about what; and the memory that it was sent."""

    _name = "qms.meeting.notice"
    _description = "Mail about a meeting"
    _rec_name = "kind"
    _order = "id desc"
    _qms_person_texts = ("email", "sender")

    meeting_id = fields.Many2one(
        "qms.meeting", required=True, readonly=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("called", "Invitation"),
            ("moved", "Moved"),
            ("cancelled", "Cancelled"),
            ("minutes", "Minutes"),
        ],
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one("res.users", readonly=True, ondelete="cascade")
    email = fields.Char(required=True, readonly=True)
    lang = fields.Char(readonly=True)
    mail_id = fields.Many2one("mail.mail", readonly=True, ondelete="set null")
    subject = fields.Char(compute="_compute_texts")
    sentence = fields.Char(compute="_compute_texts")
    sender = fields.Char(compute="_compute_sender")

    @api.depends_context("lang")
    def _compute_texts(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        sentences = {
            "called": self.env._("You are invited. The agenda is attached."),
            "moved": self.env._("The meeting was moved to the time below."),
            "cancelled": self.env._("The meeting does not take place."),
            "minutes": self.env._("The minutes are approved."),
        }
        for notice in self:
            name = notice.meeting_id.display_name
            notice.subject = f"{kinds[notice.kind]}: {name}"
            notice.sentence = sentences[notice.kind]

    def _compute_sender(self):
        for notice in self:
            notice.sender = notice.meeting_id._sender()

    def _send(self):
        """Queue them, each in its reader's language; the mails, as sudo."""
        mails = self.env["qms.mailer"]._send("qms_review.mail_template_meeting", self)
        of_notice = {mail.res_id: mail for mail in mails}
        for notice in self:
            notice.mail_id = of_notice.get(notice.id)
        return mails


class QmsInvitationIntake(models.AbstractModel):
    _inherit = "qms.invitation.intake"

    @api.model
    def _get_inviting(self):
        return [*super()._get_inviting(), "qms.meeting"]
