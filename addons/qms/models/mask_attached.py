from collections import Counter

from odoo import models


class QmsMaskAttached(models.AbstractModel):
    """Core's records that hang on any record: masked where that one is.

    File names, activities, messages planned for later; messages, too, as a user may
    write them by RPC without asking the record they belong to.
    """

    _name = "qms.mask.attached"
    _inherit = ["qms.mask.values"]
    _description = "National identity numbers are masked with those of the record"

    # the field that names the model of the record it hangs on
    _mask_model_field = "res_model"

    def write(self, vals):
        result = super().write(vals)
        if self._mask_is_model_masked(vals.get(self._mask_model_field)):
            # what was uploaded before it was known where it belongs
            self._mask_stored()
        return result

    def _mask_vals(self, vals, found):
        models_touched = {vals.get(self._mask_model_field)}
        if any(name in vals for name in self._mask_fields):
            models_touched.update(self.mapped(self._mask_model_field))
        if not any(map(self._mask_is_model_masked, models_touched)):
            return vals
        return super()._mask_vals(vals, found)

    def _mask_stored(self):
        found = Counter()
        for record in self:
            stored = {name: record[name] for name in self._mask_fields}
            masked = record._mask_vals(stored, found)
            if masked != stored:
                record.write(masked)
        self._mask_notify(found)

    def _mask_country_codes(self, vals):
        by_model = {}
        for model, res_id in self._mask_documents(vals):
            by_model.setdefault(model, set()).add(res_id)
        codes = set()
        for model, res_ids in by_model.items():
            # sudo: the country of the record's company, whoever writes about it
            records = self.env[model].sudo().browse(res_ids).exists()
            codes |= records._mask_country_codes({})
        return codes

    def _mask_documents(self, vals):
        """Model and id of the masked records that ``vals`` and ``self`` hang on."""
        pairs = [(vals.get(self._mask_model_field), vals.get("res_id"))]
        pairs += [(record[self._mask_model_field], record.res_id) for record in self]
        return [
            (model, res_id or 0)
            for model, res_id in pairs
            if self._mask_is_model_masked(model)
        ]

    def _mask_is_model_masked(self, model):
        pool = self.pool
        return (
            model in pool
            and issubclass(pool[model], pool["qms.mask.values"])
            and not issubclass(pool[model], pool["qms.mask.attached"])
        )


class IrAttachment(models.Model):
    _name = "ir.attachment"
    _inherit = ["ir.attachment", "qms.mask.attached"]

    _mask_fields = ("name", "description")


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["mail.activity", "qms.mask.attached"]

    _mask_fields = ("summary", "note", "feedback")


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["mail.message", "qms.mask.attached"]

    _mask_fields = ("subject", "body")
    # the record has asked when it was posted
    _mask_asks = False
    _mask_model_field = "model"


class MailScheduledMessage(models.Model):
    _name = "mail.scheduled.message"
    _inherit = ["mail.scheduled.message", "qms.mask.attached"]

    _mask_fields = ("subject", "body")
    _mask_model_field = "model"
