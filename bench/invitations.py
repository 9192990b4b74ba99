"""Inviting to audits: 500 at once, then all of them moved by a week; and from nothing.

Each audit has a lead auditor, an auditor, a leader of the audited unit and somebody
from outside: four mails with a calendar file and an event of Odoo's calendar. The
mails are queued; sending them is not measured. `BENCH_AUDITS` says how many.
"""

import os
from datetime import datetime, timedelta

from support.town import UNITS, Town

AUDITS = int(os.environ.get("BENCH_AUDITS", "500"))


def run(bench):
    town = Town(bench.env)
    town.env.ref("qms.group_auditor").user_ids |= town.people
    town.company.email = "town@example.test"
    audits = settled(town, AUDITS)
    bench.settle()
    nobody = dict.fromkeys(audits.ids, set())

    def invite(count):
        audits[:count]._tell(nobody)
        bench.env.flush_all()

    def move():
        for audit in audits:
            dates = {
                name: audit[name] + timedelta(days=7)
                for name in ("date_start", "date_end")
            }
            audit.write(dates)
        invite(AUDITS)

    bench.measure(f"invite to {AUDITS // 10}", lambda: invite(AUDITS // 10), runs=3)
    label = f"invite to {AUDITS}"
    bench.measure(
        label, lambda: invite(AUDITS), runs=3, against=f"invite to {AUDITS // 10}"
    )
    invite(AUDITS)
    bench.settle()
    bench.measure(f"move {AUDITS}", move, runs=3, against=label)
    for count in (AUDITS // 10, AUDITS):
        bench.measure(
            f"make, settle and invite to {count}",
            lambda count=count: made(town, count),
            runs=3,
            against=f"make, settle and invite to {AUDITS // 10}",
        )


def made(town, count):
    """As the quality manager makes and settles them; whom they concern is invited."""
    start = datetime.now().replace(hour=7, minute=0, second=0, microsecond=0)
    audits = town.env["qms.audit"].with_user(town.manager)
    audits.create(
        [
            {
                "name": "Audit",
                "objective": "Does it work?",
                "scope": "This year",
                "department_ids": town.units[number % UNITS].ids,
                "requirement_ids": town.requirement.ids,
                "date_start": start + timedelta(days=3000 + number),
                "date_end": start + timedelta(days=3000 + number, hours=6),
                "lead_id": town.people[(number + 1) % 40].id,
                "member_ids": [(0, 0, {"user_id": town.people[(number + 2) % 40].id})],
            }
            for number in range(count)
        ]
    ).action_schedule()


def settled(town, count):
    """Audits whose dates and team are settled, and nobody told yet."""
    start = datetime.now().replace(hour=7, minute=0, second=0, microsecond=0)
    audits = town.env["qms.audit"].create(
        [
            {
                "name": "Audit",
                "department_ids": town.units[number % UNITS].ids,
                "date_start": start + timedelta(days=30 + number),
                "date_end": start + timedelta(days=30 + number, hours=6),
                "invitation_ids": [(0, 0, {"email": f"guest{number}@example.test"})],
            }
            for number in range(count)
        ]
    )
    town.env["qms.audit.member"].create(
        [
            {"audit_id": audit.id, "user_id": user.id, "role": role}
            for number, audit in enumerate(audits)
            for user, role in (
                (town.people[(number + 1) % 40], "lead"),
                (town.people[(number + 2) % 40], "auditor"),
            )
        ]
    )
    audits.member_ids.admitted = True
    audits._write_guarded({"state": "scheduled"})
    # what is told when this transaction ends is measured
    town.env.cr.precommit.clear()
    return audits
