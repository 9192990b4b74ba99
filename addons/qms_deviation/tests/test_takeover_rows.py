import io
from datetime import date, datetime

import xlsxwriter
from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import file_open, mute_logger

from .takeover_common import OPTIONS, TITLES, TakeoverCase


@freeze_time("2026-03-02 12:00:00")
@tagged("post_install", "-at_install", "qms")
class TestTakeoverRows(TakeoverCase):
    """What the cells of an old register mean, and how bad ones are named."""

    def _messages(self, *rows, **kwargs):
        result = self._import(*rows, **kwargs)
        self._assert_refused(result)
        return result["messages"]

    # ------------------------------------------------------------
    # All bad rows at once
    # ------------------------------------------------------------

    def test_all_bad_rows_are_named_at_once_by_their_lines(self):
        top, *others = self._messages(
            self._row(),
            self._row(state="Verloren"),
            self._row(date_reported="31.02.2013"),
            self._row(type_id="Ampel"),
            self._row(state="verloren", date_closed="gestern"),
            self._row(type_id="", place=""),
            self._row(date_closed="2013-01-01"),
            self._row(date_reported=""),
        )
        self.assertIn("Rows to put right: 7, in the lines 3-9.", top["message"])
        self.assertNotIn("record", top, "so that the screen puts it on top")
        named = {(m.get("field"), m["message"]) for m in others}
        self.assertEqual(
            named,
            {
                ("state", "Line 3: 'Verloren' is not understood."),
                ("date_reported", "Line 4: '31.02.2013' is not understood."),
                ("type_id", "Line 5: 'Ampel' is not understood."),
                ("state", "Line 6: 'verloren' is not understood."),
                ("date_closed", "Line 6: 'gestern' is not understood."),
                ("type_id", "Line 7: There is nothing in it."),
                (None, "Line 7: There is no text, and nothing to make one of."),
                ("date_closed", "Line 8: It was closed before it was reported."),
                ("date_reported", "Line 9: There is nothing in it."),
            },
        )

    def test_the_screen_is_led_to_the_rows(self):
        rows = [self._row()] + [self._row(state="Weg")] * 3 + [self._row()]
        _top, message = self._messages(*rows)
        self.assertEqual(message["rows"], {"from": 2, "to": 4}, "it adds one")
        self.assertEqual(message["field"], "state")
        self.assertEqual(message["value"], "Weg")
        self.assertIn("Lines 3-5:", message["message"])
        self.assertIn("Words of old registers", message["moreinfo"])

    def test_lines_are_counted_as_a_spreadsheet_does(self):
        good, bad = self._row(), self._row(state="Weg")
        title, first, second = self._file([good, bad]).split(b"\r\n")[:3]
        content = b"\r\n".join([title, b"", first, b",,,,,", second, b""])
        result = self._load(content, good)
        self._assert_refused(result, "Line 5: 'Weg'")

    def test_a_cell_of_several_lines_is_one_row(self):
        rows = [
            self._row(description="One\ntwo\nthree"),
            self._row(description="x", state="Weg"),
        ]
        self._assert_refused(self._import(*rows), "Line 3: 'Weg'")

    def test_a_row_without_any_mapped_cell_is_not_lost(self):
        row = dict.fromkeys(self._row(), "")
        content = self._file([{**self._row(), "note": ""}, {**row, "note": "here"}])
        result = self._load(content, [*row, False])
        self._assert_refused(result, "Rows to put right: 1, in the lines 3.")

    def test_a_row_with_a_stray_separator_is_bad_a_short_one_is_not(self):
        title, row = self._file([self._row()]).split(b"\r\n")[:2]
        result = self._load(b"\r\n".join([title, row, row + b",x"]), self._row())
        self._assert_refused(result, "Line 3: It has more cells than there are titles")
        short = row.rsplit(b",", 1)[0]
        result = self._load(b"\r\n".join([title, row, short]), self._row())
        self.assertEqual(len(result["ids"]), 2)

    def test_the_whole_file_comes_in_one_go(self):
        rows = [self._row(old_number=str(number)) for number in range(5)]
        result = self._import(*rows, limit=2)
        self.assertEqual(len(result["ids"]), 5)
        self.assertFalse(result["nextrow"])
        bad = [*rows, self._row(state="Weg")]
        self.assertFalse(self._import(*bad, limit=2)["ids"])

    def test_what_the_screen_offers_for_bad_values_drops_no_row(self):
        options = {
            "fallback_values": {
                "state": {
                    "fallback_value": "closed",
                    "field_model": "qms.deviation",
                    "field_type": "selection",
                }
            },
            "import_skip_records": ["state"],
            "import_set_empty_fields": ["state"],
        }
        self._messages(self._row(state="Weg"), **options)

    def test_letters_are_read_as_they_were_written(self):
        for number, encoding in enumerate(("utf-8", "utf-8-sig", "cp1252", "utf-16")):
            row = self._row(old_number=str(number), place="Ærø")
            content = self._file([row]).decode().encode(encoding)
            result = self._load(content, row)
            case = self.env["qms.deviation"].browse(result["ids"])
            self.assertEqual(case.place, "Ærø", encoding)

    # ------------------------------------------------------------
    # Dates
    # ------------------------------------------------------------

    def test_the_day_is_the_companys(self):
        cases = self._taken_over(
            self._row(date_reported="2013-12-31T23:30:00+00:00"),
            self._row(date_reported="2013-06-30T22:30:00Z"),
            self._row(date_reported="2013-12-31T01:00:00+09:00"),
        )
        self.assertEqual(
            cases.mapped("date_reported"),
            [date(2014, 1, 1), date(2013, 7, 1), date(2013, 12, 30)],
        )

    def test_the_moment_is_kept_where_there_is_one(self):
        cells = {
            "2013-12-31T18:46:00+01:00": datetime(2013, 12, 31, 17, 46),
            "2013-07-01 08:00:00": datetime(2013, 7, 1, 6, 0),
            "2013-07-01": datetime(2013, 6, 30, 22, 0),
            "": False,
        }
        cases = self._taken_over(*(self._row(occurred_on=cell) for cell in cells))
        self.assertEqual(cases.mapped("occurred_on"), list(cells.values()))

    def test_dates_as_odoo_and_as_the_screen_knows_them(self):
        for cell, options in (
            ("2013-12-30", {}),
            ("2013-12-30 23:30:00", {}),
            ("30.12.2013", {"date_format": "%d.%m.%Y"}),
            ("30.12.2013 23:30", {"datetime_format": "%d.%m.%Y %H:%M"}),
        ):
            case = self._taken_over(self._row(date_reported=cell), **options)
            self.assertEqual(case.date_reported, date(2013, 12, 30), cell)

    def test_what_is_still_to_come_was_not_reported(self):
        self._assert_refused(
            self._import(self._row(date_reported="2026-03-03", date_closed="")),
            "Line 2: 2026-03-03 is still to come.",
        )

    def test_what_happened_is_not_still_to_come(self):
        result = self._import(self._row(occurred_on="2026-03-03 10:00:00"))
        self._assert_refused(result, "2026-03-03 10:00:00 is still to come.")

    def test_a_text_that_is_too_long_is_named_with_its_line(self):
        result = self._import(self._row(description="x" * 100_001))
        self._assert_refused(result, "Line 2", "The text is too long.")

    def test_a_spreadsheet_brings_its_own_dates(self):
        content = io.BytesIO()
        book = xlsxwriter.Workbook(content, {"in_memory": True})
        sheet = book.add_worksheet()
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        row = self._row(date_closed="")
        sheet.write_row(0, 0, [TITLES[name] for name in row])
        sheet.write_row(1, 0, list(row.values()))
        place = list(row).index("date_reported")
        sheet.write_datetime(1, place, datetime(2013, 12, 31, 18, 46), moment)
        book.close()
        result = self._load(content.getvalue(), row)
        case = self.env["qms.deviation"].browse(result["ids"])
        self.assertEqual(case.date_reported, date(2013, 12, 31))

    # ------------------------------------------------------------
    # Words
    # ------------------------------------------------------------

    def test_our_own_names_need_no_words(self):
        cases = self._taken_over(
            self._row(state="treatment", type_id="opinion"),
            self._row(state="Effect verification", type_id="TEST_OPINION"),
        )
        self.assertEqual(cases.mapped("state"), ["treatment", "verification"])
        self.assertEqual(cases.type_id, self.opinion)

    def test_a_companys_word_comes_before_our_names(self):
        self.words.create(self._word(word="Closed", state="dismissed"))
        self.assertEqual(self._taken_over(self._row(state="Closed")).state, "dismissed")

    def test_a_word_has_one_meaning_whatever_its_case(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.words.create(self._word(word=" BEHOBEN ", state="reported"))

    def test_a_word_must_mean_something(self):
        for vals in ({"word": "x"}, {"word": "x", "kind": "type", "state": "closed"}):
            with self.assertRaises(ValidationError):
                self.words.create(self._word(**vals))

    def test_a_unit_by_its_name_or_its_place(self):
        self._new_unit("Kitchen", None, self.care)
        kitchen = self._new_unit("Kitchen", None, self.administration)
        case = self._taken_over(self._row(department_id="Administration / Kitchen"))
        self.assertEqual(case.department_id, kitchen)
        result = self._import(
            self._row(old_number="n1", department_id="Kitchen"),
            self._row(old_number="n2", department_id="Cellar"),
        )
        texts = [message["message"] for message in result["messages"]]
        self.assertIn("Line 2: 'Kitchen' is the name of several", "".join(texts))
        self.assertIn("Line 3: 'Cellar' is not understood.", texts)

    def test_national_identity_numbers_do_not_come_in(self):
        case = self._taken_over(
            self._row(
                description="Fru Jensen, 070761-4285, faldt", cause="CPR 0707614285"
            )
        )
        for text in (case.description, case.cause):
            self.assertNotIn("4285", text)

    def test_consequence_and_whom_it_touches(self):
        words = {"likelihood": "2 Once in years", "touched_id": "citizen"}
        case = self._taken_over(self._row(consequence="3", **words))
        self.assertEqual((case.score, case.level), (6, "medium"))
        self.assertEqual(case.touched_id, self.env.ref("qms_deviation.touched_citizen"))

    # ------------------------------------------------------------
    # Columns
    # ------------------------------------------------------------

    def test_state_and_date_are_asked_for(self):
        row = self._row()
        content = self._file([row])
        names = [name if name in ("old_number", "place") else False for name in row]
        result = self._load(content, names)
        self.assertIn("State, Date Reported", result["messages"][0]["message"])

    def test_a_date_comes_from_one_column(self):
        row = self._row()
        names = [*list(row)[:-1], "date_reported"]
        result = self._load(self._file([row]), names)
        self.assertIn("Only one column", result["messages"][0]["message"])

    def test_several_columns_make_one_text(self):
        row = {**self._row(), "description": "One", "more": "two"}
        names = [*list(row)[:-1], "description"]
        result = self._load(self._file([row]), names)
        case = self.env["qms.deviation"].browse(result["ids"])
        self.assertEqual(case.description, "One\ntwo")

    def test_the_screen_offers_the_columns_of_a_register_and_no_others(self):
        preview = self._screen(self._file([self._row()])).parse_preview(dict(OPTIONS))
        names = {field["name"]: field["type"] for field in preview["fields"]}
        self.assertEqual(set(names), set(self.env["qms.deviation"]._takeover_columns))
        self.assertEqual(names["date_reported"], "date")
        self.assertNotIn("selection", names.values(), "nothing to fall back on")
        self.assertEqual(preview["header_types"][4], ["date", "datetime"])

    def test_the_template_is_read_without_a_word(self):
        [template] = self.env["qms.deviation"].get_import_templates()
        with file_open(template["template"][1:], "rb") as file:
            content = file.read()
        preview = self._screen(content).parse_preview(dict(OPTIONS))
        names = [
            preview["matches"][place][0] for place in range(len(preview["headers"]))
        ]
        result = self._load(content, names)
        cases = self.env["qms.deviation"].browse(result["ids"])
        self.assertEqual(result["messages"], [])
        self.assertEqual(cases.mapped("state"), ["closed", "analysis"])

    def test_other_models_are_imported_as_before(self):
        screen = self.env["base_import.import"].with_user(self.manager)
        screen = screen.create(
            {
                "res_model": "qms.takeover.word",
                "file": b"kind,word,state\nstate,Erledigt,closed\n",
                "file_name": "words.csv",
                "file_type": "text/csv",
            }
        )
        names = ["kind", "word", "state"]
        result = screen.execute_import(names, names, dict(OPTIONS))
        self.assertEqual(self.words.browse(result["ids"]).key, "erledigt")

    def test_an_empty_file_is_refused(self):
        result = self._load(b"", self._row())
        self.assertTrue(result["messages"])

    def test_statements_do_not_grow_with_the_rows(self):
        def statements(count, mark):
            rows = [self._row(old_number=f"{mark}{n}") for n in range(count)]
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(self._import(*rows)["ids"]), count)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        statements(2, "warm")
        self.assertLess(statements(800, "many") - statements(10, "few"), 25)
