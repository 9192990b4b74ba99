from odoo.addons.qms.hooks import forget_duties, release_records


def uninstall_hook(env):
    forget_duties(env, "qms_review")
    # stakeholders stay, their review goes
    reviewed = [("res_model", "=", "qms.stakeholder")]
    env["qms.duty"].search(reviewed).unlink()
    release_records(env, "qms_review")
