from odoo import api, models


class QmsCachedMixin(models.AbstractModel):
    """Rows looked up from memory, which is forgotten when one of them changes."""

    _name = "qms.cached.mixin"
    _description = "Looked up from memory"

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._forget()
        return rows

    def write(self, vals):
        result = super().write(vals)
        self._forget()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget()
        return result

    def _forget(self):
        if self:
            self.env.registry.clear_cache()
