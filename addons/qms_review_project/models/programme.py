from odoo import api, fields, models

from odoo.addons.qms.tools.lifecycle import Point


class QmsImprovementProgramme(models.Model):
    _inherit = "qms.improvement.programme"

    project_ids = fields.One2many(
        "project.project",
        "qms_programme_id",
        "Projects",
        readonly=True,
        groups="project.group_project_user",
    )
    evaluation_ids = fields.One2many(
        "qms.project.evaluation", "programme_id", "Evaluations", readonly=True
    )
    task_count = fields.Integer(
        "Tasks", compute="_compute_task_count", groups="project.group_project_user"
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_task_count(self):
        """Of the tasks the current user may read."""
        counts = dict.fromkeys(self._origin.ids, 0)
        groups = self.env["project.task"]._read_group(
            [("project_id.qms_programme_id", "in", self._origin.ids)],
            ["project_id"],
            ["__count"],
        )
        for project, count in groups:
            counts[project.qms_programme_id.id] += count
        for programme in self:
            programme.task_count = counts.get(programme._origin.id, 0)

    def action_open_tasks(self):
        """Open the tasks of its projects, as far as one may read them."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "project.action_view_all_task"
        )
        domain = [("project_id.qms_programme_id", "=", self.id)]
        return {**action, "domain": domain, "context": {}}

    def _missing_evaluation(self):
        """Its projects are complete and evaluated before it is."""
        missing = super()._missing_evaluation()
        # sudo: how far they are, whoever may read them
        programme = self.sudo()
        running = programme.project_ids - programme.project_ids._qms_is_finished()
        if running:
            missing.append(
                Point(self.env._("the end of each of its projects"), "project_ids")
            )
        if any(not row.is_closed for row in programme.evaluation_ids):
            missing.append(
                Point(
                    self.env._("the evaluation of each of its projects"),
                    "evaluation_ids",
                )
            )
        return missing

    def _after_moved(self):
        """Who leads it now owes the evaluations too."""
        result = super()._after_moved()
        # sudo: they follow, whoever hands it on
        self.sudo().evaluation_ids._sync_duties()
        return result

    def write(self, vals):
        result = super().write(vals)
        if "leader_id" in vals:
            # sudo: they follow, whoever changed it
            self.sudo().evaluation_ids._sync_duties()
        return result
