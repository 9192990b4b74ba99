from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class QmsUnitSuccessor(models.AbstractModel):
    """A unit that was merged is archived under its name and points at its successor.

    What is closed stays with it; whoever leads the successor reads and decides on it.
    """

    _name = "qms.unit.successor"
    _description = "What became of a unit"

    qms_successor_id = fields.Many2one(
        "hr.department",
        "Merged into",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    qms_today_id = fields.Many2one(
        "hr.department",
        "Unit today",
        compute="_compute_qms_today_id",
        store=True,
        recursive=True,
        index=True,
        help="The unit itself, or what it was merged into, however often.",
    )

    @api.depends("qms_successor_id.qms_today_id")
    def _compute_qms_today_id(self):
        for unit in self:
            unit.qms_today_id = unit.qms_successor_id.qms_today_id or unit

    def _qms_refuse_successor(self, vals):
        if "qms_successor_id" in vals and not self.env.su:
            raise UserError(self.env._("Units are merged by a change of units."))

    def _qms_keep_former_name(self, new):
        """What is closed keeps the name the unit had until now."""
        for unit in self:
            # sudo: the company's own language
            lang = unit.sudo().company_id.partner_id.lang or self.env.lang
            old = unit.with_context(lang=lang).name
            if old and old != new:
                self.env["qms.unit.then.mixin"]._keep_former_name(unit, old)


class QmsUnitThenMixin(models.AbstractModel):
    """Figures over years, by the unit of then and by the unit of today.

    The model has ``department_id`` and a lifecycle. 'Unit today' follows what became
    of the unit; nothing is written to closed records for it. Only a new name writes
    the former one into them.
    """

    _name = "qms.unit.then.mixin"
    _description = "Unit then and today"

    department_id = fields.Many2one("hr.department", "Unit")
    unit_today_id = fields.Many2one(
        "hr.department", "Unit today", related="department_id.qms_today_id"
    )
    former_unit = fields.Char(
        "Unit's name then",
        readonly=True,
        copy=False,
        help="The name the unit had when this was closed, where it has another today.",
    )

    @api.model
    def _keep_former_name(self, unit, name):
        """Write ``name`` to what is closed in ``unit``: one statement per model."""
        for model in self.env.registry.descendants([self._name], "_inherit"):
            records = self.env[model]
            if records._abstract:
                continue
            records.flush_model()
            self.env.cr.execute(
                SQL(
                    """UPDATE %s SET former_unit = %s
                        WHERE department_id = %s AND former_unit IS NULL
                          AND state = ANY(%s)""",
                    SQL.identifier(records._table),
                    name,
                    unit.id,
                    list(records._lifecycle_closed),
                )
            )
            records.invalidate_model(["former_unit"])
