from odoo import Command
from odoo.tests import TransactionCase, new_test_user


class FrameworkCase(TransactionCase):
    """Two companies of a group, each with an employee and a quality manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company, cls.other_company = cls.env["res.company"].create(
            [{"name": "Fjordby"}, {"name": "Fjordby Housing"}]
        )
        cls.manager = cls._new_user("fw_manager", "qms.group_quality_manager")
        cls.employee = cls._new_user("fw_employee", "base.group_user")
        cls.other_manager = cls._new_user(
            "fw_other_manager", "qms.group_quality_manager", cls.other_company
        )
        cls.iso = cls.env.ref("qms.iso9001_2015")

    @classmethod
    def _new_user(cls, login, groups, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            login,
            groups,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    @classmethod
    def _as(cls, user, model):
        return cls.env[model].with_user(user).with_company(user.company_id)

    @classmethod
    def _clause(cls, number, edition="2015"):
        return cls.env.ref(f"qms.iso9001_{edition}_{number.replace('.', '_')}")

    @classmethod
    def _rule(cls, name, **values):
        """A rule of the first company's own, as its quality manager writes it."""
        requirements = cls._as(cls.manager, "qms.requirement")
        return requirements.create({"name": name, "kind": "policy", **values})

    @classmethod
    def _seen_by(cls, user, records):
        return cls._as(user, records._name).browse(records.ids)

    def assertCrud(self, records, expected):
        """``expected``: the operations allowed on ``records``, such as 'cr'."""
        operations = {"c": "create", "r": "read", "w": "write", "u": "unlink"}
        allowed = [key for key, name in operations.items() if records.has_access(name)]
        self.assertEqual("".join(allowed), expected)
