"""Measure another product in the same run as ours, with a program from outside.

Nothing of it is part of this repository: BENCH_PEER names a program for `odoo shell`
that reads BENCH_SIZES and writes {"results": [...]} to BENCH_OUT, each with size, what,
queries and sec_median; BENCH_PEER_ADDONS the folder with the modules it measures, and
BENCH_PEER_MODULES those to install, separated by commas.
"""

import json
import os
from pathlib import Path

from . import console, database, odoo, paths, postgres, templates


def run(server):
    """Lines of a table; none where no peer is named."""
    if not (given := os.environ.get("BENCH_PEER")):
        return []
    program, output = Path(given).resolve(), paths.STATE / "bench-peer.json"
    output.unlink(missing_ok=True)
    console.say(f"{program.name} ...")
    name = templates.scratch_name("peer")
    database.create(name, server.env)
    folders = [*odoo.addons_path(), Path(os.environ["BENCH_PEER_ADDONS"]).resolve()]
    flags = [f"--addons-path={','.join(map(str, folders))}"]
    try:
        log = templates.log_file(name)
        names = os.environ.get("BENCH_PEER_MODULES", "").split(",")
        templates.install(name, names, server, flags=flags, log=log)
        log.unlink()
        server = postgres.Server({**server.env, "BENCH_OUT": str(output)}, server.keep)
        odoo.shell(program.read_text(), name, server, flags)
    finally:
        templates.drop(name, server.env)
    return table(json.loads(output.read_text())["results"])


def table(rows):
    wide = max((len(row["what"]) for row in rows), default=10)
    return [
        f"{row['size']:>7}  {row['what']:{wide}}  {row['queries']:>7}  "
        f"{row['sec_median']:>9.4f}"
        for row in rows
        if row["queries"]
    ]
