from odoo.addons.qms.hooks import forget_duties, release_records

from .tools import spool


def uninstall_hook(env):
    forget_duties(env, "qms_evidence")
    release_records(env, "qms_evidence")
    # when it is sure that the module goes
    env.cr.postcommit.add(lambda dbname=env.cr.dbname: spool.forget(dbname))
