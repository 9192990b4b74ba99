from odoo import fields, models
from odoo.tools import SQL

from .decision import DETAIL_COLUMNS


class QmsDecisionDetail(models.Model):
    """Person, reason, content and salt of a decision: all that may be erased.

    Nobody has access rights here; readers of a record see its decisions through
    the record. :meth:`_erase` empties rows and leaves the chain whole.
    """

    _name = "qms.decision.detail"
    _description = "Content of a decision"
    _inherit = "qms.final.mixin"
    _log_access = False
    _final_columns = ("decision_ref",)
    _erasable_columns = DETAIL_COLUMNS
    _rec_name = "person"

    decision_ref = fields.Integer(required=True, readonly=True)
    user_ref = fields.Integer(readonly=True)
    behalf_ref = fields.Integer(readonly=True)
    person = fields.Char(readonly=True)
    reason = fields.Text(readonly=True)
    content = fields.Text(readonly=True)
    salt = fields.Char(readonly=True)
    erased_on = fields.Datetime(readonly=True)

    _decision_unique = models.UniqueIndex("(decision_ref)")

    def _erase(self):
        """Empty these rows; the caller leaves the decision that says why."""
        self.env.execute_query(
            SQL(
                "UPDATE %s SET %s, erased_on = %s WHERE id = ANY(%s) RETURNING id",
                SQL.identifier(self._table),
                SQL(", ").join(
                    SQL("%s = NULL", SQL.identifier(name)) for name in DETAIL_COLUMNS
                ),
                fields.Datetime.now(),
                list(self.ids),
            )
        )
        self.invalidate_recordset()
