from datetime import date

from odoo import Command
from odoo.fields import Datetime
from odoo.tests import TransactionCase

from .copy_common import Copy

TOWNS = {}
MADE = (
    *("company", "other_company", "administration", "care", "home_care"),
    *("director", "head", "leader", "nurse", "aide", "manager", "team", "stranger"),
)


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
        cls._settle_town()
        # those who were quality managers before do not take part
        group = cls.env.ref("qms.group_quality_manager")
        group.user_ids = cls.manager

    @classmethod
    def _settle_town(cls):
        """Built once for each moment at which classes stop the clock, then copied.

        Building it anew took a quarter of the time of all tests.
        """
        moment = Datetime.now() if cls.freeze_time else date.today()
        if moment in TOWNS:
            copy, town = TOWNS[moment]
            copy.paste(cls.env)
        else:
            town = {}
            copy = Copy(cls.env, lambda: town.update(cls._build_town()))
            TOWNS[moment] = copy, town
        for name, (model, id_) in town.items():
            setattr(cls, name, cls.env[model].browse(id_))

    @classmethod
    def _build_town(cls):
        """Model and id by name."""
        # Odoo's logo would be painted in five sizes
        plain = {"country_id": cls.env.ref("base.dk").id, "logo": False}
        cls.company, cls.other_company = cls.env["res.company"].create(
            [
                {**plain, "name": "Town", "email": "town@example.test"},
                {**plain, "name": "Elsewhere"},
            ]
        )
        cls._new_people()
        cls._new_places()
        return {name: (vars(cls)[name]._name, vars(cls)[name].id) for name in MADE}

    @classmethod
    def _new_people(cls):
        """All users in one go: most test classes begin with this."""
        names = ("director", "head", "leader", "nurse", "aide")
        values = {name: cls._prepare_user(name) for name in names}
        values["manager"] = cls._prepare_user("manager", "qms.group_quality_manager")
        values["team"] = cls._prepare_user("team", "qms.group_quality_team")
        values["stranger"] = cls._prepare_user("stranger", company=cls.other_company)
        users = cls.env["res.users"].with_context(no_reset_password=True)
        for name, user in zip(values, users.create(list(values.values())), strict=True):
            setattr(cls, name, user.with_env(cls.env))

    @classmethod
    def _new_places(cls):
        """Three units, who leads and who works in them."""
        units = cls.env["hr.department"]
        for attribute, name in (
            ("administration", "Administration"),
            ("care", "Care"),
            ("home_care", "Home care"),
        ):
            company = {"company_id": cls.company.id, "parent_id": units[-1:].id}
            unit = units.create({"name": name, **company})
            setattr(cls, attribute, unit)
            units += unit
        places = {
            cls.director: cls.administration,
            cls.head: cls.care,
            cls.leader: cls.home_care,
            cls.nurse: cls.home_care,
            cls.aide: cls.home_care,
            cls.manager: cls.administration,
            cls.team: cls.administration,
            cls.stranger: units.browse(),
        }
        employees = cls.env["hr.employee"].create(
            [cls._prepare_employee(user, unit) for user, unit in places.items()]
        )
        for unit, leader in zip(units, employees[:3], strict=True):
            unit.manager_id = leader

    @classmethod
    def _prepare_user(cls, login, groups="", company=None, **kwargs):
        company = company or cls.company
        xmlids = ["base.group_user", *filter(None, groups.split(","))]
        return {
            "login": f"qms_{login}",
            "password": f"qms_{login}".ljust(8, "x"),
            "name": login.capitalize(),
            "group_ids": [Command.set([cls.env.ref(name).id for name in xmlids])],
            "email": f"{login}@example.test",
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "notification_type": "email",
            **kwargs,
        }

    @classmethod
    def _prepare_employee(cls, user, unit, **kwargs):
        return {
            "name": user.name,
            "user_id": user.id,
            "department_id": unit.id,
            "company_id": user.company_id.id,
            **kwargs,
        }

    @classmethod
    def _new_user(cls, login, groups="", company=None, **kwargs):
        users = cls.env["res.users"].with_context(no_reset_password=True)
        values = cls._prepare_user(login, groups, company, **kwargs)
        return users.create(values).with_env(cls.env)

    @classmethod
    def _new_employee(cls, user, unit, **kwargs):
        return cls.env["hr.employee"].create(
            cls._prepare_employee(user, unit, **kwargs)
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
