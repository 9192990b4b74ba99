"""Every scheduled action of ours at some rows and at ten times as many.

The peak of Python's memory must not follow the rows: each works in slices. What is due
are duties, one per open case; `BENCH_DUTIES` (default 1000) says how many at first.
"""

import os
import tracemalloc

from support.growth import Archive
from support.town import PEOPLE, Town

ROWS = int(os.environ.get("BENCH_DUTIES", "1000"))
TIMES = 10


def run(bench):
    town = Town(bench.env)
    town.open_cases(ROWS)
    archive = Archive(town)
    for rows in (ROWS, ROWS * TIMES):
        archive.grow(rows)
        for cron in scheduled_actions(bench.env):
            make_due(town)
            bench.settle()
            measure(bench, cron, rows)


def scheduled_actions(env):
    ours = env["ir.model.data"].search(
        [("model", "=", "ir.cron"), ("module", "=like", "qms%")], order="name"
    )
    return env["ir.cron"].browse(ours.mapped("res_id"))


def make_due(town):
    """Every case open and in analysis, and a duty of each late since yesterday."""
    town.env.cr.execute(
        """UPDATE qms_deviation SET state = 'analysis', date_closed = NULL
            WHERE state != 'analysis'"""
    )
    town.env.cr.execute(
        """WITH kept AS (SELECT min(id) AS id FROM qms_duty
                          WHERE res_model = 'qms.deviation' GROUP BY res_id)
           UPDATE qms_duty SET state = 'open', verb = 'triage',
                  date_deadline = CURRENT_DATE - 1,
                  user_id = (%s::int[])[1 + qms_duty.id %% %s]
             FROM kept WHERE kept.id = qms_duty.id""",
        (town.people.ids, PEOPLE),
    )
    town.env.cr.execute("DELETE FROM qms_daily_list")
    town.env.invalidate_all()


def measure(bench, cron, rows):
    cron = cron.sudo()
    before, start = bench.env.cr.sql_log_count, bench.clock()
    tracemalloc.start()
    cron.ir_actions_server_id.with_context(active_test=True).run()
    bench.env.cr.commit()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    seconds = bench.clock() - start
    statements = bench.env.cr.sql_log_count - before
    label, first = (f"{cron.name} @ {size:,}" for size in (rows, ROWS))
    against = {f"{ROWS:,}": first} if rows != ROWS else {}
    bench.add(label, statements, seconds, against=against, note=f"peak {peak:.1f} MB")
