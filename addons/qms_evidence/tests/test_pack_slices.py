from contextlib import closing
from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from ..models import progress_book, progress_decisions, progress_files, progress_rows
from .evidence_common import NOW, EvidenceCase


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestPackSlices(EvidenceCase):
    """Made in slices: stopped anywhere it goes on, and is never offered half."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source.has_files = True
        actions = cls._actions(5)
        for action in actions:
            action.with_user(cls.nurse).action_submit()
        cls.env["ir.attachment"].create(
            [
                {
                    "name": f"{action.number}.txt",
                    "raw": action.number.encode(),
                    "res_model": action._name,
                    "res_id": action.id,
                }
                for action in actions
            ]
        )

    def setUp(self):
        super().setUp()
        for module, size in (
            (progress_rows, 2),
            (progress_decisions, 2),
            (progress_files, 2),
        ):
            self.startPatcher(patch.object(module, "SLICE", size))
        # between any two rows of the workbook
        self.startPatcher(patch.object(progress_book, "PAUSE", -1))

    def _ordered(self):
        pack = self._new_pack(**self._opened())
        pack.action_order()
        return pack

    def _told(self, pack):
        return [
            self._rows(pack, sheet)
            for sheet in ("Index", "Actions", "Decisions", "Files")
        ]

    def test_stopped_after_each_slice_it_goes_on(self):
        whole = self._told(self._made(**self._opened()))
        pack = self._ordered()
        runs = 0
        with self._commits():
            while pack.state == "making":
                self.assertFalse(list(self.folder.glob(f"*/{pack.id}-*.zip")))
                self.env["qms.evidence.progress"]._cron_make()
                runs += 1
                self.assertLess(runs, 50)
        self.assertEqual(pack.state, "ready")
        self.assertGreater(runs, 10)
        self.assertEqual(self._told(pack), whole)
        self.assertEqual([name for name in self._left() if ".parts" in name], [])

    def test_a_slice_that_was_lost_is_done_once_more(self):
        """Killed after the part file was there and before the row said so."""
        whole = self._told(self._made(**self._opened()))
        pack = self._ordered()
        row = self._progress(pack)
        while row.exists() and row.step not in ("book", "pack"):
            with closing(self.env.cr.savepoint()):
                row._take()
                self.env.flush_all()
            self.env.invalidate_all()
            row._take()
        self._run_cron()
        self.assertEqual(self._told(pack), whole)

    def test_killed_while_it_is_packed_it_begins_that_anew(self):
        pack = self._ordered()
        row = self._progress(pack)
        self._take_until(row, "pack")
        half = row._spool().path / "pack.zip.half"
        half.write_bytes(b"half a file")
        self._run_cron()
        self.assertEqual(pack.state, "ready")
        self.assertEqual(pack._file_problems(pack.sudo()._path()), [])

    def test_killed_when_all_was_packed_and_nothing_committed_it_packs_anew(self):
        pack = self._ordered()
        row = self._progress(pack)
        self._take_until(row, "pack")
        with closing(self.env.cr.savepoint()), self._commits():
            row._take()
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((pack.state, row.step), ("making", "pack"))
        self._run_cron()
        self.assertEqual(pack.state, "ready", pack.failure)
        self.assertEqual(pack._file_problems(pack.sudo()._path()), [])
        # of the first time nothing is left
        left = [name for name in self._left() if name.endswith(".zip")]
        self.assertEqual(len([n for n in left if f"/{pack.id}-" in n]), 1)

    def test_killed_three_times_it_is_given_up(self):
        pack = self._ordered()
        row = self._progress(pack)
        self._take_until(row, "book")
        # as the row is left by a process that was killed
        row.tries = 3
        row._take()
        self.assertEqual(pack.state, "failed")
        self.assertIn("three times", pack.failure)
        self.assertFalse([name for name in self._left() if f"{pack.id}.parts" in name])

    def test_a_file_without_its_row_is_swept_away(self):
        stray = self.folder / self.env.cr.dbname / "1234567-key.zip"
        stray.parent.mkdir(parents=True, exist_ok=True)
        stray.write_bytes(b"x")
        self._run_cron()
        self.assertFalse(stray.exists())

    def test_several_are_made_in_turn(self):
        packs = self._ordered() | self._ordered()
        progress = self.env["qms.evidence.progress"]
        with self._commits():
            for number in range(6):
                with freeze_time(f"2026-03-02 10:00:{number:02d}"):
                    progress._cron_make()
        steps = {self._progress(pack).step for pack in packs}
        self.assertEqual(len(steps), 1)
        self._run_cron()
        self.assertEqual(set(packs.mapped("state")), {"ready"})

    def test_progress_grows_and_says_what_is_done(self):
        pack = self._ordered()
        row, shown = self._progress(pack), []
        while row.step not in ("book", "pack"):
            row._take()
            shown.append(pack.percent)
        self.assertEqual(shown, sorted(shown))
        self.assertGreater(len(set(shown)), 4)
        self.assertTrue(pack.doing)

    def test_the_pack_is_free_while_it_is_made(self):
        """The slices write to their own row alone, so that it can be cancelled."""
        pack = self._ordered()
        row = self._progress(pack)
        written = []
        packs = type(self.env["qms.evidence.pack"])
        self.patch(packs, "_write_guarded", lambda *args: written.append(args))
        self._take_until(row, "book")
        self.assertFalse(written)

    def test_cancelled_while_the_workbook_is_written_it_stops(self):
        pack = self._ordered()
        row = self._progress(pack)
        self._take_until(row, "book")
        seen = []

        def cancel():
            seen.append(any(name.endswith("xlsx.half") for name in self._left()))
            if seen[-1]:
                pack.action_cancel()

        with self._commits(side_effect=cancel):
            row._take()
        self.assertTrue(seen[-1])
        self.assertEqual((pack.state, row.step), ("cancelled", "book"))
        self.assertFalse([name for name in self._left() if f"{pack.id}.parts" in name])

    def test_what_another_process_took_over_is_left_to_it(self):
        pack = self._ordered()
        row = self._progress(pack)
        self._take_until(row, "book")
        taken = patch.object(type(row), "try_lock_for_update", lambda row: row.browse())
        with self._commits(), taken:
            row._take()
        self.assertEqual((pack.state, row.step), ("making", "book"))
        self.assertTrue((row._spool().path / "plan.json").is_file())
        self._run_cron()
        self.assertEqual(pack.state, "ready", pack.failure)
