"""An evidence pack of a large register, beside the same cells from a bare cursor.

`BENCH_EVIDENCE` is the number of cases (default 5,000; the pack of a large municipality
has 50,000), with twice as many actions and four times as many decisions. Peak memory is
that of the process above what it had before. `BENCH_PROFILE` names a file for Python's
own profile of the pack.
"""

import cProfile
import ctypes
import gc
import os
import resource
import tempfile
import threading
from contextlib import nullcontext
from pathlib import Path

import xlsxwriter
from support.growth import Archive, copied, without_indexes
from support.town import Town

from odoo.tools import SQL

from odoo.addons.qms.tools.evidence import split_list
from odoo.addons.qms.tools.xlsx import FORMATS

CASES = int(os.environ.get("BENCH_EVIDENCE", "5000"))
PROFILE = os.environ.get("BENCH_PROFILE")
PERIOD = {"date_from": "2000-01-01", "date_to": "2100-01-01"}
BARE = "bare cursor and xlsxwriter"
DECISIONS = SQL(
    """SELECT d.res_model, d.res_id, d.sequence, d.date, d.verb, d.state_from,
              d.state_to, d.role, t.person, t.reason, d.digest, d.previous_digest,
              d.detail_digest
         FROM qms_decision d
    LEFT JOIN qms_decision_detail t ON t.decision_ref = d.id
     ORDER BY d.res_model, d.res_id, d.sequence"""
)


def run(bench):
    town = Town(bench.env)
    town.open_cases(50)
    archive = Archive(town)
    archive.grow(CASES)
    fill(bench.env, archive)
    bench.settle()
    pack = order(town)
    pages = bare_pages(pack)
    progress = bench.env["qms.evidence.progress"]
    before = bench.env.cr.sql_log_count
    with cProfile.Profile() if PROFILE else nullcontext() as profile:
        seconds, peak = measured(bench, progress._cron_make)
    statements = bench.env.cr.sql_log_count - before
    assert pack.state == "ready", pack.failure
    if profile:
        profile.dump_stats(PROFILE)
    less, least = measured(bench, lambda: write_bare(bench.env, pages))
    bench.add(BARE, len(pages), less, note=f"peak +{least:.0f} MB")
    bench.add(
        f"pack of {pack.record_count:,} rows",
        statements,
        seconds,
        against={"bare": BARE},
        note=f"peak +{peak:.0f} MB, {pack.file_size:.1f} MB",
    )
    pack.sudo()._path().unlink()
    pack.sudo()._index_path().unlink()


def fill(env, archive):
    """All to be read by the quality manager; actions and decisions to each case."""
    env.cr.execute("UPDATE qms_deviation SET confidentiality = 'normal'")
    with without_indexes(env.cr, "qms_action", "qms_decision", "qms_decision_detail"):
        _fill_actions(env, archive)
        _fill_decisions(env)
    env.invalidate_all()


def _fill_actions(env, archive):
    copied(
        env,
        "qms_action",
        SQL(
            """qms_deviation row CROSS JOIN generate_series(1, 2) nth
               JOIN qms_action src ON src.id = %s""",
            archive.action.id,
        ),
        {
            "id": SQL("nextval('qms_action_id_seq')"),
            "number": SQL("'BA-' || row.id || '-' || nth"),
            "res_id": SQL("row.id"),
            "deviation_id": SQL("row.id"),
            "department_id": SQL("row.department_id"),
            "date_proposed": SQL("row.date_reported + 10"),
            "date_deadline": SQL("row.date_reported + 60"),
            "confidential": SQL("FALSE"),
        },
    )


def _fill_decisions(env):
    env.cr.execute(
        """WITH made AS (
           INSERT INTO qms_decision (res_model, res_id, sequence, date, verb,
                                     state_from, state_to, role, company_ref, erases,
                                     digest, previous_digest, detail_digest)
           SELECT 'qms.deviation', id, nth, now() AT TIME ZONE 'UTC', 'close',
                  'treatment', 'closed', 'leader', 1, '',
                  encode(sha256((id || '-' || nth)::bytea), 'hex'),
                  encode(sha256((id || '-' || nth - 1)::bytea), 'hex'),
                  encode(sha256('x'), 'hex')
             FROM qms_deviation CROSS JOIN generate_series(1, 4) nth
            WHERE id NOT IN (SELECT res_id FROM qms_decision
                              WHERE res_model = 'qms.deviation')
        RETURNING id, res_id)
           INSERT INTO qms_decision_detail (decision_ref, person, reason)
           SELECT id, 'Leader ' || mod(res_id, 20), 'The list was brought up to date'
             FROM made"""
    )


