from odoo import api, models
from odoo.fields import Domain

from odoo.addons.qms.tools.filing import Place

from .review import SETTLED

REPORT = "qms_review.report_review"


class QmsReview(models.Model):
    """A review stands in other systems as management signed it.

    There it is read by the quality group alone; who else reads it here is named in it.
    """

    _name = "qms.review"
    _inherit = ["qms.review", "qms.filed.mixin"]

    @api.model
    def _get_filed_domain(self):
        return Domain("state", "in", SETTLED)

    def _get_filed_place(self):
        return Place(
            self.company_id,
            self.env["hr.department"],
            self.env["qms.process"],
            self._name,
            self.env._("Management reviews"),
        )

    def _get_filed_content(self):
        def texts(rows):
            return [tuple(row[name] for name in row._mask_fields) for row in rows]

        parts = (self, self.line_ids, self.outcome_ids)
        return [self.number, *(texts(rows) for rows in parts)]

    def _get_filed_files(self):
        return [self._filed_print(REPORT, self.display_name)]

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        self._refile()
        return result
