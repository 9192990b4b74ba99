from odoo import api, fields, models


class QmsObjectiveTelling(models.Model):
    """A unit whose leader tells it of an objective, and when he did.

    Written by the objective's own steps alone.
    """

    _name = "qms.objective.telling"
    _description = "Unit told of an objective"
    _order = "objective_id, id"
    _rec_name = "department_id"

    objective_id = fields.Many2one(
        "qms.objective", required=True, readonly=True, index=True, ondelete="cascade"
    )
    department_id = fields.Many2one(
        "hr.department", "Unit", required=True, readonly=True, index=True
    )
    date_told = fields.Date("Talked about on", readonly=True)
    is_told = fields.Boolean("Has talked about it", compute="_compute_is_told")

    _once = models.UniqueIndex("(objective_id, department_id)")

    @api.depends("date_told")
    def _compute_is_told(self):
        for row in self:
            row.is_told = bool(row.date_told)

    @api.model
    def _begin(self, objectives):
        """Each unit that the objectives concern is to be told, from now on."""
        # sudo: written by the objective's step
        rows = self.sudo()
        rows.search([("objective_id", "in", objectives.ids)]).unlink()
        rows.create(
            [
                {"objective_id": objective.id, "department_id": unit.id}
                for objective in objectives
                for unit in objective._units_to_tell()
            ]
        )
