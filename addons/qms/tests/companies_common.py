from odoo import Command

from .roles_common import RolesCase


class CompaniesCase(RolesCase):
    """Tries every operation on an example of the housing company, a branch of the town.

    Columns: quality managers of the town alone (``a``), of town and housing (``ab``),
    of both with the town alone chosen (``ab.a``), of all three companies (``abc``), of
    the housing alone (``b``) and of a town that has nothing to do with it (``c``); the
    quality group of the town (``t.a``) and of both (``t.ab``); an employee of the town
    (``e.a``) and one of both (``e.ab``). ``there`` answers for what the housing has,
    ``clerk`` works there.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env["res.company"].create(
            {
                "name": "Housing",
                "parent_id": cls.company.id,
                "country_id": cls.company.country_id.id,
            }
        )
        both = cls.company | cls.branch
        manager, team = "qms.group_quality_manager", "qms.group_quality_team"
        keeper = cls._member("keeper", manager, both)
        cls.people = {
            "a": cls.manager,
            "ab": keeper,
            "ab.a": keeper.with_context(allowed_company_ids=cls.company.ids),
            "abc": cls._member("overall", manager, both | cls.other_company),
            "b": cls._member("housing", manager, cls.branch),
            "c": cls.people["for"],
            "t.a": cls.team,
            "t.ab": cls._member("teams", team, both),
            "e.a": cls.people["empl"],
            "e.ab": cls._member("worker", "base.group_user", both),
        }
        cls._settle_there()

    @classmethod
    def _settle_there(cls):
        cls.there = cls._member("there", "base.group_user", cls.branch)
        cls.clerk = cls._member("clerk", "base.group_user", cls.branch)
        cls.flats = cls.env["hr.department"].create(
            {"name": "Flats", "company_id": cls.branch.id}
        )
        for user in (cls.there, cls.clerk):
            cls._new_employee(user, cls.flats)

    @classmethod
    def _member(cls, login, groups, companies):
        return cls._new_user(
            login,
            groups,
            companies[:1],
            company_ids=[Command.set(companies.ids)],
        )
