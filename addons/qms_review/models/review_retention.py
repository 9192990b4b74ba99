from odoo import models
from odoo.fields import Domain

from odoo.addons.qms.models.removal import MARK

# texts and people of an input; its name, clause and figures stay
LINE = ("assessment", "nothing_because", "responsible_id", "fixed_earlier")


class QmsReviewRetention(models.AbstractModel):
    """Some years after it was closed a review keeps its figures, no text, no person.

    What was published of it is a record of its own, without persons, and stays.
    """

    _name = "qms.review.retention"
    _description = "Retention of a management review"
    _inherit = ["qms.retained.mixin"]

    def _erasure_scope(self):
        """With its inputs and what was decided."""
        return [
            (review, [review, review.line_ids, review.outcome_ids]) for review in self
        ]

    def _retention_goes(self):
        return [self.action_ids, *super()._retention_goes()]

    def _retention_carry_out(self):
        result = super()._retention_carry_out()
        self._remove_files()
        self.line_ids._write_guarded(dict.fromkeys(LINE, False))
        self.outcome_ids._write_guarded(
            {"name": MARK, "description": False, "owner_id": False}
        )
        return result

    def _remove_files(self):
        """Of its rows; the review's own are gone."""
        rows = ((each._name, each.ids) for each in (self.line_ids, self.outcome_ids))
        self.env["ir.attachment"].search(
            Domain.OR(
                Domain("res_model", "=", name) & Domain("res_id", "in", ids)
                for name, ids in rows
            )
        ).unlink()
