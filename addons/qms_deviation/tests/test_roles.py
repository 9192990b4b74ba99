from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user, tagged

from .common import DeviationCase

# r: reads, w: writes; nobody creates or deletes one by hand. The nurse reported both
# cases from the home care that `leader` leads; `head` leads the unit above, for which
# `safety` is named. A reporter may still add files to an unread report; its text stays
# as it was sent.
MATRIX = """
who              confidential  released  its_report  line_confidential  line_released
nurse            .             .         rw          .                  r
aide             .             .         .           .                  r
leader           rw            rw        r           r                  r
head             rw            rw        r           r                  r
deputy           rw            rw        r           r                  r
handler          rw            .         r           .                  r
granted          r             .         r           .                  .
team             .             r         .           r                  r
manager          .             rw        .           r                  r
auditor          .             .         .           r                  r
safety           .             .         .           .                  .
insight          .             .         .           .                  .
visitor          .             .         .           .                  .
portal           .             .         .           .                  .
public           .             .         .           .                  .
stranger         .             .         .           .                  .
foreign_manager  .             .         .           .                  .
"""

# The same for cases that concern the work environment.
STAFF = """
who              staff_secret  staff  line_staff
nurse            .             .      r
aide             .             .      r
leader           rw            rw     r
head             rw            rw     r
deputy           rw            rw     r
handler          .             .      r
granted          .             .      .
team             .             r      r
manager          .             rw     r
auditor          .             .      r
safety           .             r      r
insight          .             .      .
visitor          .             .      .
portal           .             .      .
public           .             .      .
stranger         .             .      .
foreign_manager  .             .      .
"""


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestRoles(DeviationCase):
    """Every role, every record of a case, every operation, in one table."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls._report()
        case = cls.report.sudo().deviation_ids
        released = cls._case()
        released.action_release()
        people = cls._people()
        case.handler_ids = people["handler"]
        cls.env["qms.deviation.grant"].create(
            {
                "deviation_id": case.id,
                "user_id": people["granted"].id,
                "date_to": "2026-03-09",
            }
        )
        cls.people = people
        employee = cls.env.ref("qms_deviation.touched_employee")
        staff_secret = cls._case(touched_id=employee.id)
        staff = cls._case(touched_id=employee.id)
        staff.action_release()
        register = cls.env["qms.register"]
        cls.records = {
            "confidential": case,
            "released": released.sudo(),
            "staff_secret": staff_secret.sudo(),
            "staff": staff.sudo(),
            "its_report": cls.report.sudo(),
            "line_confidential": register.browse(case.id),
            "line_released": register.browse(released.id),
            "line_staff": register.browse(staff.id),
        }

    @classmethod
    def _people(cls):
        named = ("nurse", "aide", "leader", "head", "team", "manager", "stranger")
        people = {name: getattr(cls, name) for name in named}
        people |= {
            "deputy": cls._colleague("deputy", cls.administration),
            "handler": cls._colleague("handler", cls.home_care),
            "granted": cls._colleague("granted", cls.administration),
            "auditor": cls._colleague(
                "auditor", cls.administration, "qms.group_auditor"
            ),
            "safety": cls._colleague("safety", cls.administration),
            "insight": cls._colleague(
                "insight", cls.administration, "qms.group_insight"
            ),
            "visitor": cls._outsider("visitor", "qms.group_visitor"),
            "portal": cls._outsider("portal", "base.group_portal"),
            "public": cls.env.ref("base.public_user"),
            "foreign_manager": cls._new_user(
                "foreign", "qms.group_quality_manager", cls.other_company
            ),
        }
        cls.care.qms_safety_rep_ids = people["safety"]
        cls.env["qms.deputy"].create(
            {
                "user_id": cls.leader.id,
                "deputy_id": people["deputy"].id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                "company_id": cls.company.id,
            }
        )
        return people

    @classmethod
    def _colleague(cls, login, unit, groups="base.group_user"):
        user = cls._new_user(login, groups)
        cls._new_employee(user, unit)
        return user

    @classmethod
    def _outsider(cls, login, groups):
        return new_test_user(
            cls.env,
            f"qms_{login}",
            groups,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def _rights(self, record, user):
        """What really gets through, and what a search finds, agree."""
        mine = record.with_user(user)
        rights = "".join(
            letter
            for letter, operation in (("r", "read"), ("w", "write"))
            if mine.has_access(operation)
        )
        try:
            found = bool(mine.search([("id", "=", record.id)]))
        except AccessError:
            found = False
        self.assertEqual(found, "r" in rights, f"{user.login} on {record._name}")
        return rights or "."

    def test_the_matrix_of_roles_and_records(self):
        self._assert_rights(MATRIX)

    def test_the_matrix_of_roles_and_the_work_environment(self):
        self._assert_rights(STAFF)

    def _assert_rights(self, matrix):
        head, *rows = matrix.strip().split("\n")
        columns = head.split()[1:]
        for row in rows:
            who, *expected = row.split()
            for column, rights in zip(columns, expected, strict=True):
                with self.subTest(who=who, record=column):
                    self.assertEqual(
                        self._rights(self.records[column], self.people[who]), rights
                    )

    def test_nobody_creates_or_deletes_cases_and_lines(self):
        for who, user in self.people.items():
            for column, record in self.records.items():
                if column == "its_report":
                    continue
                for operation in ("create", "unlink"):
                    self.assertFalse(
                        record.with_user(user).has_access(operation),
                        f"{who} {operation} {column}",
                    )

    def test_outsiders_report_nothing_here(self):
        for who in ("visitor", "portal", "public"):
            with self.assertRaises(AccessError):
                self._report(self.people[who])

    def test_everybody_inside_reports(self):
        for who in ("aide", "auditor", "insight", "team", "safety"):
            self.assertTrue(self._report(self.people[who]).number)

    def test_titles_tell_an_outsider_type_and_number_only(self):
        case = self.records["confidential"]
        stranger = self.people["aide"]
        duty = self._duties(case)
        activity = self.env["mail.activity"].search([("qms_duty_id", "in", duty.ids)])
        self.assertEqual(activity.res_name, case.display_name)
        self.assertNotIn("cabinet", case.display_name)
        found = self.env["qms.deviation"].with_user(stranger).name_search("cabinet")
        self.assertFalse(found)

    def test_a_count_tells_an_outsider_nothing(self):
        model = self.env["qms.deviation"].with_user(self.people["aide"])
        self.assertFalse(model.search_count([("description", "ilike", "cabinet")]))
        groups = model.formatted_read_group([], ["department_id"], ["__count"])
        self.assertFalse(groups)

    def test_a_grant_that_has_ended_opens_nothing(self):
        case = self.records["confidential"].with_user(self.people["granted"])
        self.assertTrue(case.has_access("read"))
        with freeze_time("2026-03-10"):
            self.assertFalse(case.has_access("read"))
            self.assertFalse(case.search([("id", "=", case.id)]))
