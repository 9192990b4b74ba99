"""Stop the embedded PostgreSQL and remove the folder of state: make clean"""

import shutil

from . import console, paths, postgres
from .console import Failure, say


def main(_arguments):
    link = paths.ROOT / ".qms"
    if link.is_symlink():
        link.unlink()
        say(f"The link {link.name} is gone; {paths.STATE} belongs to another checkout.")
        return
    if not paths.STATE.exists():
        return
    if postgres.in_use():
        raise Failure(
            "Odoo or a test still runs from this folder. Stop it first, then run "
            "`make clean` again."
        )
    postgres.stop()
    shutil.rmtree(paths.STATE)
    say(f"{paths.STATE.name} is gone: the next command sets everything up again.")


if __name__ == "__main__":
    console.main(main)
