from datetime import timedelta

from odoo import models


class QmsExternalDemo(models.AbstractModel):
    """Somebody from outside, who has confirmed what she has to follow."""

    _name = "qms.external.demo"
    _description = "Demo of external persons"

    def _tell(self, story, company, skills, say):
        leader = self.env.ref("qms.demo_user_leader")
        companies = {"allowed_company_ids": leader.company_ids.ids}
        today = company._qms_today()
        partner = self.env["res.partner"].create(
            {
                "name": story["contact"],
                "email": story["email"],
                "lang": self.env.context["lang"],
            }
        )
        teller = self.with_user(leader).with_context(**self.env.context, **companies)
        external = teller.env["qms.external.person"].create(
            {
                "partner_id": partner.id,
                "task": say(story["task"]),
                "rules": say(story["rules"]),
                "department_id": self.env.ref("qms.demo_unit_homecare").id,
                "company_id": company.id,
            }
        )
        teller._document(external, skills["lifting"], today)
        # handed over, not mailed
        external.action_make_link()
        external.sudo().confirmation_ids._confirm(say(story["words"]))
        for row in story["assignments"]:
            assignment = teller.env["qms.external.assignment"].create(
                {
                    "name": say(row["name"]),
                    "external_id": external.id,
                    "process_id": self.env.ref("qms.demo_process_care").id,
                    "date_from": today + timedelta(days=row["from"]),
                    "date_to": today + timedelta(days=row["to"]),
                    "company_id": company.id,
                }
            )
            if row.get("begun"):
                assignment.action_begin()

    def _document(self, external, skill, today):
        levels = skill.skill_type_id.skill_level_ids
        self.env["qms.external.competence"].create(
            {
                "external_id": external.id,
                "skill_type_id": skill.skill_type_id.id,
                "skill_id": skill.id,
                "skill_level_id": levels.sorted("level_progress")[-1:].id,
                "valid_from": today - timedelta(days=500),
                "valid_to": today + timedelta(days=230),
            }
        )
