from odoo import fields, models

from odoo.addons.qms.models.res_company import LEVEL_ORDER
from odoo.addons.qms.tools.lifecycle import Point

WHYS = ("why_1", "why_2", "why_3", "why_4", "why_5")
# from this severity on the cause is found, whatever is said
CAUSE_NEEDED_FROM = "high"


class QmsDeviationUnderstanding(models.AbstractModel):
    """Why it could happen (ISO 9001 10.2.1 b), or why nobody needs to ask."""

    _name = "qms.deviation.understanding"
    _description = "Why it could happen"

    why_1 = fields.Char("1. Why?")
    why_2 = fields.Char("2. Why was that?")
    why_3 = fields.Char("3. Why was that so?")
    why_4 = fields.Char("4. And why that?")
    why_5 = fields.Char("5. And behind it?")
    cause_kind_id = fields.Many2one(
        "qms.deviation.cause",
        "Kind of cause",
        index=True,
        ondelete="restrict",
        help="The one that weighs most; the causes are counted by it.",
    )
    no_cause_because = fields.Text(
        "No cause analysis needed, because",
        help="Instead of a cause, for what is neither severe nor regulated by law.",
    )

    def _cause_may_be_left_out(self):
        """Hook: whether a reason does instead of a cause."""
        severe = LEVEL_ORDER[self.level or "low"] >= LEVEL_ORDER[CAUSE_NEEDED_FROM]
        return not severe and not self.type_id.regulated

    def _check_cause(self):
        if self.cause or not self.no_cause_because:
            return super()._check_cause()
        if self._cause_may_be_left_out():
            return []
        return [
            Point(
                self.env._(
                    "the cause: severe or regulated by law, it does not go without"
                ),
                "cause",
            )
        ]

    def _check_cause_kind(self):
        left_out = self.no_cause_because and not self.cause
        if self.cause_kind_id or (left_out and self._cause_may_be_left_out()):
            return []
        return [Point(self.env._("the kind of cause"), "cause_kind_id")]

    def _get_print_fields(self):
        own = [*WHYS, "cause", "cause_kind_id", "no_cause_because"]
        return [
            (
                title,
                [
                    name
                    for listed in names
                    for name in (own if listed == "cause" else [listed])
                ],
            )
            for title, names in super()._get_print_fields()
        ]
