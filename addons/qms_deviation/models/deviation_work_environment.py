from odoo import api, fields, models

# what decides whether safety representatives read a case, and whose
SAFETY = {"department_id", "touched_id", "type_id", "work_environment"}


class QmsDeviationWorkEnvironment(models.AbstractModel):
    """Which cases safety representatives read: proposed by data, settled by a reader.

    They reach a case once it is released, by the unit it belongs to, whoever reads it
    first; its actions with it. What the types and categories say later changes no case.
    """

    _name = "qms.deviation.work.environment"
    _description = "Cases that concern the work environment"

    work_environment = fields.Boolean(
        "Work environment",
        compute="_compute_work_environment",
        store=True,
        precompute=True,
        readonly=False,
        tracking=True,
        help="Read by the unit's safety representatives once it is released. Follows "
        "whom it touches and the type; can be corrected.",
    )

    @api.depends("touched_id", "type_id")
    def _compute_work_environment(self):
        for case in self:
            case.work_environment = (
                case.touched_id.work_environment or case.type_id.work_environment
            )

    def write(self, vals):
        if SAFETY.isdisjoint(vals):
            return super().write(vals)
        before = self._safety_units()
        result = super().write(vals)
        after = self._safety_units()
        # sudo: followers who lose the case, whoever changed it
        lost = self.sudo().browse(
            key for key, unit in before.items() if after.get(key) != unit
        )
        lost._drop_followers_without_access()
        lost.action_ids._drop_followers_without_access()
        return result

    def _safety_units(self):
        """The unit whose safety representatives read it, per id of those they read."""
        # sudo: what decides who reads
        return {
            case.id: case.department_id.id
            for case in self.sudo()
            if case.work_environment and case.confidentiality == "normal"
        }
