from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools.lifecycle import Mandate, Transition

# working days in which whoever asked hears something
REPLY_DAYS = 5


class QmsNoticeAnswer(models.Model):
    """What a reader says or asks about a notice, and what he is told.

    Read by himself, by who answers for the notice and by the leader of his unit; to
    others it is a number.
    """

    _name = "qms.notice.answer"
    _description = "Answer to a notice"
    _inherit = ["qms.record.mixin"]
    _order = "id desc"
    _rec_names_search = ["notice_id"]
    _mask_fields = ("text", "reply")

    _lifecycle_start = "open"
    _lifecycle_closed = ("replied",)
    _lifecycle_stamps = ("date_replied",)
    _lifecycle_editable = {"open": ("reply",)}
    _lifecycle_transitions = (
        Transition(
            "reply", ("open",), "replied", "_mandate_reply", ("_missing_reply",)
        ),
    )
    _system_fields = (
        "author_id",
        "company_id",
        "date_asked",
        "department_id",
        "notice_id",
    )

    notice_id = fields.Many2one(
        "qms.notice", required=True, index=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="notice_id.company_id", store=True, index=True, precompute=True
    )
    author_id = fields.Many2one(
        "res.users", "From", required=True, readonly=True, index=True, copy=False
    )
    department_id = fields.Many2one(
        "hr.department", "Unit", readonly=True, index="btree_not_null"
    )
    text = fields.Text("Question or answer", required=True, help="Write no names.")
    reply = fields.Text(help="Goes to whoever wrote.", copy=False)
    state = fields.Selection(
        [("open", "Waits for a reply"), ("replied", "Replied")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    date_asked = fields.Date(
        "Asked on",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.company._qms_today(),
    )
    date_replied = fields.Date("Replied on", readonly=True, copy=False)

    @api.depends("notice_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for answer in self:
            # sudo: type and number
            name = answer.sudo().notice_id.display_name
            answer.display_name = self.env._("Answer to %s", name)

    @api.model
    def _draw_numbers(self, company, count, date=None):
        """It is known by its notice; the series is for what is reported."""
        return [self._no_number()] * count

    @api.model_create_multi
    def create(self, vals_list):
        notices = self.env["qms.notice"].browse(
            [
                vals.get("notice_id") or self.env.context.get("default_notice_id")
                for vals in vals_list
            ]
        )
        notices.check_access("read")
        if any(notice.state != "sent" for notice in notices):
            raise UserError(self.env._("What is not sent out has no answers."))
        answers = super().create(
            [
                {**vals, **self._prepare_author(notice)}
                for vals, notice in zip(vals_list, notices, strict=True)
            ]
        )
        answers._sync_duties()
        return answers

    @api.model
    def _prepare_author(self, notice):
        """Who writes and where he works is not for him to say."""
        # sudo: the author's own employment
        employees = self.env["hr.employee"].sudo()
        own = employees.search(
            [
                ("user_id", "=", self.env.uid),
                ("company_id", "=", notice.company_id.id),
            ],
            limit=1,
        )
        return {
            "notice_id": notice.id,
            "author_id": self.env.uid,
            "department_id": own.department_id.id,
            "reply": False,
            "date_asked": notice.company_id._qms_today(),
        }

    def write(self, vals):
        if "reply" in vals and not all(each._mandate_reply() for each in self):
            raise AccessError(
                self.env._("Who answers for the notice replies, or the unit's leader.")
            )
        return super().write(vals)

    def action_reply(self):
        """Reply: whoever wrote is told."""
        return self._transition("reply")

    def _mandate_reply(self):
        # sudo: whose notice it is and in which unit it was written
        answer, user = self.sudo(), self.env.user
        if user._qms_is_one_of(answer.author_id):
            return None
        if user == answer.notice_id.owner_id:
            return Mandate("owner")
        unit, author = answer.department_id, answer.author_id
        return unit and unit._qms_line_mandate(answer.company_id, user, author) or None

    def _missing_reply(self):
        return [] if self.reply else [self.env._("a reply")]

    def _transition_values(self, step):
        values = super()._transition_values(step)
        return values | {"date_replied": self[:1].company_id._qms_today()}

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        for answer in self:
            answer.message_notify(
                partner_ids=answer.author_id.partner_id.ids,
                subject=answer.display_name,
                body=self.env._("There is a reply."),
            )
        return result

    def _transition_labels(self):
        return {**super()._transition_labels(), "reply": self.env._("Replied")}

    def _get_duties(self):
        return [
            {
                "record": answer,
                "verb": "reply",
                **holder,
                "unit": answer.department_id,
                "waiting": answer.author_id,
                "deadline": answer.company_id._qms_add_workdays(
                    answer.date_asked, REPLY_DAYS
                ),
            }
            for answer in self
            if answer.state == "open" and (holder := answer._get_replier())
        ]

    def _get_replier(self):
        """Who owes the reply; to what the owner himself wrote, who leads his unit."""
        owner, author = self.notice_id.owner_id, self.author_id
        if not owner._qms_is_one_of(author):
            return {"user": owner}
        user, mandate = self.department_id._qms_decider(self.company_id, author)
        # above the last leader nobody else reads it
        if not mandate or mandate.role == "quality_manager":
            return None
        return {"user": user, "behalf_of": mandate.behalf_of}

    def _duty_fields(self):
        return {"reply"}

    def _get_print_fields(self):
        return [(self.env._("Answer"), ["notice_id", "text", "reply", "date_replied"])]


class QmsNotice(models.Model):
    """Readers of a notice answer it; it may tell of something that was decided."""

    _name = "qms.notice"
    _inherit = ["qms.notice"]

    action_id = fields.Many2one(
        "qms.action",
        "Carries out",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        copy=False,
    )
    answer_ids = fields.One2many("qms.notice.answer", "notice_id", "Answers")
    answer_count = fields.Integer(compute="_compute_answer_count")

    def _compute_answer_count(self):
        # sudo: how many there are, nothing of what they say
        answers = self.env["qms.notice.answer"].sudo()
        counts = dict(
            answers._read_group(
                Domain("notice_id", "in", self._origin.ids),
                ["notice_id"],
                ["__count"],
            )
        )
        for notice in self:
            notice.answer_count = counts.get(notice._origin, 0)

    @api.model
    def _get_system_fields(self):
        return (*super()._get_system_fields(), "action_id")

    def _after_moved(self):
        """Who inherits a notice owes its readers the reply."""
        result = super()._after_moved()
        self.answer_ids._sync_duties()
        return result

    def action_ask(self):
        """Write an answer or a question to whoever answers for the notice."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask or answer"),
            "res_model": "qms.notice.answer",
            "views": [(self.env.ref("qms.qms_notice_answer_view_ask").id, "form")],
            "target": "new",
            "context": {"default_notice_id": self.id},
        }


class QmsDuty(models.Model):
    _name = "qms.duty"
    _inherit = ["qms.duty"]

    @api.model
    def _get_verbs(self):
        return {**super()._get_verbs(), "reply": self.env._("Reply")}
