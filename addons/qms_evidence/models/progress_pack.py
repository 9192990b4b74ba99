import secrets

from odoo import models

from ..tools.pack_file import DECISIONS, write_pack
from ..tools.spool import index_path, pack_path
from .progress_book import BOOK, README

PARTS = (README, BOOK, DECISIONS)
FILE = "pack.zip"


class QmsEvidenceProgressPack(models.AbstractModel):
    """The ZIP file: offered when it is whole, and not before."""

    _name = "qms.evidence.progress.pack"
    _description = "File of an evidence pack, made"

    def _slice_pack(self, env):
        spool, noted = self._spool(), {}
        beat = self._paced_beat()

        def writer(file):
            noted["manifest"] = write_pack(file, self._entries(), beat)

        made = spool.put(FILE, writer)
        index = self._write_seat_index(beat)
        key = secrets.token_hex(8)
        count = sum(source["count"] for source in spool.load("plan")["sources"])
        self._beat()
        # from here to the end nobody else decides on it, and what is written is all or
        # nothing: a file without its row is swept away
        self.pack_id._lock()
        self.pack_id.invalidate_recordset()
        if self._is_stopped():
            return
        target = pack_path(self.env.cr.dbname, self.pack_id.id, key)
        made.replace(target)
        index.replace(index_path(self.env.cr.dbname, self.pack_id.id, key))
        self.pack_id._become_ready(
            {
                "file_key": key,
                "file_size": target.stat().st_size / 1e6,
                "manifest_digest": noted["manifest"],
                "record_count": count,
            }
        )
        # the parts go when it is sure that they are needed no more: ``_clean_up``
        self.unlink()

    def _entries(self):
        spool = self._spool()
        for name in PARTS:
            yield name, spool.path / name
        for row in spool.read_rows("files-"):
            if row["path"]:
                yield row["path"], spool.path / row["path"]
