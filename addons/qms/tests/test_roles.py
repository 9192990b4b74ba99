from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from .roles_common import RolesCase

# Who really gets through with reading, writing, creating and deleting what.
# Rows: 'own' is what the person himself wrote, owes or typed in.
MATRIX = """
                empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
action          c    rwc  rwc  rwc  c    c    c    rc   rwc  c    -    -    -    -
action,own      rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  -    -    -    -
action,to-do    rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  -    -    -    -
action,secret   c    rwc  rwc  rwc  c    c    c    c    c    c    -    -    -    -
action.type     r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
question        r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
duty            -    r    r    r    -    -    -    -    r    -    -    -    -    -
duty,own        r    r    r    r    r    r    r    r    r    r    -    -    -    -
deputy          r    rwcu rwcu r    r    r    r    r    rwcu r    -    -    -    -
deputy,own      rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu .    .    .    .
absence         -    -    -    -    -    -    -    -    rwcu -    -    -    -    -
absence,own     rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
daily.list      -    -    -    -    -    -    -    -    -    -    -    -    -    -
daily.list,own  r    r    r    r    r    r    r    r    r    r    -    -    -    r
decision        -    -    -    -    -    -    -    -    r    -    -    -    -    -
decision.detail -    -    -    -    -    -    -    -    -    -    -    -    -    -
decision.seal   -    -    -    -    -    -    -    -    r    -    -    -    -    r
check           -    -    -    -    -    -    -    -    -    -    -    -    -    -
check,own       -    -    -    -    -    -    -    -    r    -    -    -    -    r
round           -    -    -    -    -    -    -    -    r    -    -    -    -    r
erase           -    -    -    -    -    -    -    -    c    -    -    -    -    c
erase,own       -    -    -    -    -    -    -    -    rwcu -    -    -    -    rwcu
erase.now       c    c    c    c    c    c    c    c    c    c    -    -    -    c
erase.now,own   rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
erase.line      c    c    c    c    c    c    c    c    c    c    -    -    -    c
erase.line,own  rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
legal.ground    r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
about           c    c    c    c    c    c    c    c    c    c    -    -    -    c
about,own       rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
retention.rule  -    -    -    -    -    -    -    -    rwcu -    -    -    -    -
retention.list  -    -    -    -    -    -    -    -    r    -    -    -    -    -
retention.line  -    -    -    -    -    -    -    -    rw   -    -    -    -    -
reason          c    c    c    c    c    c    c    c    c    c    -    -    -    c
reason,own      rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
settings        -    -    -    -    -    -    -    -    c    -    -    -    -    c
settings,own    -    -    -    -    -    -    -    -    rwcu -    -    -    -    rwcu
unit.reader     -    -    -    -    -    -    -    -    -    r    -    -    -    -
standard        r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
standard,shared r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
requirement     r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
clause          r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
mapping         r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
stakeholder     r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
process         r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
certificate     r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
scope.exclusion r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
matrix          r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
consequence     r    r    r    r    r    r    r    r    rwc  r    -    -    -    -
likelihood      r    r    r    r    r    r    r    r    rwc  r    -    -    -    -
closing.day     r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
personal.link   -    -    -    -    -    -    -    -    -    -    -    -    -    -
succession      -    rwc  rwc  rwc  -    -    -    -    rwc  -    -    -    -    -
succession.part -    rw   rw   rw   -    -    -    -    rw   -    -    -    -    -
unit.change     -    -    -    -    -    -    -    -    rwc  -    -    -    -    -
unit.part       -    -    -    -    -    -    -    -    r    -    -    -    -    -
ownerless       -    -    -    -    -    -    -    -    r    -    -    -    -    -
notice          -    -    -    -    -    -    -    -    rwc  -    -    -    -    -
notice,own      r    rwc  rwc  rwc  r    r    r    r    rwc  r    -    -    -    -
notice.answer   c    c    c    c    c    c    -    -    rwc  -    -    -    -    -
reading.round   -    -    -    -    -    -    -    -    r    -    -    -    -    -
reading         -    r    r    r    -    -    -    -    r    -    -    -    -    -
reading.claim   -    r    r    r    -    -    -    -    -    -    -    -    -    -
reading.link    c    c    c    c    c    c    c    c    c    c    -    -    -    c
reading.link,ownrwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
team.meeting    -    rwc  rwc  rwc  -    -    -    -    rwc  -    -    -    -    -
start.point     -    -    -    -    -    -    -    -    r    -    -    -    -    r
start.answer    -    -    -    -    -    -    -    -    rwcu -    -    -    -    -
start.sheet     -    -    -    -    -    -    -    -    r    -    -    -    -    r
start.import    -    -    -    -    -    -    -    -    c    -    -    -    -    c
start.import,own-    -    -    -    -    -    -    -    rwcu -    -    -    -    rwcu
first.month     -    -    -    -    -    -    -    -    c    -    -    -    -    c
first.month,own -    -    -    -    -    -    -    -    rwcu -    -    -    -    rwcu
wheel.kind      r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
wheel.item      r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
wheel.item,unit r    rwcu rwcu rwcu r    r    r    r    rwcu r    -    -    -    -
wheel.year      r    r    r    r    r    r    r    r    rc   r    -    -    -    -
wheel           r    r    r    r    r    r    r    r    rw   r    -    -    -    -
wheel,own       rw   rw   rw   rw   rw   rw   rw   rw   rw   rw   .    .    .    .
wheel,unit      r    rw   rw   rw   r    r    r    r    rw   r    -    -    -    -
wheel.move      c    c    c    c    c    c    c    c    c    c    -    -    -    c
wheel.move,own  rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
wheel.insert    c    c    c    c    c    c    c    c    c    c    -    -    -    -
wheel.insert,ownrwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwu
topic           r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
indicator       r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
indicator,sharedr    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
target          r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
value           r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
value,unit      -    r    r    r    r    -    r    r    rwcu -    -    -    -    -
value,small     -    -    -    -    -    -    -    r    rwcu -    -    -    -    -
objective       r    rwc  rwc  rwc  r    r    r    r    rwc  r    -    -    -    -
objective,own   rw   rwc  rwc  rwc  rw   rw   rw   rw   rwc  rw   -    -    -    -
objective.unit  r    r    r    r    r    r    r    r    r    r    -    -    -    -
"""

