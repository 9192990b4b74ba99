from odoo import api, models


class QmsAuditScreen(models.AbstractModel):
    """Screens offer a new audit to those alone who may make one."""

    _name = "qms.audit.screen"
    _description = "Screens of audits"

    @api.model
    def _may_create(self):
        """Quality managers, and whoever answers for a programme."""
        if self.env.user.has_group("qms.group_quality_manager"):
            return True
        programmes = self.env["qms.audit.programme"]
        if not programmes.has_access("read"):
            return False
        own = [("owner_id", "=", self.env.uid), ("state", "!=", "closed")]
        return bool(programmes.search_count(own, limit=1))

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self._may_create())

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type in ("calendar", "form", "kanban", "list") and (
            not self._may_create()
        ):
            arch.set("create", "0")
        return arch, view
