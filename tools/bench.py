"""Run the scenarios of bench/, each on a database of its own: make bench"""

import argparse
import importlib.util
import json
import os

from . import console, modules, odoo, paths, peer, postgres, templates

PROGRAM = paths.ROOT / "bench/run.py"
SCRIPT = """
import importlib.util
spec = importlib.util.spec_from_file_location("bench_run", {program!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
module.main(env, {name!r}, {output!r})
"""
SIZES = "10000,50000"
LONG_SIZES = "10000,500000"


def program():
    """What runs inside Odoo's shell also knows the scenarios and the table."""
    spec = importlib.util.spec_from_file_location("bench_run", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(path, needed, server):
    """The figures of one scenario."""
    output = paths.STATE / f"bench-{path.stem}.json"
    script = SCRIPT.format(program=str(PROGRAM), name=path.stem, output=str(output))
    name = templates.scratch_name("bench")
    templates.copy(templates.product(modules.product(), server), name, server.env)
    try:
        if needed:
            log = templates.log_file(name)
            templates.install(name, needed, server, log=log)
            log.unlink()
        odoo.shell(script, name, server)
    finally:
        templates.drop(name, server.env)
    return json.loads(output.read_text())


def main(arguments):
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("names", nargs="*", help="only these scenarios")
    parser.add_argument("--long", action="store_true", help=f"sizes {LONG_SIZES}")
    options = parser.parse_args(arguments)
    os.environ.setdefault("BENCH_SIZES", LONG_SIZES if options.long else SIZES)
    bench = program()
    rows = []
    with postgres.server() as server:
        for path in bench.scenarios(options.names):
            console.say(f"{path.stem} ...")
            rows += measure(path, bench.needs(path), server)
        print(bench.table(rows))
        for line in peer.run(server):
            print(line)
    output = paths.STATE / "bench.json"
    output.write_text(json.dumps(rows, indent=1))
    console.say(f"The figures as JSON: {output}")


if __name__ == "__main__":
    console.main(main)
