import base64
from urllib.parse import urlencode

from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.xlsx import Column, Sheet, write_workbook


class QmsAuditCoverageSheet(models.AbstractModel):
    _name = "qms.audit.coverage.sheet"
    _description = "Coverage of an audit programme, as a spreadsheet"

    coverage_file = fields.Binary("Coverage", compute="_compute_coverage_file")

    def _compute_coverage_file(self):
        for programme in self:
            content = programme._origin and programme._write_coverage()
            programme.coverage_file = content and base64.b64encode(content)

    def action_export_coverage(self):
        """Download the coverage as an Excel file."""
        self.ensure_one()
        self.check_access("read")
        query = {
            "model": self._name,
            "id": self.id,
            "field": "coverage_file",
            "filename": f"{self.number or self.id}.xlsx",
            "download": "true",
        }
        url = f"/web/content?{urlencode(query)}"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def action_open_covering(self, process=None, requirements=(), unit=None, year=None):
        """The audits behind a cell, as far as the reader may read them.

        :param process: id; 0 for audits that name none
        :param requirements: ids, those of a chapter for example
        """
        self.ensure_one()
        self.check_access("read")
        domain = Domain("programme_id", "=", self.id)
        domain &= Domain("state", "!=", "cancelled")
        if process is not None:
            domain &= Domain("process_ids", "in", [process or False])
        if requirements:
            domain &= self._looks_at(requirements)
        if unit:
            domain &= Domain("covered_unit_ids.qms_today_id", "=", unit)
        if year:
            domain &= self._falls_in(year)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "qms_audit.qms_audit_action"
        )
        return {**action, "domain": list(domain), "context": {"create": False}}

    def _looks_at(self, requirement_ids):
        """Those or what they are part of; without criteria what processes must meet."""
        requirements = self.env["qms.requirement"].browse(requirement_ids).exists()
        above = {
            int(step)
            for path in requirements.mapped("parent_path")
            for step in path.split("/")
            if step
        }
        return Domain("requirement_ids", "in", list(above)) | (
            Domain("requirement_ids", "=", False)
            & Domain("process_ids.requirement_ids", "in", requirements.ids)
        )

    def _falls_in(self, year):
        first, last = f"{year}-01-01", f"{year}-12-31"
        carried_out = Domain("date_concluded", ">=", first) & Domain(
            "date_concluded", "<=", last
        )
        begins = Domain("date_start", ">=", first) & Domain(
            "date_start", "<=", f"{last} 23:59:59"
        )
        planned = Domain("date_planned", ">=", first) & Domain(
            "date_planned", "<=", last
        )
        return (
            carried_out
            | (Domain("date_concluded", "=", False) & begins)
            | (
                Domain("date_concluded", "=", False)
                & Domain("date_start", "=", False)
                & planned
            )
        )

    # ------------------------------------------------------------
    # The file
    # ------------------------------------------------------------

    def _write_coverage(self):
        coverage = self.action_read_coverage()
        processes, units = coverage["processes"], coverage["units"]
        return write_workbook(
            [
                self._process_sheet(processes),
                self._unit_sheet(units),
                self._hole_sheet(processes, units),
            ]
        )

    def _state_words(self):
        return {
            "done": self.env._("audited"),
            "planned": self.env._("planned"),
            "hole": self.env._("! not audited"),
        }

    def _sum_columns(self):
        return [
            Column(self.env._("Audited"), "integer"),
            Column(self.env._("Planned"), "integer"),
            Column(self.env._("Not audited"), "integer"),
        ]

    def _sums(self, states):
        states = list(states)
        return tuple(states.count(state) for state in ("done", "planned", "hole"))

    def _process_sheet(self, processes):
        words, columns = self._state_words(), processes["columns"]
        titles = [
            Column(f"{column['number']} {column['name']}".strip(), width=16)
            for column in columns
        ]
        rows = [
            (
                row["name"],
                *self._sums(row["cells"].values()),
                *(words.get(row["cells"].get(column["id"]), "") for column in columns),
            )
            for row in processes["rows"]
        ]
        every = (
            self.env._("All together"),
            *self._sums(column["state"] for column in columns),
            *(words[column["state"]] for column in columns),
        )
        first = [Column(self.env._("Process"), width=40), *self._sum_columns()]
        return Sheet(
            self.env._("Processes and requirements"), first + titles, [*rows, every]
        )

    def _unit_sheet(self, units):
        words, years = self._state_words(), units["years"]
        columns = [
            Column(self.env._("Unit"), width=50),
            *(Column(str(year), width=14) for year in years),
            Column(self.env._("In the cycle"), width=18),
        ]
        rows = [
            (
                row["name"],
                *(words.get(row["cells"].get(year), "") for year in years),
                words["hole"] if row["hole"] else "",
            )
            for row in units["rows"]
        ]
        return Sheet(self.env._("Units and years"), columns, rows)

    def _hole_sheet(self, processes, units):
        titles = {
            column["id"]: f"{column['number']} {column['name']}".strip()
            for column in processes["columns"]
        }
        rows = [
            (row["name"], titles[key])
            for row in processes["rows"]
            for key, state in row["cells"].items()
            if state == "hole"
        ]
        rows += [
            ("", titles[column["id"]])
            for column in processes["columns"]
            if column["state"] == "hole"
        ]
        rows += [(row["name"], "") for row in units["rows"] if row["hole"]]
        columns = [
            Column(self.env._("Process or unit"), width=50),
            Column(self.env._("Requirement"), width=60),
        ]
        return Sheet(self.env._("Not audited in the cycle"), columns, rows)
