from odoo import Command
from odoo.tests import freeze_time

from odoo.addons.qms.tests.common import QmsCase


class CompetenceCase(QmsCase):
    """The small town, with medicine handling (a skill) and first aid (a certificate).

    ``levels`` of medicine handling are beginner (20), practised (60), expert (100);
    the certificate has the one level ``passed``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.skill_type = cls._new_type("Care", {"Beginner": 20, "Practised": 60})
        cls.skill_type.skill_level_ids = [
            Command.create({"name": "Expert", "level_progress": 100})
        ]
        cls.medicine = cls.skill_type.skill_ids
        cls.beginner, cls.practised, cls.expert = cls.skill_type.skill_level_ids.sorted(
            "level_progress"
        )
        cls.certificate_type = cls._new_type("First aid", {"Passed": 100}, True)
        cls.first_aid = cls.certificate_type.skill_ids
        cls.passed = cls.certificate_type.skill_level_ids
        people = cls.env["hr.employee"].search([("company_id", "=", cls.company.id)])
        cls.person = {person.user_id: person for person in people}

    @classmethod
    def _new_type(cls, name, levels, is_certification=False):
        return cls.env["hr.skill.type"].create(
            {
                "name": name,
                "is_certification": is_certification,
                "skill_ids": [Command.create({"name": f"{name} skill"})],
                "skill_level_ids": [
                    Command.create({"name": level, "level_progress": progress})
                    for level, progress in levels.items()
                ],
            }
        )

    def _night(self, xmlid, day="2026-03-02"):
        """The scheduled action runs."""
        with freeze_time(f"{day} 05:00:00"), self.enter_registry_test_mode():
            self.env.ref(xmlid).method_direct_trigger()
        self.env.invalidate_all()

    @classmethod
    def _entry_values(cls, person, level=None, **kwargs):
        level = level or cls.practised
        return {
            "employee_id": person.id,
            "skill_type_id": level.skill_type_id.id,
            "skill_id": level.skill_type_id.skill_ids[:1].id,
            "skill_level_id": level.id,
            "valid_from": "2026-01-01",
            **kwargs,
        }

    @classmethod
    def _claim(cls, user, level=None, maker=None, **kwargs):
        values = cls._entry_values(cls.person[user], level, **kwargs)
        return cls.env["hr.employee.skill"].with_user(maker or user).create(values)

    @classmethod
    def _confirmed(cls, user, level=None, by=None, **kwargs):
        entry = cls._claim(user, level, **kwargs)
        entry.with_user(by or cls.leader).action_confirm()
        return entry.with_user(user)
