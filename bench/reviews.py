"""A management review with five years behind it.

Ten thousand actions over six years, figures stored by month, five signed reviews with
their decisions; `BENCH_ACTIONS` says how many actions. Measured: the wheel opens the
sixth, it is read, its answers are checked, it is signed, printed, and read again when
it is stored; the insight page.
"""

import os
import random
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import Command, fields

ACTIONS = int(os.environ.get("BENCH_ACTIONS", "10000"))
YEARS, FIGURES, DECISIONS = 5, 60, 10


class Years:
    def __init__(self, env):
        env = env(context={**env.context, "no_reset_password": True})
        self.env, self.random = env, random.Random(19)
        self.company = env.company
        self.company.country_id = env.ref("base.dk")
        self.today = fields.Date.today()
        self.manager = self._user("manager", "qms.group_quality_manager")
        self.director = self._user("director", "base.group_user")
        self.company.qms_management_ids = self.director
        self.director.action_create_employee()
        self.present = env["hr.employee.public"].search(
            [("user_id", "=", self.director.id)]
        )
        self._figures()
        self._work()
        for back in range(YEARS, 0, -1):
            self._past(back)

    def _user(self, name, group):
        groups = self.env.ref("base.group_user") | self.env.ref(group)
        return self.env["res.users"].create(
            {
                "name": name,
                "login": f"review_{name}@bench.example",
                "email": f"review_{name}@bench.example",
                "group_ids": [Command.set(groups.ids)],
            }
        )

    def _figures(self):
        topics = self.env["qms.topic"].search([])
        self.indicators = self.env["qms.indicator"].create(
            [
                {
                    "name": f"Figure {number}",
                    "code": f"bench_{number}",
                    "topic_id": topics[number % len(topics)].id,
                    "res_model": "qms.action",
                    "domain": f"[('level', '!=', '{level}')]",
                    "date_field": "date_deadline",
                    "direction": "less",
                }
                for number in range(FIGURES)
                for level in [("low", "medium", "high")[number % 3]]
            ]
        )

    def _work(self):
        self.env["qms.action"].create(
            [
                {
                    "name": f"Action {number}",
                    "owner_id": self.manager.id,
                    "level": self.random.choice(["low", "medium", "high"]),
                    "date_deadline": self.today
                    - timedelta(days=self.random.randrange(365 * (YEARS + 1))),
                }
                for number in range(ACTIONS)
            ]
        )

    def open(self, back=0):
        day = self.today - relativedelta(years=back)
        since, until = self.env["qms.review"]._period_before(day)
        reviews = self.env["qms.review"].with_user(self.manager)
        return reviews.create(
            {
                "date_from": since,
                "date_to": until,
                "date_meeting": self.today,
                "owner_id": self.manager.id,
            }
        )

    def prepare(self, review):
        for line in review.line_ids:
            line.write({"assessment": "As it should be", "nothing_because": "none yet"})
        review.outcome_ids = [
            Command.create(
                {
                    "name": f"Decision {number}",
                    "kind": ("improvement", "change", "resource")[number % 3],
                    "owner_id": self.manager.id,
                    "date_deadline": self.today + timedelta(days=60),
                }
            )
            for number in range(DECISIONS)
        ]
        review.conclusion = "It works"
        review.present_ids = self.present
        review.action_send()
        return review.with_user(self.director)

    def _past(self, back):
        self.prepare(self.open(back)).action_sign()


def read(review):
    review.read(["display_name", "red_count", "missing_points"])
    review.line_ids.read(["name", "chapter", "status", "earlier"])
    review.figure_ids.read(["name", "value_text", "previous_text", "trend"])


def run(bench):
    years = Years(bench.env)
    bench.settle()
    note = f"{ACTIONS} actions, {YEARS} reviews before, {FIGURES} figures"
    bench.measure("open the year's review", years.open, runs=3, note=note)
    review = years.open()
    bench.measure("read it, live", lambda: read(review), runs=3)
    ready = years.prepare(review)
    bench.measure("sign it", ready.action_sign, runs=3)
    ready.action_sign()
    bench.measure(
        "read it, signed", lambda: read(ready), runs=3, against="read it, live"
    )
    reports = bench.env["ir.actions.report"].with_user(years.director)
    bench.measure(
        "its pages for the file, as HTML",
        lambda: reports._render_qweb_html("qms_review.report_review", ready.ids),
        runs=3,
    )
    bench.measure(
        "insight page",
        lambda: bench.env["qms.insight"].with_user(years.director).action_read(),
        runs=3,
    )
