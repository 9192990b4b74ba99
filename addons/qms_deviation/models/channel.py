import re
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import ormcache

# a screen has room for so many; the best matches come first
SHOWN = 3
LONGEST = 100_000


class QmsChannel(models.Model):
    """Another place where a thing belongs by law, and how one gets it there.

    A channel holds for the companies of its countries, without any for all. A company's
    own channel stands in for the shared one of the same code. Laws change and differ in
    detail: each municipality checks the ground, the clock and the archive rule.
    """

    _name = "qms.channel"
    _description = "Other channel"
    _inherit = ["qms.shared.mixin", "qms.cached.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        help="A company's own channel stands in for the shared one with this code.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Without one it is shared by all."
    )
    country_ids = fields.Many2many(
        "res.country", string="Countries", help="None: wherever the company is."
    )
    belongs = fields.Text("What belongs there", required=True, translate=True)
    link = fields.Char(help="Where one reports it; opens in a new window.")
    contact_email = fields.Char(
        "Contact",
        help="Is mailed at once when a case is handed over: type, number and day of "
        "receipt, never the text.",
    )
    legal_ground = fields.Char(
        translate=True, help="Law and section only, without its text."
    )
    clock_unit = fields.Selection(
        [
            ("none", "No set time"),
            ("at_once", "The day it is received"),
            ("hours", "Hours"),
            ("days", "Days"),
            ("workdays", "Working days"),
        ],
        "Clock",
        required=True,
        default="at_once",
        help="Runs from the receipt here.",
    )
    clock_number = fields.Integer("Within")
    clock_label = fields.Char("Time limit", compute="_compute_clock_label")
    archive_rule = fields.Selection(
        [("keep", "Stays here, closed"), ("remove", "Is removed here")],
        "Once confirmed, the text",
        required=True,
        default="keep",
        help="Removing public records may need a decision by your archive first.",
    )
    keep_months = fields.Integer(
        "Kept for (months)", help="Counted from the confirmation; 0: not at all."
    )
    traceless = fields.Boolean(
        "Leaves a count and nothing else",
        help="Whistle-blowing: the register has no line of it from the hand-over on, "
        "and once confirmed no trace is left of whom or what.",
    )
    word_ids = fields.One2many("qms.channel.words", "channel_id", "Recognised by")
    person_ids = fields.One2many(
        "qms.channel.person",
        "channel_id",
        "Named persons",
        help="They alone read what was handed over to this channel.",
    )

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is a channel with this code already."
    )
    _numbers_from_zero = models.Constraint(
        "CHECK (clock_number >= 0 AND keep_months >= 0)", "Numbers are from 0."
    )
    _traceless_is_removed = models.Constraint(
        "CHECK (NOT traceless OR archive_rule = 'remove')",
        "What leaves nothing but a count is removed once confirmed.",
    )
    _link_is_web = models.Constraint(
        "CHECK (link IS NULL OR link ~* '^https?://')",
        "A link begins with https://",
    )

    @api.depends("clock_unit", "clock_number")
    @api.depends_context("lang")
    def _compute_clock_label(self):
        for channel in self:
            channel.clock_label = {
                "none": self.env._("No set time"),
                "at_once": self.env._("At once"),
                "hours": self.env._("Within %s hours", channel.clock_number),
                "days": self.env._("Within %s days", channel.clock_number),
                "workdays": self.env._("Within %s working days", channel.clock_number),
            }.get(channel.clock_unit, "")

    def copy_data(self, default=None):
        """A copy is the company's own; next to one it has already, under a new code."""
        default = {"company_id": self.env.company.id, **(default or {})}
        rows = super().copy_data(default)
        taken = set(
            self.with_context(active_test=False)
            .search([("company_id", "=", default["company_id"])])
            .mapped("code")
        )
        for row in rows:
            while row["code"] in taken:
                row["code"] += "_copy"
        return rows

    def action_make_own(self):
        """The company's own version of a shared channel, to be changed at will."""
        self.ensure_one()
        self.check_access("read")
        words = [
            fields.Command.create({"language": row.language, "words": row.words})
            for row in self.word_ids
        ]
        own = self.copy({"word_ids": words, "company_id": self.env.company.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": own.id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------
    # Which channels, and for what
    # ------------------------------------------------------------

    @api.model
    def _possible(self, company):
        """The channels that hold for ``company``."""
        return self.browse(self._possible_ids(company.id))

    @api.model
    @ormcache("company_id")
    def _possible_ids(self, company_id):
        # sudo: country and channels of a company, for whoever reports to it
        company = self.env["res.company"].sudo().browse(company_id)
        found = self.sudo().search(
            Domain("company_id", "in", [False, company_id])
            & (
                Domain("country_ids", "=", False)
                | Domain("country_ids", "in", company.partner_id.country_id.ids)
            )
        )
        own = set(found.filtered("company_id").mapped("code"))
        return tuple(
            channel.id
            for channel in found
            if channel.company_id or channel.code not in own
        )

    @api.model
    def action_match(self, text, company_id=None, channel_id=None):
        """What to show a sender whose text sounds like another channel's.

        Nothing of the text is stored or logged.

        :param str text: as far as written
        :param int company_id: to which he reports; his current one unless said
        :param int channel_id: the channel he picked himself, which comes first
        :rtype: list[dict]
        """
        self.check_access("read")
        company = self.env["res.company"].browse(company_id) or self.env.company
        if company not in self.env.user.company_ids:
            raise AccessError(self.env._("You do not report to this company."))
        possible = self._possible(company)
        picked = possible.filtered(lambda channel: channel.id == channel_id)
        found = picked | possible._match(str(text or ""))
        return [channel._prepare_panel() for channel in found[:SHOWN]]

    def _match(self, text):
        """Those of ``self`` whose words occur in ``text``, most hits first.

        A word is found at the beginning of words, so that endings and compounds do not
        matter; case does not either.
        """
        text = text[:LONGEST].casefold()
        hits = {}
        for channel in self:
            pattern = channel._pattern()
            found = {hit.group() for hit in pattern.finditer(text)} if pattern else ()
            if found:
                hits[channel.id] = len(found)
        ranked = self.filtered(lambda channel: channel.id in hits)
        return ranked.sorted(lambda channel: -hits[channel.id])

    def _pattern(self):
        return self._pattern_of(self._origin.id)

    @api.model
    @ormcache("channel_id")
    def _pattern_of(self, channel_id):
        # sudo: the words of a channel, for whoever may be shown it
        rows = self.env["qms.channel.words"].sudo()
        rows = rows.search_fetch([("channel_id", "=", channel_id)], ["words"])
        words = {
            r"\s+".join(map(re.escape, line.casefold().split()))
            for row in rows
            for line in (row.words or "").splitlines()
            if line.strip()
        }
        if not words:
            return None
        return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(words))})")

    def _prepare_panel(self):
        # sudo: what is shown of a channel to whoever reports
        channel = self.sudo()
        return {
            "id": channel.id,
            "name": channel.name,
            "belongs": channel.belongs,
            "link": channel.link or "",
            "clock": channel.clock_label if channel.clock_unit != "none" else "",
            "ground": channel.legal_ground or "",
        }

    # ------------------------------------------------------------
    # The clock
    # ------------------------------------------------------------

    def _due(self, received, company):
        """Until when it must be with the other side.

        Hours count as they pass, days until the last one ends at the company.

        :param datetime.datetime received: in UTC, without zone
        :return: the same kind of moment, ``False`` where there is no clock
        """
        self.ensure_one()
        if self.clock_unit == "none":
            return False
        if self.clock_unit == "hours":
            return received + timedelta(hours=self.clock_number)
        zone = company._qms_timezone()
        day = pytz.utc.localize(received).astimezone(zone).date()
        if self.clock_unit == "days":
            day += timedelta(days=self.clock_number)
        if self.clock_unit == "workdays":
            day = company._qms_add_workdays(day, self.clock_number)
        end = zone.localize(datetime.combine(day, time(23, 59, 59)))
        return end.astimezone(pytz.utc).replace(tzinfo=None)

    # ------------------------------------------------------------
    # Who reads what was handed over
    # ------------------------------------------------------------

    def _named(self, company):
        """The persons named for this channel in ``company`` who are still here."""
        # sudo: who is named, whoever hands over
        rows = self.sudo().person_ids.filtered(lambda row: row.company_id == company)
        users = rows.user_id.filtered(lambda user: user._qms_works_here())
        return users.with_env(self.env)
