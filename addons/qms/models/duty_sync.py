from odoo import Command, api, fields, models
from odoo.fields import Domain

from ..tools.apart import apart
from ..tools.people import People

# more than these are passed on by the scheduled action, which is woken for it
AT_ONCE = 1000
SLICE = 500
OPEN = Domain("state", "=", "open")


class QmsDutySync(models.AbstractModel):
    """How duties are kept: made, moved and closed by the records they follow from."""

    _name = "qms.duty.sync"
    _description = "How duties are kept"

    @api.model
    def _sync(self, records):
        """Make the open duties of ``records`` what they ask for now."""
        if not records:
            return
        # sudo: duties are written by the system alone
        duties = self.browse().sudo()
        people = People.of(self.env)
        asked = records.sudo().with_context(qms_people=people)._get_duties()
        wanted = duties._prepare_wanted(asked, people)
        existing = duties.search(
            OPEN
            & Domain("res_model", "=", records._name)
            & Domain("res_id", "in", records.ids)
        )
        known = {duty._key(): duty for duty in existing if duty._key() in wanted}
        (existing - duties.union(*known.values()))._close()
        duties._update_known(known, wanted)
        new = [values for key, values in wanted.items() if key not in known]
        created = duties.create([self._to_write(values) for values in new])
        (existing | created)._mirror()
        created._mail_at_once()

    @api.model
    def _prepare_wanted(self, asked, people):
        """Values of the duties asked for, per key."""
        users = self.env["res.users"].union(*(d["user"] for d in asked if "user" in d))
        users.fetch(["active", "share", "company_ids"])
        rows = [self._prepare_values(duty, people) for duty in asked]
        self._place_in_units(rows)
        return {self._values_key(values): values for values in rows}

    @api.model
    def _prepare_values(self, duty, people):
        record = duty["record"]
        unit = duty.get("unit") or self.env["hr.department"]
        return {
            "res_model": record._name,
            "res_id": record.id,
            "verb": duty["verb"],
            "behalf_id": duty.get("behalf_of") or False,
            "waiting_ids": tuple(
                sorted(duty["waiting"].ids if "waiting" in duty else ())
            ),
            "date_deadline": duty["deadline"],
            "company_id": record.company_id.id,
            "record_department_id": unit.id,
            "user_id": False,
            "employee_id": False,
            "group_id": False,
            **self._prepare_holder(duty, record.company_id, unit, people),
        }

    @api.model
    def _prepare_holder(self, duty, company, unit, people):
        """Who owes it; where he is gone, the leader inherits, at the top the group.

        An employee with no account that he could use owes it by his name.
        """
        if duty.get("group"):
            return {"group_id": duty["group"].id}
        # sudo: the account behind the employee
        employee = (duty.get("employee") or self.env["hr.employee"]).sudo()
        user = duty.get("user") or employee.user_id
        if user and user._qms_works_here() and company in user.company_ids:
            return {"user_id": user.id}
        if employee.active and not (user and user._qms_works_here()):
            return {"employee_id": employee.id}
        heir, mandate = people.decider(unit or employee.department_id, company, user)
        if heir:
            return {"user_id": heir.id, "behalf_id": mandate.behalf_of}
        return {"group_id": self.env.ref("qms.group_quality_manager").id}

    @api.model
    def _place_in_units(self, rows):
        """A duty stands in the unit of its holder, where the leader sees the load."""
        users = {values["user_id"] for values in rows if values["user_id"]}
        people = {values["employee_id"] for values in rows if values["employee_id"]}
        # sudo: where people work
        employees = self.env["hr.employee"].sudo().with_context(version_id=False)
        found = employees.search(
            Domain("user_id", "in", users) | Domain("id", "in", people), order="id desc"
        )
        by_user = {(e.user_id.id, e.company_id.id): e.department_id.id for e in found}
        by_employee = {e.id: e.department_id.id for e in found}
        for values in rows:
            holder = values["user_id"], values["company_id"]
            unit = by_employee.get(values["employee_id"]) or by_user.get(holder)
            values["department_id"] = unit or False

    @api.model
    def _values_key(self, values):
        names = ("res_id", "verb", "user_id", "employee_id", "group_id")
        return tuple(values[name] or 0 for name in names)

    def _key(self):
        return (
            self.res_id,
            self.verb,
            self.user_id.id or 0,
            self.employee_id.id or 0,
            self.group_id.id or 0,
        )

    @api.model
    def _update_known(self, known, wanted):
        """Write what changed, once per kind of change."""
        changes = {}
        for key, duty in known.items():
            if change := duty._changes(wanted[key]):
                changes.setdefault(tuple(change.items()), []).append(duty.id)
        for change, ids in changes.items():
            self.browse(ids).write(self._to_write(dict(change)))

    @api.model
    def _to_write(self, values):
        if "waiting_ids" not in values:
            return values
        return {**values, "waiting_ids": [Command.set(values["waiting_ids"])]}

    def _changes(self, values):
        names = ("behalf_id", "department_id", "record_department_id")
        changes = {
            name: values[name] for name in names if self[name].id != values[name]
        }
        if tuple(sorted(self.waiting_ids.ids)) != values["waiting_ids"]:
            changes["waiting_ids"] = values["waiting_ids"]
        if self.date_deadline != values["date_deadline"]:
            changes["date_deadline"] = values["date_deadline"]
            changes["escalation_user_id"] = False
        return changes

    def _close(self):
        if self:
            today = fields.Date.context_today(self)
            self.write({"state": "done", "date_done": today})

    # ------------------------------------------------------------
    # People and units change
    # ------------------------------------------------------------

    @api.model
    def _held_by(self, users):
        """Open duties these users hold, wait for or are stood in for."""
        if not users:
            return self.browse()
        names = ("user_id", "behalf_id", "waiting_ids", "escalation_user_id")
        return self.search(OPEN & Domain.OR(Domain(n, "in", users.ids) for n in names))

    @api.model
    def _held_by_employees(self, employees):
        if not employees:
            return self.browse()
        return self.search(OPEN & Domain("employee_id", "in", employees.ids))

    @api.model
    def _of_units(self, units):
        """Open duties of people, or from records, of these units."""
        if not units:
            return self.browse()
        return self.search(
            OPEN
            & (
                Domain("department_id", "in", units.ids)
                | Domain("record_department_id", "in", units.ids)
            )
        )

    @api.model
    def _resync(self, duties):
        """Ask the records of ``duties`` anew what they want of whom."""
        if len(duties) > AT_ONCE:
            # sudo: the system's own scheduled action
            self.env.ref("qms.ir_cron_resync_duties").sudo()._trigger()
            return
        for model, of_model in duties.sudo().exists().grouped("res_model").items():
            records = self._resync_records({model: of_model.mapped("res_id")})
            of_model.filtered(lambda d, ids=records: d.res_id not in ids)._close_gone()

    @api.model
    def _resync_records(self, ids_per_model):
        """As :meth:`_resync`, by record ids; returns the ids that exist."""
        found = set()
        for model, ids in ids_per_model.items():
            if model in self.env:
                # sudo: the system passes duties on, whoever moved the people
                records = self.env[model].sudo().browse(set(ids)).exists()
                self._sync(records)
                found |= set(records.ids)
        return found

    def _close_gone(self):
        """Nobody owes anything for a record that is no more."""
        self._close()
        self._mirror()

    @api.model
    def _cron_resync(self):
        """Nightly: periods that began or ended, posts that became vacant."""
        last = 0
        progress = self.env["ir.cron"]._commit_progress
        while duties := self.search(
            OPEN & Domain("id", ">", last), order="id", limit=SLICE
        ):
            last = duties[-1].id
            apart(duties.try_lock_for_update(), self._resync)
            remaining = self.search_count(OPEN & Domain("id", ">", last))
            if not progress(len(duties), remaining=remaining):
                return
