from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.qms.models.action_outcome import OUTCOMES
from odoo.addons.qms.tools.holding import Holding
from odoo.addons.qms.tools.lifecycle import Mandate, Point, Transition

OPEN = Domain("state", "in", ("draft", "sent"))
# working days the members have with the material, by default
NOTICE_DAYS = 10


class QmsConsultation(models.Model):
    """An initiative laid before the cooperation committee, and what it answered."""

    _name = "qms.consultation"
    _description = "Consultation"
    _inherit = [
        "qms.consultation.sending",
        "qms.retained.mixin",
        "qms.holding.mixin",
        "qms.record.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _mask_fields = ("name", "body", "answer")

    _lifecycle_start = "draft"
    _lifecycle_closed = ("held", "cancelled")
    _lifecycle_stamps = ("date_sent", "date_closed", "date_removed", "is_kept")
    _lifecycle_editable = {
        "sent": ("date_meeting", "outcome", "date_outcome", "answer", "owner_id")
    }
    _lifecycle_transitions = (
        Transition("send", ("draft",), "sent", "_mandate_own", ("_missing_sending",)),
        Transition("hold", ("sent",), "held", "_mandate_hold", ("_missing_answer",)),
        Transition(
            "cancel", ("draft", "sent"), "cancelled", "_mandate_own", reason=True
        ),
        Transition("reopen", ("held",), "sent", "_mandate_hold", reason=True),
    )

    name = fields.Char("What it is about", required=True, tracking=True)
    body = fields.Text("What is planned, and what it means for staff")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "Sent to the members"),
            ("held", "Answered"),
            ("cancelled", "Cancelled"),
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
    committee_id = fields.Many2one(
        "qms.committee",
        "Laid before",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        default=lambda self: self._default_committee_id(),
    )
    owner_id = fields.Many2one(
        "res.users",
        "Responsible",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    res_model = fields.Char("About (kind)", readonly=True)
    res_id = fields.Many2oneReference("About", model_field="res_model", readonly=True)
    origin_name = fields.Char("Because of", compute="_compute_origin_name")
    action_id = fields.Many2one(
        "qms.action",
        "Asked for by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The action that ends with the committee's answer.",
    )
    date_meeting = fields.Date(
        "Meeting", tracking=True, default=lambda self: self._default_date_meeting()
    )
    outcome = fields.Selection(OUTCOMES, "Its answer", copy=False, tracking=True)
    date_outcome = fields.Date("Answered on", copy=False)
    answer = fields.Text(
        "What it said", copy=False, help="As the committee put it; no names of people."
    )
    date_sent = fields.Date("Sent on", readonly=True, copy=False)
    date_closed = fields.Date("Ended on", readonly=True, copy=False)

    _number_unique = models.UniqueIndex("(company_id, number)")
    _about_record = models.Index("(res_model, res_id) WHERE res_id IS NOT NULL")
    _one_for_an_action = models.UniqueIndex(
        "(action_id) WHERE action_id IS NOT NULL AND state != 'cancelled'",
        "This action has its consultation already.",
    )

    @api.model
    def _default_committee_id(self):
        domain = [("company_id", "=", self.env.company.id)]
        return self.env["qms.committee"].search(domain, limit=1)

    @api.model
    def _default_date_meeting(self):
        company = self.env.company
        return company._qms_add_workdays(company._qms_today(), NOTICE_DAYS)

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for each in self:
            each.display_name = self.env._("Consultation %s", each.number or "")

    @api.depends("res_model", "res_id")
    @api.depends_context("lang")
    def _compute_origin_name(self):
        for each in self:
            # sudo: a quality record's display name is its type and number only
            each.origin_name = each.sudo()._about().display_name or ""

    @api.constrains("date_outcome")
    def _check_date_outcome(self):
        today = fields.Date.context_today(self)
        if any(each.date_outcome and each.date_outcome > today for each in self):
            raise ValidationError(
                self.env._("A committee answers today at the latest.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_about(vals)
        consultations = super().create(vals_list)
        consultations._sync_duties()
        return consultations

    def write(self, vals):
        if not {"res_model", "res_id", "action_id"}.isdisjoint(vals):
            raise UserError(
                self.env._("What it is about was settled when it was made.")
            )
        moved = self.filtered(
            lambda each: each.state == "sent" and each._is_moved(vals)
        )
        result = super().write(vals)
        moved._tell_guests("moved")
        return result

    def _is_moved(self, vals):
        day = fields.Date.to_date(vals.get("date_meeting", self.date_meeting))
        return bool(day) and day != self.date_meeting

    # ------------------------------------------------------------
    # What it is about
    # ------------------------------------------------------------

    @api.model
    def _check_about(self, vals):
        """It is laid before the committee by who may read it; an action by who does it.

        What it is about may come by the context's defaults, as from a form.
        """
        context = self.env.context
        names = ("res_model", "res_id", "action_id")
        vals |= {
            name: vals.get(name) or context.get(f"default_{name}") or False
            for name in names
        }
        if vals["action_id"]:
            action = self.env["qms.action"].browse(vals["action_id"])
            action._check_consulting()
            if not action.asks_outcome:
                raise UserError(
                    self.env._("%s ends with no answer.", action.display_name)
                )
            vals |= {"res_model": action.res_model, "res_id": action.res_id}
        elif vals["res_id"]:
            model = self.env.get(vals["res_model"] or "")
            if model is None or not hasattr(model, "_lifecycle_transitions"):
                raise UserError(self.env._("A consultation is about a quality record."))
            model.browse(vals["res_id"]).check_access("read")

    def _about(self):
        """The record it is about, as far as it is there."""
        if self.res_id and self.res_model in self.env:
            return self.env[self.res_model].browse(self.res_id).exists()
        return self.browse()

    @api.model
    def _noted(self, record):
        """Whether the committee has answered about ``record``: for the gates of others.

        A record that asks staff something, such as a survey, opens no sooner.
        """
        # sudo: that it was answered, not what
        held = self.sudo().search_count(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("state", "=", "held"),
            ],
            limit=1,
        )
        return bool(held)

    def action_open_about(self):
        """Open what it is about."""
        self.ensure_one()
        self.check_access("read")
        record = self._about()
        if not record:
            raise UserError(self.env._("It is about nothing that stands here."))
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_send(self):
        """Lay it before the members, with its material."""
        return self._transition("send")

    def action_hold(self):
        """The committee has answered."""
        return self._transition("hold")

    def action_cancel(self, reason=None):
        """It is not laid before the committee after all."""
        return self._transition("cancel", reason)

    def action_reopen(self, reason=None):
        """The answer was entered wrongly, or the committee takes it up again."""
        return self._transition("reopen", reason)

    def _mandate_handle(self):
        return self._mandate_own()

    def _mandate_hold(self):
        """Its secretary enters what it answered, or who laid it before it."""
        # sudo: who keeps the committee's papers
        secretary = self.sudo().committee_id.secretary_id
        if self.env.user._qms_is_one_of(secretary):
            return Mandate("handler")
        return self._mandate_own()

    def _missing_sending(self):
        missing = []
        if not self.body and not self._decision_contents()[self.id]["files"]:
            missing.append(
                Point(self.env._("what is planned: a text or a file"), "body")
            )
        if not self.date_meeting:
            missing.append(Point(self.env._("the day of the meeting"), "date_meeting"))
        # sudo: who sits in it
        committee = self.sudo().committee_id
        if not committee._seated() and not committee._written_to():
            missing.append(
                Point(self.env._("members of the committee"), "committee_id")
            )
        return missing

    def _missing_answer(self):
        missing = []
        if not self.outcome:
            missing.append(Point(self.env._("what the committee answered"), "outcome"))
        if not self.date_outcome:
            missing.append(Point(self.env._("when it answered"), "date_outcome"))
        return missing

    def _transition_values(self, step):
        today = self[:1].company_id._qms_today()
        if step.name == "send":
            return {"date_sent": today}
        if not step.target:
            return super()._transition_values(step)
        return {"date_closed": today if step.target in ("held", "cancelled") else False}

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "send":
            self._tell_members()
            self._tell_guests("sent")
        if step.name == "cancel":
            self.filtered("date_sent")._tell_guests("cancelled")
        if step.name in ("hold", "reopen"):
            for each in self:
                each.action_id._take_outcome(each)
        return result

    def _transition_labels(self):
        return super()._transition_labels() | {
            "send": self.env._("Sent to the members"),
            "hold": self.env._("Answered"),
            "cancel": self.env._("Cancelled"),
            "reopen": self.env._("Reopened"),
        }

    # ------------------------------------------------------------
    # Duties, people
    # ------------------------------------------------------------

    def _duty_fields(self):
        return {"owner_id", "date_meeting", "committee_id"}

    def _duty_name(self):
        return self.name

    def _get_duties(self):
        return [duty for each in self for duty in each._get_own_duties()]

    def _get_own_duties(self):
        today = fields.Date.context_today(self)
        base = {"record": self, "deadline": self.date_meeting or today}
        if self.state == "draft":
            return [{**base, "verb": "complete", "user": self.owner_id}]
        if self.state == "sent":
            keeper = self.committee_id.secretary_id or self.owner_id
            return [{**base, "verb": "hold_consultation", "user": keeper}]
        return []

    @api.model
    def _get_owing_domain(self):
        return OPEN

    @api.model
    def _get_holdings(self):
        return (*super()._get_holdings(), Holding("owner_id", OPEN))

    def _get_print_fields(self):
        return [
            (
                self.env._("Consultation"),
                ["name", "body", "origin_name", "committee_id", "owner_id"],
            ),
            (self.env._("Meeting"), ["date_sent", "date_meeting"]),
            (self.env._("Answer"), ["outcome", "date_outcome", "answer"]),
        ]
