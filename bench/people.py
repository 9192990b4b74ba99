"""A leaver with many open records, and a unit with as many that is merged.

`BENCH_PEOPLE` (default 10000) gives the number of open actions. Everything is moved in
the slices of the scheduled action; one slice in the middle is measured by itself.
"""

import os

from odoo import Command

SIZE = int(os.environ.get("BENCH_PEOPLE", "10000"))


class Office:
    def __init__(self, env):
        env = env(context={**env.context, "no_reset_password": True})
        self.company = env.company
        group = [Command.set(env.ref("base.group_user").ids)]
        self.users = env["res.users"].create(
            [
                {"name": name, "login": f"bench_{name}", "group_ids": group}
                for name in ("manager", "leaver", "heir", "leader")
            ]
        )
        self.manager, self.leaver, self.heir, self.leader = self.users
        self.manager.group_ids += env.ref("qms.group_quality_manager")
        self.units = env["hr.department"].create(
            [
                {"name": name, "company_id": self.company.id}
                for name in ("Old unit", "New unit")
            ]
        )
        employees = env["hr.employee"].create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "company_id": self.company.id,
                    "department_id": self.units[0].id,
                }
                for user in self.users
            ]
        )
        self.units.manager_id = employees[-1]
        values = {
            "name": "Move it",
            "owner_id": self.leaver.id,
            "department_id": self.units[0].id,
            "company_id": self.company.id,
        }
        model = env["qms.action"].with_user(self.manager)
        for start in range(0, SIZE, 1000):
            model.create([values] * min(1000, SIZE - start))
        self.env = env

    def order(self, model, **values):
        common = {"company_id": self.company.id, "reason": "Bench"}
        order = self.env[model].with_user(self.manager).create({**common, **values})
        order.action_order()
        return order.sudo()._in_its_name()

    def hand_on(self):
        people = {"user_id": self.leaver.id, "heir_id": self.heir.id}
        return self.order("qms.succession", **people)

    def merge(self):
        source, target = self.units
        units = {"source_ids": [Command.set(source.ids)], "target_id": target.id}
        return self.order("qms.unit.change", **units)


def carry_out(order):
    """All slices; the cache is emptied between them, as after a commit."""

    def progress(_count, _left):
        order.env.flush_all()
        order.env.invalidate_all()
        return True

    order._carry_out(progress)


def run(bench):
    office = Office(bench.env)
    for label, begin in (("hand on", office.hand_on), ("merge", office.merge)):
        with bench.env.cr.savepoint() as savepoint:
            order = begin()
            slice_label = f"{label}: one slice of 200"
            bench.measure(slice_label, order._take_slice, runs=3)
            bench.measure(
                f"{label}: all {SIZE}",
                lambda order=order: carry_out(order),
                runs=1,
                warm=0,
                against=slice_label,
            )
            savepoint.rollback()
        bench.env.invalidate_all()
    bench.measure("without owner", bench.env["qms.ownerless"]._check, runs=1, warm=0)
