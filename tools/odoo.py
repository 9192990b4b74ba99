"""Odoo's own command line in the project's environment.

The server must not be left behind when we are killed, nor be told twice to stop when
Ctrl-C reaches both of us: see `run`.
"""

import os
import signal
import subprocess
import sys

from . import console, database, paths, postgres, python_env


def command(*arguments):
    return [python_env.PYTHON, python_env.ODOO, *arguments]


def addons_path():
    """Odoo's own folders, ours and others'; it would refuse one that is empty."""
    more = [paths.ADDONS, paths.foreign_addons()]
    return paths.odoo_addons() + [folder for folder in more if paths.modules(folder)]


def environment(server):
    """What Odoo reads from its environment; flags given by hand win over these."""
    settings = paths.STATE / "odoo.conf"
    if not settings.exists():
        settings.write_text("[options]\n")
    folders = [paths.VENV / "bin", postgres.programs()]
    path = [*map(str, folders), os.environ.get("PATH", os.defpath)]
    return {
        "ODOO_HTTP_INTERFACE": "127.0.0.1",
        **os.environ,
        **server.env,
        "ODOO_ADDONS_PATH": ",".join(map(str, addons_path())),
        "ODOO_DATA_DIR": str(paths.DATA),
        "ODOO_RC": str(settings),
        "PATH": os.pathsep.join(path),
    }


def databases(arguments):
    """The databases Odoo's server is told to use: it should find them made already."""
    if arguments and not arguments[0].startswith("-") and arguments[0] != "server":
        return []
    names = []
    for flag, value in zip(arguments, [*arguments[1:], ""], strict=False):
        if flag in ("-d", "--database"):
            names += value.split(",")
        elif flag.startswith("--database="):
            names += flag.partition("=")[2].split(",")
        elif flag.startswith("-d") and not flag.startswith("--"):
            names += flag[2:].split(",")
    return [name for name in names if name]


def run(command, server, **options):
    """Run a program in the foreground and return its exit status."""
    terminal = sys.stdin is not None and sys.stdin.isatty()
    foreground = terminal and os.tcgetpgrp(0) == os.getpgrp()
    child = subprocess.Popen(
        [str(part) for part in command],
        env={**environment(server), **options.pop("env", {})},
        pass_fds=server.keep,
        process_group=None if foreground else 0,
        preexec_fn=console.die_with_parent,
        **options,
    )

    def forward(number, _frame):
        # At a terminal Ctrl-C has reached the child by itself.
        if not (foreground and number == signal.SIGINT):
            child.send_signal(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, forward)
    status = child.wait()
    return 128 - status if status < 0 else status


def quiet(arguments, server, **options):
    """Run an Odoo command in the background and return what it printed."""
    env = environment(server)
    return console.run(command(*arguments), env=env, pass_fds=server.keep, **options)


def shell(script, name, server, flags=()):
    """Run a piece of Python in `odoo shell` and return what it printed."""
    return quiet(
        ["shell", "-d", name, "--no-http", "--log-level=warn", *flags],
        server,
        what="A script in Odoo's shell",
        hint=f"Database: {name}",
        input=script,
    )


def main(arguments):
    with postgres.server() as server:
        for name in databases(arguments):
            database.create(name, server.env)
        return run(command(*arguments), server)


if __name__ == "__main__":
    console.main(main)
