from odoo import Command
from odoo.tests import freeze_time, tagged

from .common import DocumentCase

FEW, MANY = 10, 60


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestReaderStatements(DocumentCase):
    """What asking, ticking off and reminding cost hardly follows how many read it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.units = {count: cls._new_team(count) for count in (FEW, MANY)}

    @classmethod
    def _new_team(cls, count):
        """Every fifth of it has a login."""
        unit = cls._new_unit(f"Team {count}", None, cls.home_care)
        users = [cls._new_user(f"reader_{count}_{n}") for n in range(count // 5)]
        cls.env["hr.employee"].create(
            [
                {
                    "name": f"Reader {number}",
                    "company_id": cls.company.id,
                    "department_id": unit.id,
                    "user_id": users[number // 5].id if number % 5 == 0 else False,
                }
                for number in range(count)
            ]
        )
        return unit

    def _statements(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _each(self, make):
        """Statements for few and for many, by what ``make`` returns to be done."""
        make(FEW)()
        return [self._statements(make(count)) for count in (FEW, MANY)]

    def _submitted(self, count):
        document = self._new_document(reader_unit_ids=self.units[count].ids)
        document.draft_id.action_submit()
        return document

    def _asked(self, count):
        document = self._submitted(count)
        document.draft_id.with_user(self.leader).action_approve()
        document.invalidate_recordset()
        rows = document.sudo().reading_round_ids.reading_ids
        self.assertEqual(len(rows), count)
        return document

    def test_a_version_that_asks(self):
        few, many = self._each(
            lambda count: (
                self._submitted(count).draft_id.with_user(self.leader).action_approve
            )
        )
        self.assertLess(many, few + 40)

    def test_the_next_one_asks_again(self):
        def make(count):
            document = self._asked(count)
            version = self._next(document)
            version.action_submit()
            return version.with_user(self.leader).action_approve

        few, many = self._each(make)
        self.assertLess(many, few + 40)

    def test_ticked_off_at_a_meeting(self):
        def make(count):
            document, unit = self._asked(count), self.units[count]
            people = self.env["hr.employee.public"].search(
                [("department_id", "=", unit.id)]
            )
            meeting = (
                self.env["qms.team.meeting"]
                .with_user(self.leader)
                .create(
                    {
                        "company_id": self.company.id,
                        "department_id": unit.id,
                        "round_ids": [Command.set(document.reading_round_ids.ids)],
                        "present_ids": [Command.set(people.ids)],
                    }
                )
            )
            return meeting.action_hold

        few, many = self._each(make)
        self.assertLess(many, few + 40)

    def test_reminded_once_it_is_late(self):
        lists = self.env["qms.daily.list"]

        def make(count):
            lists.search([]).unlink()
            self._asked(count)

            def remind():
                with freeze_time("2026-04-15 09:00:00"):
                    waiting = list(lists._waiting().items())
                    self.assertGreaterEqual(len(waiting), count // 5)
                    lists._send(lists._prepare_lists(waiting))

            return remind

        few, many = self._each(make)
        self.assertLess(many, few + 60)
