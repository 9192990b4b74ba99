from odoo import models

from .deviation_work_environment import SAFETY

# steps after which safety representatives may read what they did not read before
OPENING_STEPS = ("change_flow", "change_type", "release", "send_on")


class QmsDeviationSafety(models.AbstractModel):
    """Safety representatives are told of accidents and near misses of their area.

    By mail and once each, as soon as they may read the case: when it is released, when
    it is found to concern the work environment, when it comes to a unit of theirs. What
    goes the way of a deviation is an accident or nearly one; proposals, complaints and
    praise are read by them without a mail.
    """

    _name = "qms.deviation.safety"
    _description = "Who of the work environment is told"

    def write(self, vals):
        if SAFETY.isdisjoint(vals):
            return super().write(vals)
        before = self._safety_units()
        result = super().write(vals)
        after = self._safety_units()
        changed = [key for key, unit in after.items() if before.get(key) != unit]
        self.browse(changed)._tell_safety_reps()
        return result

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name in OPENING_STEPS:
            self._tell_safety_reps()
        return result

    def _tell_safety_reps(self):
        """Tell those who were not told yet; nobody of what they may not read."""
        # sudo: the system tells them, whoever released it
        cases = self.sudo().filtered(
            lambda case: (
                case.work_environment
                and case.confidentiality == "normal"
                and case.flow == "deviation"
                and not case.taken_over
            )
        )
        named = self.env["qms.unit.reader"]._safety_reps(cases.department_id)
        users = cases.env["res.users"].union(*named.values()) - self.env.user
        reads = {user.id: set(cases._readable_by(user).ids) for user in users}
        whom = {case: case._named_and_reading(named, reads) for case in cases}
        if any(whom.values()):
            self.env["qms.deviation.alert"]._tell(whom, "safety")

    def _named_and_reading(self, named, reads):
        """Those named for the case's unit or one above it, of those who may read it."""
        line = self.department_id._qms_line_ids()
        users = self.env["res.users"].union(*(named[s] for s in line if s in named))
        return users.filtered(lambda user: self.id in reads.get(user.id, ()))
