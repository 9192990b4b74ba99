from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import QmsCase


@tagged("post_install", "-at_install", "qms")
class TestSettings(QmsCase):
    def _settings(self, user, company=None):
        return (
            self.env["qms.settings"]
            .with_user(user)
            .with_company(company or self.company)
            .create({"company_id": (company or self.company).id})
        )

    def test_the_screen_shows_what_holds(self):
        self.company.write({"qms_action_days": 15, "qms_approval_level": "high"})
        settings = self._settings(self.manager)
        self.assertEqual(settings.qms_action_days, 15)
        self.assertEqual(settings.qms_approval_level, "high")

    def test_a_quality_manager_sets_the_own_company(self):
        settings = self._settings(self.manager)
        settings.write({"qms_action_days": 10, "qms_customary_closed": False})
        settings.action_save()
        self.assertEqual(self.company.qms_action_days, 10)
        self.assertFalse(self.company.qms_customary_closed)
        self.assertEqual(self.other_company.qms_action_days, 20)

    def test_nobody_else_does(self):
        for user in (self.nurse, self.leader, self.head, self.director, self.team):
            with self.assertRaises(AccessError, msg=user.login):
                self._settings(user)
        settings = self._settings(self.manager)
        for user in (self.nurse, self.leader, self.team):
            with self.assertRaises(AccessError, msg=user.login):
                settings.with_user(user).action_save()

    def test_not_the_settings_of_another_company(self):
        settings = self._settings(self.manager)
        settings.sudo().company_id = self.other_company
        settings.sudo().qms_action_days = 1
        with self.assertRaises(AccessError):
            settings.action_save()
        self.assertEqual(self.other_company.qms_action_days, 20)

    def test_a_manager_without_administration_writes_no_company(self):
        with self.assertRaises(AccessError):
            self.company.with_user(self.manager).write({"qms_action_days": 1})

    def test_from_which_severity_a_case_is_serious(self):
        self.assertEqual(self.company.qms_serious_level, "critical")
        settings = self._settings(self.manager)
        settings.qms_serious_level = "high"
        settings.action_save()
        serious = self.company._qms_is_serious
        self.assertEqual(
            [serious(level) for level in (False, "low", "medium", "high", "critical")],
            [False, False, False, True, True],
        )
        self.assertFalse(self.other_company._qms_is_serious("high"))

    def test_days_are_counted_from_zero(self):
        settings = self._settings(self.manager)
        settings.qms_action_days = -1
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            settings.action_save()
            self.env.flush_all()
