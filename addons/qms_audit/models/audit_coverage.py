from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

# an audit that was carried out; of those by others: whose report is here
DONE = ("reporting", "reported", "follow_up", "closed")
SUBJECTS = ("requirement_id", "process_id", "department_id")

# by audit, criterion and all below it; without criteria, by what its processes must
# meet
COVERED = """WITH audits AS MATERIALIZED (
       SELECT id, state = ANY(%(done)s) AS done FROM qms_audit
        WHERE programme_id = %(programme)s AND state <> 'cancelled'
   ), looked_at AS MATERIALIZED (
       SELECT DISTINCT audits.id, audits.done, tree.requirement_id
         FROM audits
         JOIN %(criteria)s own ON own.%(audit_c)s = audits.id
         JOIN unnest(%(below)s::int[], %(above)s::int[])
              AS tree (requirement_id, above_id)
           ON tree.above_id = own.%(criterion)s
   )
   SELECT COALESCE(link.%(process)s, 0), looked_at.requirement_id,
          bool_or(looked_at.done)
     FROM looked_at
     LEFT JOIN %(by_process)s link ON link.%(audit_p)s = looked_at.id
    GROUP BY 1, 2
   UNION ALL
   SELECT link.%(process)s, must.%(must_r)s, bool_or(audits.done)
     FROM audits
     JOIN %(by_process)s link ON link.%(audit_p)s = audits.id
     JOIN %(must)s must ON must.%(must_p)s = link.%(process)s
    WHERE must.%(must_r)s = ANY(%(columns)s)
      AND NOT EXISTS (SELECT FROM %(criteria)s own
                       WHERE own.%(audit_c)s = audits.id)
    GROUP BY 1, 2"""


