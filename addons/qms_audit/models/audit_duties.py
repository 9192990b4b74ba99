from datetime import timedelta

from odoo import api, fields, models

from .audit_table import RELEASED

# days before an audit by which its dates and team are settled
AHEAD = 30
# working days to decide on an exception
ADMIT_DAYS = 3


class QmsAuditDuties(models.AbstractModel):
    """Who owes what on an audit. What auditors owe never falls to the audited unit."""

    _name = "qms.audit.duties"
    _description = "Who owes what on an audit"

    def _duty_fields(self):
        return {
            "company_id",
            "date_end",
            "date_follow_up",
            "date_planned",
            "date_report_due",
            "date_start",
            "department_ids",
            "kind",
            "lead_id",
            "member_ids",
            "programme_id",
        }

    def _duty_name(self):
        return f"{self.name} ({self.number})"

    def _duty_target(self):
        """The report, once it is sent: that is what is accepted and followed up."""
        # sudo: whether it was sent, and which report it is
        known = self.sudo()
        if known.state in RELEASED[:1]:
            report = known.report_ids.sudo(False)
            if report.has_access("read"):
                return report
        return self

    def _get_duties(self):
        return [duty for audit in self for duty in audit._get_own_duties()]

    def _get_own_duties(self):
        if self.is_closed:
            return []
        return [*self._get_step_duties(), *self._get_admission_duties()]

    def _get_step_duties(self):
        today = fields.Date.context_today(self)
        if self.state == "planned":
            due = max(today, self.date_planned - timedelta(days=AHEAD))
            return [self._duty_of_lead("schedule_audit", due)]
        if self.state == "scheduled":
            due = self.date_start and self._local(self.date_start).date()
            verb = "carry_out_audit" if self._lifecycle_flow() == "own" else "receive"
            return [self._duty_of_lead(verb, due or self.date_planned)]
        if self.state == "running":
            due = self.date_end and self._local(self.date_end).date()
            return [self._duty_of_lead("carry_out_audit", due or today)]
        if self.state == "reporting":
            return [self._duty_of_lead("write_report", self.date_report_due or today)]
        if self.state == "reported":
            return self._get_acceptance_duties(today)
        return [self._duty_of_lead("follow_up_audit", self.date_follow_up or today)]

    def _get_acceptance_duties(self, today):
        if self._stands_on(today):
            return [self._duty_of_lead("follow_up_audit", today)]
        if self.commented:
            return [self._duty_of_lead("answer_comment", self.date_stands or today)]
        team = self.member_ids.user_id
        duties = []
        for unit in self.department_ids - self.accepted_unit_ids:
            user, mandate = unit._qms_decider(self.company_id, team)
            if user and mandate.role != "quality_manager":
                duties.append(
                    {
                        "record": self,
                        "verb": "accept_report",
                        "deadline": self.date_stands,
                        "unit": unit,
                        "user": user,
                        "behalf_of": mandate.behalf_of,
                    }
                )
        # one leader of several units is asked once; with nobody to ask it waits
        once = {duty["user"]: duty for duty in duties}
        waiting = self._duty_of_lead("follow_up_audit", self.date_stands)
        return list(once.values()) or [waiting]

    def _get_admission_duties(self):
        rows = self.member_ids.filtered(lambda row: not row.admitted)
        asked = min(rows.mapped("create_date"), default=fields.Datetime.now())
        due = self.company_id._qms_add_workdays(asked.date(), ADMIT_DAYS)
        return [
            {"record": self, "verb": "admit", "deadline": due, "user": approver}
            for approver in rows.approver_id
        ]

    def _duty_of_lead(self, verb, due):
        """The lead auditor; without one whoever answers for the programme."""
        base = {"record": self, "verb": verb, "deadline": due}
        user = self.lead_id or self.programme_id.owner_id
        if user:
            return {**base, "user": user}
        return {**base, "group": self.env.ref("qms.group_quality_manager")}


class QmsDuty(models.Model):
    _inherit = "qms.duty"

    @api.model
    def _get_verbs(self):
        return super()._get_verbs() | {
            "schedule_audit": self.env._("Settle dates and team"),
            "carry_out_audit": self.env._("Carry out"),
            "receive": self.env._("Enter the report"),
            "write_report": self.env._("Write the report"),
            "accept_report": self.env._("Accept or comment the report"),
            "answer_comment": self.env._("Answer the comment"),
            "follow_up_audit": self.env._("Follow up"),
            "admit": self.env._("Decide on an exception"),
            "approve_programme": self.env._("Approve"),
            "conclude_programme": self.env._("Conclude the year"),
        }
