"""A register of cases as a town has it: reported, listed, decided, reminded of.

`BENCH_SIZES` gives the numbers of cases; the same 3,000 are open in all of them, every
second case has an action. Each figure is taken as the person who would do it, beside
the same on core's `maintenance.request` and beside the same query in bare SQL.
"""

import os
from datetime import timedelta

from support.bare import Bare
from support.floor import Floor
from support.growth import Archive
from support.town import Town
from support.views import Views, default_domain

from odoo import fields
from odoo.tools import SQL

NEEDS = ("maintenance",)
SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "10000").split(",")]
OPEN = 3000
# per menu: the model, and how it opens
MENUS = {
    "qms_deviation.qms_deviation_action": "kanban",
    "qms_deviation.qms_deviation_action_first": "list",
    "qms_deviation.qms_register_action": "list",
    "qms_deviation.qms_report_action_mine": "list",
    "qms.qms_action_action": "list",
    "qms.qms_action_action_approve": "list",
    "qms.qms_duty_action_mine": "list",
}


def run(bench):
    town = Town(bench.env)
    town.open_cases(OPEN)
    archive, floor = Archive(town), Floor(town)
    archive.actions_of_open_cases()
    for size in SIZES:
        archive.grow(size)
        floor.grow(size, OPEN)
        bench.settle()
        Measuring(bench, town, floor, size).run()


class Measuring:
    """All operations at one size."""

    def __init__(self, bench, town, floor, size):
        self.bench, self.town, self.floor = bench, town, floor
        self.at, self.first = f" @ {size:,}", f" @ {SIZES[0]:,}"

    def run(self):
        for name, function in self.floor.operations().items():
            self.measure(f"core: {name}", function)
        for who in self.town.roles:
            self.default_views(who)
            self.other_views(who)
        self.writing()
        self.reminders()

    def measure(self, label, function, others=None, **options):
        """Beside the same at the first size, in bare SQL, and on core's model."""
        against = {self.first[3:]: label + self.first} if self.at != self.first else {}
        pairs = others or ()
        against |= {name: f"{name}: {other}{self.at}" for name, other in pairs}
        self.bench.measure(label + self.at, function, against=against, **options)

    def default_views(self, who):
        """What each menu shows when it is opened."""
        env = self.town.env(user=self.town.roles[who].id)
        for xmlid, kind in MENUS.items():
            action = env.ref(xmlid).sudo()
            views = Views(env, action.res_model)
            domain = default_domain(env, xmlid)
            label = f"menu {action.name}, {who}"
            if kind == "kanban":
                self.measure(
                    f"{label}, board",
                    lambda v=views, d=domain: v.kanban(d, "state"),
                    [("core", "board, open")],
                )
            self.measure(f"{label}, list", lambda v=views, d=domain: v.list(d))
        cases = Views(env, "qms.deviation")
        triage = [("needs_triage", "=", True)]
        self.measure(f"for the quality group, {who}", lambda: cases.list(triage))

    def other_views(self, who):
        user = self.town.roles[who]
        views = Views(self.town.env(user=user.id), "qms.deviation")
        mine = [("handled_by_me", "=", True)]
        word = [("description", "ilike", "round 1")]
        ours = {
            "list, 80 rows": views.list,
            "list, offset 8,000": lambda: views.list(offset=8000),
            "list, mine": lambda: views.list(mine),
            "list, word in the text": lambda: views.list(word),
            "kanban by state": lambda: views.kanban([], "state"),
            "pivot": lambda: views.pivot("department_id", "date_reported:month"),
        }
        if one := views.model.search([("state", "=", "analysis")], limit=1):
            ours["form"] = lambda: views.form(one)
        bare = Bare(self.town.env, self.readable(who)).operations()
        for name, function in ours.items():
            others = [("core", name)]
            if name in bare:
                self.measure(f"SQL: {name}, {who}", bare[name])
                others.insert(0, ("SQL", f"{name}, {who}"))
            self.measure(f"{name}, {who}", function, others)

    def readable(self, who):
        """Which cases somebody reads, as one would write it by hand."""
        user = self.town.roles[who]
        if who.startswith("quality"):
            return SQL("confidentiality = 'normal'")
        if who == "leader":
            unit = self.town.units.filtered(lambda u: u.manager_id.user_id == user)
            return SQL("reading_department_id = %s", unit.id)
        return SQL("responsible_id = %s", user.id)

    def writing(self):
        for name, function in self.floor.writing().items():
            self.measure(f"core: {name}", function, runs=1, warm=0)
        town = self.town
        leader, unit = town.leaders[0], town.units[0]
        cases = town.report(100, unit).sudo().deviation_ids
        mine = cases.browse(cases.ids).with_user(leader)
        actions = self.actions(mine[:1], leader)
        ours = {
            "report 1": lambda: town.report(1, unit),
            "report 1,000, one unit": lambda: town.report(1000, unit),
            "report 1,000, 20 leaders": lambda: town.report(1000),
            "change the state of 1": mine[:1].action_analyse,
            "change the state of 100": mine.action_analyse,
            "create 1 action": lambda: actions(1),
            "create 50 actions": lambda: actions(50),
        }
        for name, function in ours.items():
            self.measure(name, function, [("core", name)], runs=3)

    def actions(self, case, leader):
        """Given to somebody else, who is told of it."""
        model = self.town.env(user=leader.id)["qms.action"]
        due = fields.Date.today() + timedelta(days=10)
        people = self.town.people

        def create(count):
            values = {
                "res_model": case._name,
                "res_id": case.id,
                "date_deadline": due,
                "why": "The list was not up to date",
                "criterion": "No late round in the monthly count",
            }
            return model.create(
                [
                    {**values, "name": f"Step {n}", "owner_id": people[n % 50].id}
                    for n in range(count)
                ]
            ).action_submit()

        return create

    def reminders(self):
        """1,000 duties that are due, of 50 people."""
        env = self.town.env
        duties = env["qms.duty"].search([("state", "=", "open")], limit=1000)
        people = self.town.people.ids
        lists, day = env["qms.daily.list"], fields.Date.today()
        day = self.town.company._qms_add_workdays(day, 0)
        env.cr.execute("SAVEPOINT due")
        env.cr.execute(
            """UPDATE qms_duty SET state = CASE WHEN id = ANY(%s) THEN 'open'
                                                ELSE 'done' END
                WHERE state = 'open'""",
            (duties.ids,),
        )
        env.cr.execute(
            """UPDATE qms_duty SET date_deadline = %s,
                                   user_id = (%s::int[])[1 + id %% 50]
                WHERE state = 'open'""",
            (day, people),
        )
        env.invalidate_all()

        def remind():
            due = lists._of_company(self.town.company, day)
            told = {(user, day): duties for user, duties in due.items()}
            lists._send(lists._prepare_lists(told.items()))

        self.measure("daily lists, 1,000 due duties of 50 people", remind, runs=3)
        env.cr.execute("ROLLBACK TO SAVEPOINT due")
        env.invalidate_all()
