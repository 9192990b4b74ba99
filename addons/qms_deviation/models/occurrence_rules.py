from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# a phone's clock may run fast
CLOCKS_DIFFER = timedelta(minutes=10)
# older than this it is a slip of the keyboard
YEARS_BACK = 100


class QmsOccurrenceRules(models.AbstractModel):
    """What a report and its case say of what happened makes sense."""

    _name = "qms.occurrence.rules"
    _description = "What is said of an occurrence makes sense"

    @api.constrains("description")
    def _check_description(self):
        for record in self:
            if not (record.description or "").strip():
                raise ValidationError(self.env._("Please write what happened."))

    @api.constrains("occurred_on")
    def _check_occurred_on(self):
        latest = fields.Datetime.now() + CLOCKS_DIFFER
        earliest = latest - timedelta(days=366 * YEARS_BACK)
        for record in self:
            if record.occurred_on and not earliest < record.occurred_on < latest:
                raise ValidationError(
                    self.env._(
                        "When it happened lies in the future, or too long ago; check "
                        "the date."
                    )
                )
