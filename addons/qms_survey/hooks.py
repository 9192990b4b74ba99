from odoo import Command

from odoo.addons.qms.hooks import forget_duties, release_records


def uninstall_hook(env):
    forget_duties(env, "qms_survey")
    # who draws up surveys only because of this module
    managers = env.ref("qms.group_quality_manager")
    managers.implied_ids = [Command.unlink(env.ref("survey.group_survey_user").id)]
    # the wheel goes on; what recurs there makes nothing more by itself
    env.ref("qms.wheel_kind_survey").res_model = False
    release_records(env, "qms_survey")
