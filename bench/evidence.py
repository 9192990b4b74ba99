"""An evidence pack of a large register, beside the same cells from a bare cursor.

`BENCH_EVIDENCE` is the number of cases (default 5,000; the pack of a large municipality
has 50,000), with twice as many actions and four times as many decisions. Peak memory is
that of the process above what it had before.
"""

import os
import resource
import tempfile
import threading
import time
from pathlib import Path

import xlsxwriter
from support.growth import Archive, copied
from support.town import Town

from odoo.tools import SQL

CASES = int(os.environ.get("BENCH_EVIDENCE", "5000"))
PERIOD = {"date_from": "2000-01-01", "date_to": "2100-01-01"}


def run(bench):
    town = Town(bench.env)
    town.open_cases(50)
    archive = Archive(town)
    archive.grow(CASES)
    fill(bench.env, archive)
    bench.settle()
    seconds, peak = measured(lambda: write_bare(bench.env))
    bench.add("bare cursor and xlsxwriter", 3, seconds, note=f"peak +{peak:.0f} MB")
    pack = order(town)
    before = bench.env.cr.sql_log_count
    seconds, peak = measured(bench.env["qms.evidence.progress"]._cron_make)
    assert pack.state == "ready", pack.failure
    statements = bench.env.cr.sql_log_count - before
    bench.add(
        f"pack of {pack.record_count:,} rows",
        statements,
        seconds,
        against={"bare": "bare cursor and xlsxwriter"},
        note=f"peak +{peak:.0f} MB, {pack.file_size:.1f} MB",
    )
    pack.sudo()._path().unlink()
    pack.sudo()._index_path().unlink()


def fill(env, archive):
    """All to be read by the quality manager; actions and decisions to each case."""
    env.cr.execute("UPDATE qms_deviation SET confidentiality = 'normal'")
    copied(
        env,
        "qms_action",
        SQL(
            """generate_series(1, %s) place
               JOIN qms_action src ON src.id = %s""",
            2 * CASES,
            archive.action.id,
        ),
        {
            "id": SQL("nextval('qms_action_id_seq')"),
            "number": SQL("'BA-' || place"),
            "date_proposed": SQL("CURRENT_DATE - (place %% 900)::int"),
            "confidential": SQL("FALSE"),
        },
    )
    env.cr.execute(
        """INSERT INTO qms_decision (res_model, res_id, sequence, date, verb, digest,
                                     state_from, state_to, role, company_ref, erases,
                                     detail_digest, previous_digest)
           SELECT 'qms.deviation', id, place, now() AT TIME ZONE 'UTC', 'x',
                  md5(id || '-' || place), '', 'closed', 'leader', 1, '', md5('x'), ''
             FROM qms_deviation, generate_series(1, 4) place
            WHERE NOT EXISTS (SELECT FROM qms_decision known
                               WHERE known.res_model = 'qms.deviation'
                                 AND known.res_id = qms_deviation.id)"""
    )
    env.invalidate_all()


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


def write_bare(env):
    """The rows of the same tables, as text, without rights, names or files."""
    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder) / "bare.xlsx")
        with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
            for table, limit in (
                ("qms_deviation", 20),
                ("qms_action", 16),
                ("qms_decision", 12),
            ):
                page = book.add_worksheet(table)
                env.cr.execute(SQL("SELECT * FROM %s", SQL.identifier(table)))
                number = 0
                while rows := env.cr._obj.fetchmany(1000):
                    for row in rows:
                        for place, value in enumerate(row[:limit]):
                            page.write_string(number, place, str(value))
                        number += 1


def measured(work):
    """Seconds by the clock, and the peak of memory above the beginning, in MB."""
    start, idle = time.monotonic(), _resident()
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
    return time.monotonic() - start, peak[0] - idle


def _resident():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20
