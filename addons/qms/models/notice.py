from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.holding import Holding
from ..tools.lifecycle import Mandate, Point, Transition

OPEN = Domain("state", "in", ("draft", "sent"))


class QmsNotice(models.Model):
    """What a leader or the quality manager wants units to read and understand.

    It may be a new edition of a procedure that lies elsewhere, something learnt from a
    deviation, a rule that holds from a day on. Once sent out it stays as it is.
    """

    _name = "qms.notice"
    _description = "Notice"
    _inherit = [
        "qms.retained.mixin",
        "qms.holding.mixin",
        "qms.record.mixin",
        "qms.reading.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _mask_fields = ("name", "body")

    _lifecycle_start = "draft"
    _lifecycle_closed = ("ended", "discarded")
    _lifecycle_stamps = ("date_sent", "date_closed", "date_removed", "is_kept")
    _lifecycle_editable = {"sent": ("owner_id",)}
    _lifecycle_transitions = (
        Transition("send", ("draft",), "sent", "_mandate_send", ("_missing_send",)),
        Transition("end", ("sent",), "ended", "_mandate_end"),
        Transition("discard", ("draft",), "discarded", "_mandate_discard", reason=True),
    )

    name = fields.Char("What it is about", required=True, tracking=True)
    body = fields.Text("What is to be read", help="Write no names of people.")
    url = fields.Char(
        "Link", help="Where more of it is read, such as a procedure; begins with https."
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "Sent out"),
            ("ended", "Ended"),
            ("discarded", "Discarded"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    unit_ids = fields.Many2many(
        "hr.department",
        "qms_notice_unit_rel",
        string="Units concerned",
        check_company=True,
        default=lambda self: self._default_unit_ids(),
        help="Whoever works in them or in units below is asked, and who comes later.",
    )
    date_deadline = fields.Date(
        "Read by", default=lambda self: self._default_date_deadline(), tracking=True
    )
    valid_from = fields.Date("Holds from", help="Empty: from the day it is sent out.")
    on_unit_page = fields.Boolean(
        "On the units' pages without login",
        help="Whoever has the address of a unit's page can then read the text there, "
        "and staff without login confirm it there. Without it they get a personal "
        "link, or it is gone through at a team meeting.",
    )
    owner_id = fields.Many2one(
        "res.users",
        "Responsible",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="Answers questions, and ends it when it holds no longer.",
    )
    date_sent = fields.Date("Sent out on", readonly=True, copy=False)
    date_closed = fields.Date("Ended on", readonly=True, copy=False)

    _number_unique = models.UniqueIndex("(company_id, number)")

    @api.model
    def _default_unit_ids(self):
        """The unit one leads, if it is one alone."""
        # sudo: the units the user himself leads
        units = self.env["hr.department"].sudo()
        own = units.search(
            [
                ("manager_id.user_id", "=", self.env.uid),
                ("company_id", "=", self.env.company.id),
            ]
        )
        return own.ids if len(own) == 1 else []

    @api.model
    def _default_date_deadline(self):
        company = self.env.company
        return company._qms_add_workdays(company._qms_today(), 10)

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for notice in self:
            notice.display_name = self.env._("Notice %s", notice.number or "")

    @api.constrains("url")
    def _check_url(self):
        for notice in self:
            if notice.url and not notice.url.startswith(("https://", "http://")):
                raise ValidationError(
                    self.env._("A link begins with https:// or http://.")
                )

    def _duty_name(self):
        return self.name

    def _reading_text(self):
        return self.body or ""

    def _reading_address(self):
        return self.url or ""

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_send(self):
        """Send it out: everybody in the units concerned is asked to read it."""
        return self._transition("send")

    def action_end(self):
        """It holds no longer: nobody has to read it from now on."""
        return self._transition("end")

    def action_discard(self, reason=None):
        """It is not sent out after all."""
        return self._transition("discard", reason)

    def _mandate_send(self):
        """As :meth:`_mandate_units`; whoever leads a unit begins one without units."""
        # sudo: which units it concerns
        known = self.sudo()
        mandate = self._mandate_units()
        if mandate or known.unit_ids:
            return mandate
        led = self.env.user._qms_led_today().company_id
        return Mandate("leader") if known.company_id in led else None

    def _mandate_end(self):
        # sudo: whose notice it is
        if self.sudo().owner_id == self.env.user:
            return Mandate("owner")
        return self._mandate_send()

    def _mandate_discard(self):
        return self._mandate_end()

    def _missing_send(self):
        missing = []
        if (
            not self.body
            and not self.url
            and not self._decision_contents()[self.id]["files"]
        ):
            missing.append(
                Point(
                    self.env._("what is to be read: a text, a link or a file"), "body"
                )
            )
        if not self.unit_ids:
            missing.append(Point(self.env._("the units concerned"), "unit_ids"))
        if not self.date_deadline or self.date_deadline < self.company_id._qms_today():
            missing.append(
                Point(self.env._("by when: today or later"), "date_deadline")
            )
        return missing

    def _transition_values(self, step):
        values = super()._transition_values(step)
        if step.name in ("send", "end", "discard"):
            today = self[:1].company_id._qms_today()
            values["date_sent" if step.name == "send" else "date_closed"] = today
        return values

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "send":
            for notice in self:
                notice._start_reading(
                    notice.unit_ids, notice.date_deadline, notice.on_unit_page
                )
        if step.target in self._lifecycle_closed:
            self._end_reading()
        return result

    # ------------------------------------------------------------
    # People and units change
    # ------------------------------------------------------------

    @api.model
    def _get_holdings(self):
        return (*super()._get_holdings(), Holding("owner_id", OPEN))

    @api.model
    def _get_unit_holdings(self):
        return (*super()._get_unit_holdings(), Holding("unit_ids", OPEN))

    def _get_print_fields(self):
        return [
            (
                self.env._("What is to be read"),
                ["name", "body", "url", "valid_from", "unit_ids"],
            ),
            (
                self.env._("Read and understood"),
                ["owner_id", "date_sent", "date_deadline", "date_closed"],
            ),
        ]

    def _transition_labels(self):
        return {
            **super()._transition_labels(),
            "send": self.env._("Sent out"),
            "end": self.env._("Ended"),
            "discard": self.env._("Discarded"),
        }
