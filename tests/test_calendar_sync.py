"""Google's and Microsoft's calendar send no invitations to audits besides ours.

Odoo's own modules run as they are; what they would send over the network is kept here.
"""

import json
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
import requests
from audits import make_audit, schedule_audit
from command import run
from decisions import transaction

MODULES = "google_calendar,microsoft_calendar"
SYNCHRONIZED = ("nurse0", "nurse1", "leader")
MEETING = "An ordinary meeting"


class Service:
    """What both services answer, and all that was to be changed there."""

    def __init__(self):
        self.asked, self.changes = set(), []

    def __call__(self, method, url, **options):
        host = "google" if "googleapis" in url else "microsoft"
        self.asked.add(host)
        if method != "get":
            self.changes.append((host, method, url, options.get("data") or ""))
        return self._answer(host, method)

    def _answer(self, host, method):
        number = f"event{len(self.changes)}"
        content = {"id": number, "iCalUId": number}
        if method == "get":
            link = "https://graph.microsoft.com/v1.0/me?$deltatoken=next"
            content = {"items": [], "nextSyncToken": "next", "defaultReminders": []}
            content |= {"value": [], "@odata.deltaLink": link}
        response = requests.Response()
        response.status_code = 201 if host == "microsoft" and method == "post" else 200
        response._content = json.dumps(content).encode()
        return response


@pytest.fixture
def service():
    service = Service()
    with patch.object(requests, "request", service):
        yield service


def _day(days):
    start = datetime.now().replace(hour=8, minute=0, second=0, microsecond=0)
    return start + timedelta(days=days), start + timedelta(days=days, hours=6)


def _connect(database, town):
    """As after somebody has let Odoo into his calendar."""
    until = datetime.now() + timedelta(days=1)
    with transaction(database) as env:
        for name in SYNCHRONIZED:
            user = env["res.users"].browse(town[name])
            settings = env["res.users.settings"]._find_or_create_for_user(user)
            settings.write(
                {
                    "google_calendar_rtoken": "again",
                    "google_calendar_token": "token",
                    "google_calendar_token_validity": until,
                }
            )
            user.write(
                {
                    "microsoft_calendar_rtoken": "again",
                    "microsoft_calendar_token": "token",
                    "microsoft_calendar_token_validity": until,
                }
            )


def _synchronize(database):
    with transaction(database) as env:
        env["res.users"]._sync_all_google_calendar()
        env["res.users"]._sync_all_microsoft_calendar()


def _meet(database, town):
    start, end = _day(20)
    with transaction(database, town["nurse0"]) as env:
        users = env["res.users"].browse([town["nurse0"], town["nurse1"]])
        env["calendar.event"].create(
            {
                "name": MEETING,
                "start": start,
                "stop": end,
                "partner_ids": [(6, 0, users.partner_id.ids)],
            }
        )


def _change(database, town):
    """By its lead, by who answers in Odoo's calendar and who drags it there."""
    audit_id, (start, end) = town["audit"], _day(37)
    with transaction(database, town["nurse0"]) as env:
        env["qms.audit"].browse(audit_id).write({"date_start": start, "date_end": end})
    with transaction(database) as env:
        event = env["qms.audit"].browse(audit_id).told_ids.event_id.id
    with transaction(database, town["nurse1"]) as env:
        attendees = env["calendar.event"].browse(event).attendee_ids
        partner = env.user.partner_id
        attendees.filtered(lambda row: row.partner_id == partner).do_accept()
        env["calendar.event"].browse(event).write({"start": start - timedelta(days=1)})


def test_only_our_invitations_go_out(odoo_copy, service):
    done = run("-d", odoo_copy, "-i", MODULES, "--stop-after-init", "--no-http")
    assert not done.returncode, done.stdout[-3000:]
    town = make_audit(odoo_copy, *_day(30))
    _connect(odoo_copy, town)
    _synchronize(odoo_copy)
    _meet(odoo_copy, town)
    # settled before and after people connected
    town["later"] = schedule_audit(odoo_copy, town, *_day(45))
    for _time in range(2):
        _synchronize(odoo_copy)
    _change(odoo_copy, town)
    _synchronize(odoo_copy)
    with transaction(odoo_copy, town["manager"]) as env:
        env["qms.audit"].browse(town["later"]).action_cancel(reason="Too much")
    _synchronize(odoo_copy)
    assert service.asked == {"google", "microsoft"}
    sent = {(host, method) for host, method, _url, _data in service.changes}
    assert sent == {("google", "post"), ("microsoft", "post")}
    assert all(MEETING in str(data) for *_other, data in service.changes)
    with transaction(odoo_copy) as env:
        audit = env["qms.audit"].browse(town["audit"])
        event = audit.told_ids.event_id
        assert event.start == audit.date_start
        users = env["res.users"].browse(town[name] for name in SYNCHRONIZED)
        assert event.partner_ids == users.partner_id
        answers = {row.user_id.id: row.answer for row in audit.invitation_ids}
        assert answers[town["nurse1"]] == "accepted"
