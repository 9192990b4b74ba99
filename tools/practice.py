"""Serve a copy of a database to practise on: make practice

Each start throws the copy away and makes it anew: that is how it is reset. In the copy
no mail is sent, nothing runs at night, and links and posters of the original lead
nowhere (Odoo's `neutralize`). Without a database to copy, the demo municipality is
installed.
"""

import argparse

import psycopg2

from . import console, database, odoo, postgres, run, state, templates
from .console import Failure, say


def main(arguments):
    parser = argparse.ArgumentParser(prog="make practice", description=__doc__)
    parser.add_argument("--database", default="qms")
    parser.add_argument("--port", type=int, default=8070)
    parser.add_argument("--log-level", default="warn")
    options = parser.parse_args(arguments)
    run.check_port(options.port)
    with postgres.server() as server:
        with state.lock("run"):
            if not database.is_initialised(options.database, server.env):
                run.prepare(options.database, server)
            language = run.remembered(options.database, server).get("language")
            name = copy_name(options.database)
            make(options.database, name, server)
        return run.serve(name, options, server, language)


def copy_name(name):
    return f"{name}_practice"


def make(source, name, server):
    """A new copy of ``source`` called ``name``, in place of an older one."""
    say(f"Copying {source} to {name}, to practise on ...")
    try:
        templates.copy(source, name, server.env)
    except psycopg2.errors.ObjectInUse:
        raise Failure(
            f"Somebody is working in {source} or in {name}. Stop what serves them "
            "(make run, make practice), then try again."
        ) from None
    odoo.quiet(
        ["neutralize", "-d", name],
        server,
        what="Making the copy harmless",
        hint=f"Nobody should work in {name} before this succeeds.",
    )


if __name__ == "__main__":
    console.main(main)
