import json
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..models import progress_book
from ..models.progress import ORDER
from .evidence_common import NOW, EvidenceCase


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestPackRights(EvidenceCase):
    """What its owner may read, asked anew at every slice; and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source.has_files = True
        cls.group = cls.env.ref("base.group_allow_export")
        cls.open, cls.hidden = (cls._submitted(name) for name in ("Open", "Hidden"))

    @classmethod
    def _submitted(cls, name):
        action = cls._actions(1, name=name)
        action.with_user(cls.nurse).action_submit()
        cls.env["ir.attachment"].create(
            {
                "name": f"{name}.txt",
                "raw": name.encode(),
                "res_model": action._name,
                "res_id": action.id,
            }
        )
        return action

    def _ordered(self):
        pack = self._new_pack(**self._opened())
        pack.action_order()
        return pack, self._progress(pack)

    def _hide(self):
        """No longer the quality manager's to read."""
        self.hidden._write_guarded({"confidential": True})
        self.env.flush_all()
        self.assertFalse(self.hidden.with_user(self.manager).has_access("read"))

    def _left_of(self, pack):
        return [name for name in self._left() if f"/{pack.id}" in name]

    # ------------------------------------------------------------
    # Lost on the way
    # ------------------------------------------------------------

    def test_rights_lost_before_any_step_end_it(self):
        for step in ORDER:
            with self.subTest(step=step):
                pack, row = self._ordered()
                self._take_until(row, step)
                self.manager.group_ids -= self.group
                with self._commits():
                    row._take()
                self._assert_nothing_came_of(pack)
                self.manager.group_ids += self.group

    def test_rights_lost_while_the_workbook_is_written_end_it(self):
        pack, row = self._ordered()
        self._take_until(row, "book")
        seen = []

        def lose():
            seen.append(any(name.endswith("xlsx.half") for name in self._left()))
            if seen[-1]:
                self.manager.group_ids -= self.group

        with patch.object(progress_book, "PAUSE", -1), self._commits(side_effect=lose):
            row._take()
        self.assertTrue(seen[-1])
        self._assert_nothing_came_of(pack)

    def test_who_no_longer_works_here_gets_nothing(self):
        pack, row = self._ordered()
        self._take_until(row, "files")
        self.manager.active = False
        row._take()
        self._assert_nothing_came_of(pack)

    def _assert_nothing_came_of(self, pack):
        self.assertEqual(pack.sudo().state, "failed")
        self.assertIn("no longer export", pack.sudo().failure)
        self.assertEqual(self._left_of(pack), [])
        with self.assertRaises(UserError):
            pack.action_fetch()

    def test_what_is_hidden_on_the_way_shows_no_decision_and_no_file(self):
        pack, row = self._ordered()
        self._take_until(row, "decisions")
        self._hide()
        self._run_cron()
        self.assertEqual(pack.state, "ready", pack.failure)
        self._assert_shows(pack, self.open)

    # ------------------------------------------------------------
    # Never there
    # ------------------------------------------------------------

    def test_what_is_confidential_leaves_no_trace(self):
        self._hide()
        pack = self._made(**self._opened())
        self._assert_shows(pack, self.open)
        [row, *_none] = self._rows(pack, "Index")
        self.assertEqual(row["Records"], 1)
        self.assertEqual(len(self._rows(pack, "Actions")), 1)
        self.assertEqual(pack.record_count, 1)
        texts = "".join(
            str(cell)
            for sheet in self._book(pack)
            for row in sheet.iter_rows(values_only=True)
            for cell in row
        )
        for text in ("Hidden", self.hidden.number):
            self.assertNotIn(text, texts)

    def test_what_is_not_confidential_is_all_there(self):
        """Else the others would prove nothing."""
        self._assert_shows(self._made(**self._opened()), self.open | self.hidden)

    def _assert_shows(self, pack, actions):
        """Decisions and files of these alone."""
        with self._zip(pack) as packed:
            lines = packed.read("decisions.jsonl").splitlines()
            files = [n for n in packed.namelist() if n.startswith("files/")]
            contents = {packed.read(name).decode() for name in files}
        self.assertEqual(
            {json.loads(line)["res_id"] for line in lines}, set(actions.ids)
        )
        self.assertEqual(contents, set(actions.mapped("name")))
        shown = {row["Record"] for row in self._rows(pack, "Files")}
        self.assertEqual(shown, set(actions.mapped("display_name")))
