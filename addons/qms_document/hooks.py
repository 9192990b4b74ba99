from odoo.addons.qms.hooks import forget_duties, keep_wheel, release_records


def uninstall_hook(env):
    keep_wheel(env, "qms_document")
    forget_duties(env, "qms_document")
    # its versions go: the rule for them would name a model that is gone
    rules = env["qms.retention.rule"].with_context(active_test=False)
    rules.search([("res_model", "=", "qms.document.version")]).unlink()
    release_records(env, "qms_document")