FINAL = ("qms.decision", "qms.decision.detail", "qms.decision.seal")
# set by transitions and origins only
GUARDED = ("author_id", "confidential")


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestRoles(RolesCase):
    """Every role, every model of this module, every operation, in one table."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.certificate = cls.env["qms.certificate"].create(
            {
                "number": "C-1",
                "body": "Certifier",
                "standard_id": cls.env.ref("qms.iso9001_2015").id,
                "company_id": cls.company.id,
            }
        )

        cls.wizard = cls.env["qms.erase.now"].create(
            {"res_model": "qms.action", "res_id": 1, "line_ids": []}
        )
        cls.retained = cls.env["qms.retention.list"].create(
            {"company_id": cls.company.id, "date_from": "2026-04-01"}
        )
        cls.vacant_company = cls.env["res.company"].create({"name": "Without a matrix"})
        for user in cls.people.values():
            if cls.company in user.company_ids and user._is_internal():
                user.company_ids += cls.vacant_company
        cls.matrix = cls.env["qms.matrix"].create({"company_id": cls.company.id})
        # steps to be made again
        for table in ("qms_consequence", "qms_likelihood"):
            query = SQL(
                "DELETE FROM %s WHERE matrix_id = %s AND value = '5' RETURNING id",
                SQL.identifier(table),
                cls.matrix.id,
            )
            cls.env.execute_query(query)
        cls.env.invalidate_all()

        company = {"company_id": cls.company.id}
        cls.succession = cls.env["qms.succession"].create(
            {**company, "user_id": cls.aide.id}
        )
        cls.change = cls.env["qms.unit.change"].create({**company, "kind": "rename"})
        cls.worker = cls.env["hr.employee"].create({**company, "name": "Worker"})
        cls.sent = (
            cls.env["qms.notice"]
            .with_user(cls.manager)
            .create(
                {
                    **company,
                    "name": "Sent",
                    "body": "Read this",
                    "unit_ids": cls.home_care.ids,
                    "owner_id": cls.manager.id,
                }
            )
        )
        cls.sent.action_send()
        cls.round = cls.env["qms.reading.round"].create(
            {
                **company,
                "res_model": "qms.action",
                "res_id": 1,
                "date_deadline": "2026-03-31",
                "date_started": "2026-03-02",
            }
        )
        cls.objective = cls.env["qms.objective"].create({**company, "name": "Goal"})
        editions = cls.env["qms.wheel.year"].with_user(cls.manager)
        cls.edition = editions.create({**company, "year": 2026}).sudo()

    def test_every_role_on_every_model(self):
        self._assert_matrix(MATRIX)

    def test_every_model_is_in_the_table(self):
        self._assert_complete("qms")

    def _rows(self, user):
        company, shared = {"company_id": self.company.id}, {"company_id": False}
        name = {"name": "Another"}
        period = {"date_from": "2026-03-01", "date_to": "2026-03-31"}
        later = {"date_to": "2026-04-30"}
        action = {
            **company,
            "name": "Action",
            "owner_id": self.aide.id,
            "department_id": self.home_care.id,
        }
        record = {"res_model": "qms.action", "res_id": 1}
        duty = {
            **company,
            **record,
            "verb": "complete",
            "user_id": self.aide.id,
            "department_id": self.home_care.id,
            "date_deadline": "2026-03-31",
        }
        link = {**record, "purpose": "x", "email": "a@b.test", "token_hash": "x"}
        erase = {"res_ids": "1", "reason": "x"}
        kinds = self.env["qms.retained.mixin"]._retained_models()
        rule = {
            "name": "Rule",
            "res_model": kinds[0]._name if kinds else False,
            "ground_id": self.env.ref("qms.ground_needless").id,
        }
        now = {**record, "line_ids": []}
        line = {"wizard_id": self.wizard.id, "key": "x"}
        reason = {**erase, "res_model": "qms.action", "transition": "approve"}
        step = {**name, "matrix_id": self.matrix.id, "value": "5"}
        kind = self.env.ref("qms.action_type_communication")
        iso = {"standard_id": self.env.ref("qms.iso9001_2015").id}
        return {
            "action": ("qms.action", action, name),
            "action,own": ("qms.action", {**action, "author_id": user.id}, name),
            "action,to-do": ("qms.action", {**action, "owner_id": user.id}, name),
            "action,secret": ("qms.action", {**action, "confidential": 1}, name),
            "action.type": ("qms.action.type", {**name, "code": "other"}, name),
            "question": (
                "qms.question",
                {**name, "proposal": "x", "action_type_id": kind.id},
                {"days": 3},
            ),
            "duty": ("qms.duty", duty, {"verb": "verify"}),
            "duty,own": ("qms.duty", {**duty, "user_id": user.id}, {"verb": "verify"}),
            "deputy": (
                "qms.deputy",
                {**self._period(), "user_id": self.nurse.id, "deputy_id": self.aide.id},
                later,
            ),
            "deputy,own": (
                "qms.deputy",
                {**self._period(), "user_id": user.id, "deputy_id": self.aide.id},
                later,
            ),
            "absence": ("qms.absence", {**period, "user_id": self.aide.id}, later),
            "absence,own": ("qms.absence", {**period, "user_id": user.id}, later),
            "daily.list": (
                "qms.daily.list",
                {"user_id": self.aide.id, "date": "2026-03-02"},
                {"date": "2026-03-03"},
            ),
            "daily.list,own": (
                "qms.daily.list",
                {"user_id": user.id, "date": "2026-03-02"},
                {"date": "2026-03-03"},
            ),
            "decision": (
                "qms.decision",
                {
                    **record,
                    "sequence": 1,
                    "date": "2026-03-02",
                    "verb": "x",
                    "company_ref": self.company.id,
                    "digest": "x",
                },
                {"verb": "y"},
            ),
            "decision.detail": (
                "qms.decision.detail",
                {"decision_ref": -1, "person": "x"},
                {"person": "y"},
            ),
            "decision.seal": (
                "qms.decision.seal",
                {"number": -1, "date": "2026-03-02", "digest": "x"},
                {"digest": "y"},
            ),
            "check": ("qms.decision.check", {}, {"problems": "y"}),
            "check,own": ("qms.decision.check", {}, {"problems": "y"}),
            "round": ("qms.decision.round", {}, {"problems": "y"}),
            "erase": ("qms.decision.erase", erase, {"reason": "y"}),
            "erase,own": ("qms.decision.erase", erase, {"reason": "y"}),
            "erase.now": ("qms.erase.now", now, {"res_id": 2}),
            "erase.now,own": ("qms.erase.now", now, {"res_id": 2}),
            "erase.line": ("qms.erase.now.line", line, {"chosen": True}),
            "erase.line,own": ("qms.erase.now.line", line, {"chosen": True}),
            "legal.ground": ("qms.legal.ground", {**company, **name}, name),
            "about": ("qms.about.person", {}, {"file_name": "x"}),
            "about,own": ("qms.about.person", {}, {"file_name": "x"}),
            "retention.rule": ("qms.retention.rule", {**company, **rule}, name),
            "retention.list": (
                "qms.retention.list",
                {**company, "date_from": "2026-04-01"},
                {"date_from": "2026-04-02"},
            ),
            "retention.line": (
                "qms.retention.line",
                {**record, "list_id": self.retained.id, "date_due": "2026-04-01"},
                {"archived": True},
            ),
            "reason": ("qms.reason", reason, {"reason": "y"}),
            "reason,own": ("qms.reason", reason, {"reason": "y"}),
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
            "closing.day": ("qms.closing.day", {**company, **name, **period}, later),
            "personal.link": (
                "qms.personal.link",
                {**link, "expires_at": "2030-01-01"},
                {"purpose": "y"},
            ),
            **self._rows_of_changes(),
            **self._rows_of_reading(user),
            **self._rows_of_start(),
            **self._rows_of_wheel(user),
            **self._rows_of_measure(user),
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
        return {
            "topic": ("qms.topic", {**name, "code": "x"}, {"sequence": 3}),
            "indicator": ("qms.indicator", {**company, **figure}, name),
            "indicator,shared": ("qms.indicator", figure, name),
            "target": (
                "qms.indicator.target",
                {**company, "indicator_id": typed.id, "target": 3},
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

    def _rows_of_changes(self):
        company, why = {"company_id": self.company.id}, {"reason": "y"}
        kind = {"res_model": "qms.action", "field_name": "owner_id"}
        return {
            "succession": ("qms.succession", {**company, "user_id": self.aide.id}, why),
            "succession.part": (
                "qms.succession.line",
                {**kind, "succession_id": self.succession.id},
                {"heir_id": self.nurse.id},
            ),
            "unit.change": ("qms.unit.change", {**company, "kind": "rename"}, why),
            "unit.part": (
                "qms.unit.change.line",
                {**kind, "change_id": self.change.id},
                {"moved_count": 1},
            ),
            "ownerless": (
                "qms.ownerless",
                {
                    **company,
                    "res_model": "qms.action",
                    "res_id": 1,
                    "reason": "nobody",
                    "date_found": "2026-03-01",
                },
                {"reason": "unreachable"},
            ),
        }

    def _rows_of_reading(self, user):
        company, name = {"company_id": self.company.id}, {"name": "Another"}
        unit = {**company, "department_id": self.home_care.id}
        notice = {**company, **name, "unit_ids": [], "owner_id": self.aide.id}
        text = {"round_id": self.round.id}
        return {
            "notice": ("qms.notice", notice, name),
            "notice,own": ("qms.notice", {**notice, "owner_id": user.id}, name),
            "notice.answer": (
                "qms.notice.answer",
                {"notice_id": self.sent.id, "text": "Why?"},
                {"reply": "Because"},
            ),
            "reading.round": (
                "qms.reading.round",
                {
                    **company,
                    "res_model": "qms.action",
                    "res_id": 1,
                    "date_deadline": "2026-03-31",
                    "date_started": "2026-03-02",
                },
                {"date_ended": "2026-03-03"},
            ),
            "reading": (
                "qms.reading",
                {
                    **unit,
                    **text,
                    "employee_id": self.worker.id,
                    "date_deadline": "2026-03-31",
                },
                {"state": "read"},
            ),
            "reading.claim": (
                "qms.reading.claim",
                {**unit, **text, "text": "Kim", "date": "2026-03-02"},
                {"text": "Bo"},
            ),
            "reading.link": ("qms.reading.link", {}, {"employee_name": "x"}),
            "reading.link,own": ("qms.reading.link", {}, {"employee_name": "x"}),
            "team.meeting": ("qms.team.meeting", unit, {"note": "x"}),
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

    def _make(self, model, values, maker):
        if model in FINAL:
            return self.env[model]._append([values])
        guarded = {name: values[name] for name in GUARDED if name in values}
        plain = {name: values[name] for name in values.keys() - guarded.keys()}
        record = super()._make(model, plain, maker)
        if guarded:
            record._write_guarded(guarded)
        return record
