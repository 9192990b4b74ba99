from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain


class QmsDuty(models.Model):
    """Who owes what by when, as it follows from the state of a record.

    Rows are kept by :meth:`_sync` from the record's ``_get_duties``; an activity is
    only how Odoo shows one. A duty is held by a user, by an employee without user,
    or by a group.
    """

    _name = "qms.duty"
    _description = "Duty"
    _inherit = [
        "qms.duty.sync",
        "qms.duty.activity",
        "qms.duty.escalation",
        "qms.duty.reminder",
        "qms.in.time.mixin",
    ]
    _order = "date_deadline, id"
    _rec_names_search = ["verb"]
    _qms_counted = True
    _qms_counted_by_unit = False

    res_model = fields.Char("Kind of record", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    verb = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Who", readonly=True, index=True, ondelete="cascade"
    )
    employee_id = fields.Many2one(
        "hr.employee", "Who, without login", readonly=True, ondelete="cascade"
    )
    group_id = fields.Many2one(
        "res.groups", "Anyone of", readonly=True, ondelete="cascade"
    )
    behalf_id = fields.Many2one(
        "res.users", "On behalf of", readonly=True, ondelete="set null"
    )
    waiting_ids = fields.Many2many(
        "res.users",
        "qms_duty_waiting_rel",
        string="Wait for it",
        readonly=True,
        groups=fields.NO_ACCESS,
        help="Each sees his own waiting only: who reported is not everybody's.",
    )
    waiting_for_me = fields.Boolean(
        "I wait for it",
        compute="_compute_waiting_for_me",
        search="_search_waiting_for_me",
    )
    date_deadline = fields.Date("By", required=True, readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("done", "Done")],
        default="open",
        required=True,
        readonly=True,
    )
    date_done = fields.Date("Done on", readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    department_id = fields.Many2one(
        "hr.department",
        "Unit",
        readonly=True,
        index=True,
        ondelete="set null",
        help="That of the person who owes it, where the leader sees the load.",
    )
    record_department_id = fields.Many2one(
        "hr.department",
        "Unit of the record",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    escalation_user_id = fields.Many2one(
        "res.users",
        "Passed up to",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    in_my_units = fields.Boolean(
        "In my units",
        compute="_compute_in_my_units",
        search="_search_in_my_units",
        help="Owed by people of units I lead or stand in for.",
    )
    title = fields.Char("What", compute="_compute_title")
    holder_name = fields.Char("Name", compute="_compute_holder_name")
    record_name = fields.Char(compute="_compute_safe_names")
    verb_label = fields.Char(compute="_compute_safe_names")
    link = fields.Char(compute="_compute_link")
    urgency = fields.Selection(
        [
            ("late", "Late"),
            ("today", "Today"),
            ("week", "This week"),
            ("later", "Later"),
        ],
        "When",
        compute="_compute_urgency",
    )

    _open_by_record = models.Index("(res_model, res_id) WHERE state = 'open'")
    _open_by_user = models.Index("(user_id, date_deadline) WHERE state = 'open'")
    _open_by_deadline = models.Index("(date_deadline, id) WHERE state = 'open'")

    @api.model
    def _get_verbs(self):
        """Hook: what is owed, as the first word on the screen, per verb."""
        return {
            "approve": self.env._("Approve"),
            "carry_out": self.env._("Carry out"),
            "verify": self.env._("Judge the effect"),
            "complete": self.env._("Complete"),
            "hand_on": self.env._("Hand on"),
            "release": self.env._("Release"),
            "read": self.env._("Read"),
            "do": self.env._("Do"),
            "name_owner": self.env._("Name an owner"),
            "plan_year": self.env._("Plan the year"),
            "close_year": self.env._("Close the year"),
            "word_objective": self.env._("Word the objective"),
            "tell_unit": self.env._("Tell the unit"),
            "evaluate": self.env._("Evaluate"),
        }

    @api.depends("verb", "res_model", "res_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Names travel further than records: verb, type and number, no more."""
        for duty in self:
            duty.display_name = f"{duty.verb_label}: {duty.record_name}"

    @api.depends("verb", "res_model", "res_id")
    @api.depends_context("lang")
    def _compute_safe_names(self):
        verbs = self._get_verbs()
        # sudo: a quality record's display name is its type and number only
        names = self._per_record(
            lambda records: {r.id: r.display_name for r in records.sudo()}
        )
        for duty in self:
            duty.record_name = names.get((duty.res_model, duty.res_id), "")
            duty.verb_label = verbs.get(duty.verb, duty.verb)

    @api.depends("verb", "res_model", "res_id", "employee_id")
    @api.depends_context("uid", "su", "lang", "allowed_company_ids")
    def _compute_title(self):
        """What its reader may read of it; for the system itself the safe name."""
        names = {} if self.env.su else self._per_record(self._duty_names)
        for duty in self:
            name = names.get((duty.res_model, duty.res_id)) or duty.record_name
            # who has no login is named, or his leader sees many that are alike
            owner = f" ({duty.holder_name})" if duty.holder_name else ""
            duty.title = f"{duty.verb_label}: {name}{owner}"

    @api.depends("employee_id")
    def _compute_holder_name(self):
        for duty in self:
            # sudo: hr.employee - the name, for who may read the duty
            duty.holder_name = duty.sudo().employee_id.name

    @api.model
    def _duty_names(self, records):
        readable = records._filtered_access("read")
        return {record.id: record._duty_name() for record in readable}

    def _per_record(self, ask):
        """``ask`` of all records at once, per model; answers per (model, id).

        Records that are gone, and those of a module that is gone, have no answer.
        """
        answers = {}
        for model, duties in self.grouped("res_model").items():
            if model in self.env:
                records = self.env[model].browse(set(duties.mapped("res_id")))
                found = ask(records.exists())
                answers |= {(model, key): value for key, value in found.items()}
        return answers

    @api.depends("res_model", "res_id")
    def _compute_link(self):
        base = self[:1].get_base_url() if self else ""
        for duty in self:
            duty.link = f"{base}/odoo/{duty.res_model}/{duty.res_id}"

    @api.depends("date_deadline")
    def _compute_urgency(self):
        today = fields.Date.context_today(self)
        week = fields.Date.add(today, days=7 - today.weekday())
        for duty in self:
            deadline = duty.date_deadline
            if deadline < today:
                duty.urgency = "late"
            elif deadline == today:
                duty.urgency = "today"
            else:
                duty.urgency = "week" if deadline < week else "later"

    @api.depends("department_id")
    @api.depends_context("uid")
    def _compute_in_my_units(self):
        mine = self.filtered_domain(self._search_in_my_units("in", [True]))
        for duty in self:
            duty.in_my_units = duty in mine

    def _search_in_my_units(self, operator, value):
        if operator != "in":
            return NotImplemented
        if self.env.user.has_group("qms.group_quality_manager"):
            return Domain.TRUE
        return Domain("department_id", "in", self.env.user._qms_led_today().ids)

    @api.depends("waiting_ids")
    @api.depends_context("uid")
    def _compute_waiting_for_me(self):
        for duty in self:
            # sudo: whether it is the user himself
            duty.waiting_for_me = self.env.user in duty.sudo().waiting_ids

    def _search_waiting_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: what the user himself waits for
        query = self.sudo()._search([("waiting_ids", "in", self.env.uid)])
        return Domain("id", "in" if True in value else "not in", query)

    @api.model
    def get_empty_list_help(self, help_message):
        """Who keeps the settings and owes nothing may go on setting up."""
        if self.env.user.has_group("qms.group_quality_manager"):
            link = Markup('<p><a href="/odoo/quality-first-month">%s</a></p>')
            text = self.env._("First month: what is still missing")
            help_message = f"{help_message}{link % text}"
        return super().get_empty_list_help(help_message)

    def action_open(self):
        """Open the record the duty is about, or what of it the user has."""
        self.ensure_one()
        self.check_access("read")
        target = self.env[self.res_model].browse(self.res_id)._duty_target()
        return {
            "type": "ir.actions.act_window",
            "res_model": target._name,
            "res_id": target.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_read(self):
        """Read and understood: done with one click, where the current user owes it."""
        self.check_access("read")
        asked = self.filtered(lambda d: d.res_model == "qms.reading")
        self.env["qms.reading"].browse(asked.mapped("res_id")).action_confirm()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    # ------------------------------------------------------------
    # Load looks ahead
    # ------------------------------------------------------------

    @api.model
    def _qms_refuses_grouping(self, spec):
        """The one place where work is seen per person: what lies ahead, never more."""
        return False

    @api.model
    def _ahead(self, domain, specs):
        """Grouped by person, only what lies ahead is counted."""
        if self.env.su or not any(self._qms_names_person(spec) for spec in specs):
            return domain
        return (
            Domain(domain)
            & Domain("state", "=", "open")
            & Domain("date_deadline", ">=", "today")
        )

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Odoo groups by a many2many without asking who may read the field."""
        if field := self._fields.get(groupby_spec.split(":")[0].split(".")[0]):
            self._check_field_access(field, "read")
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.model
    def _read_group(self, domain, groupby=(), aggregates=(), *args, **kwargs):
        domain = self._ahead(domain, [*groupby, *aggregates])
        return super()._read_group(domain, groupby, aggregates, *args, **kwargs)

    @api.model
    def _read_grouping_sets(
        self, domain, grouping_sets, aggregates=(), *args, **kwargs
    ):
        specs = [spec for grouping in grouping_sets for spec in grouping]
        domain = self._ahead(domain, [*specs, *aggregates])
        return super()._read_grouping_sets(
            domain, grouping_sets, aggregates, *args, **kwargs
        )
