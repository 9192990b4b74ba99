from datetime import date

from odoo import Command
from odoo.tests import TransactionCase, new_test_user


class QmsCase(TransactionCase):
    """A small town: administration > care > home care, each with its leader.

    ``director`` leads the administration, ``head`` the care, ``leader`` the home
    care with ``nurse`` and ``aide``; ``manager`` is the quality manager, ``stranger``
    works in another company, ``team`` sits in the quality group.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        country = cls.env.ref("base.dk")
        cls.company = cls.env["res.company"].create(
            {"name": "Town", "country_id": country.id, "email": "town@example.test"}
        )
        cls.other_company = cls.env["res.company"].create(
            {"name": "Elsewhere", "country_id": country.id}
        )
        cls.director = cls._new_user("director")
        cls.head = cls._new_user("head")
        cls.leader = cls._new_user("leader")
        cls.nurse = cls._new_user("nurse")
        cls.aide = cls._new_user("aide")
        cls.manager = cls._new_user("manager", "qms.group_quality_manager")
        cls.team = cls._new_user("team", "qms.group_quality_team")
        cls.stranger = cls._new_user("stranger", company=cls.other_company)
        cls.administration = cls._new_unit("Administration", cls.director)
        cls.care = cls._new_unit("Care", cls.head, cls.administration)
        cls.home_care = cls._new_unit("Home care", cls.leader, cls.care)
        for user in (cls.nurse, cls.aide):
            cls._new_employee(user, cls.home_care)
        for user in (cls.manager, cls.team):
            cls._new_employee(user, cls.administration)
        cls._new_employee(cls.stranger, cls.env["hr.department"])
        # those who were quality managers before do not take part
        group = cls.env.ref("qms.group_quality_manager")
        group.user_ids = cls.manager

    @classmethod
    def _new_user(cls, login, groups="base.group_user", company=None, **kwargs):
        company = company or cls.company
        if groups != "base.group_user":
            groups = f"base.group_user,{groups}"
        return new_test_user(
            cls.env,
            login=f"qms_{login}",
            name=login.capitalize(),
            groups=groups,
            email=f"{login}@example.test",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            notification_type="email",
            **kwargs,
        )

    @classmethod
    def _new_employee(cls, user, unit, **kwargs):
        return cls.env["hr.employee"].create(
            {
                "name": user.name,
                "user_id": user.id,
                "department_id": unit.id,
                "company_id": user.company_id.id,
                **kwargs,
            }
        )

    @classmethod
    def _new_unit(cls, name, leader, parent=None):
        unit = cls.env["hr.department"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "parent_id": parent.id if parent else False,
            }
        )
        if leader:
            unit.manager_id = cls._new_employee(leader, unit)
        return unit

    @classmethod
    def _new_action(cls, user=None, **kwargs):
        """A planned corrective action for the home care, written by ``user``."""
        values = {
            "name": "Move the medicine cabinet",
            "why": "It stands in the corridor",
            "owner_id": cls.aide.id,
            "department_id": cls.home_care.id,
            "company_id": cls.company.id,
            "level": "medium",
            "criterion": "No missing medicine in the monthly count",
            "date_deadline": date(2030, 1, 31),
            **kwargs,
        }
        return cls.env["qms.action"].with_user(user or cls.nurse).create(values)

    def _decisions(self, record):
        return self.env["qms.decision"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)],
            order="sequence",
        )

    def _duties(self, record, state="open"):
        return self.env["qms.duty"].search(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("state", "=", state),
            ]
        )
