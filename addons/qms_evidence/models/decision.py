from odoo import api, models
from odoo.fields import Domain


class QmsDecision(models.Model):
    _inherit = "qms.decision"

    @api.model
    def _chain(self, rows, details):
        """What a decision erases does not stay in what was printed before."""
        erasing = [row for row in rows if row["verb"].startswith("erase")]
        if erasing:
            printed = Domain.OR(
                Domain("res_model", "=", row["res_model"])
                & Domain("res_id", "=", row["res_id"])
                for row in erasing
            )
            # sudo: nobody has rights on what is kept
            self.env["qms.evidence.print"].sudo().search(printed).unlink()
        return super()._chain(rows, details)
