"""The year wheel turns on two connections at once, and while people move it."""

import threading
from datetime import date

import pytest
from decisions import at_once, chain, make_town, problems, registry, transaction

from odoo.exceptions import UserError


@pytest.fixture
def town(odoo_copy):
    return make_town(odoo_copy)


def _make_wheel(database, town, lead_days=300):
    """This year's edition of two that follow each other; ids by name."""
    with transaction(database) as env:
        items = env["qms.wheel.item"]
        items.search([("company_id", "=", town["company"])]).unlink()
        values = {
            "company_id": town["company"],
            "owner_id": town["nurse0"],
            "month": "12",
            "day": 1,
            "lead_days": lead_days,
        }
        audit = items.create({**values, "kind_id": env.ref("qms.wheel_kind_audit").id})
        review = items.create(
            {
                **values,
                "kind_id": env.ref("qms.wheel_kind_review").id,
                "predecessor_ids": [(6, 0, audit.ids)],
            }
        )
    with transaction(database, town["manager"]) as env:
        year = date.today().year
        edition = env["qms.wheel.year"].create(
            {"company_id": town["company"], "year": year + 1}
        )
        edition.action_start()
        found = env["qms.wheel.occurrence"].search([("year_id", "=", edition.id)])
        by_item = {each.item_id.id: each.id for each in found}
    return {
        "year": year + 1,
        "edition": edition.id,
        "audit": by_item[audit.id],
        "review": by_item[review.id],
    }


def _turn_at_once(database, times=2):
    """The scheduled action on several connections, none of which waits for another."""
    barrier = threading.Barrier(times)
    errors = []

    def turn():
        try:
            with transaction(database) as env:
                env.cr.execute("SELECT 1")
                barrier.wait(60)
                env["qms.wheel.occurrence"]._make_all(_commit(env))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=turn) for _number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads)
    assert not errors


def _commit(env):
    def progress(_count, left):
        env.cr.commit()
        return left

    return progress


def _read(database, model, res_id, *names):
    with transaction(database) as env:
        [row] = env[model].browse(res_id).read(names, load=None)
        return tuple(row[name] for name in names)


def test_two_connections_make_nothing_twice(odoo_copy, town):
    with transaction(odoo_copy) as env:
        env.ref("qms.wheel_kind_audit").res_model = "test.qms.made"
        env.ref("qms.wheel_kind_review").res_model = False
    registry(odoo_copy).clear_all_caches()
    wheel = _make_wheel(odoo_copy, town)
    _turn_at_once(odoo_copy)
    _turn_at_once(odoo_copy)
    assert _read(odoo_copy, "qms.wheel.occurrence", wheel["audit"], "state") == ("due",)
    with transaction(odoo_copy) as env:
        domain = [("company_id", "=", town["company"])]
        assert env["test.qms.made"].search_count(domain) == 1
        review = env["qms.duty"].search(
            [
                ("res_model", "=", "qms.wheel.occurrence"),
                ("res_id", "=", wheel["review"]),
            ]
        )
        assert review.mapped("verb") == ["do"]
    assert not problems(odoo_copy)


def test_of_two_moves_that_meet_both_keep_the_order(odoo_copy, town):
    """Each alone would be fine; together the review would come before the audit."""
    wheel = _make_wheel(odoo_copy, town, lead_days=0)
    later, earlier = f"{wheel['year']}-12-09", f"{wheel['year']}-12-02"
    with transaction(odoo_copy, town["manager"]) as env:
        review = env["qms.wheel.occurrence"].browse(wheel["review"])
        review.action_move(f"{wheel['year']}-12-16", "Room")
    results = at_once(
        odoo_copy,
        (
            town["nurse0"],
            "qms.wheel.occurrence",
            wheel["audit"],
            "action_move",
            (later, "Ill"),
        ),
        (
            town["manager"],
            "qms.wheel.occurrence",
            wheel["review"],
            "action_move",
            (earlier, "Council"),
        ),
    )
    assert results[0] is True
    assert results[1] is True or isinstance(results[1], UserError), results[1]
    [audit] = _read(odoo_copy, "qms.wheel.occurrence", wheel["audit"], "date_planned")
    [review] = _read(odoo_copy, "qms.wheel.occurrence", wheel["review"], "date_planned")
    assert audit <= review
    assert "move" in chain(odoo_copy, "qms.wheel.occurrence", wheel["audit"])
    assert not problems(odoo_copy)


def test_two_who_tick_it_off_do_it_once(odoo_copy, town):
    wheel = _make_wheel(odoo_copy, town)
    call = ("qms.wheel.occurrence", wheel["audit"], "action_finish", ("12 audits",))
    results = at_once(odoo_copy, (town["nurse0"], *call), (town["manager"], *call))
    assert sorted(result is True for result in results) == [False, True]
    assert chain(odoo_copy, "qms.wheel.occurrence", wheel["audit"]) == ["finish"]
    assert not problems(odoo_copy)
