from odoo import fields, models


class QmsReadingLink(models.TransientModel):
    """Shows a personal link once; it is never saved, as only its hash is kept."""

    _name = "qms.reading.link"
    _description = "Personal link to hand over"
    _rec_name = "employee_name"

    address = fields.Char(readonly=True, store=False)
    employee_name = fields.Char("For", readonly=True)
