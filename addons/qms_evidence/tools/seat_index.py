"""What an auditor's seat shows: the rows of a pack in one SQLite file beside its ZIP.

It is made from the part files that the workbook is made from, so it says the same,
masked in the same way. Ids are its own; whatever is found in it belongs to the pack.
"""

import json
import sqlite3
from contextlib import closing

PAGE = 50
SCHEMA = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE clause (
        id INTEGER PRIMARY KEY, number TEXT, name TEXT, documented INTEGER,
        hole TEXT, points TEXT
    );
    CREATE TABLE proof (clause INTEGER, source INTEGER, records INTEGER, latest TEXT);
    CREATE TABLE source (
        id INTEGER PRIMARY KEY, name TEXT, model TEXT, records INTEGER, columns TEXT
    );
    CREATE TABLE record (
        id INTEGER PRIMARY KEY, source INTEGER, place INTEGER, res_id INTEGER,
        name TEXT, drawn INTEGER, cells TEXT
    );
    CREATE TABLE decision (
        id INTEGER PRIMARY KEY, model TEXT, res_id INTEGER, shown TEXT
    );
    CREATE TABLE file (
        id INTEGER PRIMARY KEY, source INTEGER, res_id INTEGER, record_name TEXT,
        name TEXT, path TEXT, size INTEGER, digest TEXT, date TEXT
    );
"""
INDEXES = """
    CREATE INDEX proof_of_clause ON proof (clause);
    CREATE UNIQUE INDEX record_of_source ON record (source, place);
    CREATE INDEX decision_of_record ON decision (model, res_id);
    CREATE INDEX file_of_record ON file (source, res_id);
"""
FILE = ("source", "record", "record_name", "name", "path", "size", "digest", "date")


def build(target, plan, read_rows, beat):
    """Write the index.

    :param target: path; whatever is there is replaced
    :param plan: clauses and sources, as the first step settled them
    :param read_rows: gives the rows of all parts whose names begin so
    :param beat: called for each row
    """
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(target, isolation_level=None)) as db:
        db.executescript(SCHEMA)
        db.execute("BEGIN")
        _fill(db, "clause", _clauses(plan))
        _fill(db, "proof", _proofs(plan))
        _fill(db, "source", _sources(plan))
        for source in plan["sources"]:
            _fill(db, "record", _records(source["id"], read_rows, beat))
        _fill(db, "decision", _decisions(read_rows, beat))
        _fill(db, "file", _files(read_rows, beat))
        db.execute("COMMIT")
        db.executescript(INDEXES)


def _fill(db, table, rows):
    rows = iter(rows)
    if (first := next(rows, None)) is None:
        return
    marks = ", ".join("?" * len(first))
    statement = f"INSERT INTO {table} VALUES ({marks})"
    db.execute(statement, first)
    db.executemany(statement, rows)


def _clauses(plan):
    names = ("number", "name", "documented", "hole", "points")
    for number, clause in enumerate(plan["clauses"], 1):
        yield (number, *(clause[name] for name in names))


def _proofs(plan):
    for number, clause in enumerate(plan["clauses"], 1):
        for source, count, latest in clause["sources"]:
            yield number, source, count, latest


def _sources(plan):
    for source in plan["sources"]:
        columns = [(label, kind) for _path, label, kind, _type in source["columns"]]
        about = (source["name"], source["model"], source["count"])
        yield (source["id"], *about, json.dumps(columns))


def _records(source, read_rows, beat):
    for place, row in enumerate(read_rows(f"rows-{source}-")):
        beat()
        about = (row["id"], row["name"], row["drawn"], json.dumps(row["cells"]))
        yield (None, source, place, *about)


def _decisions(read_rows, beat):
    pairs = zip(read_rows("decisions-"), read_rows("chain-"), strict=True)
    for shown, row in pairs:
        beat()
        yield None, row["res_model"], row["res_id"], json.dumps(shown)


def _files(read_rows, beat):
    for row in read_rows("files-"):
        beat()
        yield (None, *(row[name] for name in FILE))


class SeatIndex:
    """An index that is read; nothing writes to it any more."""

    def __init__(self, path):
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self.db = sqlite3.connect(address, uri=True)
        self.db.row_factory = sqlite3.Row

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.db.close()

    def _all(self, statement, *values):
        return [dict(row) for row in self.db.execute(statement, values)]

    def _one(self, statement, *values):
        try:
            rows = self._all(statement, *values)
        except OverflowError:
            # a number that no id has
            return None
        return rows[0] if rows else None

    def clauses(self):
        """All clauses, each with the number of its sources and records."""
        return self._all(
            """SELECT c.*, count(p.source) AS sources, total(p.records) AS records
                 FROM clause c LEFT JOIN proof p ON p.clause = c.id
             GROUP BY c.id ORDER BY c.id"""
        )

    def clause(self, number):
        return self._one("SELECT * FROM clause WHERE id = ?", number)

    def sources_of(self, clause):
        return self._all(
            """SELECT s.id, s.name, p.records, p.latest
                 FROM proof p JOIN source s ON s.id = p.source
                WHERE p.clause = ? ORDER BY p.rowid""",
            clause["id"],
        )

    def source(self, number):
        found = self._one("SELECT * FROM source WHERE id = ?", number)
        return found and {**found, "columns": json.loads(found["columns"])}

    def records(self, source, page):
        """The records of a page, which begin at one, with how many files each has."""
        start = PAGE * (page - 1)
        rows = self._all(
            """SELECT r.*, (SELECT count(*) FROM file f
                             WHERE f.source = r.source AND f.res_id = r.res_id) AS files
                 FROM record r
                WHERE r.source = ? AND r.place >= ? AND r.place < ?
             ORDER BY r.place""",
            source["id"],
            start,
            start + PAGE,
        )
        return [{**row, "cells": json.loads(row["cells"])} for row in rows]

    def record(self, number):
        found = self._one("SELECT * FROM record WHERE id = ?", number)
        return found and {**found, "cells": json.loads(found["cells"])}

    def decisions(self, source, record):
        """What was decided on a record, as it stands on the sheet of decisions."""
        rows = self._all(
            "SELECT shown FROM decision WHERE model = ? AND res_id = ? ORDER BY id",
            source["model"],
            record["res_id"],
        )
        return [json.loads(row["shown"]) for row in rows]

    def files(self, record):
        return self._all(
            "SELECT * FROM file WHERE source = ? AND res_id = ? ORDER BY id",
            record["source"],
            record["res_id"],
        )

    def file(self, number):
        return self._one("SELECT * FROM file WHERE id = ?", number)
