import hashlib
import io
import json
import os
import tempfile
import tracemalloc
import zipfile
from pathlib import Path
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from odoo.addons.qms.models.decision import ROW_COLUMNS, digest

from ..tools.pack_file import Broken, check_pack, short_name, write_pack
from ..tools.spool import Spool


@tagged("post_install", "-at_install", "qms")
class TestPackFile(BaseCase):
    """One changed byte is found and named, and so is one altered decision."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.rows = list(self._chain("qms.action", 7, 3)) + list(
            self._chain("qms.action", 8, 2)
        )

    def _chain(self, model, res_id, count):
        before = ""
        for sequence in range(1, count + 1):
            row = dict.fromkeys(ROW_COLUMNS, "") | {
                "res_model": model,
                "res_id": res_id,
                "sequence": sequence,
                "previous_digest": before,
                "date": "2026-03-02 09:00:00",
                "verb": "submit",
            }
            before = digest(*(row[name] or "" for name in ROW_COLUMNS))
            yield row | {"digest": before}

    def _pack(self, rows=None, name="pack.zip"):
        lines = "".join(json.dumps(row) + "\n" for row in rows or self.rows)
        (self.folder / "decisions").write_text(lines)
        (self.folder / "plan").write_bytes(b"The plan" * 1000)
        entries = [
            ("decisions.jsonl", self.folder / "decisions"),
            ("files/Æøå/plan.txt", self.folder / "plan"),
        ]
        path = self.folder / name
        with path.open("wb") as file:
            noted = write_pack(file, entries)
        return path, noted

    def _forged(self, path, **contents):
        """The same ZIP with other contents."""
        forged = io.BytesIO()
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(forged, "w") as new:
            for name in old.namelist():
                content = contents.pop(name, old.read(name))
                if content is not None:
                    new.writestr(name, content)
            for name, content in contents.items():
                new.writestr(name, content)
        target = self.folder / "forged.zip"
        target.write_bytes(forged.getvalue())
        return target

    def test_as_it_was_made_nothing_is_found(self):
        path, noted = self._pack()
        self.assertEqual(check_pack(path), (noted, []))

    def test_the_same_files_give_the_same_bytes(self):
        first, second = self._pack()[0], self._pack(name="again.zip")[0]
        self.assertEqual(first.read_bytes(), second.read_bytes())

    def test_one_changed_byte_is_named(self):
        path, noted = self._pack()
        content = bytearray(b"The plan" * 1000)
        content[5] ^= 1
        forged = self._forged(path, **{"files/Æøå/plan.txt": bytes(content)})
        self.assertEqual(
            check_pack(forged), (noted, [("changed", "files/Æøå/plan.txt")])
        )
        # in the file itself, where the ZIP's own sum would tell first
        raw = bytearray(path.read_bytes())
        raw[raw.index(b"decisions.jsonl") + 150] ^= 1
        path.write_bytes(raw)
        self.assertIn(("changed", "decisions.jsonl"), check_pack(path)[1])

    def test_whatever_byte_is_changed_no_file_passes_for_what_it_was_not(self):
        """All of them, in the ZIP's own tables too: no error, and nothing unseen."""
        (self.folder / "small").write_bytes(b"The plan")
        path = self.folder / "small.zip"
        with path.open("wb") as file:
            noted = write_pack(file, [("a.txt", self.folder / "small")])
        raw, whole = path.read_bytes(), self._contents(path)
        for place in range(len(raw)):
            changed = bytearray(raw)
            changed[place] ^= 1
            path.write_bytes(changed)
            if not self._is_found(path, noted):
                self.assertEqual(self._contents(path), whole, place)

    def _is_found(self, path, noted):
        try:
            return check_pack(path) != (noted, [])
        except Broken:
            return True

    def _contents(self, path):
        with zipfile.ZipFile(path) as packed:
            return {name: packed.read(name) for name in packed.namelist()}

    def test_a_missing_and_an_added_file_are_named(self):
        path, _noted = self._pack()
        gone = self._forged(path, **{"files/Æøå/plan.txt": None})
        self.assertEqual(check_pack(gone)[1], [("missing", "files/Æøå/plan.txt")])
        more = self._forged(path, **{"more.txt": b"x"})
        self.assertEqual(check_pack(more)[1], [("extra", "more.txt")])

    def test_an_altered_decision_is_named_though_the_manifest_was_made_anew(self):
        rows = [dict(row) for row in self.rows]
        rows[1]["verb"] = "approve"
        path, _noted = self._pack(rows)
        self.assertEqual(check_pack(path)[1], [("decision", "qms.action 7, 2")])

    def test_a_decision_that_is_gone_breaks_the_chain(self):
        path, _noted = self._pack([*self.rows[:1], *self.rows[2:]])
        self.assertEqual(check_pack(path)[1], [("chain", "qms.action 7, 3")])
        path, _noted = self._pack(self.rows[1:])
        self.assertEqual(check_pack(path)[1], [("chain", "qms.action 7, 2")])

    def test_another_manifest_is_another_fingerprint(self):
        path, noted = self._pack()
        rows = [dict(row) for row in self.rows[:4]]
        self.assertNotEqual(check_pack(self._pack(rows, "other.zip")[0])[0], noted)
        with zipfile.ZipFile(path) as packed:
            manifest = packed.read("SHA256SUMS")
        self.assertEqual(hashlib.sha256(manifest).hexdigest(), noted)

    def test_what_is_no_pack_is_said(self):
        path = self.folder / "x.zip"
        path.write_bytes(b"x")
        with self.assertRaises(Broken):
            check_pack(path)

    def test_names_are_short_and_keep_their_extension(self):
        name = short_name(f"{'å' * 200}.docx", "file")
        self.assertEqual(len(name), 70)
        self.assertTrue(name.endswith("å.docx"))
        self.assertEqual(len(short_name("x" * 200, "folder")), 40)
        self.assertEqual(short_name("nul.txt", "file"), "_nul.txt")
        # which Windows counts as two letters each
        self.assertEqual(short_name(f"{'😀' * 50}.pdf", "file"), f"{'😀' * 33}.pdf")
        self.assertEqual(short_name("😀" * 50, "record"), "😀" * 25)

    def test_large_files_are_streamed(self):
        """Neither laying them aside nor packing nor checking holds one in memory."""
        spool = Spool("test", 1)
        spool.path = self.folder / "1.parts"
        spool.begin()
        source = self.folder / "large"
        with source.open("wb") as file:
            file.truncate(64 << 20)
        for is_linked in (True, False):
            with self.subTest(is_linked=is_linked):
                tracemalloc.start()
                self.addCleanup(tracemalloc.stop)
                self._pack_large(spool, source, is_linked)
                self.assertLess(tracemalloc.get_traced_memory()[1], 8 << 20)
                tracemalloc.stop()

    def _pack_large(self, spool, source, is_linked):
        refused = None if is_linked else OSError
        with patch.object(os, "link", wraps=os.link, side_effect=refused):
            spool.take_file("large", source)
        path = self.folder / "large.zip"
        with path.open("wb") as file:
            write_pack(file, [("large.bin", spool.path / "large")])
        self.assertEqual(check_pack(path)[1], [])
        self.assertGreater(path.stat().st_size, 64 << 20)

    def test_a_part_is_there_whole_or_not_at_all(self):
        spool = Spool("test", 1)
        spool.path = self.folder / "1.parts"
        spool.begin()
        spool.write_rows("rows-1-000000", [{"id": 1, "text": "ø"}])

        def broken():
            yield {"id": 2}
            raise ValueError

        with self.assertRaises(ValueError):
            spool.write_rows("rows-1-000001", broken())
        self.assertEqual(list(spool.read_rows("rows-1-")), [{"id": 1, "text": "ø"}])
