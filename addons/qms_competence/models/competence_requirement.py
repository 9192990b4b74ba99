from odoo import api, fields, models

# who holds a role: rows of a unit's readers, or members of a group
ROLES = [
    ("leader", "Unit leader"),
    ("safety", "Safety representative"),
    ("auditor", "Internal auditor"),
    ("quality_team", "Quality group member"),
    ("quality_manager", "Quality manager"),
]


class QmsCompetenceRequirement(models.Model):
    """What somebody in a job, a process or a role must be able to do.

    Odoo's own skills of a job are a wish when hiring; this is what clause 7.2 asks for.
    """

    _name = "qms.competence.requirement"
    _description = "Required competence"
    _inherit = ["qms.competence.level.mixin", "qms.cached.mixin", "mail.thread"]
    _order = "skill_id, id"
    _rec_name = "skill_id"
    _check_company_auto = True

    job_id = fields.Many2one(
        "hr.job",
        "Job position",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    process_id = fields.Many2one(
        "qms.process",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Asked of everybody in the departments of the process and below them.",
    )
    role = fields.Selection(ROLES, "Role in the quality system", tracking=True)
    skill_id = fields.Many2one(index=True, tracking=True)
    skill_level_id = fields.Many2one(
        string="At least", tracking=True, help="A higher level satisfies it too."
    )
    certificate_needed = fields.Boolean(
        "Certificate needed",
        tracking=True,
        help="Only what has a certificate counts: of a kind that certifies, or with "
        "its file.",
    )
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    _asked_of_one = models.Constraint(
        "CHECK (num_nonnulls(job_id, process_id, role) = 1)",
        "Say of whom it is asked: one job position, one process or one role.",
    )
    _asked_once = models.UniqueIndex(
        "(skill_id, company_id, COALESCE(job_id, 0), COALESCE(process_id, 0), "
        "COALESCE(role, '')) WHERE active",
        "This competence is already asked of them.",
    )

    @api.depends("skill_id", "skill_level_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for requirement in self:
            skill, level = requirement.skill_id, requirement.skill_level_id
            requirement.display_name = f"{skill.name}: {level.name}"
