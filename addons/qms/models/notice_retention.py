from odoo import fields, models

# what says something or names somebody; days, state and number stay
TELLING = ("body", "url", "name", "owner_id")


class QmsNoticeRetention(models.AbstractModel):
    """Some years after it ended a notice says nothing, and who read it is forgotten."""

    _name = "qms.notice.retention"
    _description = "Retention of a notice"
    _inherit = ["qms.retained.mixin"]

    date_removed = fields.Date("Text removed on", readonly=True, copy=False)

    def _retention_carry_out(self):
        keep = {name for name in self._fields if name not in TELLING}
        self.env["qms.decision"]._carry_out_erasure(self)
        self.env["qms.removal"]._empty(self, keep)
        self._write_guarded({"date_removed": fields.Date.today()})
