"""Work is handed on and units are merged while others decide, in real transactions."""

import pytest
from decisions import at_once, chain, make_action, make_town, problems, transaction

from odoo.exceptions import UserError


@pytest.fixture
def town(odoo_copy):
    return make_town(odoo_copy, nurses=2)


def _make_order(database, town, model, **values):
    with transaction(database, town["manager"]) as env:
        order = {"company_id": town["company"], "reason": "New job", **values}
        return env[model].create(order).id


def _hand_on(database, town):
    values = {"user_id": town["nurse0"], "heir_id": town["nurse1"]}
    return _make_order(database, town, "qms.succession", **values)


def _merge(database, town):
    with transaction(database) as env:
        unit = env["hr.department"].browse(town["unit"])
        above = unit.parent_id.id
    values = {"source_ids": [(6, 0, [town["unit"]])], "target_id": above}
    return _make_order(database, town, "qms.unit.change", **values)


def _run_rest(database):
    with transaction(database) as env:
        for model in ("qms.succession", "qms.unit.change"):
            for order in env[model]._running():
                order._in_its_name()._carry_out(lambda _count, _left: True)


def _state(database, model, res_id, *names):
    with transaction(database) as env:
        [row] = env[model].browse(res_id).read(names, load=None)
        return tuple(row[name] for name in names)


def test_of_two_who_order_it_one_wins_and_nothing_moves_twice(odoo_copy, town):
    action = make_action(odoo_copy, town, "nurse0")
    order = _hand_on(odoo_copy, town)
    results = at_once(
        odoo_copy,
        (town["manager"], "qms.succession", order, "action_order", ()),
        (town["leader"], "qms.succession", order, "action_order", ()),
    )
    assert sorted(result is True for result in results) == [False, True]
    [refused] = [result for result in results if result is not True]
    assert isinstance(refused, UserError), refused
    # as responsible, and as who goes on with the plan
    assert chain(odoo_copy, "qms.action", action) == ["hand_on", "hand_on"]
    assert not problems(odoo_copy)


def test_who_gives_an_action_up_and_who_hands_it_on_do_not_lose_each_other(
    odoo_copy, town
):
    action = make_action(odoo_copy, town, "nurse0")
    order = _hand_on(odoo_copy, town)
    results = at_once(
        odoo_copy,
        (town["manager"], "qms.succession", order, "action_order", ()),
        (town["nurse0"], "qms.action", action, "action_cancel", ("Not needed",)),
    )
    assert results == [True, True]
    _run_rest(odoo_copy)
    assert _state(odoo_copy, "qms.succession", order, "state") == ("done",)
    verbs = chain(odoo_copy, "qms.action", action)
    [owner] = _state(odoo_copy, "qms.action", action, "owner_id")
    handed_on = verbs[0] == "hand_on"
    assert verbs == ["hand_on", "hand_on", "cancel"] if handed_on else ["cancel"]
    assert owner == town["nurse1" if handed_on else "nurse0"]
    assert not problems(odoo_copy)


def test_a_unit_is_merged_while_somebody_submits(odoo_copy, town):
    action = make_action(odoo_copy, town, "nurse0")
    order = _merge(odoo_copy, town)
    results = at_once(
        odoo_copy,
        (town["manager"], "qms.unit.change", order, "action_order", ()),
        (town["nurse0"], "qms.action", action, "action_submit", ()),
    )
    assert results == [True, True]
    _run_rest(odoo_copy)
    assert _state(odoo_copy, "qms.unit.change", order, "state") == ("done",)
    [unit] = _state(odoo_copy, "qms.action", action, "department_id")
    assert unit != town["unit"]
    assert sorted(chain(odoo_copy, "qms.action", action)) == ["change_unit", "submit"]
    assert not problems(odoo_copy)
