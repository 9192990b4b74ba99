"""Evidence packs in real transactions, on a database that is theirs alone."""

from decisions import make_town, transaction

ACTIONS = 60


def make_pack_town(database):
    """A town whose one source are actions with a file each; its manager may export."""
    town = make_town(database)
    with transaction(database) as env:
        manager = env["res.users"].browse(town["manager"])
        other = manager.copy({"name": "Other", "login": "at_once_other"})
        (manager | other).group_ids += env.ref("base.group_allow_export")
        town["other"] = other.id
        env["qms.evidence.source"].search([]).active = False
        _make_source(env)
    with transaction(database, town["nurse0"]) as env:
        _make_actions(env, town)
    return town


def _make_source(env):
    env["qms.evidence.source"].create(
        {
            "name": "Actions",
            "res_model": "qms.action",
            "date_field": "date_deadline",
            "columns": "name, why, state, date_deadline",
            "company_id": False,
            "has_files": True,
            "requirement_ids": [(6, 0, env.ref("qms.iso9001_2015_10_2_1").ids)],
        }
    )


def _make_actions(env, town):
    actions = env["qms.action"].create(
        [
            {
                "name": f"Action {number}",
                "why": "It stands in the corridor",
                "owner_id": town["nurse0"],
                "department_id": town["unit"],
                "company_id": town["company"],
                "criterion": "No missing medicine",
                "date_deadline": "2030-01-31",
            }
            for number in range(ACTIONS)
        ]
    )
    env["ir.attachment"].create(
        [
            {
                "name": "Plan.txt",
                "raw": f"Plan {action.id}".encode() * 1000,
                "res_model": action._name,
                "res_id": action.id,
            }
            for action in actions
        ]
    )
    actions.action_submit()


def order(database, town, owner="manager"):
    """A new pack that is asked for; its id."""
    with transaction(database, town[owner]) as env:
        return order_in(env, town)


def order_in(env, town):
    pack = env["qms.evidence.pack"].create(
        {
            "standard_id": env.ref("qms.iso9001_2015").id,
            "date_from": "2030-01-01",
            "date_to": "2030-12-31",
            "company_id": town["company"],
            "company_ids": [(6, 0, [town["company"]])],
            "is_masked": False,
            "open_reason": "Asked for",
            "drawn": "all",
            "lang": "en_US",
        }
    )
    pack.action_order()
    return pack.id


def make(database):
    """All that is asked for, as the scheduled action makes it."""
    with transaction(database) as env:
        env["qms.evidence.progress"]._cron_make()


def progress(env, pack_id):
    return env["qms.evidence.progress"].search([("pack_id", "=", pack_id)])
