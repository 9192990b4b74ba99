from base64 import b64encode
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.qms.tools.lifecycle import Transition
from odoo.addons.qms.tools.mail_head import Unreadable, read_head

from ..tools.incoming_mail import read_body

# working days to look at one
DAYS = 2
# days after which what was dismissed is gone for good
KEPT_DAYS = 90
# for which it is not sure who would get a receipt
NOT_ANSWERED = ("sender", "machine", "forged", "not_own")


class QmsUnreadMail(models.Model):
    """A mail that could not be made into a report, as it came, for a quality manager.

    He takes it in by hand, or dismisses it with a reason.
    """

    _name = "qms.unread.mail"
    _description = "Unread mail"
    _inherit = ["qms.lifecycle.mixin", "qms.readable.mixin"]
    _order = "id desc"

    _qms_person_texts = ("sender",)
    _qms_counted = False
    _lifecycle_start = "waiting"
    _lifecycle_closed = ("taken_in", "dismissed")
    # nobody edits any of it
    _lifecycle_editable = {}
    _lifecycle_transitions = (
        Transition(
            "take_in", ("waiting",), "taken_in", "_mandate_sort", ("_missing_report",)
        ),
        Transition("dismiss", ("waiting",), "dismissed", "_mandate_sort", reason=True),
    )

    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("taken_in", "Taken in"),
            ("dismissed", "Dismissed"),
        ],
        default="waiting",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    date = fields.Datetime("Came in", readonly=True, default=fields.Datetime.now)
    sender = fields.Char("From", readonly=True)
    reason = fields.Selection(
        [
            ("no_text", "There is no text in it"),
            ("charset", "Its characters cannot be read"),
            ("sender", "It does not say who wrote it"),
            ("machine", "A machine wrote it, such as an automatic answer"),
            ("forged", "The mail server found the sender's address forged"),
            ("not_own", "It answers to another person's report"),
            ("files", "Some of its files were not taken in"),
            ("too_long", "Its text is too long"),
            ("error", "It could not be made into a report"),
        ],
        "Why",
        required=True,
        readonly=True,
    )
    raw = fields.Binary("The mail as it came", readonly=True, attachment=True)
    raw_name = fields.Char(compute="_compute_raw_name")
    report_id = fields.Many2one(
        "qms.report", readonly=True, copy=False, index="btree_not_null"
    )

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for mail in self:
            mail.display_name = self.env._("Unread mail %s", mail.id or "")

    @api.depends("date")
    def _compute_raw_name(self):
        for mail in self:
            mail.raw_name = f"mail-{mail.id}.eml"

    def _duty_name(self):
        return self.display_name

    # ------------------------------------------------------------
    # How one comes to be
    # ------------------------------------------------------------

    @api.model
    def _keep(self, raw, company, reason, report=None):
        """Keep a mail as it came; fetched twice it is kept once."""
        mail, _message = self._read_head(raw)
        trace = self.env["qms.mail.trace"]
        key = self._trace_name(raw, mail)
        if trace._is_known(company, key):
            return self.browse()
        kept = self.create(
            {
                "company_id": company.id,
                "raw": b64encode(raw),
                "reason": reason,
                "sender": mail.sender if mail else False,
                "report_id": report.id if report else False,
            }
        )
        kept._drop_index()
        trace._remember(company, "unread", key, report=report)
        kept._sync_duties()
        return kept

    @api.model
    def _trace_name(self, raw, mail):
        """By what it is remembered that this mail was kept."""
        named = mail and mail.message_id
        return f"unread {named or sha256(raw).hexdigest()}"

    @api.model
    def _read_head(self, raw):
        """What can be told of it; nothing of the worst."""
        try:
            return read_head(raw)
        except Exception:
            return None, None

    def _drop_index(self):
        """The text stands in the file alone, not in what searches look through."""
        self._raw_files().write({"index_content": False})

    def _raw_files(self):
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("res_field", "=", "raw"),
            ]
        )

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_report(self):
        """Open the report form with what of the mail can be read."""
        self.ensure_one()
        self.check_access("read")
        if self.state != "waiting":
            raise UserError(self.env._("%s was dealt with already.", self.display_name))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "qms_deviation.qms_report_action_new"
        )
        action["context"] = {
            "default_unread_mail_id": self.id,
            "default_company_id": self.company_id.id,
            "default_description": self._readable_text(),
        }
        return action

    def action_take_in(self):
        """It is now a report; saving that report takes this step."""
        return self._transition("take_in")

    def action_dismiss(self, reason=None):
        """No report comes of it."""
        return self._transition("dismiss", reason)

    def _readable_text(self):
        """As much of subject and text as can be read."""
        # sudo: ir.attachment - the mail itself, which the reader may read
        raw = self.sudo()._raw_files()[:1].raw or b""
        mail, message = self._read_head(raw)
        if not mail:
            return ""
        try:
            read_body(mail, message)
        except Unreadable:
            mail.text = ""
        return "\n\n".join(part for part in (mail.subject, mail.text) if part)

    def _taken_in_as(self, report):
        """``report`` was written from it, by somebody who may read both."""
        self.check_access("read")
        if self.company_id != report.company_id:
            raise UserError(self.env._("The report belongs to the mail's company."))
        # sudo: which report came of it is for the system to say
        self.sudo().report_id = report
        self._trace_to(report)
        self.action_take_in()
        if self.sender and self.reason not in NOT_ANSWERED:
            # sudo: who wrote is known from the mail, not from a form
            report = report.sudo()
            report.write({"mail_from": self.sender})
            report._send_receipt("")

    def _trace_to(self, report):
        """What is remembered of the mail goes when its report goes."""
        # sudo: qms.mail.trace - written by the system alone
        kept = self.sudo()
        raw = kept._raw_files()[:1].raw or b""
        mail, _message = self._read_head(raw)
        kept.env["qms.mail.trace"]._belongs_to(
            report, [self._trace_name(raw, mail), mail and mail.message_id]
        )

    # ------------------------------------------------------------
    # Who may, what is missing, what follows
    # ------------------------------------------------------------

    def _mandate_sort(self):
        return self._mandate_manager()

    def _missing_report(self):
        if self.report_id:
            return []
        return [self.env._("A report made from it.")]

    def _after_transition(self, step, reason):
        if step.name == "take_in":
            # the original goes once its text stands in a report
            self._raw_files().unlink()

    def _decision_contents(self):
        return {
            mail.id: {"company_id": mail.company_id.id, "reason": mail.reason}
            for mail in self
        }

    def _transition_labels(self):
        return {
            "erase": self.env._("Text erased"),
            "take_in": self.env._("Taken in as a report"),
            "dismiss": self.env._("Dismissed"),
        }

    def _get_duties(self):
        managers = self.env.ref("qms.group_quality_manager")
        return [
            {
                "record": mail,
                "verb": "sort_mail",
                "deadline": mail.company_id._qms_add_workdays(mail.date.date(), DAYS),
                "group": managers,
            }
            for mail in self
            if mail.state == "waiting"
        ]

    @api.autovacuum
    def _gc_dismissed(self):
        """What was dismissed keeps its decision, not its text."""
        before = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search(
            [("state", "=", "dismissed"), ("date", "<", before)], limit=1000
        )._raw_files().unlink()
