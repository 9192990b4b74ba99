import io
import tempfile
import zipfile
from datetime import date
from pathlib import Path
from unittest.mock import patch

import openpyxl

from odoo import Command

from odoo.addons.qms.tests.common import QmsCase

from ..tools import spool

NOW = "2026-03-02 09:00:00"
# what a spreadsheet would take for something to work out
HOSTILE = (
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1+1",
    '=HYPERLINK("http://example.test","x")',
)


class EvidenceCase(QmsCase):
    """A standard of three clauses, one source of actions, and a data directory."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["qms.evidence.source"].search([]).active = False
        cls.manager.group_ids += cls.env.ref("base.group_allow_export")
        cls.standard = cls.env["qms.standard"].create(
            {"name": "Town standard", "code": "TS", "company_id": cls.company.id}
        )
        cls.one, cls.two, cls.three = cls.env["qms.requirement"].create(
            [
                {
                    "name": name,
                    "number": number,
                    "standard_id": cls.standard.id,
                    "company_id": cls.company.id,
                    "kind": "standard",
                }
                for number, name in (("1", "First"), ("2", "Second"), ("3", "Third"))
            ]
        )
        cls.source = cls._new_source()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        patcher = patch.object(spool, "folder", lambda dbname: cls.folder / dbname)
        patcher.start()
        cls.addClassCleanup(patcher.stop)

    @classmethod
    def _new_source(cls, **kwargs):
        values = {
            "name": "Actions",
            "res_model": "qms.action",
            "date_field": "date_deadline",
            "department_field": "department_id",
            "columns": "name, why, state, owner_id, date_deadline",
            "requirement_ids": [Command.set(cls.one.ids)],
            "company_id": cls.company.id,
            **kwargs,
        }
        return cls.env["qms.evidence.source"].create(values)

    @classmethod
    def _actions(cls, count, **kwargs):
        return (
            cls.env["qms.action"]
            .union(
                *(
                    cls._new_action(
                        cls.nurse,
                        **{"name": f"Action {number}", **kwargs},
                        date_deadline=date(2026, 2, 1 + number),
                    )
                    for number in range(count)
                )
            )
            .with_env(cls.env)
        )

    def _frame_values(self):
        return {
            "standard_id": self.standard.id,
            "date_from": "2026-01-01",
            "date_to": "2026-12-31",
            "company_ids": [Command.set(self.company.ids)],
        }

    def _new_pack(self, user=None, **kwargs):
        values = {
            **self._frame_values(),
            "company_id": self.company.id,
            "lang": "en_US",
            **kwargs,
        }
        packs = self.env["qms.evidence.pack"].with_user(user or self.manager)
        return packs.create(values)

    def _opened(self, **kwargs):
        """Values of a pack in which nothing is masked."""
        return {"is_masked": False, "open_reason": "Asked for", "drawn": "all"} | kwargs

    def _run_cron(self):
        """The scheduled action itself, with its commits."""
        with self.enter_registry_test_mode():
            self.env.ref("qms_evidence.ir_cron_make").method_direct_trigger()
        self.env.invalidate_all()

    def _commits(self, **kwargs):
        """Commits of slices are watched, not done: they would end the test's own."""
        return patch.object(
            type(self.env["ir.cron"]),
            "_commit_progress",
            **{"return_value": 0} | kwargs,
        )

    def _take_until(self, row, *steps):
        with self._commits():
            while row.step not in steps:
                row._take()

    def _made(self, **kwargs):
        pack = self._new_pack(**kwargs)
        pack.action_order()
        self._run_cron()
        self.assertEqual(pack.state, "ready", pack.failure)
        return pack

    def _progress(self, pack):
        return self.env["qms.evidence.progress"].search([("pack_id", "=", pack.id)])

    def _zip(self, pack):
        return zipfile.ZipFile(pack.sudo()._path())

    def _open_zip(self, pack, name):
        """A file of the pack that is a ZIP itself."""
        with self._zip(pack) as packed:
            return zipfile.ZipFile(io.BytesIO(packed.read(name)))

    def _book(self, pack):
        with self._zip(pack) as packed:
            return openpyxl.load_workbook(io.BytesIO(packed.read("evidence.xlsx")))

    def _rows(self, pack, sheet):
        """The rows of a sheet as dicts by their headers."""
        header, *rows = self._book(pack)[sheet].iter_rows(values_only=True)
        return [dict(zip(header, row, strict=True)) for row in rows]

    def _left(self):
        """Whatever lies in the data directory."""
        return sorted(
            str(path.relative_to(self.folder))
            for path in self.folder.rglob("*")
            if path.is_file()
        )

    @classmethod
    def _attach(cls, record, name="Plan.txt", content=b"The plan", **kwargs):
        return cls.env["ir.attachment"].create(
            {
                "name": name,
                "raw": content,
                "res_model": record._name,
                "res_id": record.id,
                **kwargs,
            }
        )
