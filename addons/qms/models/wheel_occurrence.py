from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

OPEN = Domain("state", "in", ("planned", "due"))
LATE = OPEN & Domain("date_planned", "<", "today") & Domain("year_state", "!=", "draft")
# what whoever plans the wheel may write, and what its owner
PLANNED = {"name", "owner_id", "owner_group_id", "lead_days", "note", "result_ref"}
OWN = {"note", "result_ref"}


class QmsWheelOccurrence(models.Model):
    """One time in one year: what was planned, what happened, when.

    Its day is moved by a step that asks why. Who did what stands in its decisions.
    """

    _name = "qms.wheel.occurrence"
    _description = "In the year wheel"
    _inherit = [
        "qms.wheel.owner.mixin",
        "qms.wheel.rules",
        "qms.wheel.move.rules",
        "qms.wheel.make",
        "qms.wheel.place",
        "qms.holding.mixin",
        "qms.unit.then.mixin",
        "qms.in.time.mixin",
        "qms.record.mixin",
    ]
    _order = "date_planned, sequence, id"
    _rec_names_search = ["name"]
    _check_company_auto = True
    _mask_fields = ("note",)
    _in_time = ("date_done", "date_planned")

    name = fields.Char(required=True, translate=True)
    year_id = fields.Many2one(
        "qms.wheel.year", "Edition", required=True, index=True, ondelete="restrict"
    )
    year_state = fields.Selection(related="year_id.state", string="State of the year")
    item_id = fields.Many2one(
        "qms.wheel.item", "Recurring duty", index=True, ondelete="restrict"
    )
    kind_id = fields.Many2one(
        "qms.wheel.kind", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", "Unit", check_company=True, index="btree_not_null"
    )
    sequence = fields.Integer("Place")
    ordinal = fields.Integer(
        default=1, help="Which time of the year, where there are several."
    )
    is_repeated = fields.Boolean("Several times a year")
    rule = fields.Char(help="What its guideline was made of.")
    lead_days = fields.Integer("Begins ahead", help="Working days.")
    date_guideline = fields.Date("Guideline date", required=True)
    date_planned = fields.Date("Planned for", required=True, tracking=True, index=True)
    date_start = fields.Date(
        "Begins on",
        compute="_compute_date_start",
        store=True,
        precompute=True,
        help="From this day on its owner owes it, and its record is made.",
    )
    date_done = fields.Date("Done on", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("due", "Under way"),
            ("done", "Done"),
            ("skipped", "Skipped"),
        ],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    out_of_order = fields.Boolean(
        readonly=True,
        copy=False,
        help="Done although something it should follow was not.",
    )
    note = fields.Text("What came of it", copy=False)
    result_ref = fields.Reference(
        "_get_result_models", "See", copy=False, help="A record that shows it."
    )
    res_model = fields.Char("Made (kind)", copy=False)
    res_id = fields.Many2oneReference("Made", model_field="res_model", copy=False)
    whose = fields.Char(compute="_compute_whose", help="The owner, person or role.")
    made_name = fields.Char("Made as", compute="_compute_made_name")
    carried_from = fields.Integer(
        "From the year", copy=False, help="The edition it was left open in."
    )
    predecessor_ids = fields.Many2many(
        "qms.wheel.occurrence",
        "qms_wheel_occurrence_order_rel",
        "occurrence_id",
        "predecessor_id",
        string="Follows",
        copy=False,
    )
    successor_ids = fields.Many2many(
        "qms.wheel.occurrence",
        "qms_wheel_occurrence_order_rel",
        "predecessor_id",
        "occurrence_id",
        string="Before",
        copy=False,
    )
    is_free = fields.Boolean(related="kind_id.is_free")
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_late")

    _due_from = models.Index("(date_start, id) WHERE state = 'planned'")
    _made = models.Index("(res_model, res_id) WHERE res_id IS NOT NULL")
    _once = models.UniqueIndex(
        "(item_id, year_id, ordinal, carried_from)",
        "It stands in this year's wheel already.",
    )

    @api.model
    def _get_result_models(self):
        # sudo: names of models
        models = self.env["ir.model"].sudo()
        names = self.env["qms.thread.mixin"]._qms_quality_models()
        return [(name, models._get(name).name) for name in sorted(names)]

    @api.depends("name", "ordinal", "is_repeated", "year_id.year", "carried_from")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for each in self:
            year = each.carried_from or each.year_id.year
            when = f"{each.ordinal}/{year}" if each.is_repeated else f"{year}"
            each.display_name = f"{each.name} {when}"

    @api.depends("date_planned", "lead_days", "company_id")
    def _compute_date_start(self):
        for each in self:
            day = each.date_planned
            ahead = -max(each.lead_days, 0)
            each.date_start = (
                each.company_id._qms_add_workdays(day, ahead) if day and ahead else day
            )

    @api.depends("owner_id", "owner_group_id", "department_id")
    @api.depends_context("lang")
    def _compute_whose(self):
        for each in self:
            # sudo: names alone
            known = each.sudo()
            role = self.env._("Unit leader") if known.department_id else ""
            each.whose = known.owner_id.name or known.owner_group_id.name or role

    @api.depends("res_model", "res_id")
    @api.depends_context("lang")
    def _compute_made_name(self):
        for each in self:
            # sudo: a quality record's display name is its type and number only
            each.made_name = each.sudo()._made_record().display_name or ""

    @api.depends("state", "date_planned", "year_id.state")
    def _compute_is_late(self):
        late = self.filtered_domain(LATE)
        for each in self:
            each.is_late = each in late

    def _search_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return LATE

    def _made_record(self):
        """What was made for it, as far as it is there."""
        if self.res_id and self.res_model in self.env:
            return self.env[self.res_model].browse(self.res_id).exists()
        return self.browse()

    @api.model
    def _draw_numbers(self, company, count, date=None):
        """It is known by its name and year; the series is for what is reported."""
        return [self._no_number()] * count

    def write(self, vals):
        if not self.env.su:
            self._refuse_fields(set(vals))
        result = super().write(vals)
        if "date_planned" in vals:
            self._check_order()
        return result

    def _refuse_fields(self, names):
        """What is planned changes by steps; in a draft its days are set freely."""
        names = names - set(self._lifecycle_technical)
        for each in self:
            allowed = PLANNED if each._mandate_plan() else OWN
            if allowed is PLANNED and each.year_state == "draft":
                allowed = PLANNED | {"date_planned"}
            if names <= allowed:
                continue
            if "date_planned" in names:
                raise UserError(
                    self.env._(
                        "%s: a planned day is moved by its button, which asks why.",
                        each.display_name,
                    )
                )
            raise UserError(self.env._("That follows by itself; it is not entered."))

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_begin(self):
        """Begin now: what belongs to it is made, its owner owes it."""
        return self._transition("begin")

    def action_finish(self, note=None):
        """It is done; ``note`` says what came of it."""
        if note:
            self.check_access("write")
            self._lock()
            self.note = note
        return self._transition("finish")

    def action_finish_out_of_order(self, reason=None):
        """It is done although something it should follow is not; why."""
        return self._transition("finish_out_of_order", reason)

    def action_skip(self, reason=None):
        """Leave it out this time; what follows it follows what it followed."""
        return self._transition("skip", reason)

    def action_take_up_again(self, reason=None):
        """Plan again what was done or left out by mistake."""
        return self._transition("take_up_again", reason)

    def action_move(self, date=None, reason=None, agreed=None):
        """Move to another day, and what follows only as far as it has to be.

        :param agreed: the ``token`` of :meth:`action_preview_move`, needed where
            something would go past the year's end or the certification visit; without
            it nothing happens, and what would is returned
        """
        return self._move("move", date, reason, agreed)

    def action_move_out_of_order(self, date=None, reason=None, agreed=None):
        """Move to a day at which the order no longer holds; a quality manager's."""
        return self._move("move_out_of_order", date, reason, agreed)

    def action_preview_move(self, date):
        """What would happen: days, and what stands against it. Changes nothing."""
        self.ensure_one()
        self.check_access("read")
        return self._preview(self._plan_move(self._read_day(date)))

    def action_open_made(self):
        """Open what was made for it."""
        self.ensure_one()
        self.check_access("read")
        record = self._made_record()
        if not record:
            raise UserError(self.env._("Nothing was made for it."))
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
