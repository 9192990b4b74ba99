from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

FINISHING = {"active", "last_update_id", "last_update_status", "qms_programme_id"}
FINISHED = Domain("last_update_status", "=", "done") | Domain("active", "=", False)


class ProjectProject(models.Model):
    _inherit = "project.project"

    qms_programme_id = fields.Many2one(
        "qms.improvement.programme",
        "Improvement programme",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('state', 'in', ('draft', 'running'))]",
        help="What this project is part of. Once it is complete, its programme's "
        "leader evaluates it.",
    )

    @api.constrains("qms_programme_id", "company_id")
    def _check_qms_programme(self):
        for project in self:
            # sudo: which companies take part
            programme = project.sudo().qms_programme_id
            companies = programme.company_id | programme.company_ids
            if programme and project.company_id - companies:
                raise ValidationError(
                    self.env._("The programme is one of other companies.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        projects = super().create(vals_list)
        projects._qms_check_programme()
        projects._qms_finish()
        return projects

    def write(self, vals):
        result = super().write(vals)
        if "qms_programme_id" in vals:
            self._qms_check_programme()
        if not FINISHING.isdisjoint(vals):
            self._qms_finish()
        return result

    def _qms_check_programme(self):
        """Only into a programme that one may read and that has not ended."""
        if self.env.su:
            return
        programmes = self.qms_programme_id
        programmes.check_access("read")
        # sudo: the state alone
        ended = programmes.sudo().filtered("is_closed")
        if ended:
            raise ended.with_env(self.env)._make_closed_error()

    def _qms_is_finished(self):
        return self.filtered_domain(FINISHED)

    def _qms_finish(self):
        """What is complete is evaluated, once."""
        # sudo: whoever completes a project need not see its programme
        done = self.sudo().filtered("qms_programme_id")._qms_is_finished()
        evaluations = self.env["qms.project.evaluation"].sudo()
        known = evaluations.search([("project_id", "in", done.ids)]).project_id
        evaluations.create(
            [
                {"project_id": project.id, "programme_id": project.qms_programme_id.id}
                for project in done - known
            ]
        )
