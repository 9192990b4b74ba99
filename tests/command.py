"""Odoo's own commands, run beside the tests on a database of their own."""

import socket
import subprocess

from tools import odoo, postgres


def run(*arguments, timeout=900):
    """Run a command to its end and return the finished process with its output."""
    return subprocess.run(
        odoo.command(*arguments),
        env=odoo.environment(postgres.Server()),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=timeout,
        check=False,
    )


def complaints(log):
    """Lines of a log that warn or worse."""
    levels = (" WARNING ", " ERROR ", " CRITICAL ")
    return [line for line in log.splitlines() if any(level in line for level in levels)]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
