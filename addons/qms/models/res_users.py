from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.lifecycle import Mandate
from ..tools.people import People

# what decides whether a user can be turned to, and in which companies
PRESENCE = {"active", "group_ids", "company_ids", "company_id"}
OUT_OF_OFFICE = {"out_of_office_from", "out_of_office_to"}


class ResUsers(models.Model):
    _inherit = "res.users"

    qms_left = fields.Boolean(
        "Works here no longer",
        compute="_compute_qms_left",
        store=True,
        help="Was employed here, and every employment is archived.",
    )

    @api.depends("employee_ids.active")
    def _compute_qms_left(self):
        # sudo: structure only
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        employees = employees.search([("user_id", "in", self.ids)])
        of_user = employees.grouped(lambda employee: employee.user_id.id)
        for user in self:
            own = of_user.get(user._origin.id, employees[:0])
            user.qms_left = bool(own) and not any(own.mapped("active"))

    def write(self, vals):
        if PRESENCE.isdisjoint(vals):
            result = super().write(vals)
            if not OUT_OF_OFFICE.isdisjoint(vals):
                self._qms_resync()
            return result
        before = self._qms_presence()
        result = super().write(vals)
        after = self._qms_presence()
        changed = self.browse(key for key in after if after[key] != before.get(key))
        changed._qms_moved()
        return result

    def unlink(self):
        # sudo: duties go on with others
        duties = self.env["qms.duty"].sudo()._held_by(self)
        records = {
            model: of_model.mapped("res_id")
            for model, of_model in duties.grouped("res_model").items()
        }
        result = super().unlink()
        self.env["qms.duty"]._resync_records(records)
        return result

    def _qms_presence(self):
        # sudo: structure only
        return {
            user.id: (user.active, user.share, frozenset(user.company_ids.ids))
            for user in self.sudo()
        }

    def _qms_works_here(self):
        """Whether somebody can turn to this user: an account, and an internal one."""
        return bool(self.active and not self.share and not self.qms_left)

    def _qms_last_unit(self, company):
        """The unit of this user in ``company``, or the last one he had there."""
        if not self:
            return self.env["hr.department"]
        # sudo: structure only
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        employee = employees.search(
            [("user_id", "=", self.id), ("company_id", "=", company.id)],
            order="active desc, id desc",
            limit=1,
        )
        return employee.department_id

    def _qms_keeps_shared(self):
        """Whether this user has a root company: he keeps what all companies share."""
        # sudo: which companies are at the root
        return any(not company.parent_id for company in self.sudo().company_ids)

    # ------------------------------------------------------------
    # What follows when something changes
    # ------------------------------------------------------------

    def _qms_led_units(self):
        """The units these users lead, and all below."""
        # sudo: structure only
        units = self.env["hr.department"].sudo().with_context(active_test=False)
        return units.search([("manager_id.user_id", "in", self.ids)])._qms_subtree()

    def _qms_led_today(self):
        """The units this user leads or stands in for today, and all below."""
        # sudo: the units the user himself leads
        rows = self.env["qms.unit.reader"].sudo()
        rows = rows.search(
            [
                ("user_id", "in", self.ids),
                ("kind", "=", "leader"),
                ("date_from", "<=", "today"),
                ("date_to", ">=", "today"),
            ]
        )
        return rows.department_id.with_env(self.env)

    def _qms_safety_units(self):
        """The units these users are safety representatives of, and all below."""
        # sudo: structure only
        units = self.env["hr.department"].sudo().with_context(active_test=False)
        return units.search([("qms_safety_rep_ids", "in", self.ids)])._qms_subtree()

    def _qms_moved(self):
        """Bring readers and duties in line after these accounts changed."""
        if not self:
            return
        # sudo: structure only
        employees = self.env["hr.employee"].sudo()
        units = employees.search([("user_id", "in", self.ids)]).department_id
        read = units | self._qms_led_units() | self._qms_safety_units()
        self.env["qms.unit.reader"]._refresh(read)
        self._qms_resync(units)
        self.env["qms.succession"]._people_changed(self)

    def _qms_resync(self, units=None):
        """Pass on, or take back, what depends on these users being here.

        :param units: further units whose duties may go to them now
        """
        if not self:
            return
        # sudo: the system passes duties on, whoever changed the people
        units = (units or self.env["hr.department"]).sudo() | self._qms_led_units()
        duties = self.env["qms.duty"].sudo()
        duties._resync(duties._held_by(self) | duties._of_units(units))

    def _qms_drop_lost_followings(self):
        """Follow no longer what can no longer be read."""
        # sudo: followers of records that these users may no longer reach
        followers = self.env["mail.followers"].sudo()
        models = self.env["qms.thread.mixin"]._qms_quality_models()
        rows = followers.search(
            Domain("partner_id", "in", self.sudo().partner_id.ids)
            & Domain("res_model", "in", models)
        )
        lost = followers
        for user in self.sudo():
            own = rows.filtered(
                lambda row, user=user: row.partner_id == user.partner_id
            )
            for model, of_model in own.grouped("res_model").items():
                records = self.env[model].browse(of_model.mapped("res_id"))
                readable = records._readable_by(user)
                lost |= of_model.filtered(
                    lambda row, readable=readable: row.res_id not in readable.ids
                )
        lost.unlink()

    # ------------------------------------------------------------
    # One person, several accounts
    # ------------------------------------------------------------

    def _qms_manager_mandate(self, company):
        """As quality manager of ``company``, if this user is one."""
        manages = self.has_group("qms.group_quality_manager")
        if manages and company in self.company_ids:
            return Mandate("quality_manager")
        return None

    def _qms_is_one_of(self, users):
        """Whether this user is the same person as one of ``users``."""
        return People.of(self.env).same_person(self, users)

    def _qms_accounts(self):
        """Ids of all accounts of the person behind each of these users.

        A person is known by his partner, by the contact, identity number or e-mail
        address and name of his employees in whatever company, archived ones too.
        """
        # sudo: employees and accounts of every company, to compare persons
        everyone = self.sudo().with_context(active_test=False)
        own = everyone._qms_person_keys()
        values = {"partner": set(), "number": set(), "mail": set()}
        for kind, value in {key for keys in own.values() for key in keys}:
            values[kind].add(value)
        employees = everyone.env["hr.employee"].search(
            Domain("user_id", "!=", False)
            & Domain.OR(
                [
                    Domain("work_contact_id", "in", values["partner"]),
                    Domain("identification_id", "in", values["number"]),
                    Domain("ssnid", "in", values["number"]),
                ]
            )
        )
        same_contact = Domain("partner_id", "in", values["partner"])
        mails = [mail for mail, _name in values["mail"]]
        same_mail = Domain("partner_id.email_normalized", "in", mails)
        others = employees.user_id | everyone.search(same_contact | same_mail)
        holders = {}
        for user_id, of_user in (everyone | others)._qms_person_keys().items():
            for key in of_user:
                holders.setdefault(key, set()).add(user_id)
        return {
            user_id: frozenset().union(*(holders[key] for key in of_user), {user_id})
            for user_id, of_user in own.items()
        }

    def _qms_person_keys(self):
        """What identifies the person behind each of these users, as (kind, value)."""
        employees = self.env["hr.employee"].search([("user_id", "in", self.ids)])
        of_user = employees.grouped(lambda employee: employee.user_id.id)
        result = {}
        for user in self:
            own = of_user.get(user.id, employees[:0])
            keys = {
                ("partner", pid) for pid in (user.partner_id | own.work_contact_id).ids
            }
            numbers = [*own.mapped("identification_id"), *own.mapped("ssnid")]
            keys |= {("number", number) for number in numbers if number}
            if user.partner_id.email_normalized:
                name = (user.name or "").casefold().strip()
                keys.add(("mail", (user.partner_id.email_normalized, name)))
            result[user.id] = keys
        return result

    # ------------------------------------------------------------
    # Away
    # ------------------------------------------------------------

    def _qms_is_away(self, date):
        """Whether this user is away on ``date``."""
        return self in self._qms_away(date)

    def _qms_away(self, date):
        """Those of ``self`` who are away on ``date``; hook for leave systems."""
        # sudo: that someone is away is known to all, the reason is not stored
        absences = (
            self.env["qms.absence"]
            .sudo()
            .search_fetch(
                [
                    ("user_id", "in", self.ids),
                    ("date_from", "<=", date),
                    ("date_to", ">=", date),
                ]
            )
        )
        return absences.user_id | self._qms_out_of_office(date)

    def _qms_away_days(self, date_from, date_to):
        """On which days of a period these users are away, per user id.

        As ``_qms_away``, for those who ask about many days; the same hook.
        """
        # sudo: that someone is away is known to all, the reason is not stored
        absences = self.env["qms.absence"].sudo()
        periods = [
            (absence.user_id.id, absence.date_from, absence.date_to)
            for absence in absences.search_fetch(
                [
                    ("user_id", "in", self.ids),
                    ("date_from", "<=", date_to),
                    ("date_to", ">=", date_from),
                ],
                ["user_id", "date_from", "date_to"],
            )
        ]
        result = {user_id: set() for user_id in self.ids}
        for user_id, first, last in periods + self._qms_out_periods(date_to):
            first, last = max(first, date_from), min(last, date_to)
            result[user_id] |= {
                first + timedelta(days=day) for day in range((last - first).days + 1)
            }
        return result

    def _qms_out_periods(self, date_to):
        """What they told Odoo itself; a day counts whose noon is within."""
        noon = time(12)
        # sudo: as above
        return [
            (
                user.id,
                user.out_of_office_from.date()
                + timedelta(days=user.out_of_office_from.time() > noon),
                date_to
                if not user.out_of_office_to
                else (user.out_of_office_to - timedelta(hours=12)).date(),
            )
            for user in self.sudo()
            if user.out_of_office_from
            and user.out_of_office_from <= datetime.combine(date_to, noon)
        ]

    def _qms_working_hours(self):
        """Where these users work, as (company, working hours), per user id.

        Without those whose hours say nothing of days: none at all, or flexible ones.
        """
        # sudo: on which days people work, nothing else
        employees = self.env["hr.employee"].sudo().with_context(version_id=False)
        employees = employees.search([("user_id", "in", self.ids)])
        result = {user_id: [] for user_id in self.ids}
        for employee in employees:
            calendar = employee.current_version_id.resource_calendar_id
            if calendar.attendance_ids and not calendar.flexible_hours:
                result[employee.user_id.id].append((employee.company_id, calendar))
        return result

    def _qms_out_of_office(self, date):
        """Those who told Odoo itself that they are out of office on ``date``."""
        noon = datetime.combine(date, time(12))
        # sudo: as above
        return self.sudo().filtered(
            lambda user: (
                user.out_of_office_from
                and user.out_of_office_from <= noon
                and (not user.out_of_office_to or user.out_of_office_to >= noon)
            )
        )

    # ------------------------------------------------------------
    # Cleared for the work of a process
    # ------------------------------------------------------------

    @api.model
    def _qms_clearance_asked(self):
        """Hook: whether any process asks something of who works in it."""
        return False

    def _qms_not_cleared(self, processes):
        """Hook: those of these users who lack what ``processes`` require of whoever
        works in them."""
        return self.browse()
