from odoo import api, fields, models
from odoo.exceptions import UserError

PAGES = [
    ("home", "The map"),
    ("clause", "A clause"),
    ("source", "A list of records"),
    ("record", "A record"),
    ("file", "A file"),
]


class QmsEvidenceSeatView(models.Model):
    """A page that was seen from an auditor's seat. Final, like a decision."""

    _name = "qms.evidence.seat.view"
    _description = "Page seen from an auditor's seat"
    _inherit = "qms.final.mixin"
    _log_access = False
    _final_columns = ("seat_ref", "company_ref", "date", "page", "what")
    _order = "id desc"
    _rec_name = "what"

    seat_ref = fields.Integer("Seat", required=True, readonly=True, index=True)
    company_ref = fields.Integer("Company", required=True, readonly=True)
    date = fields.Datetime(
        "Seen on", required=True, readonly=True, default=fields.Datetime.now
    )
    page = fields.Selection(PAGES, required=True, readonly=True)
    what = fields.Char(readonly=True)

    @api.model
    def _refuse_changes(self):
        raise UserError(self.env._("What was looked at is noted for good."))
