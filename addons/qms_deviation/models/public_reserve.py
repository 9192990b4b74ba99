from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.qms.models.number_mixin import DrawnNumber

SIZE = 20


class QmsPublicReserve(models.Model):
    """Numbers and ids drawn ahead for reports without a sender, taken in any order.

    Drawn when the report comes in, they would tell between which two others it came,
    whose minutes are known.
    """

    _name = "qms.public.reserve"
    _description = "Numbers kept for reports without a sender"
    _rec_name = "number"
    _order = "id"
    _log_access = False

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    year = fields.Integer(required=True, readonly=True)
    number = fields.Char(required=True, readonly=True)
    report_key = fields.Integer(required=True, readonly=True)
    case_key = fields.Integer(required=True, readonly=True)

    @api.model
    def _take(self, company):
        """A number with the ids that go with it; it is not given out again.

        :return: the number, and per model the id
        """
        for _attempt in range(2):
            rows = self.env.execute_query(
                SQL(
                    """DELETE FROM qms_public_reserve WHERE id = (
                           SELECT id FROM qms_public_reserve
                            WHERE company_id = %s AND year = %s
                            ORDER BY random() LIMIT 1 FOR UPDATE SKIP LOCKED)
                       RETURNING number, report_key, case_key""",
                    company.id,
                    company._qms_today().year,
                )
            )
            if rows:
                break
            self._fill(company, SIZE)
        number, report_key, case_key = rows[0]
        keys = {"qms.report": report_key, "qms.deviation": case_key}
        return DrawnNumber(number), keys

    @api.model
    def _fill(self, company, count):
        # sudo: the system keeps the reserve
        reserve = self.sudo()
        keys = reserve.env.execute_query(
            SQL(
                """SELECT nextval('qms_report_id_seq'), nextval('qms_deviation_id_seq')
                     FROM generate_series(1, %s)""",
                count,
            )
        )
        numbers = reserve.env["qms.report"]._draw_numbers(company, count)
        year = company._qms_today().year
        reserve.create(
            [
                {
                    "company_id": company.id,
                    "year": year,
                    "number": str(number),
                    "report_key": report_key,
                    "case_key": case_key,
                }
                for number, (report_key, case_key) in zip(numbers, keys, strict=True)
            ]
        )
        reserve.flush_model()

    @api.autovacuum
    def _gc_refill(self):
        """By night, so that no report is near the moment at which they are drawn."""
        pages = self.env["qms.public.page"].search([("active", "=", True)])
        for company in pages.company_id:
            year = company._qms_today().year
            mine = self.search([("company_id", "=", company.id)])
            mine.filtered(lambda row, year=year: row.year != year).unlink()
            left = len(mine.exists())
            if left < SIZE:
                self._fill(company, SIZE - left)
