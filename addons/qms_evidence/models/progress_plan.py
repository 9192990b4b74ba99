from random import Random

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.qms.tools.evidence import split_list
from odoo.addons.qms.tools.xlsx import safe_sheet_name

from ..tools.pack_file import free_name, short_name

KINDS = {
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
    "float": "number",
    "integer": "integer",
    "monetary": "number",
}


class QmsEvidenceProgressPlan(models.AbstractModel):
    """What goes in: sheets, columns, counts and the sample, settled at the start."""

    _name = "qms.evidence.progress.plan"
    _description = "Plan of an evidence pack"

    def _slice_plan(self, env):
        pack = self.pack_id.with_env(env)
        self._spool().begin()
        requirements = pack._requirements()
        clauses, used = self._plan_clauses(pack, requirements)
        persons = self._draw_persons(pack, used)
        sheets, folders = set(), set()
        for name in self._fixed_sheets(env).values():
            safe_sheet_name(name, sheets)
        plans = [
            self._plan_source(pack, source, sheets, folders, persons) for source in used
        ]
        plans = [plan for plan in plans if plan]
        kept = {plan["id"] for plan in plans}
        for clause in clauses:
            clause["sources"] = [row for row in clause["sources"] if row[0] in kept]
        self._spool().dump("plan", {"sources": plans, "clauses": clauses})
        self._next_step(sum(plan["count"] for plan in plans))

    def _fixed_sheets(self, env):
        return {
            "cover": env._("Cover"),
            "index": env._("Index"),
            "decisions": env._("Decisions"),
            "files": env._("Files"),
        }

    def _plan_clauses(self, pack, requirements):
        """Each clause with its sources and counts; the sources used, in their order."""
        sources, frame = pack._sources(), pack._frame(pack.cut_off)
        counts = {source: source._count_evidence(frame) for source in sources}
        # sudo: what the certificates of the pack's companies leave out
        excluded = pack.sudo()._excluded()
        clauses = []
        for requirement in requirements:
            named = requirement | requirement._get_predecessors()
            rows = self._plan_proofs(named, counts)
            points = self._plan_points(named, counts)
            hole = self._plan_hole(named, counts, rows, points)
            left_out = requirement.id in excluded.ids
            clauses.append(
                {
                    "number": requirement.number or "",
                    "name": requirement.name,
                    "documented": requirement.is_documented,
                    "hole": "excluded" if left_out else hole,
                    "points": ", ".join(points),
                    "sources": rows,
                }
            )
        used = {row[0] for clause in clauses for row in clause["sources"]}
        return clauses, sources.filtered(lambda source: source.id in used)

    def _plan_proofs(self, named, counts):
        """Source, count and latest day, of what proves one of ``named``."""
        rows = []
        for source, found in counts.items():
            if found is None:
                continue
            if source.requirement_ids & named:
                rows.append((source.id, *found[False]))
                continue
            own = [found[id_] for id_ in named.ids if id_ in found]
            if own:
                days = [day for _count, day in own if day]
                total = sum(count for count, _day in own)
                rows.append((source.id, total, max(days, default=None)))
        return rows

    def _plan_points(self, named, counts):
        """Points of the clause that no source names, as the map says it."""
        fixed = [source for source in counts if source.requirement_ids & named]
        return self.env["qms.evidence.map"]._missing_points(named, fixed)

    def _plan_hole(self, named, counts, rows, points):
        """How the clause stands, as the map says it."""
        judged = [{"is_read": True, "record_count": count} for _id, count, _day in rows]
        judged += [
            {"is_read": False, "record_count": 0}
            for source, found in counts.items()
            if found is None and source.requirement_ids & named
        ]
        return self.env["qms.evidence.map"]._judge(judged, points)

    def _draw_persons(self, pack, sources):
        """The employees whose records are followed through all sheets."""
        if pack.drawn != "random":
            return []
        found, frame = set(), pack._frame(pack.cut_off)
        for source in sources.filtered("employee_field"):
            model = source._readable(frame)
            if model is None:
                continue
            query = model._search(source._evidence_domain(frame))
            person = model._field_to_sql(query.table, source.employee_field, query)
            rows = model.env.execute_query(query.select(SQL("DISTINCT %s", person)))
            found.update(id_ for (id_,) in rows if id_)
        chance = Random(f"{pack.sample_seed}/persons")
        return chance.sample(sorted(found), min(pack.sample_persons, len(found)))

    def _draw(self, pack, source, model, domain, persons):
        """The records of a source that are in the sample."""
        if person := source.employee_field:
            return model.search(domain & Domain(person, "in", persons), order="id").ids
        ids = model.search(domain, order="id").ids
        # drawn per source, so that one more source changes no other's sample
        chance = Random(f"{pack.sample_seed}/{source.res_model}/{source.domain}")
        return sorted(chance.sample(ids, min(pack.sample_size, len(ids))))

    def _plan_source(self, pack, source, sheets, folders, persons):
        frame = pack._frame(pack.cut_off)
        model = source._readable(frame)
        if model is None:
            return None
        domain = source._evidence_domain(frame)
        plan = {
            "id": source.id,
            "name": source.name,
            "model": source.res_model,
            "sheet": safe_sheet_name(source.name, sheets),
            "folder": free_name(short_name(source.name, "folder"), folders),
            "columns": self._plan_columns(model, source),
            "report": source.report_name if pack.with_prints else False,
            "files": source.has_files and pack.with_files,
            "sample": None,
            "count": model.search_count(domain),
        }
        if pack.drawn == "random":
            plan["sample"] = self._draw(pack, source, model, domain, persons)
        return plan

    def _plan_columns(self, model, source):
        rules = self.env["qms.indicator.rules"]
        columns = []
        for path in split_list(source.columns):
            field = rules._follow(model, path)
            if field is None:
                continue
            label = field.get_description(model.env, ["string"])["string"]
            columns.append((path, label, KINDS.get(field.type, "text"), field.type))
        return columns
