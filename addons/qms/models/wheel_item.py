from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..tools.holding import Holding
from ..tools.wheel import day_of, months_of, nth_weekday
from .wheel_kind import FREQUENCIES, MONTHS

STEPS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12, "years": 12}
IN_USE = Domain("active", "=", True)
# taken over from the kind where nobody says otherwise
FROM_KIND = ("month", "day", "frequency", "lead_days")


class QmsWheelItem(models.Model):
    """What recurs: with its guideline, its owner, and what it has to follow.

    Dates are guidelines and may shift. The order holds: each item names those whose
    results it needs.
    """

    _name = "qms.wheel.item"
    _description = "Recurring duty"
    _inherit = ["qms.wheel.owner.mixin", "qms.holding.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "kind_id"]
    _check_company_auto = True

    name = fields.Char(
        "Own name", translate=True, help="Empty: it is called as its kind."
    )
    kind_id = fields.Many2one(
        "qms.wheel.kind", required=True, index=True, ondelete="restrict"
    )
    sequence = fields.Integer("Number", default=10, index=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    department_id = fields.Many2one(
        "hr.department",
        "Unit",
        check_company=True,
        index="btree_not_null",
        help="Empty: it is the whole company's.",
    )
    parent_id = fields.Many2one(
        "qms.wheel.item",
        "Hangs under",
        check_company=True,
        domain="[('company_id', '=', company_id), ('department_id', '=', False)]",
        index="btree_not_null",
        ondelete="set null",
        help="What of the company's wheel the unit's own belongs to.",
    )
    child_ids = fields.One2many("qms.wheel.item", "parent_id", "In the units")
    month = fields.Selection(
        MONTHS,
        compute="_compute_from_kind",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Of what comes several times a year: one of its months.",
    )
    day = fields.Integer(
        compute="_compute_from_kind",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    week = fields.Selection(
        [("1", "First"), ("2", "Second"), ("3", "Third"), ("4", "Fourth")]
        + [("5", "Last")],
        "Which of the month",
        help="With a weekday instead of the day, such as the second Tuesday.",
    )
    weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
        ],
    )
    frequency = fields.Selection(
        FREQUENCIES,
        "How often",
        compute="_compute_from_kind",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    every_years = fields.Integer("Years between", default=2)
    first_year = fields.Integer(
        "Counted from",
        default=lambda self: fields.Date.context_today(self).year,
        help="Of what does not come every year: a year in which it does.",
    )
    lead_days = fields.Integer(
        "Begins ahead",
        compute="_compute_from_kind",
        store=True,
        readonly=False,
        precompute=True,
        help="Working days before the planned day on which it is made and its owner "
        "owes it.",
    )
    predecessor_ids = fields.Many2many(
        "qms.wheel.item",
        "qms_wheel_item_order_rel",
        "item_id",
        "predecessor_id",
        string="Follows",
        check_company=True,
        domain="[('company_id', '=', company_id), ('id', '!=', id)]",
        help="Whose results it needs. Dates may shift, this order holds.",
    )
    successor_ids = fields.Many2many(
        "qms.wheel.item", string="Before", compute="_compute_successor_ids"
    )
    is_free = fields.Boolean(related="kind_id.is_free")

    _day_of_month = models.Constraint(
        "CHECK (day BETWEEN 1 AND 31)", "A month has the days 1 to 31."
    )
    _lead_positive = models.Constraint(
        "CHECK (lead_days >= 0)", "Days are counted from 0."
    )
    _years_positive = models.Constraint(
        "CHECK (every_years > 0 AND first_year BETWEEN 1900 AND 9999)",
        "Years between are counted from 1.",
    )
    _weekday_whole = models.Constraint(
        "CHECK ((week IS NULL) = (weekday IS NULL))",
        "A weekday of the month needs both: which one, and which day.",
    )

    @api.depends("name", "kind_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for item in self:
            item.display_name = item.name or item.kind_id.name

    @api.depends("kind_id")
    def _compute_from_kind(self):
        for item in self:
            if item.kind_id and item.kind_id != item._origin.kind_id:
                for name in FROM_KIND:
                    item[name] = item.kind_id[name]
            else:
                for name in FROM_KIND:
                    item[name] = item[name]

    @api.depends("predecessor_ids")
    def _compute_successor_ids(self):
        found = self.search([("predecessor_ids", "in", self.ids)])
        for item in self:
            item.successor_ids = found.filtered(
                lambda each, own=item._origin: own in each.predecessor_ids
            )

    # ------------------------------------------------------------
    # The order
    # ------------------------------------------------------------

    @api.constrains("predecessor_ids")
    def _check_no_circle(self):
        if self._has_cycle("predecessor_ids"):
            raise ValidationError(
                self.env._("Nothing follows itself, by whatever way round.")
            )

    @api.constrains("predecessor_ids", "kind_id")
    def _check_free(self):
        for item in self:
            if item.is_free and item.predecessor_ids:
                raise ValidationError(
                    self.env._("%s stands in no order.", item.display_name)
                )

    @api.constrains("parent_id", "department_id")
    def _check_parent(self):
        for item in self:
            parent = item.parent_id
            if parent and (not item.department_id or parent.department_id):
                raise ValidationError(
                    self.env._("A unit's own hangs under what is the company's.")
                )

    def _followed(self):
        """Those in use that this one follows; past what is in use no longer."""
        item = self.with_context(active_test=False)
        found, waiting, seen = self.browse(), item.predecessor_ids, self.browse()
        while waiting := waiting - seen:
            seen |= waiting
            found |= waiting.filtered("active")
            waiting = waiting.filtered(lambda item: not item.active).predecessor_ids
        return found

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items._check_may_change()
        return items

    def write(self, vals):
        if "company_id" in vals and not self.env.su:
            raise UserError(self.env._("That is settled when it is made."))
        self._check_may_change()
        result = super().write(vals)
        self._check_may_change()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_check_may_change(self):
        self._check_may_change()

    def _check_may_change(self):
        """The company's wheel is its quality manager's, a unit's own its leader's."""
        if self.env.su:
            return
        if refused := self.filtered(lambda item: not item._mandate_plan()):
            raise AccessError(
                self.env._(
                    "%s: the quality manager keeps the company's wheel, a unit's "
                    "leader what the unit hangs under it.",
                    ", ".join(refused.sudo().mapped("display_name")),
                )
            )

    @api.model
    def _get_holdings(self):
        return (*super()._get_holdings(), Holding("owner_id", IN_USE))

    @api.model
    def _get_unit_holdings(self):
        return (*super()._get_unit_holdings(), Holding("department_id", IN_USE))

    # ------------------------------------------------------------
    # Its days
    # ------------------------------------------------------------

    def _guidelines(self, year):
        """The guideline days of ``year``, in their order."""
        if self.frequency == "years" and (year - self.first_year) % self.every_years:
            return []
        months = months_of(int(self.month), STEPS[self.frequency])
        return [self._guideline(year, month) for month in months]

    def _guideline(self, year, month):
        if self.week and self.weekday:
            return nth_weekday(year, month, int(self.week), int(self.weekday))
        return day_of(year, month, self.day)

    def _rule(self):
        """What its guideline is made of: one with another rule is reckoned anew."""
        names = (*FROM_KIND[:3], "week", "weekday", "every_years", "first_year")
        return "/".join(str(self[name] or "") for name in names)

    def action_insert(self):
        """Put it into the edition that runs, or that is planned."""
        self.ensure_one()
        self._check_may_change()
        editions = self.env["qms.wheel.year"].search(
            [("company_id", "=", self.company_id.id), ("state", "!=", "closed")],
            order="state desc, year",
            limit=1,
        )
        if not editions:
            raise UserError(self.env._("There is no edition yet: begin with a year."))
        return self._ask_insert(editions)

    def _ask_insert(self, edition):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Into the year wheel"),
            "res_model": "qms.wheel.insert",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_item_ids": [(6, 0, self.ids)],
                "default_year_id": edition.id,
            },
        }

    # ------------------------------------------------------------
    # A wheel to begin with
    # ------------------------------------------------------------

    @api.model
    def _create_usual(self, companies=None):
        """Give each company without a wheel the usual one, in the usual order."""
        # sudo: whoever makes a company gives it its wheel
        model = self.sudo().with_context(active_test=False)
        companies = companies or self.env["res.company"].sudo().search(
            [("id", "!=", False)]
        )
        known = model.search([("company_id", "in", companies.ids)]).company_id
        kinds = self.env["qms.wheel.kind"].sudo().search([("is_usual", "=", True)])
        items = model.create(
            [
                model._prepare_usual(kind, company)
                for company in companies - known
                for kind in kinds
            ]
        )
        of_kind = {(item.company_id, item.kind_id): item for item in items}
        for (company, kind), item in of_kind.items():
            before = [of_kind[company, each] for each in kind.after_ids & kinds]
            if before:
                item.predecessor_ids = items.browse().union(*before)

    @api.model
    def _prepare_usual(self, kind, company):
        """Hook: what an item of a new company's wheel begins with."""
        return {
            "kind_id": kind.id,
            "company_id": company.id,
            "sequence": kind.sequence,
            "owner_group_id": kind.owner_group_id.id,
        }

    @api.model
    def _add_usual(self, codes):
        """Give companies whose wheel is older what new ones begin with."""
        # sudo: installing a module gives each company its wheel
        items = self.sudo().with_context(active_test=False)
        kinds = self.env["qms.wheel.kind"].sudo().search([("code", "in", codes)])
        known = items.search([("kind_id", "in", kinds.ids)])
        has = {(item.company_id, item.kind_id) for item in known}
        companies = [company for (company,) in items._read_group([], ["company_id"])]
        items.create(
            [
                items._prepare_usual(kind, company)
                for company in companies
                for kind in kinds
                if (company, kind) not in has
            ]
        )
