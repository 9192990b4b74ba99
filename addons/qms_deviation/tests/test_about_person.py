import io
import zipfile
from base64 import b64decode

import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .channel_common import STORY, ChannelCase


@freeze_time("2026-03-02 10:00:00")
@tagged("post_install", "-at_install", "qms")
class TestAboutPerson(ChannelCase):
    """What is stored of a person, for himself; for who asks, by a quality manager."""

    def _rows(self, user, **values):
        """Rows per sheet of the file that ``user`` makes, without their headers."""
        wizard = self.env["qms.about.person"].with_user(user).create(values)
        action = wizard.action_export()
        self.assertIn(f"/{wizard.id}/file?download=true", action["url"])
        book = openpyxl.load_workbook(io.BytesIO(b64decode(wizard.file)))
        self.assertEqual(
            book.sheetnames, ["Reported", "Written afterwards", "Named in", "Decisions"]
        )
        return {
            sheet.title: [list(row) for row in sheet.iter_rows(2, values_only=True)]
            for sheet in book
        }

    def _named(self, rows):
        return {(record, label) for _kind, record, label, _date in rows["Named in"]}

    # ------------------------------------------------------------
    # Oneself
    # ------------------------------------------------------------

    def test_what_he_reported_and_wrote_with_the_answer(self):
        case = self._closed(description="The lamp is broken")
        case.sudo().report_ids._say("It is the left one")
        self._report(self.aide, description="Somebody else's")
        rows = self._rows(self.nurse)
        [reported] = rows["Reported"]
        self.assertEqual(reported[0], case.number)
        self.assertEqual(reported[3], "The lamp is broken")
        self.assertEqual(reported[-1], "Thank you, the lock is new.")
        self.assertEqual(
            [row[2] for row in rows["Written afterwards"]], ["It is the left one"]
        )

    def test_what_names_him_and_as_what(self):
        action = self._new_action(owner_id=self.aide.id)
        deputy = self.env["qms.deputy"].create(
            {
                "user_id": self.leader.id,
                "deputy_id": self.aide.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                "company_id": self.company.id,
            }
        )
        named = self._named(self._rows(self.aide))
        self.assertIn((action.display_name, "Responsible"), named)
        self.assertIn(deputy.display_name, {record for record, _label in named})

    def test_kinds_are_named_in_the_reader_s_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        self.aide.lang = "da_DK"
        danish = self.env(context={**self.env.context, "lang": "da_DK"})
        danish["ir.model"]._get("qms.action").name = "Tiltag"
        self._new_action(owner_id=self.aide.id)
        wizard = danish["qms.about.person"].with_user(self.aide).create({})
        kinds = {row[0] for row in wizard._named_rows()}
        self.assertIn("Tiltag", kinds)

    def test_what_he_decided_with_his_reasons(self):
        case = self._case()
        case.action_dismiss(reason="Known already")
        rows = self._rows(self.leader)["Decisions"]
        self.assertIn("Known already", [row[-1] for row in rows])
        self.assertEqual([row[0] for row in rows], [case.display_name])

    def test_not_that_a_case_is_hidden_from_him(self):
        case = self._report(not_own_leader=True).sudo().deviation_ids
        self.assertEqual(case.hidden_from_id, self.leader)
        rows = self._rows(self.leader)
        self.assertNotIn(case.number, str(rows))

    def test_an_anonymous_report_is_nobodys(self):
        report = self._report()
        report.sudo().reporter_id = False
        self.assertFalse(self._rows(self.nurse)["Reported"])

    def test_no_text_becomes_a_formula(self):
        self._report(description="=1+1")
        [reported] = self._rows(self.nurse)["Reported"]
        self.assertEqual(reported[3], "=1+1")

    # ------------------------------------------------------------
    # With the records
    # ------------------------------------------------------------

    def _prints(self, user, **values):
        """Texts of the prints that come with the file, per name of their file."""
        wizard = self.env["qms.about.person"].with_user(user)
        wizard = wizard.create({"with_prints": True, **values})
        wizard.action_export()
        self.assertEqual(wizard.file_name, "2026-03-02.zip")
        with zipfile.ZipFile(io.BytesIO(b64decode(wizard.file))) as archive:
            names = archive.namelist()
            self.assertEqual(names[0], "2026-03-02.xlsx")
            return {
                name.removesuffix(".html"): archive.read(name).decode()
                for name in names[1:]
            }

    def test_who_asks_gets_what_was_done_about_his_report_others_masked(self):
        case = self._case(description="Aide left the lamp on, said Leader")
        case.action_release()
        prints = self._prints(self.manager, user_id=self.nurse.id)
        self.assertEqual(list(prints), ["qms.deviation"])
        text = prints["qms.deviation"]
        self.assertIn(case.number, text)
        self.assertIn('<html lang="en">', text)
        self.assertIn("[masked] left the lamp on", text)
        for name in ("Aide", "Leader"):
            self.assertNotIn(name, text)

    def test_for_himself_what_names_him_and_he_may_read(self):
        action = self._new_action(owner_id=self.aide.id)
        self._case(description="The lamp is broken")
        prints = self._prints(self.aide)
        self.assertEqual(list(prints), ["qms.action"])
        self.assertIn(action.number, prints["qms.action"])

    def test_nothing_is_printed_that_whoever_makes_it_may_not_read(self):
        case = self._case(description="Told in confidence")
        self.assertFalse(self._prints(self.manager, user_id=self.nurse.id))
        self.assertFalse(self._prints(self.nurse))
        case.action_release()
        self.assertTrue(self._prints(self.manager, user_id=self.nurse.id))

    def test_no_print_tells_that_a_case_is_hidden_from_him(self):
        mine = self._report(self.leader).sudo()
        case = mine.deviation_ids
        case.sudo()._write_guarded(
            {"hidden_from_id": self.leader.id, "confidentiality": "normal"}
        )
        self.assertFalse(self._prints(self.manager, user_id=self.leader.id))

    # ------------------------------------------------------------
    # Another
    # ------------------------------------------------------------

    def test_a_quality_manager_makes_it_without_what_he_may_not_read(self):
        secret = self._case(description="Told in confidence")
        known = self._case(description="The lamp is broken")
        known.action_release()
        rows = self._rows(self.manager, user_id=self.nurse.id)["Reported"]
        texts = {row[0]: row[3] for row in rows}
        self.assertEqual(
            texts, {secret.number: None, known.number: "The lamp is broken"}
        )

    def test_of_an_employee_without_login_too(self):
        employee = self.env["hr.employee"].create(
            {"name": "Temp", "company_id": self.company.id}
        )
        duty = self.env["qms.duty"].create(
            {
                "res_model": "qms.action",
                "res_id": self._new_action().id,
                "verb": "complete",
                "employee_id": employee.id,
                "company_id": self.company.id,
                "date_deadline": "2026-03-31",
            }
        )
        rows = self._rows(self.manager, user_id=False, employee_id=employee.id)
        named = {record for record, _label in self._named(rows)}
        self.assertIn(duty.display_name, named)

    def test_the_one_chosen_last_is_meant_not_oneself_too(self):
        mine = self._new_action(owner_id=self.manager.id)
        his = self._new_action(owner_id=self.aide.id)
        employees = self.env["hr.employee"]
        [employee] = employees.search([("user_id", "=", self.aide.id)])
        rows = self._rows(self.manager, employee_id=employee.id)
        named = {record for record, _label in self._named(rows)}
        self.assertIn(his.display_name, named)
        self.assertNotIn(mine.display_name, named)

    def test_not_what_leaves_a_count_alone(self):
        case = self._handed_over(self._traceless(), self._case(description=STORY))
        rows = self._rows(self.manager, user_id=self.nurse.id)
        self.assertNotIn(case.number, str((rows["Named in"], rows["Reported"])))

    def test_nobody_else_asks_about_others(self):
        foreign = self._new_user(
            "foreign", "qms.group_quality_manager", self.other_company
        )
        for user in (self.leader, self.team, self.aide, foreign):
            with self.assertRaises(AccessError):
                self._rows(user, user_id=self.nurse.id)

    def test_the_file_is_his_who_made_it(self):
        wizard = self.env["qms.about.person"].with_user(self.nurse).create({})
        wizard.action_export()
        for user in (self.manager, self.leader):
            with self.assertRaises(AccessError):
                wizard.with_user(user).read(["file"])
