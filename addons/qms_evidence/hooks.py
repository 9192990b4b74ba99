from odoo.addons.qms.hooks import forget_duties, release_records
from odoo.addons.qms.models.decision_sql import drop_guards

from .tools import spool


def uninstall_hook(env):
    drop_guards(env.cr, "qms_evidence_seat_view")
    # who came for a seat has nothing to come for
    env["qms.evidence.seat"].search([("state", "=", "open")])._close_accounts()
    forget_duties(env, "qms_evidence")
    release_records(env, "qms_evidence")
    # when it is sure that the module goes
    env.cr.postcommit.add(lambda dbname=env.cr.dbname: spool.forget(dbname))
