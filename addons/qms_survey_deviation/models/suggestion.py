from odoo import fields, models

from odoo.addons.qms.tools.lifecycle import Transition


class QmsSurveySuggestion(models.Model):
    """A result may become a proposal instead of an action."""

    _inherit = "qms.survey.suggestion"

    report_id = fields.Many2one(
        "qms.report",
        "Proposed in",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def _get_transitions(self):
        return (
            *super()._get_transitions(),
            Transition("propose", ("open",), "taken", "_mandate_judge"),
        )

    def action_propose(self):
        """Hand it in as a proposal, which is read and decided like any other."""
        self.ensure_one()
        self._transition("propose")
        report = self.env["qms.report"].create(self._prepare_proposal())
        # sudo: written by this step alone
        self.sudo()._write_guarded({"report_id": report.id})
        return report.get_formview_action()

    def _prepare_proposal(self):
        return {
            "type_id": self.env.ref("qms_deviation.type_proposal").id,
            "company_id": self.company_id.id,
            "department_id": self.env.user.employee_id.department_id.id,
            "description": f"{self.title}\n{self._reason()}",
        }

    def _transition_labels(self):
        return super()._transition_labels() | {
            "propose": self.env._("Handed in as a proposal")
        }
