import io

import openpyxl

from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .requirement_common import RequirementCase


@tagged("post_install", "-at_install", "qms")
class TestMatrixFile(RequirementCase, HttpCase):
    """The Excel file, as the browser asks for it."""

    def _download(self, user, **query):
        self.authenticate(user.login, user.login)
        data = {**query, "csrf_token": Request.csrf_token(self)}
        return self.url_open("/qms/competence/matrix", data=data)

    @mute_logger("odoo.http")
    def test_the_leader_gets_it_and_others_do_not(self):
        self._require(process_id=self.process.id)
        self._confirmed(self.nurse)
        self.person[self.aide].name = "=1+1"
        answer = self._download(self.leader, unit_id=self.home_care.id)
        self.assertEqual(answer.status_code, 200)
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        first, second = book.worksheets
        names = {row[0] for row in first.iter_rows(values_only=True)}
        self.assertTrue({"Nurse", "Leader", "=1+1"} <= names)
        formulas = [
            cell.value
            for sheet in (first, second)
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]
        self.assertFalse(formulas)
        for user in (self.aide, self.team):
            refused = self._download(user, unit_id=self.home_care.id)
            self.assertNotEqual(refused.status_code, 200, user.login)
            self.assertNotIn(b"Nurse", refused.content)
        elsewhere = self._download(self.leader, unit_id=self.care.id)
        self.assertNotEqual(elsewhere.status_code, 200)
