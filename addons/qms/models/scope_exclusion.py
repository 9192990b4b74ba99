from odoo import api, fields, models


class QmsScopeExclusion(models.Model):
    """What a certificate leaves out, and why (ISO 9001, 4.3)."""

    _name = "qms.scope.exclusion"
    _description = "Left out of the certified scope"
    _order = "certificate_id, id"
    _check_company_auto = True

    certificate_id = fields.Many2one(
        "qms.certificate",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    standard_id = fields.Many2one(related="certificate_id.standard_id")
    requirement_id = fields.Many2one(
        "qms.requirement",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('standard_id', '=', standard_id)]",
    )
    process_id = fields.Many2one(
        "qms.process",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    department_id = fields.Many2one(
        "hr.department",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    reason = fields.Text(
        string="Why",
        required=True,
        help="Why leaving it out does not affect the quality of the services.",
    )
    company_id = fields.Many2one(
        related="certificate_id.company_id", store=True, index=True, precompute=True
    )

    _subject_known = models.Constraint(
        "CHECK (num_nonnulls(requirement_id, process_id, department_id) > 0)",
        "Say what is left out: a requirement, a process or a department.",
    )

    @api.depends("requirement_id", "process_id", "department_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for exclusion in self:
            subjects = (
                exclusion.requirement_id,
                exclusion.process_id,
                exclusion.department_id,
            )
            names = (subject.display_name for subject in subjects if subject)
            exclusion.display_name = ", ".join(names)
