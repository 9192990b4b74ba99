from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.qms.tools.suppression import suppress

from ..tools.few import MINIMUM
from ..tools.judging import CLEARED, Need, judge

# more than these are no picture any longer: the Excel file has them all
MOST_PEOPLE = 120
MOST_COMPETENCES = 120
NUMBERS_FOR = ("qms.group_insight", "qms.group_quality_team")


class QmsCompetenceMatrix(models.AbstractModel):
    """People by competences of a unit, as one answer.

    Leaders see the people of their units, a quality manager those of his companies;
    management and the quality group see how many, small numbers left out.
    """

    _name = "qms.competence.matrix"
    _description = "Competence matrix"
    _inherit = ["qms.competence.matrix.few"]

    @api.model
    def action_read_matrix(self, unit_id=None, process_id=None, scope=None):
        """The matrix of a unit and those below it.

        :param unit_id: the unit; the first one the reader may see unless said
        :param process_id: what is required in this process alone
        :param scope: "in" or "out": people in the certified scope, or the others
        :return: units and processes to choose from, ``persons`` (whether they are
            named), columns, rows; see :meth:`_matrix_of`
        """
        units = self._units_to_choose()
        unit = units.filtered(lambda each: each.id == unit_id)
        if unit_id and not unit:
            raise AccessError(self.env._("This unit's competence is not yours to see."))
        led = units & self.env.user._qms_led_today()
        unit = unit or led[:1] or units[:1]
        answer = {
            "units": [{"id": each.id, "name": each.complete_name} for each in units],
            "processes": self._processes_to_choose(),
            "unit": unit.id,
            "process": process_id or False,
            "scope": scope or False,
            "persons": bool(unit) and self._sees_persons(unit),
            "columns": [],
            "rows": [],
        }
        if not unit:
            return answer
        matrix = self._matrix_of(unit, process_id, scope)
        if not answer["persons"]:
            return answer | self._numbers_of(matrix, unit, scope)
        if len(matrix["rows"]) > MOST_PEOPLE or (
            len(matrix["columns"]) > MOST_COMPETENCES
        ):
            sizes = {"people": len(matrix["rows"]), "skills": len(matrix["columns"])}
            return answer | {"too_large": sizes}
        return answer | matrix

    # ------------------------------------------------------------
    # Who sees what
    # ------------------------------------------------------------

    @api.model
    def _units_to_choose(self):
        user = self.env.user
        # sudo: names of units whose numbers or people the user may see
        units = self.env["hr.department"].sudo()
        own = Domain("company_id", "in", self.env.companies.ids)
        everywhere = ("qms.group_quality_manager", *NUMBERS_FOR)
        if not any(user.has_group(group) for group in everywhere):
            own &= Domain("id", "in", user._qms_led_today().ids)
        return units.search(own).sorted("complete_name")

    @api.model
    def _sees_persons(self, unit):
        user = self.env.user
        if user.has_group("qms.group_quality_manager"):
            return unit.company_id in user.company_ids
        return unit in user._qms_led_today().sudo()  # sudo: compared only

    @api.model
    def _processes_to_choose(self):
        processes = self.env["qms.process"].search(
            [("company_id", "in", self.env.companies.ids)]
        )
        return [{"id": each.id, "name": each.display_name} for each in processes]

    # ------------------------------------------------------------
    # The matrix
    # ------------------------------------------------------------

    @api.model
    def _matrix_of(self, unit, process_id, scope):
        """Columns and rows.

        - column: id, name, kind, ``levels`` (how many there are), ``have``,
          ``missing``, the same of those in the certified scope (``have_in``,
          ``missing_in``) and ``only``, the name of whoever is alone with it
        - row: id, name, unit, ``gaps``, ``cells`` {column id: [state, number of the
          level, last day, whether it is required, percent]}
        """
        people = self._people_of(unit, scope)
        asked = Domain.TRUE
        if process_id:
            asked = Domain("process_id", "=", process_id)
        verdicts = people._competence_verdicts(asked)
        if not process_id:
            self._add_extra(people, verdicts)
        skills = self.env["hr.skill"].browse(
            {skill for row in verdicts.values() for skill in row}
        )
        # sudo: hr.skill - names of kinds and competences
        skills = skills.sudo().sorted(
            lambda skill: (
                (skill.skill_type_id.sequence, skill.skill_type_id.id)
                + (skill.sequence, skill.name or "")
            )
        )
        ranks = self._level_ranks(skills.skill_type_id)
        needs = people._competence_needs(asked)
        rows = [
            self._row(person, verdicts[person.id], needs[person.id], skills, ranks)
            for person in people
        ]
        return {
            "rows": rows,
            "columns": [self._column(skill, rows, ranks) for skill in skills],
        }

    @api.model
    def _people_of(self, unit, scope):
        # sudo: hr.employee - the caller has checked that he may see them
        people = self.env["hr.employee"].sudo().with_context(version_id=False)
        domain = Domain("department_id", "child_of", unit.ids)
        domain &= Domain("company_id", "=", unit.company_id.id)
        if scope:
            domain &= Domain("qms_in_scope", "=", scope == "in")
        return people.search(domain, order="name, id")

    @api.model
    def _add_extra(self, people, verdicts):
        """What is held and valid, though nobody asks it of him."""
        held = people._competence_held(self._skills_held(people))
        for (person, skill), entries in held.items():
            if skill not in verdicts[person]:
                verdict = judge(Need(0), entries, fields.Date.context_today(people))
                if verdict.state in CLEARED:
                    verdicts[person][skill] = verdict

    @api.model
    def _skills_held(self, people):
        self.env["hr.employee.skill"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT held.skill_id FROM hr_employee_skill held
                     JOIN hr_skill_type kind ON kind.id = held.skill_type_id
                    WHERE held.state = 'confirmed' AND kind.active
                      AND held.employee_id = ANY(%s)""",
                list(people.ids),
            )
        )
        return [skill for (skill,) in rows]

    @api.model
    def _level_ranks(self, kinds):
        """{kind id: sorted percents}: a level's number is its place among them."""
        return {
            kind.id: sorted(set(kind.skill_level_ids.mapped("level_progress")))
            for kind in kinds
        }

    @api.model
    def _row(self, person, verdicts, needs, skills, ranks):
        cells, gaps = {}, 0
        for skill in skills:
            verdict = verdicts.get(skill.id)
            if not verdict:
                continue
            required = skill.id in needs
            gaps += required and verdict.state not in CLEARED
            cells[skill.id] = [
                verdict.state,
                self._number(verdict.level, ranks[skill.skill_type_id.id]),
                fields.Date.to_string(verdict.until) or False,
                required,
                verdict.level,
            ]
        return {
            "id": person.id,
            "name": person.name,
            "unit": person.department_id.name or "",
            "inside": person.qms_in_scope,
            "gaps": gaps,
            "cells": cells,
        }

    @api.model
    def _number(self, level, percents):
        return percents.index(level) + 1 if level in percents else 0

    @api.model
    def _column(self, skill, rows, ranks):
        cells = [
            (row, row["cells"][skill.id]) for row in rows if skill.id in row["cells"]
        ]
        able = [row for row, cell in cells if cell[0] in CLEARED]
        lacking = [row for row, cell in cells if cell[3] and cell[0] not in CLEARED]
        return {
            "id": skill.id,
            "name": skill.name,
            "kind": skill.skill_type_id.name,
            "levels": len(ranks[skill.skill_type_id.id]),
            "have": len(able),
            "have_in": sum(row["inside"] for row in able),
            "missing": len(lacking),
            "missing_in": sum(row["inside"] for row in lacking),
            "only": able[0]["name"] if len(able) == 1 else False,
        }

    # ------------------------------------------------------------
    # Numbers alone
    # ------------------------------------------------------------

    @api.model
    def _numbers_of(self, matrix, unit, scope):
        """How many have and miss each, small numbers left out; nobody is named."""
        if self._few(unit, scope):
            return {"columns": [], "rows": [], "too_few": True}
        columns = []
        for column in matrix["columns"]:
            # each competence by itself: who is asked for it is known from elsewhere
            counted = [
                {"what": what, "count": column[what]} for what in ("have", "missing")
            ]
            shown = suppress(counted, "what", "count", MINIMUM).rows
            counts = {row["what"]: row["count"] for row in shown}
            # nothing of the scope beside it, from which the others would follow
            inside = dict.fromkeys(("have_in", "missing_in"))
            columns.append({**column, **inside, "only": False, **counts})
        return {"columns": columns, "rows": [], "too_few": False}
