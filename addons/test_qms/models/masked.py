from odoo import fields, models


class TestQmsMaskedKind(models.Model):
    _name = "test.qms.masked.kind"
    _description = "Test: kind of masked record, with fields of its own"

    name = fields.Char()
    definition = fields.PropertiesDefinition()


class TestQmsMasked(models.Model):
    _name = "test.qms.masked"
    _inherit = ["qms.mask.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Test: record with masked texts and chatter"

    _mask_fields = ("name", "note", "description", "extra")

    name = fields.Char(tracking=True)
    note = fields.Text()
    description = fields.Html()
    reference = fields.Char(help="Not masked")
    kind_id = fields.Many2one("test.qms.masked.kind")
    extra = fields.Properties(definition="kind_id.definition")
    company_id = fields.Many2one("res.company")


class TestQmsPlain(models.Model):
    _name = "test.qms.plain"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Test: record with chatter whose texts are not masked"

    name = fields.Char()
