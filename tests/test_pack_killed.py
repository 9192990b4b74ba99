"""An evidence pack whose making is killed at random points, in real processes."""

import multiprocessing
import time
import zipfile
from io import BytesIO
from random import Random

import openpyxl
import pytest
from decisions import transaction
from packs import ACTIONS, make, make_pack_town, order

from odoo.tools import mute_logger

SEED = 4711
KILLS = 10
SHEETS = ("Index", "Actions", "Decisions", "Files")


@pytest.fixture
def town(odoo_copy):
    from odoo.addons.qms_evidence.tools import spool

    yield make_pack_town(odoo_copy)
    spool.forget(odoo_copy)


def _kill_after(database, seconds):
    """Make packs in a process of its own that is killed after so long."""
    from odoo.sql_db import close_all

    # a connection has one process alone
    close_all()
    context = multiprocessing.get_context("fork")
    process = context.Process(target=make, args=(database,), daemon=True)
    process.start()
    time.sleep(seconds)
    process.kill()
    process.join(60)
    assert process.exitcode is not None


def _told(database, pack_id):
    """The sheets of a finished pack, which is whole."""
    with transaction(database) as env:
        pack = env["qms.evidence.pack"].browse(pack_id)
        assert pack.state == "ready", pack.failure
        path = pack._path()
        assert pack._file_problems(path) == []
    book = openpyxl.load_workbook(_unpacked(path))
    return {name: list(book[name].iter_rows(values_only=True)) for name in SHEETS}


def _unpacked(path):
    with zipfile.ZipFile(path) as packed:
        return BytesIO(packed.read("evidence.xlsx"))


def _assert_free(database, pack_id):
    """Nobody holds the pack or how far it is."""
    deadline = time.monotonic() + 60
    while True:
        with transaction(database) as env:
            pack = env["qms.evidence.pack"].browse(pack_id)
            records = [pack, *pack.progress_ids]
            if all(each.try_lock_for_update() == each for each in records):
                return
        # the server has not yet seen that the process has gone
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _look(database, pack_id, town):
    """Its state; what is not ready is not handed out, what is ready is whole."""
    from odoo.exceptions import UserError

    with transaction(database, town["manager"]) as env:
        pack = env["qms.evidence.pack"].browse(pack_id)
        if pack.state != "ready":
            with pytest.raises(UserError):
                pack.action_fetch()
        return pack.state


def test_killed_ten_times_no_half_pack_is_offered_and_no_lock_is_left(odoo_copy, town):
    first = order(odoo_copy, town)
    begun = time.monotonic()
    make(odoo_copy)
    needed = time.monotonic() - begun
    whole = _told(odoo_copy, first)
    assert len(whole["Actions"]) == ACTIONS + 1
    chance, packs, killed = Random(SEED), [order(odoo_copy, town)], 0
    with mute_logger("odoo.sql_db"):
        while killed < KILLS:
            _kill_after(odoo_copy, chance.uniform(0, needed))
            _assert_free(odoo_copy, packs[-1])
            if _look(odoo_copy, packs[-1], town) == "making":
                killed += 1
            else:
                # ready before it was killed, or given up: another one
                packs.append(order(odoo_copy, town))
            assert len(packs) < 5 * KILLS
    for pack_id in packs:
        _finish(odoo_copy, pack_id, town)
        assert _told(odoo_copy, pack_id) == whole
    _assert_nothing_else_lies_there(odoo_copy, [first, *packs])


def _finish(database, pack_id, town):
    """Make it; one that was killed three times at its workbook is asked for again."""
    make(database)
    if _look(database, pack_id, town) == "failed":
        with transaction(database, town["manager"]) as env:
            env["qms.evidence.pack"].browse(pack_id).action_order()
        make(database)


def _assert_nothing_else_lies_there(database, pack_ids):
    from odoo.addons.qms_evidence.tools import spool

    make(database)
    with transaction(database) as env:
        packs = env["qms.evidence.pack"].browse(pack_ids)
        expected = {name for pack in packs for name in pack._kept_names()}
    assert {path.name for path in spool.folder(database).iterdir()} == expected
