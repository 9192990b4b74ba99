from datetime import date, datetime

from odoo import Command, fields
from odoo.tests import freeze_time, tagged

from .evidence_common import NOW, EvidenceCase


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestPackRows(EvidenceCase):
    """What stands on the sheets, in whose words, and which rows are asked for."""

    def test_values_stand_as_what_they_are(self):
        self.manager.tz = "Europe/Copenhagen"
        self.source.columns = (
            "level, owner_id, create_date, date_deadline, confidential"
        )
        action = self._actions(1)
        [row] = self._rows(self._made(**self._opened()), "Actions")
        self.assertEqual(row["Record"], action.display_name)
        self.assertEqual(row["Severity"], "Medium")
        self.assertEqual(row["Responsible"], "Aide")
        self.assertIs(row["Confidential"], False)
        self.assertIs(row["In the sample"], True)
        self.assertEqual(row["Deadline"], datetime(2026, 2, 1))
        here = action.with_context(tz="Europe/Copenhagen")
        moment = fields.Datetime.context_timestamp(here, action.create_date)
        self.assertEqual(row["Created on"], moment.replace(tzinfo=None, microsecond=0))

    def test_it_speaks_the_language_asked_for(self):
        self.env["res.lang"]._activate_lang("da_DK")
        self.source.with_context(lang="da_DK").name = "Tiltag"
        self._actions(1)
        danish = self._book(self._made(lang="da_DK")).sheetnames
        english = self._book(self._made()).sheetnames
        self.assertIn("Tiltag", danish)
        self.assertIn("Actions", english)
        self.assertNotIn("Cover", danish)
        self.assertNotIn("Decisions", danish)

    def test_units_go_with_those_below_and_the_scope_narrows(self):
        self._actions(1)
        self._new_action(
            self.manager,
            name="Elsewhere",
            department_id=self.administration.id,
            date_deadline=date(2026, 2, 1),
        )
        for asked, names in (
            ({}, {"Action 0", "Elsewhere"}),
            ({"unit_ids": [Command.set(self.care.ids)]}, {"Action 0"}),
            ({"in_scope": True}, set()),
            ({"date_from": "2026-02-02"}, set()),
        ):
            with self.subTest(asked=asked):
                rows = self._rows(self._made(**self._opened(**asked)), "Actions")
                found = {row["What will be done"] for row in rows}
                self.assertEqual(found, names)
        self.home_care.qms_in_scope = True
        pack = self._made(**self._opened(in_scope=True))
        self.assertEqual(len(self._rows(pack, "Actions")), 1)

    def test_a_record_on_two_sheets_has_its_decisions_once(self):
        self._new_source(name="Again", requirement_ids=[Command.set(self.two.ids)])
        action = self._actions(1)
        action.with_user(self.nurse).action_submit()
        pack = self._made(**self._opened())
        for sheet in ("Actions", "Again", "Decisions"):
            with self.subTest(sheet=sheet):
                self.assertEqual(len(self._rows(pack, sheet)), 1)

    def test_what_proves_nothing_of_the_edition_has_no_sheet(self):
        other = self.standard.copy({"edition": "2030"})
        clause = self.one.copy({"standard_id": other.id, "parent_id": False})
        self._new_source(name="Others", requirement_ids=[Command.set(clause.ids)])
        self.assertNotIn("Others", self._book(self._made()).sheetnames)

    def test_decisions_after_the_cut_off_are_not_in_it(self):
        action = self._actions(1)
        with freeze_time("2026-03-02 08:00:00"):
            action.with_user(self.nurse).action_submit()
        action.with_user(self.leader).action_approve()
        pack = self._new_pack(**self._opened())
        pack.action_order()
        pack.sudo()._write_guarded({"cut_off": "2026-03-02 08:30:00"})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE qms_action SET create_date = '2026-01-01' WHERE id = %s",
            (action.id,),
        )
        self.env.invalidate_all()
        self._run_cron()
        [row] = self._rows(pack, "Decisions")
        self.assertEqual((row["Place in the chain"], row["Person"]), (1, "Nurse"))

    def test_what_was_erased_of_a_decision_stays_out_and_the_chain_holds(self):
        action = self._actions(1)
        action.with_user(self.nurse).action_submit()
        self._decisions(action).with_user(self.manager).action_erase_details("A law")
        pack = self._made(**self._opened())
        rows = self._rows(pack, "Decisions")
        self.assertEqual([row["Place in the chain"] for row in rows], [1, 2])
        self.assertIsNone(rows[0]["Person"])
        self.assertEqual(pack._file_problems(pack.sudo()._path()), [])
