import os
import zipfile
from pathlib import Path
from unittest.mock import patch

from psycopg2 import IntegrityError
from psycopg2.errors import SerializationFailure

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..tools import spool
from .evidence_common import NOW, EvidenceCase


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestPackKept(EvidenceCase):
    """The finished file: told of, checked, removed; and what goes wrong on the way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.action = cls._actions(1)

    def _told(self, pack):
        """Bells about it."""
        self.env.flush_all()
        bells = self.env["bus.bus"].search([("message", "like", pack.number)])
        return bells.filtered(lambda bell: "simple_notification" in bell.message)

    def _forge(self, pack, **contents):
        """Other contents in the file, the manifest as it was unless given."""
        path = pack.sudo()._path()
        with zipfile.ZipFile(path) as packed:
            known = {name: packed.read(name) for name in packed.namelist()}
        with zipfile.ZipFile(path, "w") as packed:
            for name, content in (known | contents).items():
                packed.writestr(name, content)

    def test_when_it_is_ready_its_owner_is_told_in_his_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        for lang in ("en_US", "da_DK"):
            self.manager.lang = lang
            [bell] = self._told(self._made())
            with self.subTest(lang=lang):
                self.assertIn(str(self.manager.partner_id.id), bell.channel)
                is_english = "The evidence pack is ready" in bell.message
                self.assertEqual(is_english, lang == "en_US")

    def test_why_it_was_not_made_is_told_in_his_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        self.manager.lang = "da_DK"
        pack = self._new_pack()
        pack.action_order()
        self.manager.group_ids -= self.env.ref("base.group_allow_export")
        self._progress(pack)._take()
        self.assertTrue(pack.sudo().failure)
        self.assertNotIn("no longer export", pack.sudo().failure)

    def test_after_it_failed_it_is_asked_for_again(self):
        group = self.env.ref("base.group_allow_export")
        pack = self._new_pack()
        pack.action_order()
        self.manager.group_ids -= group
        self._run_cron()
        self.assertEqual(pack.sudo().state, "failed")
        self.manager.group_ids += group
        pack.action_order()
        self.assertFalse(pack.failure)
        self._run_cron()
        self.assertEqual(pack.state, "ready", pack.failure)
        self.assertFalse(self._progress(pack))

    def test_checking_it_names_what_was_changed(self):
        pack = self._made()
        self.assertEqual(pack.action_check_file()["params"]["type"], "success")
        self._forge(pack, **{"README.txt": b"Read something else"})
        told = pack.action_check_file()["params"]
        self.assertEqual(told["type"], "danger")
        self.assertEqual(told["message"], "README.txt: the file was changed.")
        self._forge(pack, SHA256SUMS=b"")
        self.assertIn("not the one that was noted", self._problem(pack))
        pack.sudo()._path().write_bytes(b"x")
        self.assertIn("cannot be read", self._problem(pack))

    def _problem(self, pack):
        return pack.action_check_file()["params"]["message"]

    def test_only_its_owner_checks_it_and_any_manager_removes_it(self):
        other = self._new_user(
            "other", "qms.group_quality_manager,base.group_allow_export"
        )
        pack = self._made()
        with self.assertRaises(AccessError):
            pack.with_user(other).action_check_file()
        for user in (self.team, self.nurse):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                pack.with_user(user).action_withdraw(reason="Not mine")
        pack.with_user(other).action_withdraw(reason="Wrong period")
        self.assertEqual(pack.state, "expired")
        self.assertEqual(self._decisions(pack)[-1:].verb, "withdraw")

    @mute_logger("odoo.sql_db")
    def test_a_pack_is_kept_for_days_that_make_sense(self):
        for values in ({"keep_days": 0}, {"keep_days": 4000}, {"sample_persons": -1}):
            with self.subTest(values=values), self.assertRaises(IntegrityError):
                self._new_pack(**values)

    def test_two_who_write_at_once_are_left_to_the_scheduled_action(self):
        """Such an error is no fault of the pack: all of it is done once more."""
        pack = self._new_pack()
        pack.action_order()
        row = self._progress(pack)

        def at_once(progress, env):
            raise SerializationFailure

        with (
            patch.object(type(row), "_slice_plan", at_once),
            self.assertRaises(SerializationFailure),
        ):
            row._take()
        self.assertEqual((pack.state, row.tries), ("making", 0))

    def test_a_slice_takes_no_more_statements_for_many_rows_than_for_few(self):
        self._statements()
        few = self._statements()
        for action in self._actions(20):
            action.with_user(self.nurse).action_submit()
        many = self._statements()
        self.assertEqual(set(few), {"plan", "rows", "decisions"})
        for step, count in many.items():
            with self.subTest(step=step):
                self.assertLessEqual(count, few[step] + 3)

    def _statements(self):
        """Statements per step, up to the files."""
        pack = self._new_pack(**self._opened())
        pack.action_order()
        row, counts = self._progress(pack), {}
        while row.step != "files":
            step = row.step
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            row._take()
            self.env.flush_all()
            counts[step] = counts.get(step, 0) + self.env.cr.sql_log_count - before
        return counts

    # ------------------------------------------------------------
    # Files
    # ------------------------------------------------------------

    def test_a_file_whose_bytes_are_gone_is_listed(self):
        self.source.has_files = True
        file = self._attach(self.action, "Gone.txt", b"bytes that nobody else has")
        Path(file._full_path(file.store_fname)).unlink()
        [row] = self._rows(self._made(**self._opened()), "Files")
        self.assertEqual((row["File"], row["SHA-256"]), ("Gone.txt", None))

    def test_from_another_disk_files_are_copied(self):
        self.source.has_files = True
        self._attach(self.action, "Far.txt", b"far away")
        with patch.object(os, "link", side_effect=OSError):
            pack = self._made(**self._opened())
        with self._zip(pack) as packed:
            contents = [packed.read(n) for n in packed.namelist() if "Far" in n]
        self.assertEqual(contents, [b"far away"])

    def test_the_folder_is_the_servers_alone_and_goes_with_the_module(self):
        pack = self._new_pack()
        pack.action_order()
        self._progress(pack)._take()
        own = self._progress(pack)._spool().path
        self.assertEqual(own.stat().st_mode & 0o777, 0o700)
        self.assertEqual(own.parent.stat().st_mode & 0o077, 0)
        spool.forget(self.env.cr.dbname)
        self.assertFalse(self._left())

    # ------------------------------------------------------------
    # On paper
    # ------------------------------------------------------------

    def _print(self, user=None, **context):
        record = self.action.with_user(user or self.manager).with_context(**context)
        return record.env["qms.evidence.print"]._of(record, "qms.report_action")

    def _kept(self):
        return self.env["qms.evidence.print"].search_count([])

    def test_an_open_record_is_printed_each_time(self):
        self._print()
        self.assertEqual(self._kept(), 0)

    def test_a_closed_one_is_kept_per_reader_and_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        self.action.with_user(self.nurse).action_cancel(reason="Not needed")
        first = self._print()
        self.assertEqual(self._print(), first)
        self.assertEqual(self._kept(), 1)
        self._print(self.team)
        self.assertEqual(self._kept(), 2)
        self._print(lang="da_DK")
        self.assertEqual(self._kept(), 3)

    def test_nobody_reads_what_is_kept(self):
        self.action.with_user(self.nurse).action_cancel(reason="Not needed")
        self._print()
        kept = self.env["qms.evidence.print"].search([])
        files = self.env["ir.attachment"].search(
            [("res_model", "=", kept._name), ("res_field", "=", "content")]
        )
        self.assertTrue(files)
        for user in (self.manager, self.team, self.nurse):
            with self.subTest(user=user.name):
                for records in (kept, files):
                    with self.assertRaises(AccessError):
                        records.with_user(user).read(["id"])
