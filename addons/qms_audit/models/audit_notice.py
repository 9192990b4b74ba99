from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.qms.tools.calendar_file import Invitation, Invited

KINDS = [
    ("planned", "Planned"),
    ("moved", "Moved"),
    ("changed", "Changed"),
    ("cancelled", "Cancelled"),
    ("withdrawn", "No longer invited"),
    ("again", "Asked again"),
    ("coming", "Coming up"),
    ("accepted", "Takes part"),
    ("tentative", "Takes part perhaps"),
    ("declined", "Cannot take part"),
    ("report_due", "Report due"),
    ("report_ready", "Report ready"),
    ("follow_up_due", "Follow-up due"),
]
# with a calendar file, and which
METHODS = {
    "planned": "REQUEST",
    "moved": "REQUEST",
    "changed": "REQUEST",
    "again": "REQUEST",
    "cancelled": "CANCEL",
    "withdrawn": "CANCEL",
}
# with a link to answer by
ASKING = ("planned", "moved", "changed", "again", "coming")
# about somebody's answer
ANSWERED = ("accepted", "tentative", "declined")
ABOUT_REPORT = ("report_due", "report_ready", "follow_up_due")
# what was sent is remembered for so long, then it matters no longer
KEPT_DAYS = 400


class QmsAuditNotice(models.Model):
    """A mail about an audit: to whom, about what; and the memory that it was sent."""

    _name = "qms.audit.notice"
    _description = "Mail about an audit"
    _inherit = ["qms.audit.notice.dates"]
    _rec_name = "kind"
    _qms_person_texts = ("about", "email")

    audit_id = fields.Many2one(
        "qms.audit", required=True, readonly=True, index=True, ondelete="cascade"
    )
    invitation_id = fields.Many2one(
        "qms.audit.invitation",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    date = fields.Date(required=True, readonly=True)
    user_id = fields.Many2one("res.users", readonly=True, ondelete="cascade")
    behalf_id = fields.Many2one("res.users", readonly=True, ondelete="cascade")
    email = fields.Char(required=True, readonly=True)
    lang = fields.Char(readonly=True)
    about = fields.Char(readonly=True, help="Who answered.")
    days = fields.Integer("Days ahead", readonly=True)
    due = fields.Date(readonly=True)
    subject = fields.Char(compute="_compute_texts")
    sentence = fields.Char(compute="_compute_texts")
    when = fields.Char(compute="_compute_texts")

    _reminded_once = models.UniqueIndex(
        "(audit_id, kind, due, email, days) WHERE due IS NOT NULL"
    )

    @api.depends_context("lang")
    def _compute_texts(self):
        sentences = self._sentences()
        for notice in self:
            audit, told = notice.audit_id, notice.audit_id.told_ids
            shown = notice.kind not in ABOUT_REPORT and told.date_start
            notice.when = told._when() if shown else False
            notice.sentence = notice._fill_in(sentences[notice.kind])
            kinds = dict(self._fields["kind"]._description_selection(self.env))
            parts = (audit.display_name, audit.unit_names)
            notice.subject = f"{kinds[notice.kind]}: {', '.join(filter(None, parts))}"

    def _fill_in(self, sentence):
        due = self.due or self.audit_id.date_stands
        day = format_date(self.env, due) if due else ""
        return sentence % {"who": self.about or "", "day": day}

    def _sentences(self):
        """What each mail says; the rest of it is the same for all."""
        return {
            "planned": self.env._("You are invited to take part in this audit."),
            "moved": self.env._("The audit was moved. Please answer for the new time."),
            "changed": self.env._("The place or the units of the audit have changed."),
            "cancelled": self.env._("The audit does not take place at this time."),
            "withdrawn": self.env._("You no longer take part in this audit."),
            "again": self.env._(
                "Your answer was about an earlier time. Please answer for the time "
                "below."
            ),
            "coming": self.env._("The audit is coming up."),
            "accepted": self.env._("%(who)s takes part."),
            "tentative": self.env._("%(who)s takes part perhaps."),
            "declined": self.env._("%(who)s cannot take part at this time."),
            "report_due": self.env._("The report of the audit is due on %(day)s."),
            "report_ready": self.env._(
                "The report of the audit is ready: accept or comment it by %(day)s."
            ),
            "follow_up_due": self.env._("The audit is to be followed up by %(day)s."),
        }

    # ------------------------------------------------------------
    # Sending
    # ------------------------------------------------------------

    @api.model
    def _send(self, vals_list):
        """Queue a mail per dict of values, each in its reader's language."""
        if not vals_list:
            return self.browse()
        today = fields.Date.context_today(self)
        # sudo: what was told to whom is the system's
        notices = self.sudo()
        notices = notices.create(
            [{"date": today, **vals} for vals in notices._told_once(vals_list)]
        )
        links = notices._make_links()
        mails = self.env["qms.mailer"]._send(
            "qms_audit.mail_template_notice",
            notices,
            qms_links=links,
            qms_audit_links=notices._audit_links(),
            qms_dates=notices._offered_dates(),
        )
        notices._add_calendars(mails, links)
        return notices

    def _make_links(self):
        """Where each reader answers, per notice's id."""
        asking = self.filtered(
            lambda notice: notice.kind in ASKING and notice.invitation_id
        )
        made = self.env["qms.audit.invitation"]._make_links(asking.invitation_id)
        return {notice.id: made[notice.invitation_id.id] for notice in asking}

    def _add_calendars(self, mails, links):
        """The calendar file travels as part of its mail, see ``mail.mail``."""
        of_notice = {mail.res_id: mail for mail in mails}
        for lang, notices in self.grouped("lang").items():
            for notice in notices.with_context(lang=lang):
                if notice.kind in METHODS:
                    of_notice[notice.id].qms_invitation = notice._calendar(
                        links.get(notice.id, "")
                    )

    def _calendar(self, link):
        audit, told = self.audit_id, self.audit_id.told_ids
        company = audit.company_id
        invited = audit.invitation_ids
        if METHODS[self.kind] == "CANCEL":
            # to the one it is no longer for
            invited = self.invitation_id
        invitation = Invitation(
            method=METHODS[self.kind],
            uid=told.uid,
            sequence=told.sequence,
            start=told.date_start,
            end=told.date_end,
            zone=company._qms_timezone().zone,
            summary=", ".join(filter(None, (audit.display_name, audit.unit_names))),
            place=told.place,
            link=link,
            organizer=Invited(company.name, company._qms_audit_address()),
            invited=invited._invited(),
        )
        return invitation.to_text()

    def _audit_links(self):
        """The audit itself, for those who may read it, per notice's id."""
        links = {}
        for user, notices in self.grouped("user_id").items():
            readable = notices.audit_id._readable_by(user) if user else ()
            for notice in notices:
                if notice.audit_id in readable:
                    links[notice.id] = notice.audit_id._audit_link()
        return links

    @api.autovacuum
    def _gc_notices(self):
        before = fields.Date.today() - timedelta(days=KEPT_DAYS)
        self.search([("date", "<", before)], limit=10_000).unlink()


class QmsAuditInvitation(models.Model):
    """What is told to those invited."""

    _inherit = "qms.audit.invitation"

    def _prepare_notices(self, kind, actors=None):
        """Mails to these people, but for who did it himself."""
        return [
            {
                "audit_id": row.audit_id.id,
                "invitation_id": row.id,
                "kind": kind,
                "user_id": row.user_id.id,
                "email": row._address(),
                "lang": row._lang(),
            }
            for row in self
            if row._address()
            and row.user_id.id not in (actors or {}).get(row.audit_id.id, ())
        ]

    def _withdraw(self, actors):
        """They take part no longer."""
        told = self.filtered("is_told")
        self.env["qms.audit.notice"]._send(told._prepare_notices("withdrawn", actors))
        told.write({"is_told": False})

    def _reset_answers(self, actors):
        """Everybody is asked anew, but for who settled the time himself."""
        own = self.filtered(lambda row: row.user_id.id in actors)
        for told, rows in own.grouped(lambda row: row.audit_id.told_ids).items():
            values = {"answer": "accepted", "answered_sequence": told.sequence}
            rows.write(values)
        (self - own).write({"answer": "needs_action", "answered_sequence": -1})
