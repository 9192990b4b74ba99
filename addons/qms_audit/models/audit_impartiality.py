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
        found = {user.id: [] for user in users}
        if self._lifecycle_flow() != "own":
            return found
        if role in IMPARTIAL:
            self._find_own_work(users, found)
        if role in AUDITING:
            for user_id, reasons in self._check_auditor_competence(users).items():
                found[user_id] += [
                    (f"competence:{place}", reason)
                    for place, reason in enumerate(reasons)
                ]
        return found

    def _check_auditor_competence(self, users):
        """Hook: why each of ``users`` does not have what an auditor needs.

        :return: list of sentences, per user id
        """
        return {
            user.id: []
            if user.has_group("qms.group_auditor")
            else [self.env._("is not named as internal auditor")]
            for user in users
        }

    def _find_own_work(self, users, found):
        accounts = users._qms_accounts()
        owners = {
            account: user_id
            for user_id, of_user in accounts.items()
            for account in of_user
        }
        # sudo: where people work, what they own and handle, in every company
        audit = self.sudo().with_context(active_test=False)
        for account, key, reason in (
            *audit._own_units(list(owners)),
            *audit._own_processes(),
            *audit._own_cases(list(owners)),
        ):
            reasons = found.get(owners.get(account))
            if reasons is not None and (key, reason) not in reasons:
                reasons.append((key, reason))

    def _sentences(self, found):
        """The reasons of :meth:`_obstacles`, each said once."""
        return list(dict.fromkeys(reason for _key, reason in found))

    def _place(self):
        """The units in which the audit takes place."""
        return self.covered_unit_ids or self.process_ids.department_ids._qms_subtree()

    def _own_units(self, accounts):
        """Works in, or leads, what is audited; a leader above it too."""
        place = self._place()
        employees = self.env["hr.employee"].search([("user_id", "in", accounts)])
        for employee in employees.filtered(
            lambda worker: worker.active and worker.department_id in place
        ):
            yield (
                employee.user_id.id,
                f"unit:{employee.department_id.id}",
                self.env._("works in %s", employee.department_id.name),
            )
        for unit in place | place._qms_lines():
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

    def _own_cases(self, accounts):
        """Open cases of what is audited that he answers for."""
        place = Domain("department_id", "in", self._place().ids)
        cases = self.env["qms.deviation"].search(
            OPEN_CASE
            & (place | Domain("process_id", "in", self.process_ids.ids))
            & (
                Domain("responsible_id", "in", accounts)
                | Domain("handler_ids", "in", accounts)
            )
        )
        for case in cases:
            for user in case.responsible_id | case.handler_ids:
                yield (
                    user.id,
                    f"case:{case.id}",
                    self.env._("is responsible for an open case there"),
                )
