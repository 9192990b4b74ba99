from odoo import api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import SQL

from odoo.addons.qms.tools.suppression import suppress

MINIMUM = 3


class QmsChannelCount(models.Model):
    """How many cases a year left nothing but this number.

    The number itself is read by nobody, and nothing says when it last grew: it is shown
    from three up.
    """

    _name = "qms.channel.count"
    _description = "Count of a channel"
    _log_access = False
    _order = "year desc, id"
    _rec_name = "year"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    channel_id = fields.Many2one(
        "qms.channel", required=True, readonly=True, index=True, ondelete="restrict"
    )
    year = fields.Char(required=True, readonly=True)
    count = fields.Integer(readonly=True, groups=NO_ACCESS)
    shown = fields.Char("Handed over", compute="_compute_shown")

    _one_a_year = models.Constraint(
        "UNIQUE (company_id, channel_id, year)", "One count a channel and year."
    )

    @api.depends_context("lang")
    def _compute_shown(self):
        # sudo: the numbers, to leave out those that are too small
        counts = self.sudo().search([("company_id", "in", self.company_id.ids)])
        shown = {}
        for rows in counts.grouped("company_id").values():
            table = [{"id": row.id, "count": row.count} for row in rows]
            kept = suppress(table, "id", "count", MINIMUM).rows
            shown |= {row["id"]: row["count"] for row in kept}
        few = self.env._("Too few to show")
        for row in self:
            count = shown.get(row.id)
            row.shown = few if count is None else str(count)

    @api.model
    def _add(self, keys):
        """Count one more for each (company id, channel id, year) of ``keys``."""
        for key in keys:
            self.env.execute_query(
                SQL(
                    """INSERT INTO qms_channel_count
                              (company_id, channel_id, year, count)
                       VALUES (%s, %s, %s, 1)
                  ON CONFLICT (company_id, channel_id, year)
                    DO UPDATE SET count = qms_channel_count.count + 1
                    RETURNING id""",
                    *key,
                )
            )
        self.invalidate_model()
