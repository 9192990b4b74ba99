from odoo import api, fields, models


class QmsClearanceMixin(models.AbstractModel):
    """Work in a process that is given to somebody: whether he may do it.

    Told to who may give it, by name and no more: not what he lacks, nor since when.
    """

    _name = "qms.clearance.mixin"
    _description = "Work that is given to somebody"

    # the fields that name whom it is given to
    _clearance_fields = ()
    # the fields that :meth:`_clearance_processes` goes by
    _clearance_source = ("process_id",)

    not_cleared = fields.Char("Not cleared for this", compute="_compute_not_cleared")

    @api.depends(lambda self: (*self._clearance_fields, *self._clearance_source))
    @api.depends_context("uid", "su", "allowed_company_ids")
    def _compute_not_cleared(self):
        self.not_cleared = False
        if not self.env["res.users"]._qms_clearance_asked():
            return
        for record in self:
            if record._origin and not record._origin.has_access("write"):
                continue
            processes = record._clearance_processes()
            people = record._clearance_people()
            if processes and people:
                # sudo: whom it is given to, by name
                lacking = people.sudo()._qms_not_cleared(processes)
                record.not_cleared = ", ".join(lacking.mapped("name"))

    def _clearance_people(self):
        """Whom the work is given to."""
        users = self.env["res.users"]
        return users.union(*(self[name] for name in self._clearance_fields))

    def _clearance_processes(self):
        """Hook: the processes the work belongs to."""
        return self.process_id
