from odoo import api
from odoo.exceptions import AccessError

# a mark for the context that only Python can set: our own outlet is at work
PLACING = object()


class Guarded:
    """For models of the DMS: what Quality Management placed is changed by it alone.

    Not by rights: whoever administers the DMS has all of them, and much in it runs with
    sudo. A plain class, so that it stands before the methods of the DMS.
    """

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
