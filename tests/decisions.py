"""People who decide in real transactions, on a database that is theirs alone."""

import threading
from contextlib import contextmanager
from functools import partial


def registry(database):
    """The database's registry, loaded without running tests by itself."""
    from odoo.modules.registry import Registry
    from odoo.tools import config

    enabled = config["test_enable"]
    config["test_enable"] = False
    try:
        return Registry(database)
    finally:
        config["test_enable"] = enabled


@contextmanager
def transaction(database, uid=1):
    """A transaction of its own, committed at the end."""
    from odoo.api import Environment

    with registry(database).cursor() as cursor:
        yield Environment(cursor, uid, {})


def make_town(database, nurses=1):
    """A unit with its leader and the head above him; ids by name."""
    with transaction(database) as env:
        company = env["res.company"].create(
            {"name": "Town", "country_id": env.ref("base.dk").id}
        )
        logins = ["head", "leader", "manager", *(f"nurse{n}" for n in range(nurses))]
        users = {login: _make_user(env, login, company) for login in logins}
        group = env.ref("qms.group_quality_manager")
        group.user_ids = users["manager"]
        above = _make_unit(env, "Care", company, users["head"])
        unit = _make_unit(env, "Home care", company, users["leader"], above)
        return {
            "company": company.id,
            "unit": unit.id,
            **{login: user.id for login, user in users.items()},
        }


def _make_user(env, login, company):
    return env["res.users"].create(
        {
            "name": login.capitalize(),
            "login": f"at_once_{login}",
            "email": f"{login}@example.test",
            "company_id": company.id,
            "company_ids": [(6, 0, company.ids)],
            "group_ids": [(6, 0, env.ref("base.group_user").ids)],
        }
    )


def _make_unit(env, name, company, leader, above=None):
    unit = env["hr.department"].create(
        {
            "name": name,
            "company_id": company.id,
            "parent_id": above.id if above else False,
        }
    )
    unit.manager_id = env["hr.employee"].create(
        {
            "name": leader.name,
            "user_id": leader.id,
            "department_id": unit.id,
            "company_id": company.id,
        }
    )
    return unit


def make_action(database, town, author):
    """An action of the unit that its author has planned and not yet submitted."""
    with transaction(database, town[author]) as env:
        values = {
            "name": "Move the medicine cabinet",
            "why": "It stands in the corridor",
            "owner_id": town[author],
            "department_id": town["unit"],
            "company_id": town["company"],
            "criterion": "No missing medicine",
            "date_deadline": "2030-01-31",
        }
        return env["qms.action"].create(values).id


def make_case(database, town):
    """The case of a report from the unit, waiting for its first reader."""
    with transaction(database, town["leader"]) as env:
        values = {
            "description": "The cabinet stood open",
            "company_id": town["company"],
            "department_id": town["unit"],
        }
        return env["qms.report"].create(values).sudo().deviation_ids.id


def at_once(database, *calls):
    """Make the calls (uid, model, id, method, arguments) in as many transactions.

    All have read the database before the first of them begins to write. As over HTTP,
    each is repeated after a serialization error.

    :return: per call what it returned or raised
    """
    from odoo.service.model import retrying

    barrier = threading.Barrier(len(calls))
    results = [None] * len(calls)

    def call(number, uid, model, res_id, method, arguments):
        try:
            with transaction(database, uid) as env:
                record = env[model].browse(res_id)
                env.cr.execute("SELECT 1")
                barrier.wait(60)
                action = partial(getattr(record, method), *arguments)
                results[number] = retrying(action, env)
        except Exception as error:
            results[number] = error

    threads = [
        threading.Thread(target=call, args=(number, *one))
        for number, one in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads)
    return results


def chain(database, model, res_id):
    """The verbs decided on a record, after making sure that nothing is missing."""
    with transaction(database) as env:
        decisions = env["qms.decision"].search(
            [("res_model", "=", model), ("res_id", "=", res_id)], order="sequence"
        )
        numbers = decisions.mapped("sequence")
        assert numbers == list(range(1, len(decisions) + 1))
        return decisions.mapped("verb")


def problems(database):
    """What the check of the decisions finds."""
    with transaction(database) as env:
        return env["qms.decision.check"]._run()[1]
