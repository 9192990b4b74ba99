from odoo import api, fields, models


class QmsFactor(models.Model):
    """What inside or outside has an effect on the services (ISO 9001 4.1)."""

    _name = "qms.factor"
    _description = "Quality factor"
    _inherit = ["qms.retained.mixin", "qms.standing.mixin"]
    _order = "id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _mask_fields = ("name", "effect", "how_met")

    _lifecycle_stamps = ("date_reviewed", "date_closed", "date_removed", "is_kept")

    name = fields.Char("What", required=True, tracking=True)
    kind = fields.Selection(
        [("external", "External"), ("internal", "Internal")],
        default="external",
        required=True,
        tracking=True,
    )
    theme = fields.Selection(
        [
            ("law", "Law and politics"),
            ("economy", "Economy"),
            ("population", "Population"),
            ("technology", "Technology"),
            ("climate", "Climate"),
            ("staff", "Staff and competence"),
            ("organisation", "Organisation and culture"),
            ("other", "Other"),
        ],
        default="other",
        required=True,
    )
    effect = fields.Text("Effect on the services")
    date_closed = fields.Date("Ended on", readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    _number_unique = models.UniqueIndex("(company_id, number)")

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for factor in self:
            factor.display_name = self.env._("Quality factor %s", factor.number or "")

    def _transition_values(self, step):
        values = super()._transition_values(step)
        if step.target:
            today = self[:1].company_id._qms_today()
            values["date_closed"] = today if step.target == "ended" else False
        return values

    def _get_print_fields(self):
        return [
            (
                self.env._("Quality factor"),
                ["name", "kind", "theme", "importance", "effect", "how_met"],
            ),
            (
                self.env._("Review"),
                ["owner_id", "review_every", "date_reviewed", "date_review"],
            ),
        ]
