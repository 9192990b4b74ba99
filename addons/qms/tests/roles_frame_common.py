from odoo.tools import SQL


class FrameRows:
    """Rows of what the company has laid down and measures; with ``RolesCase``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = {"company_id": cls.company.id}
        cls.certificate = cls.env["qms.certificate"].create(
            {
                **company,
                "number": "C-1",
                "body": "Certifier",
                "standard_id": cls.env.ref("qms.iso9001_2015").id,
            }
        )
        cls._make_matrix(company)
        cls.objective = cls.env["qms.objective"].create({**company, "name": "Goal"})
        editions = cls.env["qms.wheel.year"].with_user(cls.manager)
        cls.edition = editions.create({**company, "year": 2026}).sudo()

    @classmethod
    def _make_matrix(cls, company):
        """One whose last steps are to be made again, and a company without any."""
        cls.vacant_company = cls.env["res.company"].create({"name": "Without a matrix"})
        for user in cls.people.values():
            if cls.company in user.company_ids and user._is_internal():
                user.company_ids += cls.vacant_company
        cls.matrix = cls.env["qms.matrix"].create(company)
        for table in ("qms_consequence", "qms_likelihood"):
            query = SQL(
                "DELETE FROM %s WHERE matrix_id = %s AND value = '5' RETURNING id",
                SQL.identifier(table),
                cls.matrix.id,
            )
            cls.env.execute_query(query)
        cls.env.invalidate_all()

    def _rows_of_units(self):
        company = {"company_id": self.company.id}
        return {
            "settings": ("qms.settings", company, {"qms_remind_days": 3}),
            "settings,own": ("qms.settings", company, {"qms_remind_days": 3}),
            "unit.reader": (
                "qms.unit.reader",
                {
                    "department_id": self.administration.id,
                    "user_id": self.aide.id,
                    "kind": "leader",
                },
                {"kind": "member"},
            ),
        }

    def _rows_of_requirements(self):
        company, name = {"company_id": self.company.id}, {"name": "Another"}
        shared = {"company_id": False}
        iso = {"standard_id": self.env.ref("qms.iso9001_2015").id}
        return {
            "standard": ("qms.standard", {**company, "name": "Standard"}, name),
            "standard,shared": ("qms.standard", {**shared, "name": "S"}, name),
            "requirement": (
                "qms.requirement",
                {**company, "name": "Policy", "kind": "policy"},
                name,
            ),
            "clause": (
                "qms.requirement",
                {**iso, **shared, "name": "Clause", "kind": "standard"},
                name,
            ),
            "mapping": (
                "qms.requirement.mapping",
                {"relation": "new", "to_id": self.env.ref("qms.iso9001_2015_4").id},
                {"note": "x"},
            ),
            "stakeholder": ("qms.stakeholder", {**company, "name": "Citizens"}, name),
        }

    def _rows_of_processes(self):
        company, name = {"company_id": self.company.id}, {"name": "Another"}
        iso = {"standard_id": self.env.ref("qms.iso9001_2015").id}
        return {
            "process": ("qms.process", {**company, "name": "Care"}, name),
            "certificate": (
                "qms.certificate",
                {**company, **iso, "number": "C-2", "body": "Certifier"},
                {"body": "y"},
            ),
            "scope.exclusion": (
                "qms.scope.exclusion",
                {
                    "certificate_id": self.certificate.id,
                    "department_id": self.care.id,
                    "reason": "x",
                },
                {"reason": "y"},
            ),
        }

    def _rows_of_severity(self):
        name = {"name": "Another"}
        step = {**name, "matrix_id": self.matrix.id, "value": "5"}
        return {
            "matrix": (
                "qms.matrix",
                {"company_id": self.vacant_company.id},
                {"consequence_ids": []},
            ),
            "consequence": ("qms.consequence", step, name),
            "likelihood": (
                "qms.likelihood",
                {**step, **{f"level_{value}": "low" for value in range(1, 6)}},
                name,
            ),
        }

    def _rows_of_others(self):
        company, name = {"company_id": self.company.id}, {"name": "Another"}
        period = {"date_from": "2026-03-01", "date_to": "2026-03-31"}
        later = {"date_to": "2026-04-30"}
        link = {
            "res_model": "qms.action",
            "res_id": 1,
            "purpose": "x",
            "email": "a@b.test",
            "token_hash": "x",
        }
        return {
            "closing.day": ("qms.closing.day", {**company, **name, **period}, later),
            "personal.link": (
                "qms.personal.link",
                {**link, "expires_at": "2030-01-01"},
                {"purpose": "y"},
            ),
            "public.count": (
                "qms.public.count",
                {**name, "since": "2026-03-01", "count": 1},
                {"count": 2},
            ),
        }

    def _rows_of_start(self):
        company, name = {"company_id": self.company.id}, {"name": "x"}
        sheet = {"sheet_id": self.env.ref("qms.sheet_processes").id}
        return {
            "start.point": ("qms.start.point", {**name, "question": "x"}, name),
            "start.answer": (
                "qms.start.answer",
                {
                    **company,
                    "point_id": self.env.ref("qms.start_units").id,
                    "reason": "x",
                },
                {"reason": "y"},
            ),
            "start.sheet": (
                "qms.start.sheet",
                {**name, "res_model": "qms.process", "columns": "name"},
                name,
            ),
            "start.import": ("qms.start.import", sheet, {"file_name": "y"}),
            "start.import,own": ("qms.start.import", sheet, {"file_name": "y"}),
            "first.month": ("qms.first.month", {}, {}),
            "first.month,own": ("qms.first.month", {}, {}),
        }

    def _rows_of_wheel(self, user):
        company, unit = {"company_id": self.company.id}, self.home_care.id
        kind = self.env.ref("qms.wheel_kind_audit")
        item = {**company, "kind_id": kind.id}
        day = {"date_guideline": "2026-09-10", "date_planned": "2026-09-10"}
        turn = {**item, **day, "name": "Audit", "year_id": self.edition.id}
        move = {"occurrence_id": self.edition.occurrence_ids[:1].id}
        put = {
            "year_id": self.edition.id,
            "item_ids": self.edition.occurrence_ids.item_id[:1].ids,
            "reason": "x",
        }
        note = {"note": "x"}
        return {
            "wheel.kind": (
                "qms.wheel.kind",
                {"name": "x", "code": "x"},
                {"name": "y"},
            ),
            "wheel.item": ("qms.wheel.item", item, {"day": 3}),
            "wheel.item,unit": (
                "qms.wheel.item",
                {**item, "department_id": unit},
                {"day": 3},
            ),
            "wheel.year": (
                "qms.wheel.year",
                {**company, "year": 2030},
                {"date_from": "2030-02-01"},
            ),
            "wheel": ("qms.wheel.occurrence", turn, note),
            "wheel,own": ("qms.wheel.occurrence", {**turn, "owner_id": user.id}, note),
            "wheel,unit": (
                "qms.wheel.occurrence",
                {**turn, "department_id": unit},
                note,
            ),
            "wheel.move": ("qms.wheel.move", move, {"reason": "y"}),
            "wheel.move,own": ("qms.wheel.move", move, {"reason": "y"}),
            "wheel.insert": ("qms.wheel.insert", put, {"reason": "y"}),
            "wheel.insert,own": ("qms.wheel.insert", put, {"reason": "y"}),
        }

    def _rows_of_measure(self, user):
        company, name = {"company_id": self.company.id}, {"name": "Another"}
        unit = {"department_id": self.home_care.id}
        figure = {
            "name": "Figure",
            "code": "x",
            "source": "typed",
            "topic_id": self.env.ref("qms.topic_process").id,
        }
        typed = self.env.ref("qms.indicator_case_time")
        goal = {**company, **unit, **name, "owner_id": self.aide.id}
        row = {**company, "indicator_id": typed.id, "month": "2026-02-01", "value": 4}
        value, more = "qms.indicator.value", {"value": 5}
        proof = {"name": "x", "res_model": "qms.action", "date_field": "date_done"}
        return {
            "topic": ("qms.topic", {**name, "code": "x"}, {"sequence": 3}),
            "source": ("qms.evidence.source", {**company, **proof}, name),
            "source,shared": (
                "qms.evidence.source",
                {**proof, "company_id": False},
                name,
            ),
            "indicator": ("qms.indicator", {**company, **figure}, name),
            "indicator,shared": ("qms.indicator", figure, name),
            "target": (
                "qms.indicator.target",
                {**company, "indicator_id": typed.id, "target": 3},
                {"target": 4},
            ),
            "target,unit": (
                "qms.indicator.target",
                {**company, **unit, "indicator_id": typed.id, "target": 3},
                {"target": 4},
            ),
            "value": (value, row, more),
            "value,unit": (value, {**row, **unit}, more),
            "value,small": (value, {**row, "count": 2}, more),
            "objective": ("qms.objective", goal, name),
            "objective,own": ("qms.objective", {**goal, "owner_id": user.id}, name),
            "objective.unit": (
                "qms.objective.telling",
                {**unit, "objective_id": self.objective.id},
                {"date_told": "2026-03-02"},
            ),
        }
