from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

PERSON_MODELS = {"res.users", "res.partner", "hr.employee", "hr.employee.public"}
PERSON_LOGS = ("create_uid", "write_uid")


class Base(models.AbstractModel):
    """What holds for every model of ours, so that no later module can forget it.

    People are not measured: no record is grouped by one. A model may name fields in
    ``_qms_looked_after_by``: those say who looks after a thing, not what somebody
    wrote, did or was late with.
    """

    _inherit = "base"

    _qms_looked_after_by = ()
    # whether indicators may count it; not said: if it is a quality record
    _qms_counted = None
    # whether its figures may be told apart by unit; not where a unit is one person
    _qms_counted_by_unit = True
    # filters that are no columns
    _qms_counted_by = ()
    # texts that name or reach a person
    _qms_person_texts = ()
    # texts that are written to be read by anybody
    _qms_neutral_texts = ()

    @api.model
    def _qms_is_unmeasured(self):
        return self._name.startswith("qms.") or hasattr(self, "_lifecycle_start")

    @api.model
    def _qms_gives_figures(self):
        """Whether an indicator may count these records."""
        if self._abstract or self._transient:
            return False
        if self._qms_counted is not None:
            return self._qms_counted
        return hasattr(self, "_lifecycle_start")

    @api.model
    def _qms_figures_domain(self):
        """Hook: which of these records stored figures count, whoever reads them."""
        return Domain.TRUE

    @api.model
    def _qms_names_person(self, spec):
        """Whether a grouping or aggregate such as 'user_id.login' is by a person."""
        model = self
        for name in spec.split(":")[0].split("."):
            field = model._fields.get(name)
            if name in model._qms_person_texts:
                return True
            if field is None or not field.relational:
                return False
            if field.comodel_name in PERSON_MODELS:
                return True
            model = self.env[field.comodel_name]
        return False

    @api.model
    def _qms_refuses_grouping(self, spec):
        """Hook: whether nobody may count records per what ``spec`` names."""
        return (
            self._qms_is_unmeasured()
            and self._qms_names_person(spec)
            and spec.split(":")[0] not in self._qms_looked_after_by
        )

    def _read_group_groupby(self, alias, groupby_spec, query):
        if not self.env.su and self._qms_refuses_grouping(groupby_spec):
            raise AccessError(
                self.env._(
                    "People are not measured: these records are not grouped by one."
                )
            )
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """No screen offers to group by a person."""
        result = super().fields_get(allfields, attributes)
        if self._qms_is_unmeasured():
            for name, description in result.items():
                if "groupable" in description and self._qms_refuses_grouping(name):
                    description["groupable"] = False
        return result

    @api.model
    def get_empty_list_help(self, help_message):
        """Add name, phone and e-mail of who answers questions in the company."""
        help_message = super().get_empty_list_help(help_message)
        is_ours = self._name.startswith("qms.") and self.env.user._is_internal()
        if not help_message or not is_ours:
            return help_message
        people = self.env.company._qms_help()["people"]
        if not people:
            return help_message
        asked = "; ".join(", ".join(filter(None, who.values())) for who in people)
        line = Markup('<p class="text-muted">%s</p>') % self.env._(
            "Questions? Ask %s.", asked
        )
        return f"{help_message}{line}"
