"""One document that 5,000 must read: valid, valid anew, ticked off, reminded.

`BENCH_READERS` gives the number of readers; every fifth has a login, every second an
address at work. They work in units of fifty.
"""

import os
from datetime import timedelta

from support.staff import copy_person

from odoo import Command
from odoo.tools import SQL

READERS = int(os.environ.get("BENCH_READERS", "5000"))
FEW = 100
UNIT, LOGIN = 50, 5


class Town:
    def __init__(self, env, count):
        self.env = env
        self.company = env.company
        self.company.country_id = env.ref("base.dk")
        self.manager, self.leader = self._users(["manager", "leader"])
        role = env.ref("qms.group_quality_manager")
        self.manager.group_ids = [Command.link(role.id)]
        self.top = env["hr.department"].create({"name": f"Town {count}"})
        self.units = env["hr.department"].create(
            [
                {"name": f"Unit {number}", "parent_id": self.top.id}
                for number in range(max(count // UNIT, 1))
            ]
        )
        self._employ(count)

    def _users(self, names):
        users = self.env["res.users"].with_context(no_reset_password=True)
        count, group = users.search_count([]), self.env.ref("base.group_user")
        addresses = [f"readers_{count}_{name}@example.test" for name in names]
        return users.create(
            [
                {
                    "name": name,
                    "login": address,
                    "email": address,
                    "group_ids": [Command.set(group.ids)],
                }
                for name, address in zip(names, addresses, strict=True)
            ]
        )

    def _employ(self, count):
        users = self._users([f"reader {number}" for number in range(count // LOGIN)])
        people = self.env["hr.employee"].create(
            [
                {"name": "Leader", "user_id": self.leader.id},
                {"name": "Reader", "department_id": self.units[0].id},
            ]
        )
        self.top.manager_id, one = people
        units = [self.units[place % len(self.units)].id for place in range(count)]
        self._reach(copy_person(self.env, one, units), users)
        one.active = False

    def _reach(self, ids, users):
        """Every second has an address, every fifth a login."""
        cr = self.env.cr
        cr.execute(
            """UPDATE hr_employee SET work_email = 'reader' || id || '@example.test'
                WHERE id = ANY(%s) AND id %% 2 = 0""",
            [ids],
        )
        for table, key in (("hr_employee", "id"), ("resource_resource", "resource_id")):
            cr.execute(
                SQL(
                    """UPDATE %s changed SET user_id = pair.login
                         FROM unnest(%s, %s) pair (person, login)
                         JOIN hr_employee ON hr_employee.id = pair.person
                        WHERE changed.id = hr_employee.%s""",
                    SQL.identifier(table),
                    ids[::LOGIN],
                    users.ids,
                    SQL.identifier(key),
                )
            )
        self.env.invalidate_all()

    def draft(self):
        """A document for all of them, submitted."""
        documents = self.env(user=self.manager.id)["qms.document"]
        document = documents.create(
            {
                "name": "Hygiene",
                "department_id": self.top.id,
                "reader_unit_ids": [Command.set(self.top.ids)],
                "type_id": self.env.ref("qms_document.type_procedure").id,
            }
        )
        self.submit(document, "<p>Wash your hands.</p>")
        return document

    def submit(self, document, text):
        document.draft_id.write({"text": text, "change_note": "Twice."})
        document.draft_id.action_submit()
        document.invalidate_recordset()


def run(bench):
    for count in (FEW, READERS):
        measure(bench, Town(bench.env, count), count)


def measure(bench, town, count):
    def costs(what, function, runs=1):
        label = f"{what} @ {count:,}"
        first = f"{what} @ {FEW:,}"
        bench.measure(label, function, runs=runs, warm=1, against={f"{FEW:,}": first})

    document = town.draft()
    approve = document.draft_id.with_user(town.leader).action_approve
    costs("a version becomes valid, all are asked", approve)
    approve()
    rows = document.sudo().reading_round_ids.reading_ids
    assert len(rows) == count, len(rows)
    for_one = rows.employee_id.user_id[:1]
    costs("one reads it", lambda: document.with_user(for_one).action_read())
    costs("its form, by its owner", lambda: form(document))
    costs("a meeting of one unit is ticked off", lambda: tick_off(town, document))
    costs("a meeting of all is ticked off", lambda: tick_off(town, document, True))
    round_ = rows.round_id
    costs("night: who must read it is followed", round_._follow)
    late(town, rows)
    daily_lists(bench, town, count)
    document.action_write()
    document.invalidate_recordset()
    town.submit(document, "<p>Wash your hands twice.</p>")
    again = document.draft_id.with_user(town.leader).action_approve
    costs("the next version asks all again", again)
    withdraw = document.valid_version_id.with_user(town.leader).action_withdraw
    costs("it is withdrawn", lambda: withdraw(reason="No longer needed"))


def daily_lists(bench, town, count):
    """Commits as it goes, hence not rolled back."""
    before, start = town.env.cr.sql_log_count, bench.clock()
    town.env["qms.daily.list"]._cron_send()
    seconds = bench.clock() - start
    assert town.env["qms.daily.list"].search_count([]) >= count // LOGIN
    label = "daily lists, all late @"
    bench.add(
        f"{label} {count:,}",
        town.env.cr.sql_log_count - before,
        seconds,
        against={f"{FEW:,}": f"{label} {FEW:,}"},
    )


def form(document):
    view = document.get_view(view_type="form")["arch"]
    names = {name: {} for name in document._fields if f'name="{name}"' in view}
    document.web_read(names)


def tick_off(town, document, whole=False):
    unit = town.top if whole else town.units[0]
    people = town.env["hr.employee.public"].search(
        [("department_id", "child_of", unit.id)]
    )
    meeting = (
        town.env(user=town.leader.id)["qms.team.meeting"]
        .with_company(town.company)
        .create(
            {
                "department_id": unit.id,
                "round_ids": [Command.set(document.sudo().reading_round_ids.ids)],
                "present_ids": [Command.set(people.ids)],
            }
        )
    )
    meeting.action_hold()


def late(town, rows):
    """Due since yesterday, as told by nobody yet."""
    yesterday = town.company._qms_today() - timedelta(days=1)
    rows.write({"date_deadline": yesterday})
    town.env["qms.duty"]._sync(rows)
    town.env.cr.execute("DELETE FROM qms_daily_list")
    town.env.invalidate_all()
