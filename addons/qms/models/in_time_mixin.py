from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class QmsInTimeMixin(models.AbstractModel):
    """What was done, and by when it was to be done: a filter for figures."""

    _name = "qms.in.time.mixin"
    _description = "Done in time or not"

    # the field with the day it was done, the field with the day by which
    _in_time = ("date_done", "date_deadline")
    _qms_counted_by = ("done_in_time",)

    done_in_time = fields.Boolean(
        compute="_compute_done_in_time", search="_search_done_in_time"
    )

    @api.depends(lambda self: self._in_time)
    def _compute_done_in_time(self):
        done, due = self._in_time
        for record in self:
            record.done_in_time = bool(
                record[done] and record[due] and record[done] <= record[due]
            )

    def _search_done_in_time(self, operator, value):
        if operator != "in":
            return NotImplemented
        wanted = True in value
        done, due = self._in_time
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "(%s <= %s) IS %s",
                model._field_to_sql(alias, done, query),
                model._field_to_sql(alias, due, query),
                SQL("TRUE") if wanted else SQL("NOT TRUE"),
            ),
            predicate=lambda record: record.done_in_time == wanted,
        )
