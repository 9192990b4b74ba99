import shutil
import time

from odoo import fields, models

from odoo.addons.qms.tools.xlsx import (
    Column,
    Link,
    Sheet,
    SheetLink,
    write_workbook,
)

from ..tools.pack_file import DECISIONS
from .progress_rows import as_value

BOOK = "evidence.xlsx"
README = "README.txt"
# seconds between two looks whether it is to go on
PAUSE = 2


class QmsEvidenceProgressBook(models.AbstractModel):
    """The workbook, written in one stream from the part files."""

    _name = "qms.evidence.progress.book"
    _description = "Workbook of an evidence pack"

    def _slice_book(self, env):
        spool = self._spool()
        plan = spool.load("plan")
        self.total = sum(source["count"] for source in plan["sources"])
        cover = list(self._cover_rows(env, plan))
        names = self._fixed_sheets(env)
        labels = self._book_labels(env)
        files = self._first_files()
        beat = self._paced_beat()
        sheets = [
            Sheet(names["cover"], labels["cover"], cover),
            Sheet(names["index"], labels["index"], self._index_rows(plan, env)),
            *(
                Sheet(
                    source["sheet"],
                    self._columns(source, labels["record"]),
                    self._sheet_rows(source, files, beat),
                )
                for source in plan["sources"]
            ),
            Sheet(names["decisions"], labels["decisions"], self._shown(beat)),
            Sheet(names["files"], labels["files"], self._file_rows(beat)),
        ]
        readme = self._readme(env).encode()
        spool.put(
            BOOK, lambda file: write_workbook(sheets, file, folder=str(spool.path))
        )
        spool.put(DECISIONS, lambda file: self._write_decisions(file, beat))
        spool.put(README, lambda file: file.write(readme))
        self._next_step()

    def _paced_beat(self):
        """Called for every row, it commits every few seconds."""
        state = {"last": time.monotonic(), "rows": 0}

        def beat():
            state["rows"] += 1
            if time.monotonic() - state["last"] > PAUSE:
                self.done = min(state["rows"], self.total)
                self._beat()
                state["last"] = time.monotonic()

        return beat

    # ------------------------------------------------------------
    # Sheets
    # ------------------------------------------------------------

    def _book_labels(self, env):
        return {
            "cover": [
                Column(env._("What"), width=34),
                Column(env._("Value"), width=80),
            ],
            "index": [
                Column(env._("Clause"), width=10),
                Column(env._("Title"), width=50),
                Column(env._("Documented information"), "boolean", 14),
                Column(env._("Source"), "link", 44),
                Column(env._("Records"), "integer"),
                Column(env._("Latest"), "date"),
            ],
            "record": [
                Column(env._("Record")),
                Column(env._("In the sample"), "boolean"),
                Column(env._("File"), "link"),
            ],
            "decisions": self._decision_labels(env),
            "files": [
                Column(env._("Record")),
                Column(env._("File"), "link", 50),
                Column(env._("Added on"), "date"),
                Column(env._("Bytes"), "integer"),
                Column("SHA-256", width=66),
            ],
        }

    def _decision_labels(self, env):
        return [
            Column(env._("Record")),
            Column(env._("Place in the chain"), "integer"),
            Column(env._("Decided on (UTC)"), "datetime"),
            Column(env._("Step")),
            Column(env._("From"), width=18),
            Column(env._("To"), width=18),
            Column(env._("In the capacity of"), width=18),
            Column(env._("Person"), width=22),
            Column(env._("Reason"), width=40),
            Column(env._("Fingerprint"), width=20),
            Column(env._("Fingerprint before"), width=20),
            Column(env._("Fingerprint of the content"), width=20),
        ]

    def _columns(self, source, first):
        own = [Column(label, kind) for _path, label, kind, _type in source["columns"]]
        return [*first, *own]

    def _index_rows(self, plan, env):
        sources = {source["id"]: source for source in plan["sources"]}
        for clause in plan["clauses"]:
            first = (clause["number"], clause["name"], clause["documented"])
            if not clause["sources"]:
                yield (*first, env._("No source"), 0, None)
            for id_, count, day in clause["sources"]:
                source = sources[id_]
                link = SheetLink(source["sheet"], source["name"])
                yield (*first, link, count, as_value(day, "date"))

    def _sheet_rows(self, source, files, beat):
        kinds = [kind for _path, _label, kind, _type in source["columns"]]
        moments = [
            (place, kind)
            for place, kind in enumerate(kinds)
            if kind in ("date", "datetime")
        ]
        for row in self._spool().read_rows(f"rows-{source['id']}-"):
            beat()
            file, cells = files.get((source["id"], row["id"])), row["cells"]
            for place, kind in moments:
                cells[place] = as_value(cells[place], kind)
            yield [row["name"], row["drawn"], file and Link(*file), *cells]

    def _first_files(self):
        """Path and name of the first file of each record, by source and record."""
        files = {}
        for row in self._spool().read_rows("files-"):
            if row["path"]:
                key = row["source"], row["record"]
                files.setdefault(key, (row["path"], row["name"]))
        return files

    def _file_rows(self, beat):
        for row in self._spool().read_rows("files-"):
            beat()
            yield (
                row["record_name"],
                Link(row["path"], row["name"]) if row["path"] else row["name"],
                as_value(row["date"], "date"),
                row["size"],
                row["digest"],
            )

    def _shown(self, beat):
        for row in self._spool().read_rows("decisions-"):
            beat()
            row[2] = as_value(row[2], "datetime")
            yield row

    def _write_decisions(self, file, beat):
        for path in self._spool().parts("chain-"):
            beat()
            with path.open("rb") as part:
                shutil.copyfileobj(part, file)

    # ------------------------------------------------------------
    # What it says of itself
    # ------------------------------------------------------------

    def _cover_rows(self, env, plan):
        pack = self.pack_id.with_env(env)
        all_units = env._("All units")
        units = ", ".join(pack.unit_ids.mapped("display_name")) or all_units
        holes = [each["number"] for each in plan["clauses"] if not each["sources"]]
        moment = fields.Datetime.context_timestamp(pack, pack.cut_off)
        sample = pack._fields["drawn"].convert_to_export(pack.drawn, pack)
        if pack.drawn == "random":
            sample = env._(
                "%(count)s records of each source and all of %(persons)s employees, "
                "drawn with the seed %(seed)s",
                count=pack.sample_size,
                persons=pack.sample_persons,
                seed=pack.sample_seed,
            )
        masked = env._("Yes") if pack.is_masked else env._("No")
        yield env._("Pack"), pack.number
        yield env._("Edition"), pack.standard_id.display_name
        yield env._("Period"), f"{pack.date_from} - {pack.date_to}"
        yield env._("Companies"), ", ".join(pack.company_ids.mapped("name"))
        yield env._("Units"), units
        scope = env._("The certified scope alone") if pack.in_scope else all_units
        yield env._("Scope"), scope
        yield env._("Entered by"), moment.strftime("%Y-%m-%d %H:%M")
        yield env._("Asked for by"), pack.owner_id.name
        yield env._("Files of"), sample
        yield env._("Masked"), masked
        if not pack.is_masked:
            yield env._("Why not masked"), pack.open_reason
        if pack.is_masked and pack.released_ids:
            names = [pack._without_persons(file.name) for file in pack.released_ids]
            yield env._("Released files"), ", ".join(names)
        yield env._("Clauses without a source"), ", ".join(holes) or env._("None")
        yield env._("How to check it"), self._how_to_check(env)

    def _how_to_check(self, env):
        return env._(
            "Unpack it and run in its folder: sha256sum -c SHA256SUMS. Every line has "
            "to end with OK."
        )

    def _readme(self, env):
        return "\n\n".join(
            [
                self.pack_id.with_env(env).display_name,
                env._(
                    "evidence.xlsx: cover, index by clause, a sheet for each source, "
                    "the decisions on all records, and the files."
                ),
                env._("files: printed records and their files, by source and record."),
                env._(
                    "decisions.jsonl: what the fingerprint of each decision covers. It "
                    "is SHA-256 over the values of all fields but the last, in their "
                    "order, as a list in JSON with sorted keys; previous_digest is the "
                    "fingerprint of the decision before it."
                ),
                self._how_to_check(env),
                "",
            ]
        )
