from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.qms.models.decision_sql import lock_rows
from odoo.addons.qms.tools.personal_link import LinkPurpose

PURPOSE = "external_confirms"
LINK_DAYS = 60
ANSWER_DAYS = 10
# before it ends he is asked again
AHEAD_DAYS = 30
SLICE = 100


class QmsExternalConfirmation(models.Model):
    """That somebody from outside was asked to confirm what he has to follow, and did.

    Written by the system alone; he confirms by a personal link. It asks something of
    whoever looks after him, until it is there.
    """

    _name = "qms.external.confirmation"
    _description = "Confirmation of an external person"
    _inherit = ["qms.mask.values", "qms.readable.mixin", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "external_id"
    _mask_fields = ("words",)
    _qms_counted = False

    external_id = fields.Many2one(
        "qms.external.person",
        "Who",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(
        [
            ("asked", "Asked"),
            ("confirmed", "Confirmed"),
            ("lapsed", "No longer asked"),
        ],
        default="asked",
        required=True,
        readonly=True,
    )
    date_asked = fields.Date("Asked on", required=True, readonly=True)
    date_deadline = fields.Date("Answer by", required=True, readonly=True)
    date_confirmed = fields.Date("Confirmed on", readonly=True)
    content = fields.Text("What he confirmed", readonly=True)
    words = fields.Text("In own words", readonly=True)

    _asked_once = models.UniqueIndex("(external_id) WHERE state = 'asked'")

    @api.depends("external_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for each in self:
            number = each.id or ""
            each.display_name = self.env._("Confirmation %s", number)

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        # said, so that no context says otherwise
        start = dict.fromkeys(("date_confirmed", "content", "words"), False)
        companies = self.env["res.company"].browse({v["company_id"] for v in vals_list})
        days = {company.id: self._asked_today(company) for company in companies}
        made = super().create(
            [
                {**vals, **start, "state": "asked", **days[vals["company_id"]]}
                for vals in vals_list
            ]
        )
        made._sync_duties()
        return made

    @api.model
    def _asked_today(self, company):
        today = company._qms_today()
        deadline = company._qms_add_workdays(today, ANSWER_DAYS)
        return {"date_asked": today, "date_deadline": deadline}

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Odoo lets who is shown an activity follow its record; this has no chatter."""
        return True

    def _lapse(self):
        """These are asked no longer; their links open nothing."""
        # sudo: the system keeps what was asked
        asked = self.sudo().filtered(lambda each: each.state == "asked")
        asked.state = "lapsed"
        self.env["qms.personal.link"]._revoke_links(PURPOSE, asked)
        asked._sync_duties()

    # ------------------------------------------------------------
    # What is owed
    # ------------------------------------------------------------

    def _sync_duties(self):
        self.env["qms.duty"]._sync(self)

    def _get_duties(self):
        return [
            {
                "record": each,
                "verb": "see_confirmed",
                "user": each.external_id.owner_id,
                "unit": each.external_id.department_id,
                "deadline": each.date_deadline,
            }
            for each in self
            if each.state == "asked"
        ]

    def _duty_name(self):
        return f"{self.display_name}, {self.external_id.name}"

    def _duty_target(self):
        return self.external_id

    # ------------------------------------------------------------
    # By a personal link
    # ------------------------------------------------------------

    def _make_links(self):
        pairs = [(each, each.external_id.partner_id) for each in self]
        return self.env["qms.personal.link"]._create_links(PURPOSE, pairs, LINK_DAYS)

    def _send_links(self, addresses):
        links = dict(zip(self.ids, addresses, strict=True))
        reached = self.filtered(lambda each: each.external_id.email)
        self.env["qms.mailer"]._send(
            "qms_competence.mail_template_external", reached, qms_links=links
        )

    def _reader_lang(self):
        """The language he is written to in."""
        partner = self.external_id.partner_id
        return partner.lang or self.company_id.partner_id.lang or self.env.lang

    def _page(self):
        """The page behind the link: what he does for us and what he has to follow.

        Nothing of anybody who works here.
        """
        external = self.external_id
        return self.env["ir.qweb"]._render(
            "qms_competence.external_page",
            {
                "company": self.company_id.name,
                "name": external.name,
                "task": external.task,
                "assignments": external._open_assignments(),
                "rules": external.rules,
                "procedures": external._procedures(),
            },
        )

    def _page_files(self):
        """Files that the page offers."""
        files = self.env["ir.attachment"]
        return files.union(*(each["files"] for each in self.external_id._procedures()))

    def _act_by_link(self, link, choice, comment):
        self.flush_recordset()
        lock_rows(self.env.cr, self._table, self.ids)
        self.invalidate_recordset(["state"])
        if self.state != "asked" or not self.external_id.active:
            raise UserError(self.env._("You are no longer asked to confirm this."))
        self._confirm(comment)
        return ""

    def _confirm(self, words=""):
        external, company = self.external_id, self.company_id
        today = company._qms_today()
        until = today + relativedelta(months=company.qms_external_months)
        self.write(
            {
                "state": "confirmed",
                "date_confirmed": today,
                "content": external._confirmed_content(),
                "words": words,
            }
        )
        external.write({"date_confirmed": today, "confirmed_until": until})
        self._sync_duties()
        external.assignment_ids._sync_duties()

    # ------------------------------------------------------------
    # Before it ends
    # ------------------------------------------------------------

    @api.model
    def _cron_ask(self):
        """Each night: who confirmed and will soon have to do so again is asked."""
        progress = self.env["ir.cron"]._commit_progress
        for company in self.env["res.company"].search([("active", "=", True)]):
            domain = self._ending_domain(company)
            people = self.env["qms.external.person"]
            while found := people.search(domain, limit=SLICE):
                found._ask()
                if not progress(len(found), remaining=people.search_count(domain)):
                    return

    @api.model
    def _ending_domain(self, company):
        """Whose confirmation ends soon, and who has not been asked since."""
        last = company._qms_today() + timedelta(days=AHEAD_DAYS)
        asked = self._search([("state", "=", "asked")]).subselect("external_id")
        return (
            Domain("company_id", "=", company.id)
            & Domain("confirmed_until", "<=", last)
            & Domain("id", "not in", asked)
        )


class QmsExternalPerson(models.Model):
    _inherit = "qms.external.person"

    def _confirmed_content(self):
        """What he confirmed, in so many lines as there are texts."""
        titles = [each["title"] for each in self._procedures()]
        given = [f"{each.number}: {each.name}" for each in self._open_assignments()]
        return "\n".join(filter(None, [*given, self.rules, *titles]))

    def _open_assignments(self):
        return self.assignment_ids.filtered(lambda each: not each.is_closed)


class QmsPersonalLink(models.Model):
    _inherit = "qms.personal.link"

    @api.model
    def _get_purposes(self):
        return super()._get_purposes() | {
            PURPOSE: LinkPurpose(
                model="qms.external.confirmation",
                method="_act_by_link",
                title=self.env._("What you follow when you work for us"),
                explanation=self.env._(
                    "With the button you confirm that you have read and understood it "
                    "and will work by it."
                ),
                buttons={"confirm": self.env._("I confirm")},
                done=self.env._("Thank you. It is noted."),
                describe="_page",
                files="_page_files",
                comment=self.env._("Something to add? (may stay empty)"),
            )
        }


class QmsExternalLink(models.TransientModel):
    """Shows a link to whoever hands it over; nothing of it is stored."""

    _name = "qms.external.link"
    _description = "Link for somebody from outside"
    _rec_name = "name"

    name = fields.Char("For", readonly=True)
    address = fields.Char(readonly=True)
