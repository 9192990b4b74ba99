from odoo import api, fields, models

from .guard import Guarded


class DmsAccessGroup(Guarded, models.Model):
    """Who reads what was placed: exactly the members of certain groups."""

    _inherit = "dms.access.group"

    qms_audience = fields.Char(readonly=True, copy=False, index="btree_not_null")

    @api.depends("group_ids.all_user_ids", "qms_audience")
    def _compute_users(self):
        """Who is in a group because another one implies it is in it, too."""
        ours = self.filtered("qms_audience")
        for group in ours:
            users = group.group_ids.all_user_ids
            group.update({"users": users, "count_users": len(users)})
        return super(DmsAccessGroup, self - ours)._compute_users()

    def _qms_placed(self):
        """Ours, and those that somebody gave a directory of ours."""
        return self.filtered(
            lambda group: (
                group.qms_audience
                or (group.directory_ids | group.complete_directory_ids)._qms_placed()
            )
        )
