import base64
import datetime
import io
import zipfile

import openpyxl

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from ..tools.sheet import UnreadableFile, read_sheet, to_day
from .common import QmsCase


def make_file(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


class ImportCase(QmsCase):
    def _screen(self, sheet, *rows, user=None):
        screens = self.env["qms.start.import"].with_user(user or self.manager)
        return screens.with_company(self.company).create(
            {
                "sheet_id": self.env.ref(f"qms.sheet_{sheet}").id,
                "file": base64.b64encode(make_file(*rows)) if rows else False,
            }
        )

    def _problems(self, screen):
        """Line and column of each bad row, with what is wrong."""
        _records, problems = screen._run(keep=False)
        return problems

    def _bring_in(self, sheet, *rows, user=None):
        screen = self._screen(sheet, *rows, user=user)
        action = screen.action_bring_in()
        self.assertFalse(screen.outcome)
        return self.env[action["res_model"]].search(action["domain"], order="id")

    def _hr(self):
        self.manager.group_ids += self.env.ref("hr.group_hr_user")
        return self.manager


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestStartImport(ImportCase):
    """Registers from Excel, as the quality manager fills them."""

    def test_a_test_names_every_bad_row_and_writes_nothing(self):
        rows = [("Name", "Kind", "Why they matter")]
        rows += [(f"Stakeholder {number}", "nonsense", "") for number in range(15)]
        rows += [("Citizens' council", "Citizens and users", "It is heard")]
        screen = self._screen("stakeholders", *rows)
        action = screen.action_test()
        self.assertEqual(action["res_id"], screen.id)
        problems = self._problems(screen)
        self.assertEqual([line for line, *_rest in problems], list(range(2, 17)))
        self.assertEqual({column for _line, column, _text in problems}, {"Kind"})
        self.assertIn("Rows to put right", screen.outcome)
        self.assertIn("nonsense", screen.outcome)
        self.assertFalse(self.env["qms.stakeholder"].search([("name", "like", "coun")]))

    def test_a_test_of_good_rows_writes_nothing_either(self):
        screen = self._screen(
            "closing", ("Occasion", "From", "To"), ("x", "1.7.2026", "2026-07-03")
        )
        screen.action_test()
        self.assertIn("All rows are fine", screen.outcome)
        self.assertFalse(self.env["qms.closing.day"].search([("name", "=", "x")]))

    def test_one_bad_row_keeps_all_out(self):
        rows = (("Name", "Kind"), ("Council", "Others"), ("Board", "nonsense"))
        action = self._screen("stakeholders", *rows).action_bring_in()
        self.assertEqual(action["res_model"], "qms.start.import")
        self.assertFalse(self.env["qms.stakeholder"].search([("name", "=", "Council")]))

    def test_good_rows_come_in_with_the_company_one_works_in(self):
        found = self._bring_in(
            "closing",
            ("Occasion", "From", "To"),
            ("Summer", datetime.date(2026, 7, 13), datetime.datetime(2026, 7, 17)),
            (None, None, None),
            ("Christmas", "24.12.2026", "31-12-2026"),
        )
        self.assertEqual(found.company_id, self.company)
        self.assertEqual(found.mapped("name"), ["Summer", "Christmas"])
        self.assertEqual(str(found[0].date_to), "2026-07-17")
        self.assertEqual(str(found[1].date_from), "2026-12-24")

    def test_lines_are_those_of_the_spreadsheet(self):
        rows = (("Name", "Kind"), (None, None), ("Council", "x"), ("", ""), ("B", "y"))
        problems = self._problems(self._screen("stakeholders", *rows))
        self.assertEqual([line for line, *_rest in problems], [3, 5])

    def test_what_the_record_itself_refuses_is_named_too(self):
        rows = (
            ("Occasion", "From", "To"),
            ("Backwards", "2026-07-10", "2026-07-01"),
            ("No day", "soon", "2026-07-01"),
            ("Fine", "2026-07-01", "2026-07-02"),
            ("Without an end", "2026-07-01", None),
        )
        with mute_logger("odoo.sql_db"):
            problems = self._problems(self._screen("closing", *rows))
        self.assertEqual([line for line, *_rest in problems], [2, 3, 5])
        self.assertIn("before the first", problems[0][2])
        self.assertEqual(problems[1][1:], ("From", "'soon' is no day."))
        self.assertEqual(problems[2][1:], ("To", "There is nothing in it."))

    def test_a_part_is_found_by_an_earlier_line(self):
        care, home = self._bring_in(
            "processes",
            ("Number", "Name", "Part of", "Owner"),
            (1, "Care", None, "Manager"),
            ("1.1", "Care at home", "Care", "qms_head"),
        )
        self.assertEqual(home.parent_id, care)
        self.assertEqual((care.code, home.code), ("1", "1.1"))
        self.assertEqual((care.owner_id, home.owner_id), (self.manager, self.head))

    def test_who_is_not_found_or_found_twice_is_named(self):
        self._new_user("twin").name = "Twin"
        self._new_user("twin2").name = "Twin"
        rows = (("Name", "Owner"), ("A", "Nobody"), ("B", "Twin"), ("C", "Stranger"))
        problems = self._problems(self._screen("processes", *rows))
        self.assertEqual(
            problems,
            [
                (2, "Owner", "There is no 'Nobody'."),
                (3, "Owner", "There are several called 'Twin'."),
                (4, "Owner", "There is no 'Stranger'."),
            ],
        )

    def test_an_empty_cell_means_what_a_new_record_starts_with(self):
        found = self._bring_in("stakeholders", ("Name", "Kind"), ("Council", None))
        self.assertEqual(found.kind, "citizen")

    def test_no_letter_of_an_address_stands_for_another(self):
        self.nurse.login = "kimXberg@example.test"
        rows = (("Name", "Owner"), ("A", "kim_berg@example.test"))
        problems = self._problems(self._screen("processes", *rows))
        self.assertEqual([line for line, *_rest in problems], [2])
        rows = (("Name", "Owner"), ("A", "KIMxberg@example.test"))
        self.assertEqual(self._bring_in("processes", *rows).owner_id, self.nurse)

    def test_an_empty_cell_names_nobody(self):
        rows = (
            ("Stands in for", "Deputy", "From", "To"),
            (None, "Nurse", "2026-03-02", "2026-03-31"),
            ("Head", "Nurse", None, "2026-03-31"),
        )
        problems = self._problems(self._screen("deputies", *rows))
        self.assertEqual(problems, [(2, "Stands in for", "There is nothing in it.")])
        deputy = self._bring_in("deputies", rows[0], rows[2])
        self.assertEqual((deputy.user_id, deputy.deputy_id), (self.head, self.nurse))
        self.assertEqual(str(deputy.date_from), "2026-03-02")

    def test_what_is_there_or_comes_twice_is_named(self):
        self._bring_in("stakeholders", ("Name", "Kind"), ("Council", "Others"))
        rows = [("Name", "Kind")]
        rows += [(name, "Others") for name in ("council ", "Board", "Board", "Club")]
        rows[1] = ("Council", "Others")
        problems = self._problems(self._screen("stakeholders", *rows))
        self.assertEqual([line for line, *_rest in problems], [2, 4])
        self.assertIn("there already", problems[0][2])

    def test_the_same_name_in_another_company_is_another(self):
        self.env["qms.stakeholder"].create(
            {"name": "Council", "company_id": self.other_company.id}
        )
        self._bring_in("stakeholders", ("Name", "Kind"), ("Council", "Others"))

    def test_a_standard_is_found_by_the_name_it_is_shown_with(self):
        certificate = self._bring_in(
            "certificates",
            ("Certification body", "Number", "Standard"),
            ("Certifier", 4711, "ISO 9001:2015"),
        )
        self.assertEqual(certificate.standard_id, self.env.ref("qms.iso9001_2015"))
        self.assertEqual(certificate.number, "4711")

    def test_units_people_and_leaders_in_this_order(self):
        user = self._hr()
        units = self._bring_in(
            "units",
            ("Department Name", "Parent Department"),
            ("Schools", "Administration"),
            ("North school", "Administration / Schools"),
            user=user,
        )
        self.assertEqual(units[1].parent_id, units[0])
        people = self._bring_in(
            "people",
            ("Employee Name", "Work Email", "Department"),
            ("Kim Berg", "kim@example.test", "North school"),
            user=user,
        )
        self.assertEqual(people.department_id, units[1])
        changed = self._bring_in(
            "leaders",
            ("Department Name", "Manager"),
            ("North school", "kim@example.test"),
            user=user,
        )
        self.assertEqual(changed, units[1])
        self.assertEqual(changed.manager_id, people)

    def test_who_has_no_login_is_written_to_in_his_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        temp = self._bring_in(
            "people",
            ("Employee Name", "Work Email", "Department", "Lang"),
            ("Temp", "temp@example.test", "Home care", "Danish / Dansk"),
            user=self._hr(),
        )
        self.assertEqual(temp.work_contact_id.lang, "da_DK")
        temp.lang = "en_US"
        self.assertEqual(temp.work_contact_id.lang, "en_US")

    def test_a_template_of_changes_makes_nothing_new(self):
        rows = (("Department Name", "Manager"), ("Atlantis", "Head"), ("Care", None))
        before = self.env["hr.department"].search_count([])
        problems = self._problems(self._screen("leaders", *rows, user=self._hr()))
        self.assertEqual(
            [problem[:2] for problem in problems],
            [(2, "Department Name"), (3, "Manager")],
        )
        self.assertEqual(self.env["hr.department"].search_count([]), before)

    def test_unknown_and_missing_columns_are_named(self):
        rows = (("Name", "Kind", "Shoe size"), ("Council", "Others", "42"))
        problems = self._problems(self._screen("stakeholders", *rows))
        self.assertEqual(
            problems, [(1, "Shoe size", "There is no such column in the template.")]
        )
        problems = self._problems(self._screen("closing", ("Occasion",), ("x",)))
        self.assertEqual({column for _line, column, _text in problems}, {"From", "To"})
        problems = self._problems(self._screen("closing", ("Occasion", "From", "To")))
        self.assertIn("no rows", problems[0][2])

    # ------------------------------------------------------------
    # The template
    # ------------------------------------------------------------

    def test_every_template_is_made_and_its_titles_are_understood(self):
        self._hr()
        sheets = self.env["qms.start.sheet"].with_user(self.manager)._usable()
        self.assertEqual(sheets, self.env["qms.start.sheet"].search([]))
        for sheet in sheets:
            with self.subTest(sheet=sheet.name):
                content = sheet.with_company(self.company)._make_template()
                lines = read_sheet(content)
                self.assertEqual(len(lines), 1)
                titles = [title for title in lines[0][1] if title]
                names, problems = sheet._match_titles(titles)
                self.assertEqual(names, sheet._names(sheet.columns))
                self.assertEqual(problems, [])
                book = openpyxl.load_workbook(io.BytesIO(content))
                self.assertGreater(book.worksheets[1].max_row, len(names))

    def test_the_template_says_what_is_allowed(self):
        sheet = self.env.ref("qms.sheet_stakeholders").with_user(self.manager)
        book = openpyxl.load_workbook(io.BytesIO(sheet._make_template()))
        rows = {row[0]: row for row in book.worksheets[1].values}
        self.assertEqual(rows["Name"][1], "yes")
        self.assertIn("Citizens and users; Employees", rows["Kind"][3])

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def test_only_registers_one_may_write_oneself_are_offered(self):
        screen = self._screen("processes")
        hr = [f"qms.sheet_{name}" for name in ("units", "people", "leaders")]
        for name in hr:
            self.assertNotIn(self.env.ref(name), screen.usable_ids)
        rows = (("Department Name", "Parent Department"), ("Schools", None))
        for method in ("action_test", "action_bring_in", "action_template"):
            with self.assertRaises(AccessError, msg=method):
                getattr(self._screen("units", *rows), method)()
        self.assertFalse(self.env["hr.department"].search([("name", "=", "Schools")]))

    def test_nobody_else_fills_a_register(self):
        for user in (self.nurse, self.leader, self.director, self.team):
            with self.assertRaises(AccessError, msg=user.login):
                self._screen("processes", user=user)

    def test_no_context_of_the_caller_reaches_the_records(self):
        screen = self._screen("stakeholders", ("Name", "Kind"), ("Council", "Others"))
        foreign = {"default_company_id": self.other_company.id, "default_active": False}
        screen.with_context(**foreign).action_bring_in()
        found = self.env["qms.stakeholder"].search([("name", "=", "Council")])
        self.assertEqual(found.company_id, self.company)

    def test_what_is_no_spreadsheet_is_refused(self):
        for content in (b"Name;Kind", b"PK\x03\x04 broken", b""):
            screen = self._screen("processes")
            screen.file = base64.b64encode(content)
            with self.assertRaises(UserError):
                screen.action_test()

    def test_a_file_that_unpacks_to_gigabytes_is_not_unpacked(self):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("xl/sharedStrings.xml", b"0" * 60_000_000)
        with self.assertRaises(UnreadableFile):
            read_sheet(target.getvalue())

    def test_days_as_they_are_written_in_the_three_countries(self):
        for text in (
            "2026-12-24",
            "24.12.2026",
            "24-12-2026",
            "24/12/2026",
            "24.12.26",
        ):
            self.assertEqual(to_day(text), "2026-12-24", text)
        for text in ("soon", "31.02.2026", "2026-13-01", "12"):
            self.assertIsNone(to_day(text), text)


@tagged("post_install", "-at_install", "qms")
class TestStartImportDownload(ImportCase, HttpCase):
    def test_the_template_is_downloaded_by_who_asked_for_it_alone(self):
        url = self._screen("processes").action_template()["url"]
        self.authenticate("qms_manager", "qms_manager")
        answer = self.url_open(url)
        self.assertEqual(read_sheet(answer.content)[0][1][:2], ["Number", "Name *"])
        other = self._new_user("other", "qms.group_quality_manager")
        other.group_ids = [Command.link(self.env.ref("hr.group_hr_user").id)]
        self.authenticate("qms_other", "qms_other")
        with mute_logger("odoo.http"):
            self.assertNotEqual(self.url_open(url).status_code, 200)


@tagged("post_install", "-at_install", "qms")
class TestStartImportScreen(ImportCase, HttpCase):
    def _offer(self, name, *rows):
        self.env["ir.attachment"].create(
            {
                "name": name,
                "url": f"/qms/tour/{name}",
                "raw": make_file(("Name", "Kind"), *rows),
                "public": True,
            }
        )

    def test_from_the_first_bad_row_to_the_register(self):
        council = ("Council", "Others")
        self._offer("bad.xlsx", council, ("Board", "nonsense"))
        self._offer("good.xlsx", council)
        self.start_tour(
            "/odoo/quality-first-month", "qms_start_import", login="qms_manager"
        )
        found = self.env["qms.stakeholder"].search([("name", "=", "Council")])
        self.assertEqual(found.company_id, self.company)
