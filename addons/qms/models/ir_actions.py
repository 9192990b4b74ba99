from odoo import api, models


class IrActions(models.Model):
    _inherit = "ir.actions.actions"

    @api.model
    def get_bindings(self, model_name):
        """What is bound to the quality record is offered on every model that is one."""
        result = super().get_bindings(model_name)
        model, mixin = self.env.get(model_name), "qms.record.mixin"
        if model is None or not self._qms_is_record(model):
            return result
        for kind, actions in super().get_bindings(mixin).items():
            result[kind] = [*result.get(kind, ()), *actions]
        return result

    @api.model
    def _qms_is_record(self, model):
        mixin = self.env.registry["qms.record.mixin"]
        return not model._abstract and isinstance(model, mixin)
