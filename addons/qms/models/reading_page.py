from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

KEPT_DAYS = 90


class QmsReadingPage(models.AbstractModel):
    """What is read and confirmed on a unit's page, where nobody is logged in.

    Whoever is there writes his badge number, or else his name or initials. The page
    answers both alike, so that it tells nobody which numbers there are, and shows no
    list of staff. A badge number of somebody who is asked is his confirmation; anything
    else is handed to the leader, who knows whose initials they are and ticks him off.
    """

    _name = "qms.reading.page"
    _description = "Read on a unit's page"

    @api.model
    def _on_page_of(self, unit):
        """What is to be read on the page of ``unit``, which runs as the system."""
        line = set(unit._qms_line_ids())
        rounds = self.env["qms.reading.round"].search(
            self._open_domain()
            & Domain("on_unit_page", "=", True)
            & Domain("company_id", "=", unit.company_id.id)
        )
        return rounds.filtered(lambda r: line & set(r.unit_ids.qms_today_id.ids))

    def _page_title(self):
        """What it is called where its text is shown anyway."""
        return self._record()._duty_name()

    def _claim(self, unit, text):
        """Somebody on the page of ``unit`` says with ``text`` that he has read it."""
        below = unit._qms_subtree().ids
        # sudo: hr.employee - whose badge it is
        holder = self.env["hr.employee"].sudo().search([("barcode", "=", text)])
        readings = self.env["qms.reading"].search(
            [
                ("round_id", "=", self.id),
                ("employee_id", "in", holder.ids),
                ("department_id", "in", below),
                ("state", "!=", "lapsed"),
            ]
        )
        if readings:
            readings._confirm("page")
            return
        self.env["qms.reading.claim"].create(
            {
                "round_id": self.id,
                "department_id": unit.id,
                "company_id": self.company_id.id,
                "text": text,
                "date": self.company_id._qms_today(),
            }
        )


class QmsReadingClaim(models.Model):
    """What was written on a unit's page by somebody who says that he has read it.

    Shown to the unit's leaders where they tick off, and deleted with that.
    """

    _name = "qms.reading.claim"
    _description = "Written on a unit's page"
    _inherit = ["qms.mask.values"]
    _order = "id"
    _rec_name = "date"
    _mask_fields = ("text",)
    _qms_person_texts = ("text",)

    round_id = fields.Many2one(
        "qms.reading.round",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    department_id = fields.Many2one(
        "hr.department", "Unit", readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    text = fields.Char("Name or initials", required=True, readonly=True)
    date = fields.Date("Written on", required=True, readonly=True)

    @api.autovacuum
    def _gc_claims(self):
        """Nobody ticked him off: it is too old to know who it was."""
        limit = fields.Date.today() - timedelta(days=KEPT_DAYS)
        self.search([("date", "<", limit)], limit=10_000).unlink()
