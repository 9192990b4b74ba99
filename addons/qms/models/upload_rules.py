from odoo import api, models
from odoo.exceptions import UserError

from ..tools.files import refusal


class IrAttachment(models.Model):
    """Files of quality records: neither too large nor something that runs.

    Asked when one is uploaded, and again when it is hung on a record, renamed or
    given another content: what was uploaded elsewhere comes in by no side door.
    """

    _name = "ir.attachment"
    _inherit = ["ir.attachment"]

    def _check_contents(self, values):
        if not self and not values.get("res_field"):
            self._qms_refuse_upload(
                values.get("res_model"), values.get("name"), values.get("raw")
            )
        return super()._check_contents(values)

    def write(self, vals):
        result = super().write(vals)
        if not {"res_model", "res_field", "name", "raw", "datas"}.isdisjoint(vals):
            for file in self:
                if self._qms_is_judged(file.res_model) and not file.res_field:
                    self._qms_refuse_upload(file.res_model, file.name, file.raw)
        return result

    @api.model
    def _qms_is_judged(self, model):
        """Quality records, and what belongs to them: a dialogue, a screen."""
        ours = (model or "").startswith("qms.")
        return ours or self.env["mail.mail"]._qms_is_quality_record(model)

    @api.model
    def _qms_refuse_upload(self, model, name, content):
        """:raise UserError: when a file does not belong on a record of ``model``"""
        if self._qms_is_judged(model):
            if isinstance(content, str):
                content = content.encode()
            if problem := self._qms_upload_problem(name, content):
                raise UserError(problem)

    @api.model
    def _qms_upload_problem(self, name, content, company=None):
        """Why this file is not taken, as a sentence; empty when it is."""
        # sudo: res.company - its limit, whoever uploads
        limit = (company or self.env.company).sudo().qms_upload_limit
        reason = refusal(name, content, limit)
        if reason == "large":
            return self.env._(
                "%(file)s is too large: a file may have up to %(limit)s MB.",
                file=name,
                limit=limit,
            )
        if reason == "executable":
            return self.env._(
                "%(file)s is a program or script; such files are not taken.", file=name
            )
        return ""
