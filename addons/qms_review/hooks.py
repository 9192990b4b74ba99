from odoo.tools import SQL

from odoo.addons.qms.hooks import forget_duties, release_records


def uninstall_hook(env):
    _keep_wheel(env)
    forget_duties(env, "qms_review")
    # stakeholders stay, their review goes
    reviewed = [("res_model", "=", "qms.stakeholder")]
    env["qms.duty"].search(reviewed).unlink()
    release_records(env, "qms_review")


def _keep_wheel(env):
    """What recurs stays in the year wheel, by its name; its kinds go."""
    kinds = env["ir.model.data"].search(
        [("module", "=", "qms_review"), ("model", "=", "qms.wheel.kind")]
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
