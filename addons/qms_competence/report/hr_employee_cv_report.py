from odoo import models
from odoo.exceptions import AccessError


class ReportEmployeeCv(models.AbstractModel):
    """Core prints a resume past all rules; here nobody's of another company."""

    _inherit = "report.hr_skills.report_employee_cv"

    def _get_report_values(self, docids, data=None):
        # sudo: whose company it is
        people = self.env["hr.employee"].sudo().browse(docids).exists()
        if not people.company_id <= self.env.user.company_ids:
            raise AccessError(
                self.env._("Resumes of other companies are not printed here.")
            )
        return super()._get_report_values(docids, data)
