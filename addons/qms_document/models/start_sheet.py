from odoo import models

ROW = "qms.document.takeover.row"


class QmsStartSheet(models.Model):
    _inherit = "qms.start.sheet"

    def _judge(self, done):
        """Each row of an old register knows its line."""
        if self.res_model == ROW:
            for line, row_id in done:
                self.env[ROW].browse(row_id).line = line
        return super()._judge(done)
