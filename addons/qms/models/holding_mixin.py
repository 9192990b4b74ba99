from odoo import Command, api, models
from odoo.fields import Domain


class QmsHoldingMixin(models.AbstractModel):
    """Records that people answer for, or that belong to units.

    A model names in :meth:`_get_holdings` and :meth:`_get_unit_holdings` the fields
    by which it is held, each with the records that still ask for it. People who leave
    and units that change then hand these records on (``qms.succession``,
    ``qms.unit.change``); closed records keep the names they have.
    """

    _name = "qms.holding.mixin"
    _description = "Held by people and units"

    # whose unit a record goes to when a unit is split: the person in this field
    _unit_follows = None
    # from the record to its company
    _holding_company = "company_id"

    @api.model
    def _get_holdings(self):
        """Hook: by which fields people answer for these records."""
        return ()

    @api.model
    def _get_unit_holdings(self):
        """Hook: by which fields these records belong to units."""
        return ()

    @api.model
    def _get_holding(self, name):
        for holding in (*self._get_holdings(), *self._get_unit_holdings()):
            if holding.field == name:
                return holding
        return None

    @api.model
    def _held_models(self):
        """Names of all models with holdings."""
        names = self.env.registry.descendants(["qms.holding.mixin"], "_inherit")
        return [name for name in sorted(names) if not self.env[name]._abstract]

    @api.model
    def _get_owing_domain(self):
        """Hook: records for which somebody has to owe something."""
        return Domain.FALSE

    @api.model
    def _person_path(self, name):
        """Hook: from the record to the account of the person in field ``name``."""
        return name

    @api.model
    def _held_domain(self, holding, users, company):
        """What these users answer for in this company and have not finished."""
        return (
            holding.open
            & Domain(self._person_path(holding.field), "in", users.ids)
            & Domain(self._holding_company, "=", company.id)
        )

    @api.model
    def _withheld_domain(self, giver):
        """Hook: what ``giver`` does not hand on, as it is kept from him."""
        return Domain.FALSE

    @api.model
    def _refused_heir_domain(self, holding, heir, giver):
        """Hook: what does not go to ``heir``, as four eyes would become two."""
        return Domain.FALSE

    @api.model
    def _in_units_domain(self, units):
        """Hook: what belongs to these units; of what knows no units nothing."""
        names = {holding.field for holding in self._get_unit_holdings()}
        return Domain.OR(Domain(name, "in", units.ids) for name in sorted(names))

    @api.model
    def _held_by_units_domain(self, holding, units):
        """What belongs to these units and is not finished."""
        return holding.open & Domain(holding.field, "in", units.ids)

    def _hand_on(self, holding, person, heir):
        """The heir takes the place of the person, who keeps what is closed."""
        self._write_moved(self._prepare_handed_on(holding, person, heir))

    def _prepare_handed_on(self, holding, person, heir):
        if self._fields[holding.field].type != "many2many":
            return {holding.field: heir.id}
        commands = [Command.unlink(person.id)]
        return {holding.field: commands + [Command.link(key) for key in heir.ids]}

    def _end_holding(self, holding, person):
        """What is personal ends."""
        self._hand_on(holding, person, self.env["res.users"])

    def _move_unit(self, holding, sources, target):
        """What belonged to ``sources`` belongs to ``target``."""
        if self._fields[holding.field].type != "many2many":
            values = {holding.field: target.id}
        else:
            commands = [Command.unlink(key) for key in sources.ids]
            values = {holding.field: [*commands, Command.link(target.id)]}
        self._write_moved(values)

    def _write_moved(self, values):
        """Past the guards of a lifecycle: who moves it has decided that he may."""
        if not hasattr(self, "_write_guarded"):
            self.write(values)
            return
        quiet = self.with_context(tracking_disable=True)
        quiet._write_guarded(values)
        self._after_moved()

    def _after_moved(self):
        """Hook: what follows from another person or unit."""
        self._sync_duties()
