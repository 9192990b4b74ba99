import subprocess
import tempfile
import zipfile
from hashlib import sha256
from pathlib import Path

from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from .evidence_common import NOW, EvidenceCase


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestPackTampered(EvidenceCase):
    """A made pack: one byte or one decision that is not as it was is named."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source.has_files = True
        cls.action = cls._actions(1)
        cls.action.with_user(cls.nurse).action_submit()
        cls.action.with_user(cls.leader).action_approve()
        cls.env["ir.attachment"].create(
            {
                "name": "Plan på å.txt",
                "raw": b"The plan",
                "res_model": cls.action._name,
                "res_id": cls.action.id,
            }
        )

    def _contents(self, pack):
        with self._zip(pack) as packed:
            return {name: packed.read(name) for name in packed.namelist()}

    def _write(self, pack, contents):
        with zipfile.ZipFile(pack.sudo()._path(), "w") as packed:
            for name, content in contents.items():
                packed.writestr(name, content)

    def _told(self, pack):
        params = pack.action_check_file()["params"]
        return params["message"].splitlines() if params["type"] == "danger" else []

    def _changed(self, content):
        changed = bytearray(content)
        changed[len(changed) // 2] ^= 1
        return bytes(changed)

    def test_one_changed_byte_of_each_file_is_named(self):
        pack = self._made(**self._opened())
        contents = self._contents(pack)
        names = set(contents) - {"SHA256SUMS"}
        self.assertEqual(len(names), 4)
        for name in names:
            with self.subTest(name=name):
                self._write(pack, contents | {name: self._changed(contents[name])})
                self.assertIn(f"{name}: the file was changed.", self._told(pack))
                self.assertEqual(self._failed(pack), [name])
        self._write(pack, contents)
        self.assertEqual((self._told(pack), self._failed(pack)), ([], []))

    def _failed(self, pack):
        """What ``sha256sum`` alone says of the unpacked files."""
        with tempfile.TemporaryDirectory() as folder:
            for name, content in self._contents(pack).items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            done = subprocess.run(
                ["sha256sum", "--strict", "--quiet", "-c", "SHA256SUMS"],
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
            )
        failed = [line.partition(": FAILED") for line in done.stdout.splitlines()]
        self.assertEqual(done.returncode, 1 if failed else 0, done.stderr)
        return [name for name, _word, _rest in failed]

    def test_a_manifest_made_anew_is_not_the_one_that_was_noted(self):
        pack = self._made(**self._opened())
        contents = self._contents(pack)
        contents["README.txt"] += b"."
        self._write(pack, self._with_manifest(contents))
        self.assertEqual(self._failed(pack), [])
        self.assertEqual(
            self._told(pack), ["The manifest is not the one that was noted."]
        )

    def _with_manifest(self, contents):
        lines = [
            f"{sha256(content).hexdigest()}  {name}\n"
            for name, content in contents.items()
            if name != "SHA256SUMS"
        ]
        return contents | {"SHA256SUMS": "".join(lines).encode()}

    def test_one_altered_decision_is_named_though_all_else_was_made_anew(self):
        pack = self._made(**self._opened())
        contents = self._contents(pack)
        altered = contents["decisions.jsonl"].replace(b'"submit"', b'"refuse"')
        self.assertNotEqual(altered, contents["decisions.jsonl"])
        contents["decisions.jsonl"] = altered
        self._write(pack, self._with_manifest(contents))
        place = f"qms.action {self.action.id}, 1"
        self.assertIn(f"{place}: the decision was altered.", self._told(pack))

    def test_a_decision_altered_in_the_database_before_is_named(self):
        [first, second] = self._decisions(self.action)
        self._alter(first, role="manager")
        self._alter(second, previous_digest="0" * 64)
        pack = self._made(**self._opened())
        self.assertEqual(
            self._told(pack),
            [
                f"qms.action {self.action.id}, 1: the decision was altered.",
                f"qms.action {self.action.id}, 2: the decision was altered.",
                f"qms.action {self.action.id}, 2: the link to the decision before is "
                "broken.",
            ],
        )

    def _alter(self, decision, **values):
        """Behind the system's back, as whoever owns the database can."""
        self.env.flush_all()
        table = SQL.identifier(decision._table)
        self.env.cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", table))
        for name, value in values.items():
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id = %s",
                    table,
                    SQL.identifier(name),
                    value,
                    decision.id,
                )
            )
        self.env.cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", table))
        self.env.invalidate_all()
