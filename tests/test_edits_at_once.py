"""Two people edit the same case at the same moment, in real transactions.

The form sends the fields that were changed and nothing of what was seen before, so of
two who change the same text the last one wins, as anywhere in Odoo. What two change
apart from each other is all kept, and what is reckoned from it is right.
"""

import pytest
from decisions import at_once, make_case, make_town, problems, transaction

from odoo.tools import mute_logger

LONG = "The lock is broken. " * 20


@pytest.fixture(scope="module")
def odoo_copy(shared_copy):
    return shared_copy


@pytest.fixture(scope="module")
def town(odoo_copy):
    return make_town(odoo_copy)


@pytest.fixture
def case(odoo_copy, town):
    return make_case(odoo_copy, town)


@pytest.fixture(autouse=True)
def mute_repeated():
    """Odoo logs the statement that it repeats."""
    with mute_logger("odoo.sql_db"):
        yield


def _write(town, case, **values_of):
    return [
        (town[name], "qms.deviation", case, "write", (values,))
        for name, values in values_of.items()
    ]


def _read(database, case, *names):
    with transaction(database) as env:
        return [env["qms.deviation"].browse(case)[name] for name in names]


def test_different_fields_are_all_kept(odoo_copy, town, case):
    calls = _write(
        town, case, leader={"cause": LONG}, head={"correction": "It was locked"}
    )
    assert at_once(odoo_copy, *calls) == [True, True]
    assert _read(odoo_copy, case, "cause", "correction") == [LONG, "It was locked"]
    assert not problems(odoo_copy)


def test_what_is_reckoned_from_both_is_right(odoo_copy, town, case):
    """The second is repeated by Odoo and finds what the first has written."""
    calls = _write(town, case, leader={"consequence": "5"}, head={"likelihood": "4"})
    assert at_once(odoo_copy, *calls) == [True, True]
    assert _read(odoo_copy, case, "score", "level", "is_serious") == [
        20,
        "critical",
        True,
    ]
    with transaction(odoo_copy) as env:
        alerts = env["qms.deviation.alert"].search([("deviation_id", "=", case)])
        told = alerts.mapped("user_id.id")
    assert len(told) == len(set(told)) > 0


def test_of_the_same_text_one_is_kept_whole(odoo_copy, town, case):
    other = "Nobody had the key. " * 20
    calls = _write(
        town,
        case,
        leader={"cause": LONG, "why_1": "The lock"},
        head={"cause": other, "why_1": "The key"},
    )
    assert at_once(odoo_copy, *calls) == [True, True]
    kept = _read(odoo_copy, case, "cause", "why_1")
    assert kept in ([LONG, "The lock"], [other, "The key"])
    assert not problems(odoo_copy)


def test_a_text_does_not_come_into_a_case_that_was_just_ended(odoo_copy, town, case):
    """Whoever comes second is refused, or came in before the end."""
    ended = (
        town["head"],
        "qms.deviation",
        case,
        "action_dismiss",
        ("Known already",),
    )
    [edit] = _write(town, case, leader={"cause": LONG})
    dismissed, written = at_once(odoo_copy, ended, edit)
    assert dismissed is True
    [state, cause] = _read(odoo_copy, case, "state", "cause")
    assert state == "dismissed"
    assert cause == (LONG if written is True else False)
    assert not problems(odoo_copy)