class QmsAuditCoverage(models.AbstractModel):
    """What of the requirements and units the audits of the cycle cover.

    Whoever may read the programme sees of each process and unit that he may read
    whether it was audited, will be, or will not be; by which audit only those who may
    read that audit.
    """

    _name = "qms.audit.coverage"
    _description = "Coverage of an audit programme"

    def action_read_coverage(self):
        """Both matrices: processes by requirements, units by years."""
        self.ensure_one()
        self.check_access("read")
        return {
            "processes": self._coverage_of_processes(),
            "units": self._coverage_of_units(),
        }

    # ------------------------------------------------------------
    # Processes and requirements
    # ------------------------------------------------------------

    def _coverage_of_processes(self):
        """Columns are requirements; cells without an entry are nobody's to audit.

        :return: chapters [{id, name}], columns [{id, name, number, chapter, state}],
            rows [{id, name, cells {column: state}}]; states: done, planned, hole
        """
        excluded = self._read_excluded()
        processes = self.env["qms.process"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("id", "not in", excluded["process_id"])
        )
        demanded = self._read_demanded(processes)
        columns = self._find_columns(demanded, excluded["requirement_id"])
        covered = self._read_covered(columns)
        cells = {
            (process_id, key): "hole" for process_id, key in demanded if key in columns
        } | covered
        chapters, described = self._describe_columns(columns, covered)
        names = {process.id: process.display_name for process in processes}
        if any(not process_id for process_id, _key in covered):
            names[0] = self.env._("Without a process")
        rows = {key: {} for key in names}
        for (process_id, key), state in cells.items():
            if process_id in rows:
                rows[process_id][key] = state
        return {
            "chapters": chapters,
            "columns": described,
            "rows": [
                {"id": key, "name": names[key], "cells": rows[key]} for key in names
            ],
        }

    def _read_excluded(self):
        """What no certificate of the company covers is no hole."""
        # sudo: what is left out of the certified scope, ids alone
        rows = self.env["qms.scope.exclusion"].sudo()
        rows = rows.search_fetch([("company_id", "=", self.company_id.id)], SUBJECTS)
        excluded = {name: [] for name in SUBJECTS}
        for row in rows:
            # a requirement left out for one unit alone is asked of the others
            named = [name for name in SUBJECTS if row[name]]
            if len(named) == 1:
                excluded[named[0]].append(row[named[0]].id)
        return excluded

    def _relation(self, model, name):
        """Table and columns of a many2many."""
        field = self.env[model]._fields[name]
        parts = (field.relation, field.column1, field.column2)
        return [SQL.identifier(part) for part in parts]

    def _read_demanded(self, processes):
        """(process, requirement) that are to be met."""
        self.env.flush_all()
        table, process, requirement = self._relation("qms.process", "requirement_ids")
        return self.env.execute_query(
            SQL(
                "SELECT %s, %s FROM %s WHERE %s = ANY(%s)",
                process,
                requirement,
                table,
                process,
                processes.ids,
            )
        )

    def _find_columns(self, demanded, excluded):
        """What processes must meet, what audits look at, and the standards' clauses."""
        requirements = self.env["qms.requirement"]
        # sudo: what the audits are held against
        criteria = self.sudo().audit_ids.requirement_ids.ids
        used = list({key for _process, key in demanded} | set(criteria))
        standards = (
            requirements.browse(used).sudo().standard_id
        )  # sudo: which standards
        standards = standards.filtered(lambda standard: standard.kind == "standard")
        found = requirements.search_fetch(
            Domain("is_assessable", "=", True)
            & Domain("company_id", "in", [self.company_id.id, False])
            & (Domain("id", "in", used) | Domain("standard_id", "in", standards.ids))
            & Domain("id", "not in", excluded),
            ["name", "number", "parent_path", "standard_id", "kind"],
        )
        return {requirement.id: requirement for requirement in found}

    def _read_covered(self, columns):
        """{(process or 0, requirement): state} by the audits of the programme.

        An audit covers its criteria and all below them; without criteria all that its
        processes must meet.
        """
        by_process, audit_p, process = self._relation("qms.audit", "process_ids")
        criteria, audit_c, criterion = self._relation("qms.audit", "requirement_ids")
        must, must_p, must_r = self._relation("qms.process", "requirement_ids")
        # the tree as pairs of equals: as patterns every row would meet every other
        pairs = [
            (key, int(step))
            for key, each in columns.items()
            for step in each.parent_path.split("/")
            if step
        ]
        rows = self.env.execute_query(
            SQL(
                COVERED,
                done=list(DONE),
                programme=self.id,
                columns=list(columns),
                below=[key for key, _above in pairs],
                above=[above for _key, above in pairs],
                criteria=criteria,
                audit_c=audit_c,
                criterion=criterion,
                by_process=by_process,
                audit_p=audit_p,
                process=process,
                must=must,
                must_p=must_p,
                must_r=must_r,
            )
        )
        return self._worst_of(rows)

    def _worst_of(self, rows):
        """{(row, column): done before planned}."""
        result = {}
        for row, column, done in rows:
            if done or (row, column) not in result:
                result[row, column] = "done" if done else "planned"
        return result

    def _describe_columns(self, columns, covered):
        """Chapters are the tops of a tree; single rules stand under their own kind."""
        states = {}
        for (_process, key), state in covered.items():
            if states.get(key) != "done":
                states[key] = state
        chapters, described = {}, []
        tops = [int(each.parent_path.split("/")[0]) for each in columns.values()]
        # sudo: titles of the chapters
        heads = self.env["qms.requirement"].sudo().browse(set(tops))
        heads = {head.id: head for head in heads}
        for (key, each), top in zip(columns.items(), tops, strict=True):
            chapter, name = self._chapter_of(each, heads[top])
            chapters.setdefault(chapter, name)
            described.append(
                {
                    "id": key,
                    "number": each.number or "",
                    "name": each.name,
                    "chapter": chapter,
                    "state": states.get(key, "hole"),
                }
            )
        return [{"id": key, "name": name} for key, name in chapters.items()], described

    def _chapter_of(self, requirement, head):
        if requirement.kind == "standard" or head.id != requirement.id:
            return f"clause-{head.id}", head.display_name
        if requirement.standard_id:
            standard = requirement.sudo().standard_id  # sudo: its name
            return f"standard-{standard.id}", standard.display_name
        kinds = dict(requirement._fields["kind"]._description_selection(self.env))
        return f"kind-{requirement.kind}", kinds[requirement.kind]

    # ------------------------------------------------------------
    # Units and years
    # ------------------------------------------------------------

    def _coverage_of_units(self):
        """Units as they are today: an audit of a merged unit counts for its successor.

        :return: years, rows [{id, name, cells {year: state}, hole}]
        """
        units = (
            self.env["hr.department"]
            .search_fetch(
                [
                    ("company_id", "=", self.company_id.id),
                    ("id", "not in", self._read_excluded()["department_id"]),
                ],
                ["name", "parent_id", "qms_in_scope"],
            )
            .sorted(lambda unit: (unit.complete_name or "", unit.id))
        )
        covered = self._read_covered_units(units)
        scoped = any(units.mapped("qms_in_scope"))
        years = list(range(self.date_from.year, self.date_to.year + 1))
        rows = []
        for unit in units:
            cells = {
                year: covered[unit.id, year]
                for year in years
                if (unit.id, year) in covered
            }
            asked = unit.qms_in_scope or not scoped
            rows.append(
                {
                    "id": unit.id,
                    "name": unit.complete_name,
                    "cells": cells,
                    "hole": asked and not cells,
                }
            )
        return {"years": years, "rows": rows}

    def _read_covered_units(self, units):
        table, audit, unit = self._relation("qms.audit", "covered_unit_ids")
        rows = self.env.execute_query(
            SQL(
                """SELECT COALESCE(unit.qms_today_id, unit.id),
                          EXTRACT(YEAR FROM COALESCE(
                              audit.date_concluded, audit.date_start, audit.date_planned
                          ))::integer,
                          bool_or(audit.state = ANY(%(done)s))
                     FROM qms_audit audit
                     JOIN %(table)s covered ON covered.%(audit)s = audit.id
                     JOIN hr_department unit ON unit.id = covered.%(unit)s
                    WHERE audit.programme_id = %(programme)s
                      AND audit.state <> 'cancelled'
                      AND COALESCE(unit.qms_today_id, unit.id) = ANY(%(units)s)
                    GROUP BY 1, 2""",
                done=list(DONE),
                table=table,
                audit=audit,
                unit=unit,
                programme=self.id,
                units=units.ids,
            )
        )
        return self._worst_of(rows)
