import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.qms.tools.lifecycle import Transition
from odoo.addons.qms.tools.people import People

CONFIRM_DAYS = 10


class QmsConfirmedMixin(models.AbstractModel):
    """What somebody enters about himself, and his leader confirms.

    Entered freely until the leader has decided; what he confirmed changes only by a new
    entry, which he confirms again. A model has ``employee_id`` and ``company_id``, and
    names in ``_confirmed_fields`` what is decided on.
    """

    _name = "qms.confirmed.mixin"
    _description = "Entered by oneself, confirmed by the leader"
    _inherit = ["qms.lifecycle.mixin", "mail.activity.mixin"]

    _confirmed_fields = ()
    _lifecycle_start = "claimed"
    _lifecycle_closed = ("confirmed", "refused", "withdrawn")
    _lifecycle_stamps = ("date_confirmed", "confirmed_by_id")
    _lifecycle_transitions = (
        Transition("confirm", ("claimed",), "confirmed", "_mandate_confirm"),
        Transition("refuse", ("claimed",), "refused", "_mandate_confirm", reason=True),
        Transition(
            "withdraw", ("confirmed",), "withdrawn", "_mandate_confirm", reason=True
        ),
    )

    state = fields.Selection(
        [
            ("claimed", "To be confirmed"),
            ("confirmed", "Confirmed"),
            ("refused", "Not confirmed"),
            ("withdrawn", "Withdrawn"),
        ],
        "Confirmed by the leader",
        default="claimed",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    date_confirmed = fields.Date("Confirmed on", readonly=True, copy=False)
    confirmed_by_id = fields.Many2one(
        "res.users", "Confirmed by", readonly=True, copy=False, ondelete="set null"
    )

    @api.model_create_multi
    def create(self, vals_list):
        entries = super().create(vals_list)
        entries._sync_duties()
        return entries

    def write(self, vals):
        result = super().write(vals)
        if "employee_id" in vals:
            # nobody gives away what he has entered about himself
            self.check_access("write")
            self._sync_duties()
        return result

    def unlink(self):
        # sudo: what was asked about these goes with them
        duties = self.env["qms.duty"].sudo()
        duties = duties.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("state", "=", "open"),
            ]
        )
        # first: their activities would be put back
        duties._close_gone()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_dismissed_instead(self):
        """What nobody has decided on may be taken back."""
        # sudo: the state alone
        if self.sudo().filtered(lambda entry: entry.state != "claimed"):
            raise UserError(
                self.env._(
                    "The leader has decided on this; it stays. Enter a new one instead."
                )
            )

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Odoo lets who is shown an activity follow its record; this has no chatter."""
        return True

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_confirm(self):
        """The leader confirms what was entered: from now on it counts."""
        return self._transition("confirm")

    def action_refuse(self, reason=None):
        """The leader does not confirm it; the reason stands in the decision."""
        return self._transition("refuse", reason)

    def action_withdraw(self, reason=None):
        """What was confirmed counts no longer."""
        return self._transition("withdraw", reason)

    def _mandate_confirm(self):
        """A leader of whoever it is about, never he himself."""
        # sudo: hr.employee - whose it is and where he works
        person = self.sudo().employee_id.with_context(version_id=False)
        return person.department_id._qms_mandate(
            person.company_id, self.env.user, person.user_id
        )

    def _transition_values(self, step):
        values = super()._transition_values(step)
        if step.name == "confirm":
            values["date_confirmed"] = fields.Date.context_today(self)
            values["confirmed_by_id"] = self.env.uid
        return values

    def _decision_contents(self):
        return {entry.id: entry._decision_content() for entry in self}

    def _decision_content(self):
        content = {}
        for name in self._confirmed_fields:
            field, value = self._fields[name], self[name]
            if field.type == "binary":
                # the file itself, where a context asks for its size alone
                whole = {"bin_size": False, f"bin_size_{name}": False}
                value = self.with_context(**whole)[name]
                value = hashlib.sha256(value or b"").hexdigest()
            content[name] = value.ids if field.relational else value
        return content

    def _transition_labels(self):
        return {
            "confirm": self.env._("Confirmed"),
            "refuse": self.env._("Not confirmed"),
            "withdraw": self.env._("Withdrawn"),
        }

    # ------------------------------------------------------------
    # What is owed
    # ------------------------------------------------------------

    def _get_duties(self):
        """Whoever decides for the unit confirms, within two weeks."""
        people, deadlines, duties = People.of(self.env), {}, []
        for entry in self.filtered(lambda each: each.state == "claimed"):
            person = entry.employee_id.with_context(version_id=False)
            unit, company = person.department_id, person.company_id
            user, mandate = people.decider(unit, company, person.user_id)
            day = fields.Date.to_date(entry.create_date)
            if (company, day) not in deadlines:
                deadlines[company, day] = company._qms_add_workdays(day, CONFIRM_DAYS)
            duty = {
                "record": entry,
                "verb": "confirm",
                "unit": unit,
                "deadline": deadlines[company, day],
            }
            if user:
                duty |= {"user": user, "behalf_of": mandate.behalf_of}
            else:
                duty["group"] = self.env.ref("qms.group_quality_manager")
            duties.append(duty)
        return duties

    def _duty_name(self):
        # sudo: hr.employee - the name, for who may read the entry
        return f"{self.sudo().employee_id.name}: {self.display_name}"

    def _duty_target(self):
        return self
