"""200 indicators worked out from cases of 40 units and 36 months, and stored.

Beside it the same aggregates in bare SQL, which stores nothing; and the night after,
when nothing has changed. `BENCH_SIZES` says from how many cases.
"""

import itertools
import os
import tracemalloc

from support.growth import Archive
from support.town import Town

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "10000").split(",")]
UNITS = 40
DAYS = 36 * 30
INDICATORS = 200
LEVELS = ("low", "medium", "high", "critical")
STATES = ("reported", "analysis", "treatment", "closed", "dismissed")
MONTH = "date_trunc('month', {})"


def run(bench):
    town = Town(bench.env)
    town.open_cases(1000)
    archive = Archive(town)
    units = more_units(bench.env, town)
    indicators = define(bench.env)
    for size in SIZES:
        archive.grow(size)
        spread(bench.env, units)
        bench.env["qms.indicator.value"].sudo().search([]).unlink()
        bench.settle()
        measure(bench, indicators, size)


def more_units(env, town):
    wanted = range(UNITS - len(town.units))
    company = town.units[0].company_id.id
    new = env["hr.department"].create(
        [{"name": f"Unit {n}", "company_id": company} for n in wanted]
    )
    return town.units | new


def spread(env, units):
    """Over all units, and over 36 months evenly."""
    env.cr.execute(
        """UPDATE qms_deviation SET department_id = (%s::int[])[1 + id %% %s],
                  level = (%s::text[])[1 + id / 7 %% 4],
                  date_reported = CURRENT_DATE - (id::bigint * 7919 %% %s)::int,
                  date_closed = CASE WHEN date_closed IS NOT NULL
                       THEN CURRENT_DATE - (id::bigint * 7919 %% %s)::int
                            + id %% 60 END""",
        (units.ids, len(units), list(LEVELS), DAYS, DAYS),
    )
    env.invalidate_all()


def filters():
    """Domains, with the same in SQL."""
    for level, state, environment in itertools.product(
        LEVELS, STATES, (None, False, True)
    ):
        domain = [("level", "=", level), ("state", "=", state)]
        where = f"level = '{level}' AND state = '{state}'"
        if environment is not None:
            domain.append(("work_environment", "=", environment))
            where += f" AND COALESCE(work_environment, FALSE) = {environment}"
        yield domain, where


def define(env):
    """Indicators of all kinds, each with the bare SQL of its figures."""
    env["qms.indicator"].search([]).write({"active": False})
    kinds = itertools.cycle(("count", "share", "open", "avg"))
    found = itertools.islice(itertools.cycle(filters()), INDICATORS)
    rows, bare = [], []
    for number, (kind, (domain, where)) in enumerate(zip(kinds, found, strict=False)):
        rows.append(
            {
                "name": f"Figure {number}",
                "code": f"bench_{number}",
                "topic_id": env.ref("qms.topic_conformity").id,
                "res_model": "qms.register" if kind == "avg" else "qms.deviation",
                "domain": repr(domain),
                "date_field": "date_closed" if kind == "avg" else "date_reported",
                "end_field": "date_closed" if kind == "open" else False,
                "value_field": "days_open" if kind == "avg" else False,
                "part_domain": "[('date_closed', '!=', False)]",
                "aggregate": kind,
            }
        )
        bare.append(bare_sql(kind, where))
    return env["qms.indicator"].create(rows), bare


def bare_sql(kind, where):
    month = MONTH.format("date_closed" if kind == "avg" else "date_reported")
    told = {
        "count": "count(*)",
        "share": "count(*), count(*) FILTER (WHERE date_closed IS NOT NULL)",
        "open": f"{MONTH.format('date_closed')}, count(*)",
        "avg": "sum(date_closed - date_reported), count(date_closed)",
    }[kind]
    groups = "1, 2, 3, 4" if kind == "open" else "1, 2, 3"
    return f"""SELECT company_id, department_id, {month}, {told} FROM qms_deviation
                WHERE hidden_from_id IS NULL AND {where} GROUP BY {groups}"""


def measure(bench, defined, size):
    indicators, bare = defined
    cursor = bench.env.cr

    def in_bare_sql():
        for query in bare:
            cursor.execute(query)
            cursor.fetchall()

    plain, first, again = (
        f"{what} @ {size:,}" for what in ("bare SQL", "worked out, stored", "again")
    )
    bench.measure(plain, in_bare_sql, runs=3)
    note = f"peak {peak(indicators):.1f} MB, {stored(bench.env):,} rows"
    bench.env["qms.indicator.value"].sudo().search([]).unlink()
    bench.env.flush_all()
    bench.measure(
        first,
        indicators._keep_months,
        runs=3,
        warm=0,
        against={"bare": plain},
        note=note,
    )
    indicators._keep_months()
    bench.settle()
    bench.measure(again, indicators._keep_months, runs=3, against={"bare": plain})


def peak(indicators):
    tracemalloc.start()
    indicators._keep_months()
    reached = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return reached


def stored(env):
    return env["qms.indicator.value"].sudo().search_count([])
