from odoo import api, fields, models

from odoo.addons.qms.tools.evidence import split_list, split_points

# in the order in which they are shown
HOLES = [
    ("none", "No source"),
    ("points", "Points without a source"),
    ("empty", "No record in the period"),
    ("partly", "Some sources without a record"),
    ("hidden", "Not yours to read"),
    ("proven", "Proven"),
    ("excluded", "Left out of the certificate"),
]
RANKS = {hole: rank for rank, (hole, _label) in enumerate(HOLES)}
OPEN = ("none", "points", "empty")


class QmsEvidenceMap(models.TransientModel):
    """Which records prove which clause in a period, holes first, as its reader sees it.

    The counts are those of the lists that its rows open: with the reader's rights, at
    the moment he looked.
    """

    _name = "qms.evidence.map"
    _description = "Map of the evidence"
    _inherit = ["qms.evidence.frame.mixin"]

    line_ids = fields.One2many("qms.evidence.map.line", "map_id", readonly=True)
    row_ids = fields.One2many(
        "qms.evidence.map.row",
        "map_id",
        "Sources",
        domain=[("line_id", "=", False)],
        readonly=True,
    )
    headline = fields.Char(compute="_compute_headline")
    read_on = fields.Datetime("Counted", readonly=True)

    @api.depends("line_ids.hole")
    @api.depends_context("lang")
    def _compute_headline(self):
        for each in self:
            holes = each.line_ids.filtered(lambda line: line.hole in OPEN)
            each.headline = self.env._(
                "%(holes)s of %(count)s clauses have holes, %(documented)s of them "
                "where documented information is asked for.",
                holes=len(holes),
                count=len(each.line_ids),
                documented=len(holes.filtered("is_documented")),
            )

    @api.depends("standard_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for each in self:
            each.display_name = self.env._("Map of the evidence")

    @api.model
    def action_open(self):
        """Open the map of the last twelve months, for the certificate's edition."""
        each = self.create({})
        each._look()
        return each._window()

    def action_look(self):
        """Count anew, with what is chosen now."""
        self.ensure_one()
        self._look()
        return self._window()

    def action_make_pack(self):
        """Begin a pack of what is chosen here."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Evidence pack"),
            "res_model": "qms.evidence.pack",
            "views": [(False, "form")],
            "context": {
                "default_standard_id": self.standard_id.id,
                "default_date_from": self.date_from,
                "default_date_to": self.date_to,
                "default_company_ids": self.company_ids.ids,
                "default_unit_ids": self.unit_ids.ids,
                "default_in_scope": self.in_scope,
            },
        }

    def _window(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Map of the evidence"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }

    # ------------------------------------------------------------
    # Counting
    # ------------------------------------------------------------

    def _look(self):
        self.check_access("write")
        self._check_frame()
        sources = self._sources()
        frame = self._frame()
        counts = {source: source._count_evidence(frame) for source in sources}
        self.line_ids.unlink()
        self.row_ids.unlink()
        self.env["qms.evidence.map.row"].create(
            [self._prepare_row(source, counts[source]) for source in sources]
        )
        excluded = self._excluded()
        parts = [
            self._prepare_line(requirement, counts, requirement in excluded)
            for requirement in self._requirements()
        ]
        lines = self.env["qms.evidence.map.line"].create(
            [vals for vals, _rows in parts]
        )
        self.env["qms.evidence.map.row"].create(
            [
                {**row, "line_id": line.id}
                for line, (_vals, rows) in zip(lines, parts, strict=True)
                for row in rows
            ]
        )
        self.read_on = fields.Datetime.now()

    def _prepare_row(self, source, counts, ids=None):
        """One source and what it has; of ``ids`` alone, where its records name them."""
        values = {"map_id": self.id, "source_id": source.id, "is_read": True}
        if counts is None:
            return {**values, "is_read": False}
        told = [counts[False]] if ids is None else [counts.get(id_) for id_ in ids]
        told = [pair for pair in told if pair]
        days = [day for _count, day in told if day]
        return {
            **values,
            "record_count": sum(count for count, _day in told),
            "last_day": max(days, default=False),
        }

    def _prepare_line(self, requirement, counts, excluded):
        """The line of a requirement and its rows of sources."""
        named = requirement | requirement._get_predecessors()
        fixed = [source for source in counts if source.requirement_ids & named]
        rows = [self._prepare_row(source, counts[source]) for source in fixed]
        for source in counts:
            if source.requirement_field and source not in fixed and counts[source]:
                row = self._prepare_row(source, counts[source], named.ids)
                rows += [row] if row["record_count"] else []
        missing = self._missing_points(named, fixed)
        hole = "excluded" if excluded else self._judge(rows, missing)
        return {
            "map_id": self.id,
            "requirement_id": requirement.id,
            "hole": hole,
            "rank": 2 * RANKS[hole] + (not requirement.is_documented),
            "missing_points": ", ".join(missing),
            "source_count": len(rows),
            "record_count": sum(row.get("record_count", 0) for row in rows),
            "last_day": max(
                (row["last_day"] for row in rows if row.get("last_day")), default=False
            ),
        }, rows

    @api.model
    def _missing_points(self, named, sources):
        """Points that none of the sources names; those of a former edition count."""
        asked, found = [], set()
        for requirement in named:
            asked += [
                point
                for point in split_list(requirement.evidence_points)
                if point not in asked
            ]
            for source in sources:
                found |= split_points(source.points)[0].get(requirement.number, set())
        return [point for point in asked if point not in found]

    @api.model
    def _judge(self, rows, missing):
        if not rows:
            return "none"
        seen = [row for row in rows if row["is_read"]]
        if not seen:
            return "hidden"
        filled = [row for row in seen if row["record_count"]]
        if not filled:
            return "empty"
        if missing:
            return "points"
        return "proven" if len(filled) == len(seen) else "partly"
