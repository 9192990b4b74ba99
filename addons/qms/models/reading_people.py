from odoo import api, models
from odoo.fields import Domain

# working days to read for who is asked later than the others, or comes back
RETURN_DAYS = 5


class QmsReadingPeople(models.AbstractModel):
    """Who must read: whoever works in the units concerned or below them, or has one of
    the jobs concerned.

    Who joins later is asked too, who leaves no longer owes it, who is away reads when
    he is back. The rows are kept by the changes of people and units themselves, and
    once a night.
    """

    _name = "qms.reading.people"
    _description = "Who must read"

    def _follow(self, employees=None):
        """Bring the rows in line with who works where.

        :param employees: those alone; everybody unless said
        """
        # sudo: the system asks and releases, whoever moved people or texts
        rounds = self.sudo().filtered(lambda round_: not round_.date_ended)
        if not rounds:
            return
        rows = rounds._rows_of(employees)
        wanted = rounds._wanted(
            employees.sudo()
            if employees is not None
            else rounds._concerned() | rows.employee_id
        )
        known = {(row.round_id.id, row.employee_id.id): row for row in rows}
        new = rows.create(
            [
                rounds._prepare_reading(key, unit_id)
                for key, unit_id in wanted.items()
                if key not in known
            ]
        )
        left = rows.browse(
            row.id
            for key, row in known.items()
            if key not in wanted and row.state == "open"
        )
        stay = {known[key]: unit for key, unit in wanted.items() if key in known}
        left._lapse()
        rows._ask_again(stay)
        self.env["qms.duty"]._sync(new)
        new._send_links()

    def _rows_of(self, employees):
        # sudo: the rows of these rounds
        readings = self.env["qms.reading"].sudo().with_context(active_test=False)
        domain = Domain("round_id", "in", self.ids)
        if employees is not None:
            domain &= Domain("employee_id", "in", employees.ids)
        return readings.search(domain)

    def _concerned(self):
        """Everybody whom some of these rounds may concern."""
        # sudo: who works where
        employees = self.env["hr.employee"].sudo().with_context(version_id=False)
        units = self.unit_ids.qms_today_id
        concerned = Domain("department_id", "child_of", units.ids)
        if self.job_ids:
            concerned |= employees._qms_jobs_domain(self.job_ids)
        return employees.search(
            concerned & Domain("company_id", "in", self.company_id.ids)
        )

    def _wanted(self, employees):
        """Unit per (round, employee) that is to be asked."""
        people = employees.with_context(version_id=False).exists()
        people = people.filtered("active")
        # sudo: structure only
        lines = {
            unit.id: set(unit._qms_line_ids()) for unit in people.department_id.sudo()
        }
        wanted = {}
        for round_ in self:
            units = set(round_.unit_ids.qms_today_id.ids)
            for employee in people:
                unit_id = employee.department_id.id
                if units.isdisjoint(lines.get(unit_id, ())) and not (
                    round_.job_ids & employee._qms_jobs()
                ):
                    continue
                if employee.company_id != round_.company_id:
                    continue
                if employee.user_id and employee.user_id == round_.sender_id:
                    continue
                wanted[round_.id, employee.id] = unit_id
        return wanted

    def _prepare_reading(self, key, unit_id):
        round_id, employee_id = key
        round_ = self.browse(round_id)
        return {
            "round_id": round_id,
            "employee_id": employee_id,
            "department_id": unit_id,
            "company_id": round_.company_id.id,
            "date_deadline": round_._deadline_now(),
        }

    def _deadline_now(self):
        """For who is asked today: that of all, but never without time to read."""
        today = self.company_id._qms_today()
        if today == self.date_started:
            return self.date_deadline
        return max(self.date_deadline, self._deadline_on_return(today))

    def _deadline_on_return(self, today):
        return self.company_id._qms_add_workdays(today, RETURN_DAYS)

    # ------------------------------------------------------------
    # People and units change
    # ------------------------------------------------------------

    @api.model
    def _follow_people(self, employees):
        """These people came, moved or left."""
        if employees:
            self._open_rounds()._follow(employees)

    @api.model
    def _follow_units(self, units):
        """These units came below others, were merged or closed."""
        rounds = self._open_rounds()
        if not rounds or not units:
            return
        concerned = rounds.filtered(lambda round_: round_.unit_ids & units)
        concerned._follow()
        # sudo: who works where
        employees = self.env["hr.employee"].sudo().with_context(version_id=False)
        employees = employees.search([("department_id", "in", units.ids)])
        (rounds - concerned)._follow(employees)

    @api.model
    def _open_rounds(self):
        # sudo: the system asks and releases, whoever moved the people
        return self.env["qms.reading.round"].sudo().search(self._open_domain())

    @api.model
    def _cron_follow(self):
        """Nightly: changes past the application, and who is away on that day."""
        rounds = self._open_rounds()
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=len(rounds))
        for done, round_ in enumerate(rounds, 1):
            if round_.try_lock_for_update():
                round_._follow()
                round_._wait_for_the_away()
            if not progress(1, remaining=len(rounds) - done):
                return

    def _wait_for_the_away(self):
        """As long as somebody is away he always has some days left to read."""
        today = self.company_id._qms_today()
        on_return = self._deadline_on_return(today)
        due = self._rows_of(None).filtered(
            lambda row: row.state == "open" and row.date_deadline < on_return
        )
        away = due.employee_id._qms_away(today)
        kept = due.filtered(lambda row: row.employee_id in away)
        kept.write({"date_deadline": on_return})
        self.env["qms.duty"]._sync(kept)
