from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .framework_common import FrameworkCase


@tagged("post_install", "-at_install", "qms")
class TestCertificate(FrameworkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.certificates = cls._as(cls.manager, "qms.certificate")
        cls.certificate = cls.certificates.create(cls._values())

    @classmethod
    def _values(cls, **values):
        return {
            "body": "Nordic Certification",
            "number": "4711",
            "standard_id": cls.iso.id,
            "valid_from": "2025-01-01",
            "valid_to": "2027-12-31",
            **values,
        }

    def _exclude(self, **values):
        values = {"reason": "We develop no services ourselves.", **values}
        self.certificate.exclusion_ids = [Command.create(values)]
        return self.certificate.exclusion_ids[-1:]

    def test_employee_reads_only(self):
        exclusion = self._exclude(requirement_id=self._clause("8.3").id)
        for record in (self.certificate, exclusion):
            with self.subTest(model=record._name):
                self.assertCrud(self._seen_by(self.employee, record), "r")

    def test_quality_manager_keeps_them(self):
        self.assertCrud(self.certificate, "crwu")

    def test_other_company_sees_none(self):
        exclusion = self._exclude(requirement_id=self._clause("8.3").id)
        for record in (self.certificate, exclusion):
            with self.subTest(model=record._name):
                self.assertCrud(self._seen_by(self.other_manager, record), "")

    def test_name_says_edition_and_number(self):
        self.assertEqual(self.certificate.display_name, "ISO 9001:2015 · 4711")

    def test_same_certificate_is_registered_once(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.certificates.create(self._values())

    def test_expires_soon_from_the_days_of_warning_to_the_end(self):
        self.certificate.warn_days = 30
        days = {"2027-11-30": False, "2027-12-01": True, "2027-12-31": True}
        for day, expected in {**days, "2028-01-01": False}.items():
            with self.subTest(day=day), freeze_time(day):
                self.certificate.invalidate_recordset(["expires_soon"])
                self.assertEqual(self.certificate.expires_soon, expected)
                found = self.certificates.search([("expires_soon", "=", True)])
                self.assertEqual(self.certificate in found, expected)

    def test_without_an_end_it_never_expires(self):
        self.certificate.valid_to = False
        self.assertFalse(self.certificate.expires_soon)
        self.assertFalse(self.certificate.date_warning)

    def test_days_of_warning_cannot_be_negative(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.certificate.warn_days = -1
            self.certificate.flush_recordset()

    @freeze_time("2028-01-01")
    def test_in_force_until_its_end(self):
        self.assertFalse(self.certificate.is_in_force)

    def test_what_is_left_out_needs_a_reason(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._exclude(requirement_id=self._clause("8.3").id, reason=False)

    def test_what_is_left_out_is_named(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._exclude()

    def test_left_out_by_name(self):
        unit = self.env["hr.department"].create(
            {"name": "Harbour", "company_id": self.company.id}
        )
        clause = self._clause("8.3")
        exclusion = self._exclude(department_id=unit.id, requirement_id=clause.id)
        self.assertEqual(exclusion.display_name, f"{clause.display_name}, Harbour")
        self.assertEqual(exclusion.company_id, self.company)

    def test_nothing_of_another_company_is_left_out(self):
        process = self._as(self.other_manager, "qms.process").create({"name": "Boats"})
        with self.assertRaises(UserError):
            self.certificate.sudo().exclusion_ids = [
                Command.create({"process_id": process.id, "reason": "Not ours."})
            ]

    def test_certified_edition_is_not_deleted(self):
        standard = self._as(self.manager, "qms.standard").create({"name": "Green"})
        self.certificates.create(self._values(standard_id=standard.id))
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            standard.unlink()
