from odoo import api, models
from odoo.exceptions import UserError

from .decision_sql import guard_table, is_guarded


class QmsFinalMixin(models.AbstractModel):
    """Rows that our own code appends and nothing changes afterwards.

    The ORM refuses it here, PostgreSQL to the application's own user. A model names
    its ``_final_columns`` and those ``_erasable_columns`` that may be emptied; it has
    no log fields, foreign keys or xml ids, so that companies may be deleted, partners
    merged and columns added by later modules without touching a row.
    """

    _name = "qms.final.mixin"
    _description = "Final rows"

    _final_columns = ()
    _erasable_columns = ()

    def init(self):
        if not self._abstract:
            guard_table(self.env.cr, *self._guarded())
        return super().init()

    @api.model
    def _guarded(self):
        return self._table, ("id", *self._final_columns), self._erasable_columns

    @api.model
    def _is_guarded(self):
        """Whether PostgreSQL still refuses changes."""
        return is_guarded(self.env.cr, *self._guarded())

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_changes()
        return super().create(vals_list)

    def _append(self, vals_list):
        """The only way in, for the code that makes these rows."""
        # sudo: nobody has the right to create them
        return super(QmsFinalMixin, self.sudo()).create(vals_list)

    def write(self, vals):
        self._refuse_changes()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        self._refuse_changes()

    @api.model
    def _refuse_changes(self):
        raise UserError(self.env._("What was decided is final."))
