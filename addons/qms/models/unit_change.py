from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.marks import CHANGING_UNITS

# the fields each kind of change asks for
ASKED = {
    "merge": ("target_id",),
    "split": ("new_name", "employee_ids"),
    "move": ("parent_id",),
    "rename": ("new_name",),
}


class QmsUnitChange(models.Model):
    """Units merged, split, moved, renamed: shown first, then carried out.

    What is open moves; what is closed keeps its unit and that unit's name. Kept as
    the record of what became of which unit, when and why.
    """

    _name = "qms.unit.change"
    _description = "Change of units"
    _inherit = "qms.transfer.mixin"
    _order = "id desc"
    _rec_names_search = ["number"]
    _check_company_auto = True

    kind = fields.Selection(
        [
            ("merge", "Merge units into another"),
            ("split", "Split a unit"),
            ("move", "Move a unit"),
            ("rename", "Rename a unit"),
        ],
        "What happens",
        required=True,
        default="merge",
    )
    source_ids = fields.Many2many(
        "hr.department",
        "qms_unit_change_source_rel",
        string="Units",
        check_company=True,
        context={"active_test": False},
        help="Those that change.",
    )
    target_id = fields.Many2one(
        "hr.department",
        "Into",
        check_company=True,
        domain="[('company_id', '=', company_id), ('id', 'not in', source_ids)]",
        index="btree_not_null",
        help="Of a split: the new unit, once it is made.",
    )
    parent_id = fields.Many2one(
        "hr.department",
        "To below",
        check_company=True,
        domain="[('id', 'not in', source_ids)]",
    )
    new_name = fields.Char()
    leader_id = fields.Many2one(
        "hr.employee.public", "Leader of the new unit", check_company=True
    )
    employee_ids = fields.Many2many(
        "hr.employee.public",
        "qms_unit_change_moving_rel",
        string="Who goes to the new unit",
        check_company=True,
        domain="[('department_id', 'in', source_ids)]",
        help="What they are responsible for and is open goes with them.",
    )
    line_ids = fields.One2many("qms.unit.change.line", "change_id", "What moves")
    touches = fields.Text("What it touches", compute="_compute_touches")

    _number_unique = models.UniqueIndex("(company_id, number)")

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for change in self:
            change.display_name = self.env._("Change of units %s", change.number or "")

    @api.depends("source_ids", "kind", "employee_ids")
    def _compute_touches(self):
        for change in self:
            # sudo: numbers alone
            touched = change.sudo()._get_touched()
            change.touches = "\n".join(
                f"{label}: {count}" for label, count in touched if count
            )

    def _get_touched(self):
        """Hook: what the change touches besides the open records, with its number."""
        units = self.source_ids.with_context(active_test=True)
        employees = self.employee_ids if self.kind == "split" else units.member_ids
        below = units.child_ids - units
        return [
            (self.env._("Employees"), len(employees)),
            (self.env._("Units below"), len(below) if self.kind != "split" else 0),
            (
                self.env._("Safety representatives"),
                len(units.qms_safety_rep_ids) if self.kind == "merge" else 0,
            ),
        ]

    @api.constrains("source_ids", "target_id", "parent_id", "company_id")
    def _check_companies(self):
        for change in self:
            # sudo: whose units these are
            known = change.sudo()
            units = known.source_ids | known.target_id | known.parent_id
            if units.company_id - known.company_id:
                raise ValidationError(
                    self.env._(
                        "Units stay within their company. Close the unit here and "
                        "open one in the other company."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        changes = super().create(vals_list)
        changes.action_collect()
        return changes

    def write(self, vals):
        result = super().write(vals)
        if not {"kind", "source_ids", "employee_ids"}.isdisjoint(vals):
            self.action_collect()
        return result

    def action_collect(self):
        """Look again at what would move."""
        self.check_access("write")
        for change in self.filtered(lambda record: record.state == "draft"):
            # sudo: counts alone
            change.sudo()._collect()

    def _collect(self):
        self.line_ids.unlink()
        if self.kind in ("merge", "split"):
            wanted = [
                {"change_id": self.id, "res_model": name, "field_name": holding.field}
                for name in self.env["qms.holding.mixin"]._held_models()
                for holding in self.env[name]._get_unit_holdings()
                if self.kind == "merge" or self.env[name]._unit_follows
            ]
            lines = self.line_ids.create(wanted)
            lines.filtered(lambda line: not line.open_count).unlink()

    # ------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------

    def _missing_order(self):
        missing = super()._missing_order()
        for name in ("source_ids", *ASKED[self.kind]):
            if not self[name]:
                missing.append(self._fields[name]._description_string(self.env))
        if self.kind != "merge" and len(self.source_ids) > 1:
            missing.append(self.env._("one unit only"))
        return missing + self._missing_structure()

    def _missing_structure(self):
        """What would turn the tree of units round."""
        goal = self.target_id if self.kind == "merge" else self.parent_id
        if self.kind not in ("merge", "move") or not goal:
            return []
        if goal in self.source_ids or self.source_ids & goal._qms_line():
            return [self.env._("a unit that is not one of those that change, or below")]
        if not goal.active:
            return [self.env._("a unit that is in use")]
        return []

    # ------------------------------------------------------------
    # Carrying it out
    # ------------------------------------------------------------

    def _start(self):
        # sudo: hr.department - the tree is HR's, this change the quality manager's
        units = self.source_ids.sudo()
        if self.kind == "split":
            self._make_new_unit()
        elif self.kind == "move":
            units.parent_id = self.parent_id
        elif self.kind == "rename":
            # sudo: the language units are named in
            lang = self.company_id.sudo().partner_id.lang or self.env.lang
            units.with_context(lang=lang).name = self.new_name
        return super()._start()

    def _make_new_unit(self):
        source = self.source_ids
        unit = source.create(
            {
                "name": self.new_name,
                "company_id": self.company_id.id,
                "parent_id": source.parent_id.id,
                "manager_id": self.leader_id.employee_id.id,
            }
        )
        self._move_people(self.employee_ids.employee_id, unit)
        self._write_guarded({"target_id": unit.id})

    def _move_people(self, employees, unit):
        """They keep their job: nobody is asked to hand on what goes with them."""
        employees.with_context(qms_changing_units=CHANGING_UNITS).department_id = unit

    def _settle(self):
        """Once nothing open is left in them, units that were merged are closed."""
        if self.kind == "merge":
            self._settle_merge()
        return super()._settle()

    def _settle_merge(self):
        """Hook: people and units below follow; the name stays, archived."""
        units, target = self.source_ids, self.target_id
        employees = self.env["hr.employee"].with_context(active_test=False)
        self._move_people(
            employees.search([("department_id", "in", units.ids)]), target
        )
        (units.child_ids - units).parent_id = target
        safety = units.qms_safety_rep_ids - target.qms_safety_rep_ids
        if safety:
            target.qms_safety_rep_ids = [Command.link(key) for key in safety.ids]
        units.write({"qms_successor_id": target.id, "active": False})

    def _moved_domain(self, model, holding):
        """What of ``model`` moves: all that is open, or what goes with its people."""
        moved = model._held_by_units_domain(holding, self.source_ids)
        if self.kind == "split":
            users = self.employee_ids.user_id
            return moved & Domain(model._unit_follows, "in", users.ids)
        return moved
