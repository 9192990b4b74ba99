from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .standing_mixin import IMPORTANCE


class QmsStakeholder(models.Model):
    _name = "qms.stakeholder"
    _inherit = ["qms.stakeholder", "qms.standing.mixin"]
    _mask_fields = ("how_met",)

    @api.depends("name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """A group of people, nobody's name."""
        for stakeholder in self:
            stakeholder.display_name = stakeholder.name or ""

    @api.model
    def _draw_numbers(self, company, count, date=None):
        """It is known by its name; the series is for what is reported."""
        return [self._no_number()] * count

    @api.ondelete(at_uninstall=False)
    def _unlink_except_dismissed_instead(self):
        """What was never decided on may go."""
        # sudo: the state alone
        if any(each.state != "new" for each in self.sudo()):
            raise UserError(
                self.env._("What was reviewed stays; end it with a reason instead.")
            )

    def _decision_content(self):
        """With what is expected, as it is then."""
        rows = [
            {
                "id": each.id,
                "name": each.name,
                "importance": each.importance,
                "how_met": each.how_met or "",
            }
            for each in self.expectation_ids
        ]
        return super()._decision_content() | {"expectations": rows}

    def _missing_review(self):
        """What is expected may be met each in its own way."""
        missing = super()._missing_review()
        expected = self.expectation_ids
        if expected and all(expected.mapped("how_met")):
            missing = [point for point in missing if point.place != "how_met"]
        return missing

    def _get_print_fields(self):
        return [
            (
                self.env._("Stakeholder"),
                [
                    "name",
                    "kind",
                    "description",
                    "importance",
                    "how_met",
                    "expectation_ids",
                ],
            ),
            (
                self.env._("Review"),
                ["owner_id", "review_every", "date_reviewed", "date_review"],
            ),
        ]

    @api.model
    def _review_due_domain(self):
        return super()._review_due_domain() & Domain("active", "=", True)


class QmsRequirement(models.Model):
    _inherit = "qms.requirement"

    importance = fields.Selection(
        IMPORTANCE, default="medium", required=True, help="Of an expectation."
    )
    how_met = fields.Text("How we meet it")
