"""Audits are told of, reminded of and answered on two connections at once."""

import threading
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from audits import make_audit
from decisions import at_once, registry, transaction
from freezegun import freeze_time

PLANNED, TODAY = "2026-02-09 08:00:00", "2026-03-02 08:00:00"
# the day after TODAY
TIMES = "2026-03-03 08:00:00", "2026-03-03 14:00:00"
NOTHING = dict.fromkeys(("answer", "note", "sample"), False)


@pytest.fixture
def town(odoo_copy):
    with freeze_time(PLANNED):
        town = make_audit(odoo_copy, *TIMES)
    with freeze_time(TODAY):
        yield town


@contextmanager
def met(database, model, method, times=2):
    """Nobody goes through this method for the first time before the others come."""
    cls = registry(database)[model]
    original, barrier, been = getattr(cls, method), threading.Barrier(times), set()

    def waiting(self, *args, **kwargs):
        if threading.get_ident() not in been:
            been.add(threading.get_ident())
            barrier.wait(60)
        return original(self, *args, **kwargs)

    with patch.object(cls, method, waiting):
        yield


def _run_at_once(*jobs):
    errors = []

    def run(job):
        try:
            job()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not any(thread.is_alive() for thread in threads)
    assert not errors, errors


def _remind(database):
    with transaction(database) as env:
        env["qms.audit.reminder"]._cron_remind()


def _change(database, town, values):
    from odoo.service.model import retrying

    with transaction(database, town["nurse0"]) as env:
        audit = env["qms.audit"].browse(town["audit"])
        retrying(lambda: audit.write(values), env)


def _notices(database, town):
    """What was told since TODAY began, each by its kind and the reader's name."""
    with transaction(database) as env:
        notices = env["qms.audit.notice"].search(
            [("audit_id", "=", town["audit"]), ("date", "=", TODAY[:10])]
        )
        mails = env["mail.mail"].search(
            [("model", "=", notices._name), ("res_id", "in", notices.ids)]
        )
        assert len(mails) == len(notices)
        return sorted((row.kind, row.user_id.name) for row in notices)


REMINDED = [("coming", "Leader"), ("coming", "Nurse0"), ("coming", "Nurse1")]


def test_reminded_on_two_connections_everybody_is_reminded_once(odoo_copy, town):
    with met(odoo_copy, "qms.audit", "_tell"):
        _run_at_once(*[lambda: _remind(odoo_copy)] * 2)
    assert _notices(odoo_copy, town) == REMINDED
    _remind(odoo_copy)
    assert _notices(odoo_copy, town) == REMINDED


def test_a_change_and_the_reminders_invite_a_new_leader_once(odoo_copy, town):
    """Both find at the same time that the unit has another leader by now."""
    with transaction(odoo_copy) as env:
        leader = env["hr.employee"].create(
            {
                "name": "Nurse2",
                "user_id": town["nurse2"],
                "company_id": town["company"],
                "department_id": town["unit"],
            }
        )
        env["hr.department"].browse(town["unit"]).manager_id = leader
    with met(odoo_copy, "qms.audit", "_tell"):
        _run_at_once(
            lambda: _remind(odoo_copy),
            lambda: _change(odoo_copy, town, {"place": "Room 3"}),
        )
    told = _notices(odoo_copy, town)
    once = [("changed", "Nurse1"), ("planned", "Nurse2"), ("withdrawn", "Leader")]
    # invited by the reminders before the change, he is told of the change as well
    reminders_first = sorted([*once, ("changed", "Nurse2")])
    found = [row for row in told if row[0] != "coming"]
    assert found in (once, reminders_first)
    coming = [row for row in told if row[0] == "coming"]
    assert ("coming", "Nurse1") in coming
    assert len(set(coming)) == len(coming)
    with transaction(odoo_copy) as env:
        audit = env["qms.audit"].browse(town["audit"])
        users = [town[name] for name in ("nurse0", "nurse1", "nurse2")]
        assert sorted(audit.invitation_ids.user_id.ids) == sorted(users)
        event = audit.told_ids.event_id
        assert event.location == "Room 3"
        assert event.partner_ids == audit.invitation_ids.user_id.partner_id


def test_of_two_who_answer_one_card_at_once_one_sees_the_other(odoo_copy, town):
    with transaction(odoo_copy, town["nurse0"]) as env:
        audit = env["qms.audit"].browse(town["audit"])
        values = {"audit_id": audit.id, "question": "How is it stored?"}
        row = env["qms.audit.answer"].create(values).id
        audit.action_start()
    calls = [
        (
            town[auditor],
            "qms.audit.answer",
            row,
            "action_store",
            (town["audit"], [{"key": f"of-{auditor}", "id": row, **answer}]),
        )
        for auditor, answer in (
            ("nurse0", {**NOTHING, "answer": "conform", "seen": NOTHING}),
            ("nurse1", {**NOTHING, "answer": "good", "seen": NOTHING}),
        )
    ]
    results = [next(iter(result.values())) for result in at_once(odoo_copy, *calls)]
    [taken] = [result for result in results if result["stored"]]
    [refused] = [result for result in results if not result["stored"]]
    assert taken == {"stored": True}
    with transaction(odoo_copy) as env:
        kept = env["qms.audit.answer"].browse(row).answer
    assert refused["now"] == {**NOTHING, "answer": kept}
