from odoo.addons.qms.hooks import forget_duties, release_records


def uninstall_hook(env):
    forget_duties(env, "qms_review_project")
    release_records(env, "qms_review_project")
