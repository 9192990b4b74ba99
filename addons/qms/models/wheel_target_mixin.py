from odoo import api, fields, models
from odoo.fields import Domain


class QmsWheelTargetMixin(models.AbstractModel):
    """A record that the wheel makes when its time comes.

    The module names the model in the ``res_model`` of its kind, says in
    :meth:`_prepare_wheel_values` what a record begins with, and calls
    :meth:`_wheel_done` when a record has come to its end.
    """

    _name = "qms.wheel.target.mixin"
    _description = "Made by the year wheel"

    wheel_occurrence_id = fields.Many2one(
        "qms.wheel.occurrence", "In the year wheel", compute="_compute_wheel_occurrence"
    )

    def _compute_wheel_occurrence(self):
        found = self._wheel_occurrences().grouped("res_id")
        for record in self:
            occurrences = found.get(record._origin.id)
            record.wheel_occurrence_id = occurrences and occurrences[-1:]

    def _wheel_occurrences(self):
        """What of the wheel made these records."""
        # sudo: the wheel itself says what it made; a record's own word counts nothing
        occurrences = self.env["qms.wheel.occurrence"].sudo()
        return occurrences.search(
            Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids),
            order="id",
        ).with_env(self.env)

    @api.model
    def _wheel_create(self, occurrences):
        """Make the records that are due.

        :return: the records, in the order of ``occurrences``
        """
        return self.create([self._prepare_wheel_values(each) for each in occurrences])

    @api.model
    def _prepare_wheel_values(self, occurrence):
        """Hook: what the record made for ``occurrence`` begins with."""
        return {"company_id": occurrence.company_id.id}

    @api.model
    def _wheel_owner(self, occurrence):
        """Who answers for what is made of it: its owner, else a quality manager."""
        return occurrence.owner_id or occurrence.company_id._qms_quality_managers()[:1]

    def _wheel_moved(self, occurrence):
        """Hook: the planned day of what this record was made for is another."""

    def _wheel_done(self):
        """Tell the wheel that these records have come to their end.

        Called by the record's own transition, as whoever takes it.
        """
        occurrences = self._wheel_occurrences()
        for record in self:
            own = occurrences.filtered(lambda each, key=record.id: each.res_id == key)
            own._done_by(record)
