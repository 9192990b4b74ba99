"""An audit of a unit, settled by people who do not work there."""

from decisions import make_town, transaction


def make_audit(database, start, end):
    """The home care is audited by ``nurse0`` and ``nurse1``; ids by name."""
    town = make_town(database, nurses=3)
    with transaction(database) as env:
        auditors = env["res.users"].browse([town["nurse0"], town["nurse1"]])
        env.ref("qms.group_auditor").user_ids |= auditors
    return town | {"audit": schedule_audit(database, town, start, end)}


def schedule_audit(database, town, start, end):
    with transaction(database, town["manager"]) as env:
        audit = env["qms.audit"].create(
            {
                "name": "Medicine",
                "company_id": town["company"],
                "objective": "Is it safe?",
                "scope": "This year",
                "department_ids": [(6, 0, [town["unit"]])],
                "requirement_ids": [(6, 0, env.ref("qms.iso9001_2015_8_5_1").ids)],
                "date_start": start,
                "date_end": end,
                "lead_id": town["nurse0"],
                "member_ids": [(0, 0, {"user_id": town["nurse1"]})],
            }
        )
        audit.action_schedule()
        return audit.id
