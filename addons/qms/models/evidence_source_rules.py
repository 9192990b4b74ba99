from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.evidence import split_list, split_points

DAYS = {"date", "datetime"}
COLUMN_TYPES = DAYS | {
    "boolean",
    "char",
    "float",
    "integer",
    "many2many",
    "many2one",
    "monetary",
    "selection",
    "text",
}
NAMED = (
    "date_field",
    "end_field",
    "company_field",
    "department_field",
    "employee_field",
)


class QmsEvidenceSourceRules(models.AbstractModel):
    """What a source may name: stored fields that are kept from nobody."""

    _name = "qms.evidence.source.rules"
    _description = "What a source of evidence may name"

    @api.constrains(
        "res_model",
        "domain",
        "holds",
        "columns",
        "requirement_field",
        "requirement_ids",
        "points",
        "report_name",
        *NAMED,
    )
    def _check_definition(self):
        for source in self:
            if problems := list(dict.fromkeys(source._definition_problems())):
                raise ValidationError("\n".join([f"{source.name}:", *problems]))

    def _definition_problems(self):
        """Sentences about what is wrong with it."""
        self.ensure_one()
        model = self._model()
        if model is None:
            yield self.env._("Choose which records prove something.")
            return
        yield from self._day_problems(model)
        yield from self._place_problems(model)
        yield from self._column_problems(model)
        yield from self._filter_problems(model)
        yield from self._point_problems()
        if self.report_name and not self._report():
            yield self.env._("There is no such report of these records.")

    def _report(self):
        """The report by which its records are printed, if there is one."""
        # sudo: ir.actions.report - which reports there are
        reports = self.env["ir.actions.report"].sudo()
        return reports.search(
            [
                ("report_name", "=", self.report_name or ""),
                ("model", "=", self.res_model),
            ],
            limit=1,
        )

    def _ends_in(self, model, path, types, comodel=None):
        rules = self.env["qms.indicator.rules"]
        return rules._ends_in(model, path, types, comodel)

    def _day_problems(self, model):
        given = [name for name in (self.date_field, self.end_field) if name]
        if not all(self._ends_in(model, name, DAYS) for name in given):
            yield self.env._("The day is a stored date of these records.")
        if self.holds == "event" and not self.date_field:
            yield self.env._("Say by which day it came about.")
        if self.end_field and (self.holds == "event" or not self.date_field):
            yield self.env._("Only what holds, from a day on, has an end.")

    def _place_problems(self, model):
        if not self._ends_in(model, self.company_field, {"many2one"}, "res.company"):
            yield self.env._("The company is a stored link to a company.")
        unit = self.department_field
        links = {"many2one", "many2many"}
        if unit and not self._ends_in(model, unit, links, "hr.department"):
            yield self.env._("The unit is a stored link to units.")
        person = self.employee_field
        told = person and "." not in person and model._fields.get(person)
        if person and not (
            told
            and told.store
            and self._ends_in(model, person, {"many2one"}, "hr.employee")
        ):
            yield self.env._("The employee is a stored link to employees.")
        named = self.requirement_field
        if named and not self._ends_in(model, named, links, "qms.requirement"):
            yield self.env._("What a record proves is a stored link to requirements.")

    def _column_problems(self, model):
        for name in split_list(self.columns):
            if not self._ends_in(model, name, COLUMN_TYPES):
                yield self.env._("%s is no stored field for everybody to see.", name)

    def _filter_problems(self, model):
        try:
            domain = self._literal(self.domain)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            yield self.env._("A filter is a list of conditions with plain values.")
            return
        rules = self.env["qms.indicator.rules"]
        for condition in domain.iter_conditions():
            path = condition.field_expr
            field = rules._follow(model, path)
            if field is None or not (field.store or path in model._qms_counted_by):
                yield self.env._("%s is no stored field for everybody to see.", path)
                return
        try:
            domain.validate(model)
        except (ValueError, TypeError):
            yield self.env._("These records cannot be filtered that way.")

    def _point_problems(self):
        points, wrong = split_points(self.points)
        numbers = {each.number: each for each in self.requirement_ids if each.number}
        for text in wrong:
            yield self.env._("%s is no point of a requirement.", text)
        for number, letters in points.items():
            asked = numbers.get(number)
            missing = letters - set(split_list(asked.evidence_points) if asked else ())
            for letter in sorted(missing):
                yield self.env._(
                    "%s is no point of a requirement.", f"{number} {letter}"
                )

    @api.model
    def _literal(self, text):
        """The filter as written: plain values, nothing is worked out."""
        return Domain(self.env["qms.indicator.rules"]._literal(text))
