from odoo import api, models
from odoo.exceptions import UserError

from .matrix import VALUES


class QmsMatrixAxes(models.AbstractModel):
    """A record that is judged by the severity matrix of its company."""

    _name = "qms.matrix.axes"
    _description = "Judged by the severity matrix"

    # the fields that hold a step of one of the axes
    _matrix_axes = ()

    @api.model
    def _select_consequences(self):
        return list(self.env["qms.matrix"]._words("consequence"))

    @api.model
    def _select_likelihoods(self):
        return list(self.env["qms.matrix"]._words("likelihood"))

    @api.model
    def _check_steps(self, vals):
        """Odoo checks no choice whose words are data."""
        axes = self._matrix_axes
        if any(vals.get(name) and vals[name] not in VALUES for name in axes):
            raise UserError(self.env._("Choose one of the five steps."))

    @api.model
    def _judge(self, company, consequence, likelihood):
        """Score and level of a cell of the company's matrix as it is today."""
        score = int(consequence or 0) * int(likelihood or 0)
        known = bool(score and company)
        return score, company._qms_level(consequence, likelihood) if known else False
