from odoo import fields, models

from odoo.addons.qms.models.removal import MARK
from odoo.addons.qms.tools.lifecycle import Mandate

# what says something or names somebody; days, state and number stay
TELLING = ("note", "place", "minutes_by_id", "approved_by_id")


class QmsMeetingRetention(models.AbstractModel):
    """Some years after it was closed a meeting says nothing and names nobody."""

    _name = "qms.meeting.retention"
    _description = "Retention of a meeting"
    _inherit = ["qms.retained.mixin"]

    def _erasure_scope(self):
        """With its points."""
        return [
            (record, [record])
            for meeting in self
            for record in (meeting, *meeting.point_ids)
        ]

    def _retention_decide(self, day):
        decisions, mandate = self.env["qms.decision"], Mandate("quality_manager")
        self._lock()
        for records in (self, self.point_ids):
            decisions._erase_later(records, mandate, day)

    def _retention_carry_out(self):
        removal, decisions = self.env["qms.removal"], self.env["qms.decision"]
        points = self.point_ids
        for records, telling in ((self, TELLING), (points, ("note",))):
            keep = {name for name in records._fields if name not in telling}
            decisions._carry_out_erasure(records)
            removal._empty(records, keep)
        # a point keeps some name
        points.filtered("title")._write_guarded({"title": MARK})
        self._write_guarded({"date_removed": fields.Date.today()})
