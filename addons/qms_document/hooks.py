from odoo.addons.qms.hooks import forget_duties, release_records


def uninstall_hook(env):
    forget_duties(env, "qms_document")
    release_records(env, "qms_document")
