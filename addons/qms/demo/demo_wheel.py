import json
from datetime import date, timedelta

from odoo import api, fields, models
from odoo.tools import file_open

from .demo_texts import LANGUAGES

# who owns what of the usual wheel, per company
OWNERS = {
    "demo_company_municipality": {
        "audit": "demo_user_auditor",
        "survey": "demo_user_team",
        "review": "demo_user_director",
        "goals": "demo_user_director",
    },
    "demo_company_housing": {
        "audit": "demo_user_housing",
        "review": "demo_user_housing",
        "goals": "demo_user_housing",
    },
    "demo_company_energy": {
        "audit": "demo_user_energy",
        "review": "demo_person_energy_director",
        "goals": "demo_person_energy_director",
    },
}
SUMMER = 7


class QmsWheelDemo(models.AbstractModel):
    """Last year's wheel, closed, and this year's as it stands today.

    Every step is taken by the quality manager through the public methods, so the
    decisions carry the day of the installation; the days on which things were done are
    dated back. Something is late whatever day it is installed.
    """

    _name = "qms.wheel.demo"
    _description = "Demo of the year wheel"

    @api.model
    def _load(self):
        """Called by the demo data alone."""
        code = self.env["qms.demo"]._language()
        # Odoo loads them after the demo data; names are kept in every language
        self.env["ir.module.module"]._load_module_terms(["qms"], list(LANGUAGES))
        say = self.env["qms.demo"]._speaker("qms/demo/cases", code)
        with file_open("qms/demo/cases.json") as file:
            stories = json.load(file)
        texts = {
            row["kind"]: say(row.get("result") or row["reason"]) for row in stories
        }
        for name, owners in OWNERS.items():
            narrator = self.with_context(lang=code)
            narrator._tell(self.env.ref(f"qms.{name}"), owners, texts)

    def _tell(self, company, owners, texts):
        self._name_owners(company, owners)
        year = fields.Date.context_today(self).year
        manager = self.env.ref("qms.demo_user_quality_manager")
        editions = self.env["qms.wheel.year"].with_user(manager)
        editions = editions.with_context(
            allowed_company_ids=manager.company_ids.ids, tracking_disable=True
        )
        last, current = [
            editions.create(
                {
                    "company_id": company.id,
                    "year": each,
                    "date_from": date(each, 1, 1),
                }
            )
            for each in (year - 1, year)
        ]
        last.action_start()
        self._do(last.occurrence_ids, texts, keep=company.parent_id.id is False)
        current.action_start()
        last.action_close()
        today = fields.Date.context_today(self)
        gone = current.occurrence_ids.filtered(
            lambda each: not each.carried_from and each.date_planned < today
        )
        # the last one is late
        self._do(gone.sorted("date_planned")[:-1], texts)
        self.env["qms.wheel.occurrence"]._make_all()
        self._move_one(current, texts)

    def _name_owners(self, company, owners):
        items = self.env["qms.wheel.item"].search([("company_id", "=", company.id)])
        by_code = {item.kind_id.code: item for item in items if not item.department_id}
        for code, name in owners.items():
            owner = self.env.ref(f"qms.{name}").id
            by_code[code].write({"owner_id": owner, "owner_group_id": False})
        own = self.env.ref("qms.demo_wheel_self_assessment")
        if own.company_id == company:
            own.parent_id = by_code["audit"]

    def _do(self, occurrences, texts, keep=False):
        """In their order; with ``keep`` the last of the chain is left for New Year."""
        for each in occurrences.sorted("date_planned"):
            code = each.kind_id.code
            if keep and code == "goals":
                continue
            if code == "meeting" and each.date_planned.month == SUMMER:
                each.action_skip(texts["skip"])
                continue
            if each._open_before():
                continue
            each.action_finish(texts.get(code, texts["other"]))
            day = each.date_planned + timedelta(days=each.id % 4)
            today = fields.Date.context_today(self)
            each.sudo()._write_guarded({"date_done": min(day, today)})

    def _move_one(self, edition, texts):
        """Something ahead was moved a week, with what follows it."""
        ahead = edition.occurrence_ids.filtered(
            lambda each: each.state == "planned" and each.successor_ids
        )
        for each in ahead.sorted("date_planned")[:1]:
            each.action_move(each.date_planned + timedelta(days=7), texts["move"])
