"""Talking to the person at the terminal, and running other programs."""

import ctypes
import signal
import subprocess
import sys

DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


class Failure(Exception):
    """Something is missing: the message says what, and what to do about it."""


def say(text):
    print(f"» {text}", file=sys.stderr, flush=True)


def run(command, *, what, hint, log=None, **options):
    """Run a program quietly; when it fails, show its last lines and the hint."""
    if "input" not in options:
        options["stdin"] = subprocess.DEVNULL
    done = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        preexec_fn=die_with_parent,
        **options,
    )
    if log:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(done.stdout)
    if done.returncode:
        tail = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise Failure(f"{what} failed (exit {done.returncode}).\n{tail}\n{hint}")
    return done.stdout


def die_with_parent():
    """Called in a child process: it ends when we are killed."""
    ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGTERM)


def main(function):
    """Run a tool's main function; a Failure ends it with a message, not a traceback."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    try:
        sys.exit(function(sys.argv[1:]))
    except Failure as failure:
        print(f"\n✗ {failure}", file=sys.stderr, flush=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
