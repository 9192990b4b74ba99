from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.qms.tools.xlsx import Column, Sheet, write_workbook


class QmsCompetenceMatrix(models.AbstractModel):
    """Ways on from the matrix: to the person, and to a file."""

    _inherit = "qms.competence.matrix"

    @api.model
    def action_open_person(self, person_id):
        """What somebody has entered and what of it is confirmed."""
        # sudo: hr.employee - the name, once the unit is one the user sees
        person = self.env["hr.employee"].sudo().browse(person_id).exists()
        unit = person.with_context(version_id=False).department_id
        if not unit or not self._sees_persons(unit):
            raise self._make_unseen_error()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "qms_competence.hr_employee_skill_action_units"
        )
        return {
            **action,
            "name": person.name,
            "domain": [("employee_id", "=", person.id)],
            "context": {"default_employee_id": person.id},
        }

    @api.model
    def _workbook(self, unit_id, process_id, scope):
        unit = self._units_to_choose().filtered(lambda each: each.id == unit_id)
        if not unit or not self._sees_persons(unit):
            raise self._make_unseen_error()
        matrix = self._matrix_of(unit, process_id, scope)
        return write_workbook([self._sheet(matrix), self._long_sheet(matrix)])

    @api.model
    def _make_unseen_error(self):
        return AccessError(self.env._("This unit's competence is not yours to see."))

    @api.model
    def _state_words(self):
        return {
            "has": self.env._("has it"),
            "more": self.env._("has more"),
            "soon": self.env._("expires soon"),
            "expired": self.env._("expired"),
            "missing": self.env._("missing"),
        }

    @api.model
    def _sheet(self, matrix):
        words, columns = self._state_words(), matrix["columns"]
        rows = [
            [
                row["name"],
                row["unit"],
                *(
                    self._cell_text(row["cells"].get(column["id"]), words)
                    for column in columns
                ),
                row["gaps"],
            ]
            for row in matrix["rows"]
        ]
        for label, name in self._counted():
            numbers = [str(column[name]) for column in columns]
            rows.append([label, None, *numbers, None])
        only = [column["only"] or None for column in columns]
        rows.append([self.env._("Alone with it"), None, *only, None])
        titles = [
            Column(self.env._("Name")),
            Column(self.env._("Unit")),
            *(Column(column["name"], width=14) for column in columns),
            Column(self.env._("Gaps"), "integer"),
        ]
        return Sheet(self.env._("Matrix"), titles, rows)

    @api.model
    def _counted(self):
        """Everybody, and beside them those in the certified scope."""
        return [
            (self.env._("How many have it"), "have"),
            (self.env._("of them in the certified scope"), "have_in"),
            (self.env._("How many are missing it"), "missing"),
            (self.env._("of them in the certified scope"), "missing_in"),
        ]

    @api.model
    def _cell_text(self, cell, words):
        if not cell:
            return None
        state, number, *_rest = cell
        return f"{number} {words[state]}" if number else words[state]

    @api.model
    def _long_sheet(self, matrix):
        """One row a cell: for a pivot of what is too large for a picture."""
        words = self._state_words()
        rows = (
            [
                row["name"],
                row["unit"],
                column["kind"],
                column["name"],
                words[cell[0]],
                cell[1],
                cell[2] or None,
                cell[3],
            ]
            for row in matrix["rows"]
            for column in matrix["columns"]
            if (cell := row["cells"].get(column["id"]))
        )
        titles = [
            Column(self.env._("Name")),
            Column(self.env._("Unit")),
            Column(self.env._("Kind")),
            Column(self.env._("Competence")),
            Column(self.env._("State")),
            Column(self.env._("Level"), "integer"),
            Column(self.env._("Until")),
            Column(self.env._("Required"), "boolean"),
        ]
        return Sheet(self.env._("All"), titles, rows)
