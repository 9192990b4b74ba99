import random

from odoo import api, fields, models

from ..tools import months as calendar_months

MONTHS = 24
# since then the citizen service decides by standard letters
BEGUN = 9
# per figure: where it begins, what it became, how it moves, on how much it rests
COURSES = {
    "case_time": (24, 16, 2, 40),
    "answered_in_time": (82, 84, 4, 120),
    "sick_leave": (6.1, 5.8, 0.5, 0),
    "appeals_upheld": (88, 90, 4, 12),
}


class QmsMeasureDemo(models.AbstractModel):
    """Two years of figures from outside, and an objective that shows in one of them."""

    _name = "qms.measure.demo"
    _description = "Demo of figures and objectives"

    @api.model
    def _load(self):
        """Called by the demo data alone."""
        company = self.env.ref("qms.demo_company_municipality")
        manager = self.env.ref("qms.demo_user_quality_manager")
        own = self.with_user(manager).with_context(
            allowed_company_ids=company.ids, tracking_disable=True
        )
        own._type_figures(company)
        own._work_on_objective()

    def _type_figures(self, company):
        moved = random.Random(19)
        last = calendar_months.add(
            calendar_months.first(fields.Date.context_today(self)), -1
        )
        rows = []
        for code, (before, since, by, count) in COURSES.items():
            indicator = self.env.ref(f"qms.indicator_{code}")
            for back in range(MONTHS):
                level = since if back < BEGUN else before
                rows.append(
                    {
                        "indicator_id": indicator.id,
                        "company_id": company.id,
                        "month": calendar_months.add(last, -back),
                        "value": round(level + moved.uniform(-by, by), 1),
                        "count": count,
                    }
                )
        self.env["qms.indicator.value"].create(rows)

    def _work_on_objective(self):
        """Agreed to, begun, and told to the unit; some days before today."""
        objective = self.env.ref("qms.demo_objective_letters").with_env(self.env)
        objective.action_agree()
        objective.action_start()
        today = calendar_months.first(fields.Date.context_today(self))
        begun = calendar_months.add(today, -BEGUN)
        objective.sudo()._write_guarded({"date_agreed": begun, "date_started": begun})
        leader = self.env.ref("qms.demo_person_citizen_leader")
        objective.with_user(leader).action_tell()
