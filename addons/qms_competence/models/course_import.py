from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.course_rows import read_catalogue
from ..tools.csv_table import UnreadableRegister


class QmsCourseImport(models.TransientModel):
    """A catalogue of courses as a CSV file, as whoever holds them offers it.

    Each course comes in once, however often it is held; one that stands here already
    is left as it is.
    """

    _name = "qms.course.import"
    _description = "Import of courses"
    _inherit = ["qms.competence.import.mixin"]

    file = fields.Binary("CSV file", required=True, attachment=False)

    def action_import(self):
        """Import it."""
        catalogue, new = self._sort()
        self.env["qms.course"].create(
            [{**values, "company_id": self.company_id.id} for values in new]
        )
        return self._show(catalogue, new)

    def _sort(self):
        """All of the file, and of it what does not stand here, archived ones too."""
        try:
            catalogue = read_catalogue(self._content())
        except UnreadableRegister as error:
            raise UserError(
                self.env._(
                    "This is no CSV file with the name of a course in each row: %s",
                    error,
                )
            ) from None
        courses = self.env["qms.course"].with_context(active_test=False)
        known = courses.search_fetch(
            [("company_id", "=", self.company_id.id)], ["name", "area"]
        )
        there = {self._key(course.name, course.area) for course in known}
        return catalogue, [
            values
            for values in catalogue.courses
            if self._key(values["name"], values["area"]) not in there
        ]

    def _key(self, name, area):
        return name.casefold(), (area or "").casefold()

    def _show(self, catalogue, new):
        known = len(catalogue.courses) - len(new)
        lines = [
            self.env._("%s new", len(new)),
            self.env._("%s stand here already and stay as they are", known),
            self.env._("%s rows repeat a course", catalogue.repeats),
        ]
        if catalogue.empty:
            found = ", ".join(map(str, catalogue.empty[:10]))
            lines.append(self.env._("Left out, without a name: line %s", found))
        return self._tell(self.env._("Import courses"), lines)
