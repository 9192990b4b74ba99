import re
import secrets
from urllib.parse import urlencode

from odoo import api, fields, models

KEY_LENGTH = 18
KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


class QmsPublicPage(models.Model):
    """A page on which people report without login, reached by its key alone.

    One for the whole company, or one for a unit, whose poster hangs on its wall. Who
    has the address may report; renewing the key ends the old address.
    """

    _name = "qms.public.page"
    _description = "Page without login"
    _inherit = ["qms.public.keeper", "qms.public.outcomes"]
    _order = "company_id, id"
    _rec_name = "company_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department",
        "Unit",
        index=True,
        check_company=True,
        ondelete="cascade",
        help="Empty: whoever reports chooses the unit.",
    )
    active = fields.Boolean("Open", default=True)
    key = fields.Char(required=True, readonly=True, copy=False)
    hourly_limit = fields.Integer(
        "Reports an hour",
        default=30,
        required=True,
        help="More than these are asked to come back later. Counted per page; nothing "
        "is kept about who sends.",
    )
    address = fields.Char(compute="_compute_address")
    poster = fields.Html("QR code", compute="_compute_address", sanitize=False)

    _key_unique = models.UniqueIndex("(key)")
    _place_unique = models.UniqueIndex(
        "(company_id, COALESCE(department_id, 0)) WHERE active",
        "There is a page for this already.",
    )
    _limit_positive = models.Constraint(
        "CHECK (hourly_limit > 0)", "To stop reports, close the page."
    )

    @api.model
    def _new_key(self):
        return secrets.token_urlsafe(KEY_LENGTH)

    @api.depends("company_id", "department_id")
    def _compute_display_name(self):
        for page in self:
            page.display_name = page.department_id.name or page.company_id.name or ""

    def _get_path(self):
        """Where its poster leads: a unit's start page, or straight to the report."""
        kind = "unit" if self.department_id else "report"
        return f"/qms/{kind}/{self.key}"

    @api.depends("key", "department_id")
    def _compute_address(self):
        for page in self:
            page.address = page.get_base_url() + page._get_path()
            query = {"barcode_type": "QR", "value": page.address}
            size = {"width": 400, "height": 400, "barLevel": "M"}
            page.poster = self.env["ir.qweb"]._render(
                "qms_deviation.public_page_poster",
                {"source": f"/report/barcode/?{urlencode({**query, **size})}"},
            )

    @api.model_create_multi
    def create(self, vals_list):
        pages = super().create([self._without_key(vals) for vals in vals_list])
        # sudo: the system keeps numbers for what comes in by these pages
        pages.env["qms.public.reserve"].sudo()._gc_refill()
        return pages

    def write(self, vals):
        return super().write(self._without_key(vals))

    @api.model
    def _without_key(self, vals):
        """Keys are drawn, never chosen."""
        return {name: value for name, value in vals.items() if name != "key"}

    def _prepare_create_values(self, vals_list):
        # a default in the context would choose one too
        result = super()._prepare_create_values(vals_list)
        return [{**vals, "key": self._new_key()} for vals in result]

    def _write_key(self):
        return super().write({"key": self._new_key()})

    def action_open_page(self):
        """See it as whoever reports sees it."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self.address, "target": "new"}

    @api.model
    def _find_open(self, key):
        """The open page with this key; for the page, which runs as the system.

        That of a unit which is no more is closed with it.
        """
        if not KEY.fullmatch(key):
            return self.browse()
        page = self.search([("key", "=", key)])
        return page.filtered(lambda p: not p.department_id or p.department_id.active)

    def _get_choices(self):
        """Hook: what a unit's start page offers, as title, hint and address each."""
        return [
            (
                self.env._("Report something"),
                self.env._("What went wrong, nearly went wrong, or could be better."),
                f"/qms/report/{self.key}",
            ),
            (
                self.env._("What came of our reports"),
                self.env._("How many are open and closed, and what was done."),
                f"/qms/unit/{self.key}/outcomes",
            ),
            (
                self.env._("I have a receipt code"),
                self.env._("Read the answer to your own report, and write back."),
                "/qms/receipt",
            ),
        ]

    def _get_types(self):
        """What can be reported on it; at least the usual type of case."""
        types = self.env["qms.deviation.type"]
        offered = types.search([("on_public_pages", "=", True)])
        return offered or self.env["qms.deviation"]._default_type_id()

    def _get_units(self):
        """Units that can be chosen on it."""
        self.ensure_one()
        if self.department_id:
            return self.department_id
        # sudo: names of units, for who has the address
        units = self.env["hr.department"].sudo()
        company = self.company_id.id
        return units.search([("company_id", "in", [company, False])])