def order(town):
    manager = town.manager
    manager.group_ids += town.env.ref("base.group_allow_export")
    packs = town.env["qms.evidence.pack"].with_user(manager)
    pack = packs.create(
        {
            **PERIOD,
            "standard_id": town.env.ref("qms.iso9001_2015").id,
            "company_ids": town.company.ids,
            "lang": "en_US",
            "is_masked": False,
            "open_reason": "Measured",
            "with_prints": False,
            "with_files": False,
        }
    )
    pack.action_order()
    town.env.cr.commit()
    return pack


# ------------------------------------------------------------
# The same cells, as one would write them by hand
# ------------------------------------------------------------


def bare_pages(pack):
    """Per sheet a query for its very rows; who may read them is not asked again."""
    pages, frame = [], pack._frame(pack.cut_off)
    for source in pack._sources():
        model = source._readable(frame)
        ids = model.search(source._evidence_domain(frame)).ids
        columns = [_bare_column(model, path) for path in split_list(source.columns)]
        pages.append(
            SQL(
                "SELECT id::text, TRUE, %s FROM %s row WHERE id = ANY(%s) ORDER BY id",
                SQL(", ").join(columns),
                SQL.identifier(model._table),
                ids,
            )
        )
    return [*pages, DECISIONS]


def _bare_column(model, path):
    """Its value as it is stored, or the name of what it points to."""
    field = model._fields[path.split(".")[0]]
    if not (field.store and field.column_type):
        return SQL("'x'")
    if field.type != "many2one":
        return SQL.identifier("row", field.name)
    other = model.env[field.comodel_name]
    name = other._fields.get(other._rec_name)
    if not name or not name.store or not name.column_type:
        return SQL("%s::text", SQL.identifier("row", field.name))
    return SQL(
        "(SELECT %s FROM %s other WHERE other.id = %s)",
        SQL.identifier("other", name.name),
        SQL.identifier(other._table),
        SQL.identifier("row", field.name),
    )


def write_bare(env, pages):
    with tempfile.TemporaryDirectory() as folder:
        options = {"constant_memory": True, "tmpdir": folder}
        with xlsxwriter.Workbook(f"{folder}/bare.xlsx", options) as book:
            formats = {name: book.add_format(spec) for name, spec in FORMATS.items()}
            for number, query in enumerate(pages):
                with env.cr._cnx.cursor(f"bare_{number}") as cursor:
                    cursor.itersize = 1000
                    cursor.execute(query.code, query.params)
                    _write_page(book.add_worksheet(), cursor, formats)


def _write_page(page, cursor, formats):
    text, day, integer = (formats[name] for name in ("text", "date", "integer"))
    for number, row in enumerate(cursor):
        for place, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, dict):
                value = value.get("en_US") or ""
            if isinstance(value, str):
                page.write_string(number, place, value, text)
            elif isinstance(value, bool):
                page.write_boolean(number, place, value)
            elif isinstance(value, int | float):
                page.write_number(number, place, value, integer)
            else:
                page.write_datetime(number, place, value, day)


# ------------------------------------------------------------
# Time and memory
# ------------------------------------------------------------


def measured(bench, work):
    """Seconds of the processor, and the peak of memory above the beginning, in MB."""
    bench.env.invalidate_all()
    gc.collect()
    # what was freed before is not there to be used again unseen
    ctypes.CDLL(None).malloc_trim(0)
    start, idle = bench.clock(), _resident()
    peak, ended = [idle], threading.Event()

    def watch():
        while not ended.wait(0.05):
            peak[0] = max(peak[0], _resident())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        work()
    finally:
        ended.set()
        watcher.join()
    return bench.clock() - start, peak[0] - idle


def _resident():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20
