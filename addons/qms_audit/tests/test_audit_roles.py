from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

from .common import AuditCase

# r: reads, w: writes, c: creates, u: deletes. The audit is the home care's; 'mine' is
# its lead auditor, 'own' answers for the programme, 'aud' is an auditor who takes no
# part. A row called 'x,run' is of an audit that runs, 'x,sent' of one whose report was
# sent, 'x,stands' of one whose report was accepted.
MATRIX = """
                mine own  empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
programme       r    rw   -    -    -    -    r    -    -    r    rwc  -    -    -    -    -
line            r    rwcu -    -    -    -    r    -    -    r    rwcu -    -    -    -    -
conclusion      -    rwc  -    -    -    -    -    -    -    r    rwc  -    -    -    -    -
audit           -    rwc  -    r    r    r    -    -    -    r    rwc  -    -    -    -    -
question        r    -    -    -    -    -    r    -    -    r    rwcu -    -    -    -    -
sent            -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
member,run      rwcu rwcu -    r    r    r    -    -    -    r    rwcu -    -    -    -    -
agenda,run      rwcu rwcu -    r    r    r    -    -    -    r    rwcu -    -    -    -    -
answer,run      rwcu -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
finding,run     rwc  -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
report,run      rw   -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
register,run    r    -    r    r    r    r    r    r    -    r    r    -    -    -    -    -
member,sent     rwcu rwcu -    r    r    r    -    -    -    r    rwcu -    -    -    -    -
agenda,sent     r    r    -    r    r    r    -    -    -    r    r    -    -    -    -    -
answer,sent     r    -    -    -    -    -    -    -    -    -    r    -    -    -    -    -
finding,sent    r    r    -    r    r    r    -    -    -    r    r    -    -    -    -    -
report,sent     r    r    -    r    r    r    -    -    -    r    r    -    -    -    -    -
register,sent   r    -    r    r    r    r    r    r    -    r    r    -    -    -    -    -
member,stands   rwcu rwcu -    r    r    r    -    -    -    r    rwcu -    -    -    -    -
agenda,stands   r    r    -    r    r    r    -    -    -    r    r    -    -    -    -    -
answer,stands   r    -    -    -    -    -    -    -    -    -    r    -    -    -    -    -
finding,stands  r    r    r    r    r    r    -    r    -    r    r    -    -    -    -    -
report,stands   r    r    r    r    r    r    -    r    -    r    r    -    -    -    -    -
register,stands r    -    r    r    r    r    r    r    -    r    r    -    -    -    -    -
"""  # noqa: E501

# tried with the auditors of other companies, with invitations and with proposals
ELSEWHERE = {
    "qms.audit.case",
    "qms.audit.event",
    "qms.audit.invitation",
    "qms.audit.notice",
    "qms.audit.proposal",
    "qms.audit.proposal.line",
    "qms.audit.reminder",
}


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditRoles(AuditCase, RolesCase):
    """Every role on every record of an audit, every operation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people["aud"] = cls.second
        cls.people = {"mine": cls.auditor, "own": cls.owner, **cls.people}
        cls.programme = cls._programme()
        cls.runs = cls._running(**cls._of_programme()).sudo()
        times = {"date_start": "2026-04-15 07:00:00", "date_end": "2026-04-15 13:00:00"}
        cls.sent = cls._reported(**cls._of_programme(), **times).sudo()
        times = {"date_start": "2026-04-16 07:00:00", "date_end": "2026-04-16 13:00:00"}
        cls.stands = cls._followed_up(**cls._of_programme(), **times).sudo()

    @classmethod
    def _auditor(cls, login, unit=None, company=None):
        login = {"auditor": "lead_auditor"}.get(login, login)
        return super()._auditor(login, unit, company)

    @classmethod
    def _of_programme(cls):
        line = cls.programme.line_ids
        return {"programme_id": cls.programme.id, "programme_line_id": line.id}

    def _existing(self, model, record, change):
        return (model, {"__there": record.id}, change)

    def _make(self, model, values, maker):
        if "__there" in values:
            return self.env[model].browse(values["__there"])
        return super()._make(model, values, maker)

    def _rows(self, user):
        name = {"name": "x"}
        rows = {
            "programme": (
                "qms.audit.programme",
                {**name, "company_id": self.company.id, "owner_id": self.owner.id},
                name,
            ),
            "line": (
                "qms.audit.programme.line",
                {"programme_id": self.programme.id, "process_id": self.process.id},
                {"frequency": 2},
            ),
            "conclusion": (
                "qms.audit.programme.conclusion",
                {"programme_id": self.programme.id, "year": 2027},
                {"conclusion": "x"},
            ),
            "audit": (
                "qms.audit",
                {
                    **name,
                    "company_id": self.company.id,
                    "programme_id": self.programme.id,
                    "department_ids": self.home_care.ids,
                },
                {"place": "x"},
            ),
            "question": (
                "qms.audit.question",
                {"text": "x", "company_id": self.company.id},
                {"text": "y"},
            ),
            "sent": (
                "qms.audit.sent",
                {"audit_id": self.runs.id, "key": "k"},
                {"key": "x"},
            ),
        }
        for state in ("run", "sent", "stands"):
            rows |= self._rows_of(
                getattr(self, {"run": "runs"}.get(state, state)), state
            )
        return rows

    def _rows_of(self, audit, state):
        there = {"audit_id": audit.id}
        rows = {
            "member": (
                "qms.audit.member",
                {**there, "user_id": self.aide.id, "role": "observer"},
                {"role": "observer"},
            ),
            "agenda": ("qms.audit.agenda", {**there, "subject": "x"}, {"subject": "y"}),
            "answer": ("qms.audit.answer", {**there, "question": "x"}, {"sample": "y"}),
            "finding": (
                "qms.audit.finding",
                {**there, "grade": "good", "statement": "x"},
                {"statement": "y"},
            ),
            "report": self._existing(
                "qms.audit.report", audit.report_ids, {"strengths": "y"}
            ),
            "register": self._existing("qms.audit.register", audit, {"name": "y"}),
        }
        return {f"{label},{state}": row for label, row in rows.items()}

    def test_the_matrix_of_roles_and_records(self):
        self._assert_matrix(MATRIX)

    def test_every_model_is_tried(self):
        tried = {row[0] for row in self._rows(self.nurse).values()}
        ours = {
            name
            for name, model in self.registry.items()
            if model._original_module == "qms_audit" and not model._abstract
        }
        self.assertEqual(tried, ours - ELSEWHERE)
