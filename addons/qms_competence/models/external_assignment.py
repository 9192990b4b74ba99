from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding
from odoo.addons.qms.tools.lifecycle import Mandate, Point, Transition

OPEN = Domain("state", "in", ("planned", "running"))


class QmsExternalAssignment(models.Model):
    """Work given to somebody from outside.

    It begins when he has confirmed what he has to follow; where he has not, a manager
    who did not plan it may decide otherwise, with a reason.
    """

    _name = "qms.external.assignment"
    _description = "Assignment of an external person"
    _inherit = [
        "qms.owned.mixin",
        "qms.retained.mixin",
        "qms.holding.mixin",
        "qms.record.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _mask_fields = ("name", "description")

    _lifecycle_start = "planned"
    _lifecycle_closed = ("ended", "cancelled")
    _lifecycle_stamps = (
        *("date_begun", "date_ended", "by_exception"),
        *("date_removed", "is_kept"),
    )
    _lifecycle_editable = {"running": ("owner_id", "date_to")}
    _lifecycle_transitions = (
        Transition(
            "begin", ("planned",), "running", "_mandate_lead", ("_missing_begin",)
        ),
        Transition(
            "begin_anyway",
            ("planned",),
            "running",
            "_mandate_except",
            ("_missing_exception",),
            reason=True,
        ),
        Transition("end", ("running",), "ended", "_mandate_lead"),
        Transition("cancel", ("planned",), "cancelled", "_mandate_lead", reason=True),
    )

    name = fields.Char("Assignment", required=True, tracking=True)
    description = fields.Text("What it is about")
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("running", "Running"),
            ("ended", "Ended"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    external_id = fields.Many2one(
        "qms.external.person",
        "Given to",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    department_id = fields.Many2one(
        "hr.department",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        compute="_compute_from_external",
        store=True,
        readonly=False,
        precompute=True,
    )
    owner_id = fields.Many2one(
        "res.users",
        "Responsible",
        required=True,
        index=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        compute="_compute_from_external",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    process_id = fields.Many2one(
        "qms.process", index="btree_not_null", ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Until")
    date_begun = fields.Date("Begun on", readonly=True, copy=False)
    date_ended = fields.Date("Ended on", readonly=True, copy=False)
    date_closed = fields.Date(related="date_ended", store=True, string="Closed on")
    by_exception = fields.Boolean("By a manager's decision", readonly=True, copy=False)
    confirmation_state = fields.Selection(related="external_id.confirmation_state")
    not_documented = fields.Char(
        "Not cleared for this",
        compute="_compute_not_documented",
        help="What the process requires and is not documented.",
    )

    _number_unique = models.UniqueIndex("(company_id, number)")
    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "It ends before it begins."
    )

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for each in self:
            each.display_name = self.env._("Assignment %s", each.number or "")

    @api.depends("external_id")
    def _compute_from_external(self):
        for each in self:
            each.department_id = each.department_id or each.external_id.department_id
            each.owner_id = each.owner_id or each.external_id.owner_id

    @api.depends("external_id", "process_id", "date_from")
    def _compute_not_documented(self):
        self.not_documented = False
        for each in self.filtered("process_id"):
            # sudo: what is documented, for who may read the assignment
            external = each.sudo().external_id
            if external:
                day = each._first_day()
                lacking = external._lacking(each.sudo().process_id, day)
                each.not_documented = ", ".join(lacking)

    @api.constrains("external_id", "state")
    def _check_active(self):
        # sudo: whether he still works for us
        if self.sudo().filtered(lambda each: not each.external_id.active):
            raise ValidationError(self.env._("He works for us no longer."))

    def _check_may_give(self):
        """Work is given to people one sees: their page shows it, and what stands
        against it tells something of them."""
        if not self.env.su and not self.external_id.has_access("read"):
            raise AccessError(
                self.env._("Who works for other units is given work by their leaders.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        made._check_may_give()
        made._sync_duties()
        return made

    def write(self, vals):
        result = super().write(vals)
        if "external_id" in vals:
            self._check_may_give()
        return result

    def _first_day(self):
        today = (self.company_id or self.env.company)._qms_today()
        return max(today, self.date_from or today)

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_begin(self):
        """Give it to him."""
        return self._transition("begin")

    def action_begin_anyway(self, reason=None):
        """A manager lets it begin without a valid confirmation."""
        return self._transition("begin_anyway", reason)

    def action_end(self):
        """It is over."""
        return self._transition("end")

    def action_cancel(self, reason=None):
        """It is not given to him."""
        return self._transition("cancel", reason)

    def _mandate_lead(self):
        """Who is responsible, leaders of the unit, quality managers."""
        # sudo: whose it is
        known, user = self.sudo(), self.env.user
        if user._qms_is_one_of(known.owner_id):
            return Mandate("owner")
        mandate = known.department_id._qms_line_mandate(known.company_id, user)
        return mandate or self._mandate_manager()

    def _mandate_except(self):
        """A leader of the unit or above who neither planned it nor is responsible for
        it; where there is none, a quality manager."""
        # sudo: whose it is
        known = self.sudo()
        return known.department_id._qms_mandate(
            known.company_id, self.env.user, known.owner_id | known.create_uid
        )

    def _missing_begin(self):
        # sudo: what stands against it, for who may begin it
        external = self.sudo().external_id
        missing = []
        if not external._is_confirmed(self._first_day()):
            missing.append(
                Point(
                    self.env._("a confirmation of what he has to follow that holds"),
                    "external_id",
                )
            )
        if external.verdict == "stop":
            missing.append(
                self.env._("another verdict than that of the last evaluation")
            )
        return missing

    def _missing_exception(self):
        if self._missing_begin():
            return []
        return [self.env._("something that stands against it: it simply begins")]

    def _transition_values(self, step):
        values = super()._transition_values(step)
        today = self[:1].company_id._qms_today()
        if step.target == "running":
            values["date_begun"] = today
            values["by_exception"] = step.name == "begin_anyway"
        else:
            values["date_ended"] = today
        return values

    def _decision_content(self):
        """With until when he had confirmed what he has to follow."""
        until = self.external_id.confirmed_until
        return {**super()._decision_content(), "confirmed_until": until}

    def _transition_labels(self):
        return {
            **super()._transition_labels(),
            "begin": self.env._("Begun"),
            "begin_anyway": self.env._("Begun by a manager's decision"),
            "end": self.env._("Ended"),
            "cancel": self.env._("Cancelled"),
        }

    # ------------------------------------------------------------
    # What is owed, people and units
    # ------------------------------------------------------------

    def _duty_fields(self):
        return {"date_from", "date_to", "owner_id", "external_id"}

    def _get_duties(self):
        """To begin it on its day, to end it on its last; where it may not begin, a
        manager is asked by whoever is responsible, not by us."""
        duties = []
        for each in self:
            deadline, verb = each.date_from, "begin_assignment"
            if each.state == "running":
                deadline, verb = each.date_to, "end_assignment"
            if deadline and each.state in ("planned", "running"):
                duties.append(
                    {
                        "record": each,
                        "verb": verb,
                        "user": each.owner_id,
                        "unit": each.department_id,
                        "deadline": deadline,
                    }
                )
        return duties

    def _duty_name(self):
        return f"{self.display_name}: {self.name}"

    @api.model
    def _get_owing_domain(self):
        return Domain("state", "=", "planned")

    @api.model
    def _get_holdings(self):
        return (*super()._get_holdings(), Holding("owner_id", OPEN))

    @api.model
    def _get_unit_holdings(self):
        return (*super()._get_unit_holdings(), Holding("department_id", OPEN))

    def _get_print_fields(self):
        what = ["name", "description", "external_id", "department_id", "process_id"]
        when = ["date_from", "date_to", "date_begun", "date_ended"]
        return [(self.env._("Assignment"), what + when)]
