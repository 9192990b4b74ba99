from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding

from ..tools.judging import CLEARED, judge
from .external_evaluation import VERDICTS

ACTIVE = Domain("active", "=", True)
# follow from what he confirms
SYSTEM = {"date_confirmed", "confirmed_until", "date_removed"}
# what his confirmation is about
FOLLOWED = {"rules"}


class QmsExternalPerson(models.Model):
    """Somebody from outside who does some of our work (ISO 9001 8.4).

    What he can is documented here, what he has to follow he confirms himself, by a
    personal link and for a time. He sees nothing of ours but that.
    """

    _name = "qms.external.person"
    _description = "External resource person"
    _inherit = [
        "qms.holding.mixin",
        "qms.text.mixin",
        "qms.mask.mixin",
        "qms.thread.mixin",
    ]
    _order = "name, id"
    _check_company_auto = True
    _mask_fields = ("task", "rules")
    _qms_person_texts = ("name",)
    _qms_counted = False

    partner_id = fields.Many2one(
        "res.partner", "Contact", index=True, ondelete="restrict"
    )
    name = fields.Char(related="partner_id.name", store=True, index=True)
    email = fields.Char(related="partner_id.email")
    task = fields.Char("Does for us", required=True, tracking=True)
    department_id = fields.Many2one(
        "hr.department",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="The unit he works for; its leaders look after this.",
    )
    process_ids = fields.Many2many(
        "qms.process",
        "qms_external_person_process_rel",
        string="Processes",
        check_company=True,
    )
    owner_id = fields.Many2one(
        "res.users",
        "Responsible",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
        help="Sees to it that what he can is documented and what he follows confirmed.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    rules = fields.Text("What he has to follow", tracking=True)
    competence_ids = fields.One2many(
        "qms.external.competence", "external_id", "Documented competence"
    )
    assignment_ids = fields.One2many(
        "qms.external.assignment", "external_id", "Assignments"
    )
    confirmation_ids = fields.One2many(
        "qms.external.confirmation", "external_id", "Asked and confirmed"
    )
    date_confirmed = fields.Date("Confirmed on", readonly=True, copy=False)
    confirmed_until = fields.Date("Confirmed until", readonly=True, copy=False)
    confirmation_state = fields.Selection(
        [
            ("never", "Not confirmed"),
            ("asked", "Asked"),
            ("valid", "Confirmed"),
            ("expired", "Expired"),
        ],
        "Confirmation",
        compute="_compute_confirmation_state",
        search="_search_confirmation_state",
    )
    verdict = fields.Selection(
        VERDICTS, "At the last evaluation", compute="_compute_verdict"
    )
    active = fields.Boolean(default=True, tracking=True)

    _once = models.UniqueIndex(
        "(partner_id, company_id)", "This contact stands here already."
    )
    _ends = models.Index("(company_id, confirmed_until) WHERE active")

    @api.depends("name", "date_removed")
    @api.depends_context("lang")
    def _compute_display_name(self):
        gone = self.env._("No longer kept")
        for external in self:
            name = external.name or ""
            external.display_name = gone if external.date_removed else name

    @api.depends("confirmed_until", "confirmation_ids.state")
    def _compute_confirmation_state(self):
        for external in self:
            if external._is_confirmed():
                external.confirmation_state = "valid"
            elif "asked" in external.confirmation_ids.mapped("state"):
                external.confirmation_state = "asked"
            else:
                known = external.confirmed_until
                external.confirmation_state = "expired" if known else "never"

    def _search_confirmation_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        valid = Domain("confirmed_until", ">=", today)
        asked = Domain("confirmation_ids.state", "in", ["asked"])
        known = Domain("confirmed_until", "!=", False)
        domains = {
            "valid": valid,
            "asked": asked & ~valid,
            "expired": known & ~valid & ~asked,
            "never": ~known & ~asked,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    def _compute_verdict(self):
        # sudo: the verdict alone, for who may read the person
        lines = self.env["qms.external.evaluation.line"].sudo()
        found = lines.search(
            [
                ("external_id", "in", self.ids),
                ("evaluation_id.state", "=", "ended"),
                ("verdict", "!=", False),
            ],
            order="id",
        )
        last = {line.external_id.id: line.verdict for line in found}
        for external in self:
            external.verdict = last.get(external._origin.id)

    @api.constrains("partner_id")
    def _check_outside(self):
        # sudo: whether somebody works here, whoever enters it
        contacts = self.sudo().partner_id.with_context(active_test=False)
        people = self.env["hr.employee"].sudo()
        works = Domain("work_contact_id", "in", contacts.ids)
        works |= Domain("user_id.partner_id", "in", contacts.ids)
        internal = contacts.user_ids.filtered(lambda user: not user.share)
        if internal or people.search_count(works, limit=1):
            raise ValidationError(
                self.env._("Whoever works here is an employee, not from outside.")
            )

    # ------------------------------------------------------------
    # Ways in
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # said, so that no context says otherwise
        start = {} if self.env.su else dict.fromkeys(SYSTEM, False)
        return super().create([{**vals, **start} for vals in vals_list])

    def write(self, vals):
        if not self.env.su and SYSTEM & vals.keys():
            raise UserError(self.env._("That follows by itself; it is not entered."))
        if "partner_id" in vals or "company_id" in vals:
            raise UserError(self.env._("Another person is entered anew."))
        # sudo: whether anything of him is left
        if not self.env.su and self.sudo().filtered("date_removed"):
            raise UserError(self.env._("Nothing of this person is kept any longer."))
        if vals.get("active") is False:
            self._check_may_end()
        result = super().write(vals)
        if "active" in vals and not vals["active"]:
            self.confirmation_ids._lapse()
        elif self._get_followed_fields() & vals.keys():
            self._ask_anew()
        elif "owner_id" in vals or "department_id" in vals:
            self.confirmation_ids._sync_duties()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        raise UserError(self.env._("Archive it instead: what was agreed on stays."))

    def _forget_contact(self):
        """Past the guard above: the contact stays, and is named here no longer."""
        today = fields.Date.today()
        return super().write({"partner_id": False, "date_removed": today})

    def _check_may_end(self):
        # sudo: whether any runs
        if self.sudo().assignment_ids.filtered(lambda each: not each.is_closed):
            raise UserError(self.env._("End the assignments first."))

    @api.model
    def _get_followed_fields(self):
        """Hook: fields whose change asks for a new confirmation."""
        return FOLLOWED

    # ------------------------------------------------------------
    # Confirmed by himself
    # ------------------------------------------------------------

    def _is_confirmed(self, day=None):
        """Whether he has confirmed what he has to follow, and that still holds."""
        day = day or fields.Date.context_today(self)
        return bool(self.confirmed_until and self.confirmed_until >= day)

    def _procedures(self):
        """Hook: what he has to follow, besides ``rules``, as plain data.

        :return: dicts with ``title``, ``text`` and ``files`` (attachments)
        """
        return []

    def action_ask(self):
        """Ask him by mail to confirm what he has to follow."""
        self._check_may_ask()
        if without := self.filtered(lambda external: not external.email):
            raise UserError(
                self.env._(
                    "No address: %s. Make a link and hand it over.",
                    ", ".join(without.mapped("display_name")),
                )
            )
        # sudo: the system keeps what was asked
        self.sudo()._ask()
        return True

    def action_make_link(self):
        """A personal link to hand over, shown once: on paper or from phone to phone."""
        self.ensure_one()
        self._check_may_ask()
        # sudo: the system keeps what was asked
        [address] = self.sudo()._ask(mail=False)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Personal link"),
            "res_model": "qms.external.link",
            "view_mode": "form",
            "target": "new",
            "context": {"default_address": address, "default_name": self.name},
        }

    def _check_may_ask(self):
        """Who looks after him, or leads the unit he works for."""
        self.check_access("read")
        # sudo: whose it is
        for external in self.sudo():
            user = self.env.user
            mandate = user._qms_is_one_of(external.owner_id)
            mandate = mandate or external.department_id._qms_line_mandate(
                external.company_id, user
            )
            if not mandate and not user._qms_manager_mandate(external.company_id):
                raise AccessError(self.env._("This step is not yours to take."))
            if not external.active:
                raise UserError(self.env._("He works for us no longer."))

    def _ask(self, mail=True):
        """Begin a new round for each of these; what was asked before is no longer.

        :return: the addresses of the links, in the order of ``self``
        """
        self.confirmation_ids._lapse()
        rounds = self.env["qms.external.confirmation"].create(
            [external._prepare_confirmation() for external in self]
        )
        addresses = rounds._make_links()
        if mail:
            rounds._send_links(addresses)
        return addresses

    def _prepare_confirmation(self):
        return {"external_id": self.id, "company_id": self.company_id.id}

    def _ask_anew(self):
        """What he has to follow is another: he is asked again, and until he has
        answered the former confirmation holds no longer than the time he has."""
        # sudo: what follows from a change that was checked
        asked = self.sudo().filtered(
            lambda external: (
                external.active
                and (
                    external._is_confirmed()
                    or "asked" in external.confirmation_ids.mapped("state")
                )
            )
        )
        asked._ask()
        by_day = asked.filtered("confirmed_until").grouped(
            lambda external: min(
                external.confirmed_until,
                max(external.confirmation_ids.mapped("date_deadline")),
            )
        )
        for day, people in by_day.items():
            people.confirmed_until = day

    # ------------------------------------------------------------
    # What he can
    # ------------------------------------------------------------

    def _lacking(self, processes, day):
        """Names of what the processes require and is not documented on ``day``."""
        self.ensure_one()
        people = self.env["hr.employee"]
        needs = people._competence_needs_of(Domain("process_id", "in", processes.ids))
        lacking = []
        for skill, need in needs.items():
            entries = self.competence_ids._held(skill)
            if judge(need, entries, day).state not in CLEARED:
                lacking.append(self.env["hr.skill"].browse(skill).name)
        return sorted(lacking)

    # ------------------------------------------------------------
    # People and units change
    # ------------------------------------------------------------

    @api.model
    def _get_holdings(self):
        return (*super()._get_holdings(), Holding("owner_id", ACTIVE))

    @api.model
    def _get_unit_holdings(self):
        return (*super()._get_unit_holdings(), Holding("department_id", ACTIVE))
