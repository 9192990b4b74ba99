from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import ormcache

from .res_company import LEVELS

VALUES = ("1", "2", "3", "4", "5")
STEPS = [(value, value) for value in VALUES]


class QmsMatrix(models.Model):
    """How severe what is: consequence and likelihood, in a company's own words.

    The one without company holds for all that have none of their own. What was judged
    keeps its level when the matrix changes.
    """

    _name = "qms.matrix"
    _inherit = ["qms.shared.mixin", "qms.cached.mixin"]
    _description = "Severity matrix"
    _order = "company_id, id"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company",
        index=True,
        ondelete="cascade",
        help="Empty: for all companies that have none of their own.",
    )
    consequence_ids = fields.One2many("qms.consequence", "matrix_id", "Consequences")
    likelihood_ids = fields.One2many("qms.likelihood", "matrix_id", "Likelihoods")
    preview = fields.Html("How it looks", compute="_compute_preview", sanitize=False)

    _one_a_company = models.UniqueIndex(
        "(COALESCE(company_id, 0))", "There is one severity matrix for each company."
    )

    @api.depends("company_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for matrix in self:
            # sudo: the name alone
            name = matrix.sudo().company_id.name
            matrix.display_name = name or self.env._("All companies")

    @api.depends(
        "consequence_ids.name",
        "likelihood_ids.name",
        *(f"likelihood_ids.level_{value}" for value in VALUES),
    )
    @api.depends_context("lang")
    def _compute_preview(self):
        for matrix in self:
            matrix.preview = matrix._render()

    def _check_complete(self):
        for matrix in self:
            for steps in (matrix.consequence_ids, matrix.likelihood_ids):
                if sorted(steps.mapped("value")) != list(VALUES):
                    raise ValidationError(
                        self.env._("A severity matrix has five steps on each axis.")
                    )

    @api.model_create_multi
    def create(self, vals_list):
        matrices = super().create(vals_list)
        for matrix in matrices:
            matrix._copy_general()
        # the general one gets its steps from the data file that brings it
        matrices.filtered("company_id")._check_complete()
        return matrices

    def _copy_general(self):
        """What was not said begins as in the general one, in all its languages."""
        general = self._find(self.env["res.company"])
        for name in ("consequence_ids", "likelihood_ids"):
            if not self[name]:
                general[name].copy({"matrix_id": self.id})

    def write(self, vals):
        result = super().write(vals)
        self._check_complete()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_general(self):
        if not all(matrix.company_id for matrix in self):
            raise UserError(
                self.env._("The general severity matrix stays; change it instead.")
            )

    # ------------------------------------------------------------
    # Looking up
    # ------------------------------------------------------------

    @api.model
    def _find(self, company):
        """The matrix that holds for ``company``."""
        # sudo: words and levels, also of a company one may not belong to
        matrices = self.sudo().search([("company_id", "in", [company.id, False])])
        return matrices.sorted(lambda matrix: not matrix.company_id)[:1]

    @api.model
    def _words(self, axis):
        """The steps of an axis for a selection, in the current company's words."""
        words = self._steps(self.env.company.id, axis)
        return tuple(
            (value, f"{value} {words.get(value, '')}".strip()) for value in VALUES
        )

    @api.model
    @ormcache("company_id", "self.env.lang", "axis")
    def _steps(self, company_id, axis):
        """The company's word per step of an axis."""
        matrix = self._find(self.env["res.company"].browse(company_id))
        return matrix._read_steps(axis)

    def _read_steps(self, axis):
        return {step.value: step.name for step in self[f"{axis}_ids"]}

    @api.model
    @ormcache("company_id")
    def _levels(self, company_id):
        """The level per (consequence, likelihood)."""
        return self._find(self.env["res.company"].browse(company_id))._read_levels()

    def _read_levels(self):
        return {
            (consequence, row.value): row[f"level_{consequence}"]
            for row in self.likelihood_ids
            for consequence in VALUES
        }

    # ------------------------------------------------------------
    # The small grid
    # ------------------------------------------------------------

    def _render(self, likelihood=None, consequence=None, actual=None):
        """The grid of this matrix, as it stands on the screen."""
        consequences, likelihoods = map(self._read_steps, ("consequence", "likelihood"))
        return self._draw(
            *(consequences, likelihoods, self._read_levels()),
            *(likelihood, consequence, actual),
        )

    @api.model
    def _render_for(self, company, likelihood, consequence, actual):
        """The grid that holds for ``company``, with what was chosen in it."""
        consequences = self._steps(company.id, "consequence")
        likelihoods = self._steps(company.id, "likelihood")
        return self._draw(
            *(consequences, likelihoods, self._levels(company.id)),
            *(likelihood, consequence, actual),
        )

    @api.model
    def _draw(
        self,
        consequences,
        likelihoods,
        levels,
        likelihood=None,
        consequence=None,
        actual=None,
    ):
        """The grid as HTML, likelihood upwards.

        :param consequences: word per step
        :param likelihoods: word per step
        :param levels: level per (consequence, likelihood)
        :param consequence: what the level goes by, marked with a filled dot
        :param actual: what really happened, marked with a ring where it differs
        """
        field = self.env["qms.likelihood"]._fields["level_1"]
        labels = dict(field._description_selection(self.env))
        level = levels.get((consequence, likelihood), False)
        return self.env["ir.qweb"]._render(
            "qms.matrix",
            {
                "consequences": sorted(consequences.items()),
                "rows": [
                    {
                        "value": row,
                        "name": name,
                        "cells": self._prepare_cells(row, levels, labels),
                    }
                    for row, name in sorted(likelihoods.items(), reverse=True)
                ],
                "likelihood": likelihood,
                "consequence": consequence,
                "actual": actual if actual != consequence else None,
                "score": int(likelihood or 0) * int(consequence or 0),
                "level": level,
                "level_label": labels.get(level, ""),
            },
        )

    @api.model
    def _prepare_cells(self, row, levels, labels):
        return [
            {
                "consequence": value,
                "level": levels.get((value, row)),
                "label": labels.get(levels.get((value, row)), ""),
                "score": int(row) * int(value),
            }
            for value in VALUES
        ]


class QmsMatrixStep(models.AbstractModel):
    """One of the five steps of an axis."""

    _name = "qms.matrix.step"
    _inherit = ["qms.shared.mixin", "qms.cached.mixin"]
    _description = "Step of a severity matrix"

    matrix_id = fields.Many2one(
        "qms.matrix", required=True, index=True, ondelete="cascade"
    )
    value = fields.Selection(STEPS, "Step", required=True, readonly=True)
    name = fields.Char("In words", required=True, translate=True)

    def write(self, vals):
        if not {"matrix_id", "value"}.isdisjoint(vals):
            raise UserError(self.env._("A step keeps its place in its matrix."))
        return super().write(vals)

    def _is_of_a_company(self):
        return bool(self.matrix_id.company_id)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("A severity matrix has five steps on each axis."))


class QmsConsequence(models.Model):
    """How bad it is, in words."""

    _name = "qms.consequence"
    _inherit = "qms.matrix.step"
    _description = "Consequence"
    _order = "matrix_id, value"

    _step_unique = models.Constraint("UNIQUE (matrix_id, value)", "The step is there.")


class QmsLikelihood(models.Model):
    """How often it is to be expected, in words, and how severe that makes it."""

    _name = "qms.likelihood"
    _inherit = "qms.matrix.step"
    _description = "Likelihood"
    _order = "matrix_id, value desc"

    level_1 = fields.Selection(LEVELS, "Consequence 1", required=True)
    level_2 = fields.Selection(LEVELS, "Consequence 2", required=True)
    level_3 = fields.Selection(LEVELS, "Consequence 3", required=True)
    level_4 = fields.Selection(LEVELS, "Consequence 4", required=True)
    level_5 = fields.Selection(LEVELS, "Consequence 5", required=True)

    _step_unique = models.Constraint("UNIQUE (matrix_id, value)", "The step is there.")
