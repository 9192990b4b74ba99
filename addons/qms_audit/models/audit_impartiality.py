from odoo import models
from odoo.fields import Domain

from .audit_table import AUDITING, IMPARTIAL

OPEN_CASE = Domain("is_closed", "=", False)


class QmsAuditImpartiality(models.AbstractModel):
    """Nobody audits his own work (ISO 9001 9.2.2 c), judged as a person.

    An obstacle is a pair of a key, such as ``unit:12``, and a sentence. An exception
    is given for keys: what is found later asks for a new one.
    """

    _name = "qms.audit.impartiality"
    _description = "Impartiality and competence of auditors"

    def _obstacles(self, users, role="auditor"):
        """Why each of ``users`` should not take part in this role, per user id."""
        self.ensure_one()
        return self._obstacles_of_each(users, role)[self.id]

    def _obstacles_of_each(self, users, role="auditor"):
        """As :meth:`_obstacles` for many audits, per audit id; read at once for all."""
        result = {audit.id: {user.id: [] for user in users} for audit in self}
        own = self.filtered(lambda audit: audit._lifecycle_flow() == "own")
        if role in IMPARTIAL:
            own._find_own_work(users, result)
        competence = own._check_auditor_competence(users) if role in AUDITING else {}
        for user_id, reasons in competence.items():
            found = [(f"competence:{n}", reason) for n, reason in enumerate(reasons)]
            for audit in own:
                result[audit.id][user_id] += found
        return result

    def _check_auditor_competence(self, users):
        """Hook: why each of ``users`` does not have what an auditor of these needs.

        :return: list of sentences, per user id
        """
        return {
            user.id: []
            if user.has_group("qms.group_auditor")
            else [self.env._("is not named as internal auditor")]
            for user in users
        }

    def _find_own_work(self, users, result):
        accounts = users._qms_accounts()
        owners = {
            account: user_id
            for user_id, of_user in accounts.items()
            for account in of_user
        }
        # sudo: where people work, what they own and handle, in every company
        audits = self.sudo().with_context(active_test=False)
        employees = audits.env["hr.employee"].search([("user_id", "in", list(owners))])
        places = audits._places()
        cases = audits._open_cases(list(owners), places)
        for audit in audits:
            for account, key, reason in (
                *audit._own_units(employees, places[audit.id]),
                *audit._own_processes(),
                *audit._own_cases(cases, places[audit.id]),
            ):
                reasons = result[audit.id].get(owners.get(account))
                if reasons is not None and (key, reason) not in reasons:
                    reasons.append((key, reason))

    def _sentences(self, found):
        """The reasons of :meth:`_obstacles`, each said once."""
        return list(dict.fromkeys(reason for _key, reason in found))

    def _places(self):
        """The units in which each audit takes place, per audit id.

        Those into which they were merged since are own units of whoever works there.
        """
        asked = self.process_ids.department_ids
        below = asked._qms_subtree()
        paths = {
            unit: {int(step) for step in (unit.parent_path or "").split("/") if step}
            | set(unit._qms_line_ids())
            for unit in below
        }
        result = {}
        for audit in self:
            tops = set(audit.process_ids.department_ids.ids)
            place = audit.covered_unit_ids or below.filtered(
                lambda unit, tops=tops: not tops.isdisjoint(paths[unit])
            )
            result[audit.id] = place | place.qms_today_id
        return result

    def _own_units(self, employees, place):
        """Works in, or leads, what is audited; a leader above it too."""
        for employee in employees.filtered(
            lambda worker: worker.active and worker.department_id in place
        ):
            yield (
                employee.user_id.id,
                f"unit:{employee.department_id.id}",
                self.env._("works in %s", employee.department_id.name),
            )
        line = {step for unit in place for step in unit._qms_line_ids()}
        for unit in place | place.browse(sorted(line)):
            leader = unit.manager_id
            if leader in employees and leader.active:
                yield (
                    leader.user_id.id,
                    f"leads:{unit.id}",
                    self.env._("leads %s", unit.name),
                )

    def _own_processes(self):
        for process in self.process_ids:
            if process.owner_id:
                yield (
                    process.owner_id.id,
                    f"process:{process.id}",
                    self.env._("owns the process %s", process.name),
                )

    def _open_cases(self, accounts, places):
        """Open cases of what is audited that these accounts answer for."""
        units = {unit_id for place in places.values() for unit_id in place.ids}
        return self.env["qms.deviation"].search(
            OPEN_CASE
            & (
                Domain("department_id", "in", list(units))
                | Domain("process_id", "in", self.process_ids.ids)
            )
            & (
                Domain("responsible_id", "in", accounts)
                | Domain("handler_ids", "in", accounts)
            )
        )

    def _own_cases(self, cases, place):
        """Open cases of what is audited that he answers for."""
        for case in cases:
            if case.department_id in place or case.process_id in self.process_ids:
                for user in case.responsible_id | case.handler_ids:
                    yield (
                        user.id,
                        f"case:{case.id}",
                        self.env._("is responsible for an open case there"),
                    )
