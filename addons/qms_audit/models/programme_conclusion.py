from odoo import api, fields, models

from odoo.addons.qms.tools.lifecycle import Point, Transition

from .audit_table import VERDICTS


class QmsAuditProgrammeConclusion(models.Model):
    """Once a year: is the whole system suitable, and is it effective?"""

    _name = "qms.audit.programme.conclusion"
    _description = "Conclusion of an audit year"
    _inherit = ["qms.record.mixin"]
    _order = "year desc, id desc"
    _rec_names_search = ["number"]
    _mask_fields = ("conclusion", "suitable_because", "effective_because")

    _lifecycle_start = "draft"
    _lifecycle_closed = ("concluded",)
    _lifecycle_stamps = ("date_concluded",)
    _lifecycle_transitions = (
        Transition(
            "conclude", ("draft",), "concluded", "_mandate_own", ("_missing_verdicts",)
        ),
        Transition("reopen", ("concluded",), "draft", "_mandate_own", reason=True),
    )

    programme_id = fields.Many2one(
        "qms.audit.programme", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, precompute=True, required=True
    )
    year = fields.Integer(
        required=True,
        index=True,
        aggregator=None,
        default=lambda self: fields.Date.context_today(self).year,
    )
    state = fields.Selection(
        [("draft", "Draft"), ("concluded", "Concluded")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    conclusion = fields.Text(help="What the audits of the year say on the whole.")
    suitable = fields.Selection(VERDICTS, "The system is suitable")
    suitable_because = fields.Text("Suitable or not, because")
    effective = fields.Selection(VERDICTS, "The system is effective")
    effective_because = fields.Text("Effective or not, because")
    figures = fields.Text("The year in figures", compute="_compute_figures")
    date_concluded = fields.Date("Concluded on", readonly=True, copy=False)

    _number_unique = models.UniqueIndex("(company_id, number)")
    _by_year = models.Index("(year DESC, id DESC)")
    _one_a_year = models.UniqueIndex(
        "(programme_id, year)", "This year has its conclusion already."
    )

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._("Audit conclusion %s", row.number or "")

    @api.depends("programme_id", "year")
    @api.depends_context("lang")
    def _compute_figures(self):
        """Audits carried out that year and what they found, as lines."""
        for row in self:
            audits = self._audits_of(row)
            # sudo: numbers alone
            findings = audits.sudo().finding_ids.filtered(
                lambda finding: finding.state != "withdrawn"
            )
            grades = dict(findings._fields["grade"]._description_selection(self.env))
            lines = [self.env._("Audits carried out: %s", len(audits))]
            lines += [
                f"{label}: {count}"
                for grade, label in grades.items()
                if (count := len(findings.filtered(lambda f, g=grade: f.grade == g)))
            ]
            row.figures = "\n".join(lines)

    @api.model
    def _audits_of(self, row):
        if not row.programme_id or not row.year:
            return self.env["qms.audit"]
        # sudo: numbers alone
        return (
            self.env["qms.audit"]
            .sudo()
            .search(
                [
                    ("programme_id", "=", row.programme_id._origin.id),
                    ("date_concluded", ">=", f"{row.year}-01-01"),
                    ("date_concluded", "<=", f"{row.year}-12-31"),
                ]
            )
        )

    @api.model
    def _number_company(self, vals):
        # sudo: whose series it is
        programme = self.env["qms.audit.programme"].sudo()
        company = programme.browse(vals.get("programme_id")).company_id
        return company or super()._number_company(vals)

    def action_conclude(self):
        """The conclusion of the year holds."""
        return self._transition("conclude")

    def action_reopen(self, reason=None):
        """It is changed."""
        return self._transition("reopen", reason)

    def _mandate_own(self):
        return self.programme_id._mandate_own()

    def _mandate_handle(self):
        return self._mandate_own()

    def _missing_verdicts(self):
        asked = (
            "conclusion",
            "suitable",
            "suitable_because",
            "effective",
            "effective_because",
        )
        return [
            Point(self._fields[name]._description_string(self.env), name)
            for name in asked
            if not self[name]
        ]

    def _transition_values(self, step):
        today = fields.Date.context_today(self)
        return {"date_concluded": today if step.name == "conclude" else False}

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        self.programme_id._sync_duties()
        return result

    def _transition_labels(self):
        return super()._transition_labels() | {
            "conclude": self.env._("Concluded"),
            "reopen": self.env._("Reopened"),
        }

    def _get_print_fields(self):
        return [
            (
                self.env._("Conclusion"),
                [
                    "programme_id",
                    "year",
                    "figures",
                    "conclusion",
                    "suitable",
                    "suitable_because",
                    "effective",
                    "effective_because",
                ],
            )
        ]
