"""While evidence packs are made everybody works on, in real second transactions."""

import pytest
from decisions import at_once, transaction
from packs import make, make_pack_town, order, order_in, progress

from odoo.exceptions import UserError


@pytest.fixture(scope="module")
def odoo_copy(shared_copy):
    return shared_copy


@pytest.fixture(scope="module")
def town(odoo_copy):
    from odoo.addons.qms_evidence.tools import spool

    yield make_pack_town(odoo_copy)
    spool.forget(odoo_copy)


def _state(database, pack_id):
    with transaction(database) as env:
        pack = env["qms.evidence.pack"].browse(pack_id)
        return pack.state, pack.failure


def _without_waiting(env):
    """Whoever had to wait for a lock would be told so instead."""
    env.cr.execute("SET LOCAL lock_timeout = '1s'")
    return env


def _work(database, town, action_id):
    """What people do on a day: the pack's own records, new ones, another pack."""
    with transaction(database, town["leader"]) as env:
        actions = _without_waiting(env)["qms.action"]
        actions.browse(action_id).action_ask("Why there?")
    with transaction(database, town["nurse0"]) as env:
        action = _without_waiting(env)["qms.action"].browse(action_id)
        action.why = "It stands in the way"
        action.action_submit()
    with transaction(database, town["leader"]) as env:
        report = {
            "description": "The cabinet stood open",
            "company_id": town["company"],
            "department_id": town["unit"],
        }
        _without_waiting(env)["qms.report"].create(report)
        env["qms.action"].browse(action_id).action_approve()
    with transaction(database, town["other"]) as env:
        asked = order_in(_without_waiting(env), town)
        env["qms.evidence.pack"].browse(asked).action_cancel()


def test_while_a_slice_is_worked_on_nobody_waits(odoo_copy, town):
    pack_id, steps = order(odoo_copy, town), []
    with transaction(odoo_copy) as env:
        proposed = [("state", "=", "proposed")]
        action_ids = env["qms.action"].search(proposed, limit=20).ids
    while not steps or steps[-1] != "pack":
        with transaction(odoo_copy) as env:
            row = progress(env, pack_id)
            steps.append(row.step)
            row._take()
            env.flush_all()
            # what the slice has locked and written is not committed yet
            _work(odoo_copy, town, action_ids[len(steps)])
    assert set(steps) == {"plan", "rows", "decisions", "files", "book", "pack"}
    assert _state(odoo_copy, pack_id) == ("ready", False)


@pytest.mark.parametrize("last", ["plan", "rows", "decisions", "files", "book"])
def test_it_is_cancelled_at_once_while_a_slice_is_worked_on(odoo_copy, town, last):
    pack_id, step = order(odoo_copy, town), None
    while step != last:
        with transaction(odoo_copy) as env:
            row = progress(env, pack_id)
            step = row.step
            row._take()
            env.flush_all()
            if step == last:
                with transaction(odoo_copy, town["manager"]) as own:
                    pack = _without_waiting(own)["qms.evidence.pack"].browse(pack_id)
                    assert pack.percent < 100
                    assert pack.doing
                    pack.action_cancel()
    make(odoo_copy)
    assert _state(odoo_copy, pack_id) == ("cancelled", False)
    assert _left_of(odoo_copy, pack_id) == []


def _left_of(database, pack_id):
    from odoo.addons.qms_evidence.tools import spool

    folder = spool.folder(database)
    return [*folder.glob(f"{pack_id}.*"), *folder.glob(f"{pack_id}-*")]


def test_packs_of_several_are_made_beside_each_other(odoo_copy, town):
    first = order(odoo_copy, town)
    second = order(odoo_copy, town, "other")
    with transaction(odoo_copy) as env:
        row = progress(env, first)
        row._take()
        env.flush_all()
        # another process at the same time: it leaves the first alone, and ends
        make(odoo_copy)
        assert _state(odoo_copy, second) == ("ready", False)
    make(odoo_copy)
    assert _state(odoo_copy, first) == ("ready", False)


def test_of_two_who_cancel_and_ask_anew_at_once_one_is_told(odoo_copy, town):
    pack_id = order(odoo_copy, town)
    call = (town["manager"], "qms.evidence.pack", pack_id, "action_cancel", ())
    results = at_once(odoo_copy, call, call)
    assert sum(isinstance(result, UserError) for result in results) == 1
    assert _state(odoo_copy, pack_id) == ("cancelled", False)


def test_each_fetches_his_own_while_the_other_is_made(odoo_copy, town):
    first = order(odoo_copy, town)
    make(odoo_copy)
    second = order(odoo_copy, town, "other")
    with transaction(odoo_copy) as env:
        progress(env, second)._take()
        env.flush_all()
        with transaction(odoo_copy, town["manager"]) as own:
            pack = _without_waiting(own)["qms.evidence.pack"].browse(first)
            assert pack._check_fetch().is_file()
            pack._note_fetched()
    make(odoo_copy)
    assert _state(odoo_copy, second) == ("ready", False)
