from odoo import models
from odoo.exceptions import AccessError


class QmsSharedMixin(models.AbstractModel):
    """What holds for all companies is kept by who has a root company.

    That is a record without company, and each record of a model that knows none. The
    quality manager of a branch reads it and keeps what is the branch's own.
    """

    _name = "qms.shared.mixin"
    _description = "Held in common by companies"

    def write(self, vals):
        result = super().write(vals)
        if "company_id" in vals:
            self.check_access("write")
        return result

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if operation == "read" or self.env.su or self.env.user._qms_keeps_shared():
            return result
        if not self and "company_id" not in self._fields:
            return result or (self, self._make_shared_error)
        # sudo: whether it has a company
        shared = self.sudo().filtered(lambda record: not record._is_of_a_company())
        shared = shared.with_env(self.env) - (result[0] if result else self.browse())
        if not shared:
            return result
        return shared | result[0] if result else shared, self._make_shared_error

    def _is_of_a_company(self):
        return "company_id" in self._fields and bool(self.company_id)

    def _make_shared_error(self):
        return AccessError(
            self.env._(
                "This holds for all companies: quality managers of the root company "
                "keep it."
            )
        )
