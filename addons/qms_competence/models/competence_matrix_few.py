from odoo import api, models

from ..tools.few import MINIMUM, hidden_parts


class QmsCompetenceMatrixFew(models.AbstractModel):
    """Units too small to show numbers of, and those from whose theirs follow."""

    _name = "qms.competence.matrix.few"
    _description = "Numbers of too few people"

    @api.model
    def _few(self, unit, scope):
        """Whether numbers of these people, or what follows from them, are of too few.

        From the top of the tree down: of the parts of each unit on the way those that
        are hidden add up to enough, and nothing below a hidden one is shown.
        """
        line = unit._qms_line_ids()[::-1]
        own, below, children = self._headcounts(unit)
        inside, outside = below.get(unit.id, (0, 0))
        count = {"in": inside, "out": outside, None: inside + outside}[scope or None]
        if count < MINIMUM or hidden_parts({0: below.get(line[0], (0, 0))}, scope):
            return True
        for above, step in zip(line, line[1:], strict=False):
            parts = {
                child: below.get(child, (0, 0)) for child in children.get(above, ())
            }
            if step in hidden_parts({**parts, 0: own.get(above, (0, 0))}, scope):
                return True
        return False

    @api.model
    def _headcounts(self, unit):
        """People inside and outside of the scope: by unit, with all below, and the
        units below each."""
        # sudo: how many work where
        units = self.env["hr.department"].sudo().with_context(active_test=False)
        people = self.env["hr.employee"].sudo().with_context(version_id=False)
        here = [("company_id", "=", unit.company_id.id)]
        own, below, children = {}, {}, {}
        counted = people._read_group(
            [*here, ("department_id", "!=", False)],
            ["department_id", "qms_in_scope"],
            ["__count"],
        )
        for department, inside, count in counted:
            for steps, totals in (
                ([department.id], own),
                (map(int, department.parent_path.split("/")[:-1]), below),
            ):
                for step in steps:
                    within, out = totals.get(step, (0, 0))
                    grown = (within + count, out) if inside else (within, out + count)
                    totals[step] = grown
        for each in units.search(here):
            children.setdefault(each.parent_id.id, []).append(each.id)
        return own, below, children
