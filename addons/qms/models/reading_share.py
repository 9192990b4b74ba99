from collections import Counter

from odoo import api, models
from odoo.fields import Domain

from ..tools.suppression import suppress


class QmsReadingShare(models.AbstractModel):
    """How many have read it, by unit: small figures are left out, persons unknown."""

    _name = "qms.reading.share"
    _description = "Share read by unit"

    def _get_share(self):
        """A row per unit in the order of names, and the sum.

        Beside the sum that of the units in the certified scope, where every unit's own
        figures are shown: so nothing follows from it that is not told already.

        :return: dicts with ``unit``, ``read`` and ``asked``; ``None`` is left out. Of
            sums ``unit`` is empty, ``in_scope`` says of which
        """
        self.ensure_one()
        # sudo: counts, of which the small ones are left out
        readings = self.env["qms.reading"].sudo()
        counted = {
            (unit.id, state): count
            for unit, state, count in readings._read_group(
                Domain("round_id", "=", self.id) & Domain("state", "!=", "lapsed"),
                ["department_id", "state"],
                ["__count"],
            )
        }
        # sudo: names of units
        units = self.env["hr.department"].sudo().with_context(active_test=False)
        units = units.browse({unit_id for unit_id, _state in counted if unit_id})
        table = [
            {"unit": unit.id, "state": state, "count": counted.get((unit.id, state), 0)}
            for unit in units
            for state in ("open", "read")
        ]
        if not table:
            return []
        shown = suppress(table, ("unit", "state"), "count")
        read = {r["unit"]: r["count"] for r in shown.rows if r["state"] == "read"}
        asked, by_state = shown.totals
        figures = {unit.id: (read[unit.id], asked[unit.id]) for unit in units}
        figures[None] = by_state["read"], shown.total
        for key in self._share_hidden(self._share_sizes(counted)):
            figures[key] = None, None
        units = units.sorted("name")
        rows = [
            {"unit": unit.name, **self._share_row(*figures[unit.id])} for unit in units
        ]
        total = {"unit": "", **self._share_row(*figures[None])}
        if len(rows) < 2:
            return rows
        return [*rows, total, *self._share_in_scope(units, rows)]

    @api.model
    def _share_row(self, read, asked):
        return {"read": read, "asked": asked}

    @api.model
    def _share_sizes(self, counted):
        """How many are asked, {unit id: number}."""
        sizes = Counter()
        for (unit, _state), count in counted.items():
            if unit:
                sizes[unit] += count
        return sizes

    def _share_hidden(self, sizes):
        """Hook: units of which the reader sees nothing, ``None`` for the sum."""
        return set()

    @api.model
    def _share_in_scope(self, units, rows):
        pairs = zip(units, rows, strict=True)
        found = [row for unit, row in pairs if unit.qms_in_scope]
        hidden = [row for row in rows if row["read"] is None or row["asked"] is None]
        if hidden or not found or len(found) == len(rows):
            return []
        sums = {name: sum(row[name] for row in found) for name in ("read", "asked")}
        return [{"unit": "", "in_scope": True, **sums}]

    def _render_share(self):
        rows = self._get_share()
        for row in rows:
            known = row["read"] is not None and row["asked"]
            row["percent"] = round(100 * row["read"] / row["asked"]) if known else None
        return self.env["ir.qweb"]._render("qms.reading_share", {"rows": rows})
