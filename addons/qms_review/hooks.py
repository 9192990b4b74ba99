from odoo.addons.qms.hooks import forget_duties, keep_wheel, release_records


def uninstall_hook(env):
    keep_wheel(env, "qms_review")
    forget_duties(env, "qms_review")
    # stakeholders stay, their review goes
    reviewed = [("res_model", "=", "qms.stakeholder")]
    env["qms.duty"].search(reviewed).unlink()
    release_records(env, "qms_review")
