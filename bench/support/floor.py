"""The framework's floor: the same operations on core's own `maintenance.request`."""

from odoo import Command
from odoo.tools import SQL

from .growth import copied
from .views import Views

STAGES = 4


class Floor:
    def __init__(self, town):
        self.town, self.env = town, town.env
        group = self.env.ref("maintenance.group_equipment_manager")
        town.manager.write({"group_ids": [Command.link(group.id)]})
        self.stages = self.env["maintenance.stage"].search([], limit=STAGES)
        self.done = self.stages.filtered("done")[:1] or self.stages[-1:]
        self.template = self.create(1)

    def values(self, count, people=None):
        return [
            {
                "name": f"Late medication round {number}",
                "description": "<p>The list was not up to date.</p>",
                "user_id": people[number % len(people)].id if people else False,
            }
            for number in range(count)
        ]

    def create(self, count, people=None):
        requests = self.env["maintenance.request"].with_user(self.town.manager)
        return requests.create(self.values(count, people))

    def grow(self, size, still_open):
        """As many open ones in all sizes, spread over the stages before the last."""
        self.env.flush_all()
        cr = self.env.cr
        cr.execute("SELECT count(*) FROM maintenance_request")
        present = cr.fetchone()[0]
        stages = (self.stages - self.done).ids
        copied(
            self.env,
            "maintenance_request",
            SQL(
                """generate_series(%s, %s) place
                   JOIN maintenance_request src ON src.id = %s""",
                present + 1,
                size,
                self.template.id,
            ),
            {
                "id": SQL("nextval('maintenance_request_id_seq')"),
                "name": SQL("src.name || ' ' || place"),
                "request_date": SQL(
                    "CURRENT_DATE - (place %% 1095 * 7919 %% 1095)::int"
                ),
                "user_id": SQL("(%s::int[])[1 + place %% 50]", self.town.people.ids),
                "stage_id": SQL(
                    "CASE WHEN place > %s THEN %s "
                    "ELSE (%s::int[])[1 + place %% %s] END",
                    still_open,
                    self.done.id,
                    stages,
                    len(stages),
                ),
            },
        )
        self.env.invalidate_all()

    def operations(self):
        """Per operation, a function; as somebody who reads all of them."""
        env = self.env(user=self.town.manager.id)
        views = Views(env, "maintenance.request")
        one = views.model.search([], limit=1)
        mine = [("user_id", "=", env.uid)]
        still_open = [("stage_id.done", "=", False)]
        return {
            "list, 80 rows": views.list,
            "list, offset 8,000": lambda: views.list(offset=8000),
            "list, mine": lambda: views.list(mine),
            "list, word in the text": lambda: views.list([("name", "ilike", "d 77")]),
            "form": lambda: views.form(one),
            "kanban by state": lambda: views.kanban([], "stage_id"),
            "board, open": lambda: views.kanban(still_open, "stage_id"),
            "pivot": lambda: views.pivot("user_id", "request_date:month"),
        }

    def writing(self):
        """Per operation, a function."""
        many = self.create(100).with_user(self.town.manager)
        stage = {"stage_id": self.stages[1].id}
        return {
            "report 1": lambda: self.create(1),
            "report 1,000, one unit": lambda: self.create(1000),
            "report 1,000, 20 leaders": lambda: self.create(1000, self.town.people),
            "change the state of 1": lambda: many[0].write(stage),
            "change the state of 100": lambda: many.write(stage),
        }
