from odoo import api
from odoo.exceptions import AccessError

# a mark for the context that only Python can set: our own outlet is at work
PLACING = object()


class Guarded:
    """For models of the DMS: what Quality Management placed is changed by it alone.

    Not by rights: whoever administers the DMS has all of them, and much in it runs with
    sudo. A plain class, so that it stands before the methods of the DMS.
    """

    # or Odoo could not put it among the classes of a model
    __slots__ = ()

    def _qms_placed(self):
        """Those of ``self`` that stand in a storage of ours."""
        return self.filtered("storage_id.qms_filed")

    def _qms_refuse(self):
        if self.env.context.get("qms_placing") is PLACING:
            return
        # sudo: whether it is ours, whoever may read it
        if self.sudo()._qms_placed():
            raise AccessError(
                self.env._(
                    "Quality Management keeps this: change the record there, and what "
                    "stands here follows."
                )
            )

    def _check_access(self, operation):
        """Strictly: the DMS itself lets everybody through who knows an id.

        It asks its rules in searches alone, and so do the files behind it.
        """
        result = super()._check_access(operation)
        if self.env.su or not any(self._ids):
            return result
        # sudo: whether it is ours, whoever may read it
        placed = self.sudo()._qms_placed().sudo(False)
        if operation == "read":
            every = self.with_context(active_test=False)
            placed -= every.search([("id", "in", placed.ids)]).with_env(self.env)
        if not placed:
            return result
        forbidden = self & (placed | result[0] if result else placed)
        return forbidden, lambda: self.env["ir.rule"]._make_access_error(
            operation, forbidden
        )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._qms_refuse()
        return records

    def write(self, vals):
        self._qms_refuse()
        result = super().write(vals)
        # what was moved in
        self._qms_refuse()
        return result

    def unlink(self):
        self._qms_refuse()
        return super().unlink()
