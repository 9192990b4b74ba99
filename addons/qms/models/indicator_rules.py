import ast

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# fields of these types say nothing of what somebody wrote
PLAIN_TYPES = {"boolean", "date", "datetime", "float", "integer", "monetary"}
PLAIN_TYPES |= {"selection"}
OPERATORS = {"=", "!=", "<", "<=", ">", ">=", "in", "not in", "child_of", "parent_of"}
# texts that are keys
KEYS = {"code", "res_model", "verb"}
NUMBERS = {"float", "integer", "monetary"}
FILTERS = ("domain", "part_domain")


class QmsIndicatorRules(models.AbstractModel):
    """What an indicator may look at.

    A stored figure counts records that its reader may not read. So no filter looks
    into texts, at persons, or at a single record: the figure would tell what it found.
    """

    _name = "qms.indicator.rules"
    _description = "What an indicator may look at"

    @api.constrains(
        "source", "res_model", "domain", "part_domain", "date_field", "end_field"
    )
    def _check_filters(self):
        self._check_definition()

    @api.constrains("department_field", "company_field", "aggregate", "value_field")
    def _check_fields(self):
        self._check_definition()

    def _check_definition(self):
        for indicator in self.filtered(lambda each: each.source == "records"):
            problems = list(indicator._definition_problems())
            if problems:
                raise ValidationError(
                    "\n".join([f"{indicator.name}:", *dict.fromkeys(problems)])
                )

    def _definition_problems(self):
        """Sentences about what is wrong with it."""
        self.ensure_one()
        model = self._model()
        if model is None:
            yield self.env._("Choose what is counted.")
            return
        yield from self._field_problems(model)
        names = FILTERS if self.aggregate == "share" else FILTERS[:1]
        for name in names:
            yield from self._domain_problems(model, self[name])

    def _model(self):
        """The model that is counted, as the current user; none if it has gone."""
        self.ensure_one()
        model = self.env.get(self.res_model or "")
        return model if model is not None and model._qms_gives_figures() else None

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------

    def _field_problems(self, model):
        if not self._ends_in(model, self.date_field, {"date"}):
            yield self.env._("The day is a stored date of these records.")
        if not self._ends_in(model, self.company_field, {"many2one"}, "res.company"):
            yield self.env._("The company is a stored link to a company.")
        unit = self.department_field
        if unit and not self._ends_in(model, unit, {"many2one"}, "hr.department"):
            yield self.env._("The unit is a stored link to a single unit.")
        # Odoo adds up no numbers of linked records
        number = self.value_field or ""
        if self.aggregate in ("sum", "avg") and (
            "." in number or not self._ends_in(model, number, NUMBERS)
        ):
            yield self.env._("What is added up is a stored number of these records.")
        if self.aggregate == "open" and not self._ends_in(
            model, self.end_field, {"date"}
        ):
            yield self.env._("What stands open ends on a stored date.")
        if unit and not model._qms_counted_by_unit:
            yield self.env._("By unit it would be a figure of the unit's leader.")
        if not self.aggregate:
            yield self.env._("Choose what is told.")

    @api.model
    def _ends_in(self, model, path, types, comodel=None):
        """Whether the path leads over links to a stored field of these types."""
        field = self._follow(model, path)
        return bool(
            field is not None
            and field.type in types
            and (field.store or field.related)
            and comodel in (None, field.comodel_name)
        )

    @api.model
    def _follow(self, model, path):
        """The field at the end of the path, if nothing on it is kept from anybody."""
        field = None
        for name in (path or "").split("."):
            if model is None or name not in model._fields:
                return None
            field = model._fields[name]
            if field.groups or name in model._qms_person_texts:
                return None
            linked = field.type == "many2one"
            model = self.env[field.comodel_name] if linked else None
        return field

    # ------------------------------------------------------------
    # Filters
    # ------------------------------------------------------------

    @api.model
    def _literal(self, text):
        """The filter as written: plain values, nothing is worked out."""
        return Domain(ast.literal_eval(text or "[]"))

    @api.model
    def _domain_problems(self, model, text):
        try:
            domain = self._literal(text)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            yield self.env._("A filter is a list of conditions with plain values.")
            return
        asked = list(domain.iter_conditions())
        refused = [each.field_expr for each in asked if not self._may_ask(model, each)]
        for name in refused:
            yield self.env._(
                "%s is not asked: figures look into no texts, at no person and at no "
                "single record.",
                name,
            )
        if refused:
            return
        try:
            domain.validate(model)
        except (ValueError, TypeError):
            yield self.env._("These records cannot be filtered that way.")

    @api.model
    def _may_ask(self, model, condition):
        """Whether a figure may depend on this condition."""
        path = condition.field_expr
        if condition.operator not in OPERATORS or model._qms_names_person(path):
            return False
        field = self._follow(model, path)
        if field is None or field.name == "id":
            return False
        if not field.store:
            return path in model._qms_counted_by
        if field.relational:
            return self._names_no_record(field, condition.value)
        return field.type in PLAIN_TYPES or field.name in KEYS

    @api.model
    def _names_no_record(self, field, value):
        """Registers and units may be named by their ids, quality records may not."""
        values = set(value) if isinstance(value, list | tuple) else {value}
        if values <= {False, None}:
            return True
        single = hasattr(self.env[field.comodel_name], "_lifecycle_start")
        return not single and all(isinstance(each, int) for each in values)
