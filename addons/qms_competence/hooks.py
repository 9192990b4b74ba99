from odoo.addons.qms.hooks import forget_duties, release_records
from odoo.addons.qms.tools.marks import MIRRORING

CORE_JOB = "hr_skills.hr_job_skills_cron_add_certification_activity_to_employees"
WAS_ON = "qms_competence.core_job_was_on"
# core's models that this module gives a lifecycle
CONFIRMED = ("hr.employee.skill", "hr.resume.line")

RETAINED = ("qms.external.assignment", "qms.external.evaluation")


def post_init_hook(env):
    """Core's job asks for the exact level and knows nothing of confirming: it rests."""
    job = env.ref(CORE_JOB, raise_if_not_found=False)
    if job and job.active:
        env["ir.config_parameter"].set_param(WAS_ON, "1")
        job.active = False


def uninstall_hook(env):
    job = env.ref(CORE_JOB, raise_if_not_found=False)
    if job and env["ir.config_parameter"].get_param(WAS_ON):
        job.active = True
        env["ir.config_parameter"].set_param(WAS_ON, False)
    _forget_confirming(env)
    # its records go: a rule for them would name a model that is gone
    rules = env["qms.retention.rule"].with_context(active_test=False)
    rules.search([("res_model", "in", RETAINED)]).unlink()
    forget_duties(env, "qms_competence")
    release_records(env, "qms_competence")


def _forget_confirming(env):
    """Core's records stay; what was asked about them goes with us."""
    quiet = {"mail_activity_quick_update": True, "qms_mirroring": MIRRORING}
    activities = env["mail.activity"].with_context(active_test=False, **quiet)
    activities.search([("res_model", "in", CONFIRMED)]).unlink()
    env["qms.duty"].search([("res_model", "in", CONFIRMED)]).unlink()
