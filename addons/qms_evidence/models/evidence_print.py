import base64

from odoo import api, fields, models


class QmsEvidencePrint(models.Model):
    """A closed record on paper, made once and kept: the same bytes in every pack.

    It is what one reader saw in one language, after one decision. It goes with the next
    decision that erases something of the record.
    """

    _name = "qms.evidence.print"
    _description = "Printed record that is kept"
    _rec_name = "head"

    res_model = fields.Char("Kind of record", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    user_ref = fields.Integer("Reader", readonly=True)
    lang = fields.Char(readonly=True)
    report_name = fields.Char(readonly=True)
    head = fields.Char("Fingerprint of the last decision", readonly=True)
    extension = fields.Char(readonly=True)
    content = fields.Binary(attachment=True, readonly=True)

    _of_record = models.Index("(res_model, res_id)")

    @api.model
    def _of(self, record, report_name):
        """The record as the current user prints it; content and extension."""
        closed = "is_closed" in record._fields and record.is_closed
        if not closed:
            return self._render(record, report_name)
        head = self.env["qms.decision"]._heads(record._name, record.ids)
        values = {
            "res_model": record._name,
            "res_id": record.id,
            "user_ref": self.env.uid,
            "lang": self.env.lang,
            "report_name": report_name,
            "head": head.get(record.id, (0, ""))[1],
        }
        # sudo: kept for the same reader, who may read the record
        kept = self.sudo()
        domain = [(name, "=", value) for name, value in values.items()]
        found = kept.search(domain, limit=1)
        if found:
            return base64.b64decode(found.content), found.extension
        content, extension = self._render(record, report_name)
        stored = base64.b64encode(content)
        kept.create({**values, "extension": extension, "content": stored})
        return content, extension

    @api.model
    def _render(self, record, report_name):
        reports = self.env["ir.actions.report"]
        return reports._render_qweb_pdf(report_name, record.ids)
