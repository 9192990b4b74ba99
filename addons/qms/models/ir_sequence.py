import re

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

CODE = "qms.record"
# the year of the subsequence or of the date asked for; not isoyear, whose turn differs
YEAR = re.compile(r"%\((?:range_)?(?:year|y)\)s")


class IrSequence(models.Model):
    """One series per company for all quality records, a subsequence for each year.

    Each subsequence is a PostgreSQL sequence: drawing never waits for another
    transaction. Prefix, suffix and size may be edited.
    """

    _inherit = "ir.sequence"

    _qms_series_unique = models.UniqueIndex(
        f"(company_id) WHERE code = '{CODE}'",
        "A company has one series for its quality records.",
    )

    @api.constrains(
        "active",
        "code",
        "company_id",
        "implementation",
        "prefix",
        "suffix",
        "use_date_range",
    )
    def _check_qms_series(self):
        for sequence in self.filtered(lambda sequence: sequence.code == CODE):
            if (
                not sequence.active
                or not sequence.company_id
                or not sequence.use_date_range
                or sequence.implementation != "standard"
            ):
                raise ValidationError(
                    self.env._(
                        "The series of the quality records belongs to a company, has "
                        "subsequences and is of the standard kind."
                    )
                )
            if not YEAR.search(f"{sequence.prefix or ''}{sequence.suffix or ''}"):
                raise ValidationError(
                    self.env._(
                        "Keep the year in the prefix or suffix, such as "
                        "%(year)s: each year begins at 1 again.",
                        year="%(range_year)s",
                    )
                )
            sequence._get_prefix_suffix()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_qms_series(self):
        if any(sequence.code == CODE and sequence.company_id for sequence in self):
            raise UserError(
                self.env._("Without this series no quality record gets a number.")
            )

    @api.model
    def _get_qms_series(self, company):
        company.ensure_one()
        domain = [("code", "=", CODE), ("company_id", "=", company.id)]
        names = ["prefix", "suffix", "padding"]
        return self.search_fetch(domain, names, limit=1) or self._create_qms_series(
            company
        )

    @api.model
    def _create_qms_series(self, companies):
        """Create the series of ``companies``, this and next year open."""
        series = self.create(
            [
                {
                    "name": self.env._("Quality records of %s", company.name),
                    "code": CODE,
                    "company_id": company.id,
                    "prefix": "K-%(range_year)s-",
                    "padding": 5,
                    "use_date_range": True,
                }
                for company in companies
            ]
        )
        series._open_qms_years()
        return series

    @api.model
    def _cron_open_qms_years(self):
        """Give every company its series, with this and next year open.

        Nobody then meets the one moment at which two could wait for one another: the
        first number of a year.
        """
        # a deleted company leaves its series behind
        series = self.search([("code", "=", CODE), ("company_id", "!=", False)])
        series._open_qms_years()
        companies = self.env["res.company"].with_context(active_test=False)
        self._create_qms_series(
            companies.search([("id", "not in", series.company_id.ids)])
        )

    def _open_qms_years(self):
        for sequence in self:
            today = sequence.company_id._qms_today()
            for date in (today, today.replace(year=today.year + 1, day=1)):
                sequence._get_qms_year(date)

    def _get_qms_year(self, date):
        """The subsequence of ``date``, opened if it is the first time."""
        self.ensure_one()
        domain = [
            ("sequence_id", "=", self.id),
            ("date_from", "<=", date),
            ("date_to", ">=", date),
        ]
        found = self.env["ir.sequence.date_range"].search_fetch(
            domain, ["date_from"], limit=1
        )
        return found or self._open_qms_year(date)

    def _open_qms_year(self, date):
        """Two who come at once wait for each other on the sequence's row; the second
        fails with a serialization error, which Odoo repeats."""
        self.env.cr.execute(
            SQL("UPDATE ir_sequence SET write_date = write_date WHERE id = %s", self.id)
        )
        return self._create_date_range_seq(date)

    def _draw_qms_numbers(self, count, date):
        year = self._get_qms_year(date)
        name = f"ir_sequence_{self.id:03d}_{year.id:03d}"
        rows = self.env.execute_query(
            SQL("SELECT nextval(%s) FROM generate_series(1, %s)", name, count)
        )
        prefix, suffix = self._get_prefix_suffix(date=date, date_range=year.date_from)
        return [f"{prefix}{number:0{self.padding}d}{suffix}" for [number] in rows]
