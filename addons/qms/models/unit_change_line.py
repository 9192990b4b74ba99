from odoo import fields, models


class QmsUnitChangeLine(models.Model):
    """One kind of records that goes to another unit."""

    _name = "qms.unit.change.line"
    _description = "Kind of records of a unit"
    _inherit = "qms.transfer.line.mixin"
    _rec_name = "res_model"
    _order = "res_model, field_name, id"

    change_id = fields.Many2one(
        "qms.unit.change", required=True, readonly=True, index=True, ondelete="cascade"
    )

    def _open_domain(self):
        return self.change_id._moved_domain(self._model(), self._holding())

    def _movable_domains(self):
        target = self.change_id.target_id
        return [(self._open_domain(), target)] if target else []

    def _move(self, records, destination):
        before = self._before(records)
        sources = self.change_id.source_ids
        records._move_unit(self._holding(), sources, destination)
        self._decide(self.change_id, records, "change_unit", before)
