"""Several people decide at the same moment, in real transactions."""

import pytest
from decisions import at_once, chain, make_action, make_town, problems, transaction

from odoo.exceptions import UserError


@pytest.fixture(scope="module")
def odoo_copy(shared_copy):
    return shared_copy


@pytest.fixture(scope="module")
def town(odoo_copy):
    return make_town(odoo_copy, nurses=20)


def _succeeded(results):
    return [number for number, result in enumerate(results) if result is True]


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("action_approve", ()),
        ("action_refuse", ("Too dear",)),
        ("action_ask", ("Why?",)),
    ],
)
def test_of_two_approvers_one_wins_and_the_other_is_told(
    odoo_copy, town, method, arguments
):
    action = make_action(odoo_copy, town, "nurse0")
    with transaction(odoo_copy, town["nurse0"]) as env:
        env["qms.action"].browse(action).action_submit()
    results = at_once(
        odoo_copy,
        (town["leader"], "qms.action", action, "action_approve", ()),
        (town["head"], "qms.action", action, method, arguments),
    )
    [winner] = _succeeded(results)
    loser = results[1 - winner]
    assert isinstance(loser, UserError), loser
    assert "not possible in the state" in str(loser)
    verbs = ["approve", method.removeprefix("action_")]
    assert chain(odoo_copy, "qms.action", action) == ["submit", verbs[winner]]
    assert not problems(odoo_copy)


def test_twenty_people_decide_on_a_record_each(odoo_copy, town):
    nurses = [name for name in town if name.startswith("nurse")]
    actions = {name: make_action(odoo_copy, town, name) for name in nurses}
    calls = [
        (town[name], "qms.action", action, "action_submit", ())
        for name, action in actions.items()
    ]
    results = at_once(odoo_copy, *calls)
    assert results == [True] * 20
    for action in actions.values():
        assert chain(odoo_copy, "qms.action", action) == ["submit"]
    assert not problems(odoo_copy)


def test_ten_people_decide_on_the_same_record(odoo_copy, town):
    """None of these steps changes the state; still each waits for the one before."""
    with transaction(odoo_copy, town["nurse0"]) as env:
        values = {"name": "A", "company_id": town["company"]}
        record = env["test.qms.record"].create(values).id
    calls = [
        (town[f"nurse{n}"], "test.qms.record", record, "action_note", ())
        for n in range(10)
    ]
    assert at_once(odoo_copy, *calls) == [True] * 10
    assert chain(odoo_copy, "test.qms.record", record) == ["note"] * 10
    with transaction(odoo_copy) as env:
        people = env["qms.decision.detail"].search([]).mapped("user_ref")
    assert set(people) >= {town[f"nurse{n}"] for n in range(10)}
    assert not problems(odoo_copy)


def test_a_decision_and_an_erasure_on_the_same_record(odoo_copy, town):
    action = make_action(odoo_copy, town, "nurse0")
    with transaction(odoo_copy, town["nurse0"]) as env:
        env["qms.action"].browse(action).action_submit()
        domain = [("res_model", "=", "qms.action"), ("res_id", "=", action)]
        decision = env["qms.decision"].sudo().search(domain).id
    results = at_once(
        odoo_copy,
        (town["leader"], "qms.action", action, "action_approve", ()),
        (town["manager"], "qms.decision", decision, "action_erase_details", ("Law",)),
    )
    assert results == [True, True]
    verbs = chain(odoo_copy, "qms.action", action)
    assert sorted(verbs[1:]) == ["approve", "erase"]
    assert not problems(odoo_copy)


def test_what_is_committed_after_a_seal_is_in_the_next(odoo_copy, town):
    early = make_action(odoo_copy, town, "nurse0")
    late = make_action(odoo_copy, town, "nurse1")
    with transaction(odoo_copy, town["nurse0"]) as env:
        env["qms.action"].browse(early).action_submit()
    with transaction(odoo_copy, town["nurse1"]) as slow:
        slow["qms.action"].browse(late).action_submit()
        with transaction(odoo_copy) as env:
            first = env["qms.decision.seal"]._cron_seal()
            sealed = set(first._head_digests())
    assert ("qms.action", early) in sealed
    assert ("qms.action", late) not in sealed
    with transaction(odoo_copy) as env:
        second = env["qms.decision.seal"]._cron_seal()
        assert set(second._head_digests()) == {("qms.action", late)}
    assert not problems(odoo_copy)
