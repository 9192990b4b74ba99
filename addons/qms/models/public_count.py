from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL


class QmsPublicCount(models.Model):
    """How often a door that needs no login was used, and which sheets came in.

    Nothing about who used it: no address, no user, no minute.
    """

    _name = "qms.public.count"
    _description = "Use of pages without login"
    _rec_name = "name"
    _order = "id"
    _log_access = False

    name = fields.Char(required=True, readonly=True)
    since = fields.Datetime(required=True, readonly=True, index=True)
    count = fields.Integer(required=True, readonly=True)

    _name_unique = models.UniqueIndex("(name)")

    @api.model
    def _count_hour(self, name):
        """Count one more use of ``name``; the number within this hour."""
        now = fields.Datetime.now()
        return self._add(name, now.replace(minute=0, second=0, microsecond=0))

    @api.model
    def _take_sheet(self, name):
        """Whether the sheet ``name`` of a form comes in for the first time.

        Two at once: the second fails with a serialization error, is repeated by Odoo
        and finds the first.
        """
        day = fields.Datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
        return self._add(f"sheet:{name}", day) == 1

    @api.model
    def _add(self, name, since):
        rows = self.env.execute_query(
            SQL(
                """INSERT INTO qms_public_count AS old (name, since, count)
                   VALUES (%s, %s, 1)
                   ON CONFLICT (name) DO UPDATE SET
                      count = CASE WHEN old.since = EXCLUDED.since
                                   THEN old.count + 1 ELSE 1 END,
                      since = EXCLUDED.since
                   RETURNING count""",
                name,
                since,
            )
        )
        return rows[0][0]

    @api.autovacuum
    def _gc_counts(self):
        limit = fields.Datetime.now() - timedelta(days=1)
        self.search([("since", "<", limit)], limit=10_000).unlink()
