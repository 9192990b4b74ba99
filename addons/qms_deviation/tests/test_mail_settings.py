from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import DeviationCase


@tagged("post_install", "-at_install", "qms")
class TestMailSettings(DeviationCase):
    """The address for reports, as a quality manager sets it."""

    def _save(self, company=None, **values):
        company = company or self.company
        model = self.env["qms.settings"].with_user(self.manager)
        settings = model.with_company(company).create({"company_id": company.id})
        settings.write(values)
        settings.action_save()
        return settings

    def test_without_a_name_there_is_no_address(self):
        self.assertFalse(self.company.qms_mail_alias_id)
        self.assertEqual(self.company._qms_mail_address(), "")
        self._save(qms_action_days=10)
        self.assertFalse(self.company.qms_mail_alias_id)

    def test_the_first_name_makes_it_the_next_moves_it_none_ends_it(self):
        domain = self.env["mail.alias.domain"].create({"name": "in.example.test"})
        self.company.alias_domain_id = domain
        settings = self._save(qms_mail_name="Deviation")
        alias = self.company.qms_mail_alias_id
        self.assertEqual(alias.alias_full_name, "deviation@in.example.test")
        self.assertEqual(settings.qms_mail_address, "deviation@in.example.test")
        self._save(qms_mail_name="report")
        self.assertEqual(self.company.qms_mail_alias_id, alias)
        self.assertEqual(self.company._qms_mail_address(), "report@in.example.test")
        self._save(qms_mail_name=False)
        self.assertEqual(self.company._qms_mail_address(), "")

    def test_two_companies_do_not_share_an_address(self):
        domain = self.env["mail.alias.domain"].create({"name": "in.example.test"})
        (self.company | self.other_company).alias_domain_id = domain
        self.other_company.qms_mail_name = "deviation"
        with self.assertRaises(UserError):
            self._save(qms_mail_name="deviation")

    def test_own_domains_are_those_listed_and_that_of_the_company(self):
        self._save(qms_mail_domains="@School.example; board.example")
        self.assertEqual(
            self.company._qms_own_domains(),
            {"example.test", "school.example", "board.example"},
        )
        self.assertEqual(self.other_company._qms_own_domains(), set())

    def test_what_is_no_domain_is_refused(self):
        for text in ("everybody", "*", "a b@c", "x.example, .."):
            with self.assertRaises(ValidationError, msg=text):
                self._save(qms_mail_domains=text)

    def test_the_reading_unit_is_one_of_the_company(self):
        unit = self.env["hr.department"].create(
            {"name": "Foreign", "company_id": self.other_company.id}
        )
        with self.assertRaises(UserError):
            self._save(qms_mail_department_id=unit.id)
