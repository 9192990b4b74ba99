from odoo import fields, models

from .guard import Guarded


class DmsDirectory(Guarded, models.Model):
    _inherit = "dms.directory"

    # what it was made for; one of a kind each
    qms_kind = fields.Char(readonly=True, copy=False)
    qms_department_id = fields.Many2one(
        "hr.department", readonly=True, copy=False, index="btree_not_null"
    )
    qms_process_id = fields.Many2one(
        "qms.process", readonly=True, copy=False, index="btree_not_null"
    )
    # as with its files
    category_id = fields.Many2one(groups="dms.group_dms_user")
    tag_ids = fields.Many2many(groups="dms.group_dms_user")

    def _compute_groups(self):
        """One by one: the DMS gives all of ``self`` the groups of the last."""
        result = None
        for directory in self:
            result = super(DmsDirectory, directory)._compute_groups()
        return result
