from odoo.tools import SQL

from .models.decision_sql import drop_guards
from .tools.marks import MIRRORING


def post_init_hook(env):
    env["qms.unit.reader"]._refresh()


def uninstall_hook(env):
    drop_guards(env.cr, "qms_decision", "qms_decision_detail", "qms_decision_seal")
    # our type of activity cannot go while there are activities of it
    quiet = {"mail_activity_quick_update": True, "qms_mirroring": MIRRORING}
    activities = env["mail.activity"].with_context(active_test=False, **quiet)
    duty = env.ref("qms.mail_activity_type_duty", raise_if_not_found=False)
    activities.search([("activity_type_id", "in", duty.ids if duty else [])]).unlink()
    release_records(env, "qms")


def forget_duties(env, module):
    """Take back what the records of ``module`` ask of people, before they go."""
    names = [name for name, model in env.items() if model._original_module == module]
    quiet = {"mail_activity_quick_update": True, "qms_mirroring": MIRRORING}
    activities = env["mail.activity"].with_context(active_test=False, **quiet)
    activities.search([("res_model", "in", names)]).unlink()
    env["qms.duty"].search([("res_model", "in", names)]).unlink()


def keep_wheel(env, module):
    """What recurs stays in the year wheel, by its name; the module's kinds go."""
    kinds = env["ir.model.data"].search(
        [("module", "=", module), ("model", "=", "qms.wheel.kind")]
    )
    ids, other = kinds.mapped("res_id"), env.ref("qms.wheel_kind_other").id
    env.flush_all()
    for table in ("qms_wheel_item", "qms_wheel_occurrence"):
        env.cr.execute(
            SQL(
                """UPDATE %s AS used SET name = COALESCE(used.name, kind.name),
                          kind_id = %s
                     FROM qms_wheel_kind kind
                    WHERE kind.id = used.kind_id AND kind.id = ANY(%s)""",
                SQL.identifier(table),
                other,
                ids,
            )
        )
    env.invalidate_all()


def release_records(env, module):
    """Let the records of ``module`` go in any order while it is uninstalled.

    Odoo deletes the records a module brought before it drops the tables; those that
    other rows of the same module still need would only be refused and complained of.
    For the ``uninstall_hook`` of every module of ours that has such records.
    """
    tables = [
        model._table
        for model in env.registry.values()
        if model._original_module == module and model._auto and not model._abstract
    ]
    ties = env.execute_query(
        SQL(
            """SELECT rel.relname, tie.conname
                 FROM pg_constraint tie JOIN pg_class rel ON rel.oid = tie.conrelid
                WHERE tie.contype = 'f' AND tie.confdeltype IN ('a', 'r')
                  AND rel.relname = ANY(%s)
                  AND rel.relnamespace = current_schema::regnamespace""",
            tables,
        )
    )
    for table, tie in ties:
        env.cr.execute(
            SQL(
                "ALTER TABLE %s DROP CONSTRAINT %s",
                SQL.identifier(table),
                SQL.identifier(tie),
            )
        )
