from datetime import timedelta

from odoo import Command, fields, models

from odoo.addons.qms.tools.lifecycle import Mandate

from .audit_table import GRADES

# days in which what was found is followed up, where nothing says otherwise
FOLLOW_UP_DAYS = 90
ON_REPORT = ("report", "accept", "comment", "follow_up", "uphold", "revise")


class QmsAuditSteps(models.AbstractModel):
    """The steps of an audit, who may take them and what follows."""

    _name = "qms.audit.steps"
    _description = "Steps of an audit"

    def action_schedule(self):
        """Dates and team are settled."""
        return self._transition("schedule")

    def action_unschedule(self, reason=None):
        """Dates or team are open again."""
        return self._transition("unschedule", reason)

    def action_start(self):
        """Begin; impartiality and competence are asked once more."""
        return self._transition("start")

    def action_conclude(self):
        """The audit on site is over; graded answers become findings."""
        return self._transition("conclude")

    def action_resume(self, reason=None):
        """Something is still to be looked at."""
        return self._transition("resume", reason)

    def action_report(self):
        """Send the report; in the same breath it is settled from when it stands."""
        return self._transition("report")

    def action_accept(self):
        """Accept the report for the own units; with the last one it stands."""
        for audit in self:
            units = audit._units_of(self.env.user)
            audit._transition(
                "accept",
                accepted_unit_ids=[Command.link(unit_id) for unit_id in units.ids],
            )
            # sudo: whether all have accepted
            if audit.sudo()._all_accepted():
                audit._transition("follow_up")
        return True

    def action_comment(self, reason=None):
        """Comment the report; it does not stand before the lead auditor answers."""
        return self._transition("comment", reason, commented=True)

    def action_uphold(self, reason=None):
        """Answer the comment: the report stands as it is, because."""
        return self._transition("uphold", reason)

    def action_revise(self, reason=None):
        """Write the report anew."""
        return self._transition("revise", reason)

    def action_follow_up(self):
        """The report stands: follow up what was found."""
        return self._transition("follow_up")

    def action_receive(self):
        """The report of the others is here: follow up what they found."""
        return self._transition("receive")

    def action_close(self):
        """All that was found is settled and its effect verified."""
        return self._transition("close")

    def action_cancel(self, reason=None):
        """It does not take place."""
        return self._transition("cancel", reason)

    def action_plan_again(self, reason=None):
        """It takes place after all."""
        return self._transition("plan_again", reason)

    def action_reopen(self, reason=None):
        """Follow up once more."""
        return self._transition("reopen", reason)

    def action_admit(self, reason=None):
        """Make the exceptions the current user was named to decide on."""
        return self._transition("admit", reason)

    def action_open_report(self):
        """Open the report of the audit."""
        self.ensure_one()
        self.check_access("read")
        # sudo: which report it is; whether it opens is asked of its own rights
        report = self.sudo().report_ids.sudo(False)
        report.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": report._name,
            "res_id": report.id,
            "views": [(False, "form")],
        }

    def action_add_finding(self):
        """Note a finding of this audit that is no answer."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Finding"),
            "res_model": "qms.audit.finding",
            "views": [(False, "form")],
            "context": {
                "default_audit_id": self.id,
                "default_department_id": self.department_ids[:1].id,
            },
        }

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def _lifecycle_flow(self):
        return "own" if self.kind == "internal" else "others"

    def _row_of(self, user):
        """The admitted part of ``user`` in the team."""
        # sudo: roles in the team
        rows = self.sudo().member_ids
        return rows.filtered(lambda row: row.user_id == user and row.admitted)[:1]

    def _mandate_plan(self):
        """Whoever answers for the programme, or the quality manager."""
        user = self.env.user
        # sudo: who answers for the programme
        if user._qms_is_one_of(self.sudo().programme_id.owner_id):
            return Mandate("owner")
        return self._mandate_manager()

    def _mandate_lead(self):
        row = self._row_of(self.env.user)
        return Mandate("lead_auditor") if row.role == "lead" else None

    def _mandate_settle(self):
        return self._mandate_lead() or self._mandate_plan()

    def _mandate_admit(self):
        # sudo: who waits for an exception
        rows = self.sudo().member_ids.with_env(self.env)
        for row in rows.sudo()._waiting_for(self.env.user):
            return row._approver_mandate(self.env.user)
        return None

    def _mandate_unit(self):
        """Leaders of units that have not accepted it yet, as long as it can be."""
        # sudo: where the report stands
        audit = self.sudo()
        if audit.is_standing or not audit._units_of(self.env.user):
            return None
        return audit._unit_mandates(self.env.user)[0][1]

    def _unit_mandates(self, user):
        """(unit, mandate) of ``user`` for each unit that has to accept; no auditors."""
        team = self.member_ids.user_id
        pairs = [
            (unit, unit._qms_line_mandate(self.company_id, user, team))
            for unit in self.department_ids - self.accepted_unit_ids
        ]
        return [(unit, mandate) for unit, mandate in pairs if mandate]

    def _units_of(self, user):
        # sudo: the audited units and their leaders
        units = [unit.id for unit, _mandate in self.sudo()._unit_mandates(user)]
        return self.env["hr.department"].browse(units)

    def _mandate_follow_up(self):
        # sudo: who accepted
        accepted = self.sudo().accepted_unit_ids
        for unit in accepted:
            mandate = unit._qms_line_mandate(self.sudo().company_id, self.env.user)
            if mandate and self.sudo()._all_accepted():
                return mandate
        return self._mandate_settle()

    def _mandate_answer_comment(self):
        # sudo: whether there is a comment to answer
        return self._mandate_lead() if self.sudo().commented else None

    def _mandate_handle(self):
        return self._mandate_settle()

    def _all_accepted(self):
        return bool(self.department_ids) and not (
            self.department_ids - self.accepted_unit_ids
        )

    def _stands_on(self, date):
        """Accepted by all, or nobody commented within the time settled beforehand."""
        if self._all_accepted():
            return True
        return bool(
            self.date_stands and self.date_stands <= date and not self.commented
        )

    def _allowed_on_report(self):
        names = self._allowed_transitions() if self else []
        return f" {' '.join(name for name in names if name in ON_REPORT)} "

    # ------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------

    def _transition_values(self, step):
        today = fields.Date.context_today(self)
        if step.name == "start":
            return {"date_started": today}
        if step.name == "conclude":
            return {"date_concluded": today}
        if step.name in ("revise", "resume"):
            return {
                "accepted_unit_ids": [Command.clear()],
                "commented": False,
                "date_reported": False,
                "date_stands": False,
            }
        if step.target == "closed":
            return {"date_closed": today}
        if step.target == "cancelled":
            return {"date_closed": today}
        if step.name in ("reopen", "plan_again"):
            return {"date_closed": False}
        return {}

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "admit":
            # sudo: the system notes what was decided
            self.member_ids._waiting_for(self.env.user).sudo()._admit()
        if step.name == "conclude":
            self._note_findings()
        if step.target == "follow_up":
            self._settle_follow_up()
        return result

    def _take_step(self, step, reason, values):
        if step.name == "report":
            return self._send_reports(step, reason, values)
        return super()._take_step(step, reason, values)

    def _send_reports(self, step, reason, values):
        """Whoever sends it decides from which day it stands, company by company."""
        today = fields.Date.context_today(self)
        # sudo: the company's working days
        for company, audits in self.sudo().grouped("company_id").items():
            stands = company._qms_add_workdays(today, company.qms_audit_accept_days)
            stamps = {"date_reported": today, "date_stands": stands}
            super(QmsAuditSteps, audits.with_env(self.env))._take_step(
                step, reason, {**values, **stamps}
            )
        return True

    def _note_findings(self):
        """Each graded answer becomes a finding of its own, once."""
        # sudo: who concludes the audit need not have written the notes
        for audit in self.sudo():
            audit.answer_ids._make_findings()
            for finding in audit.finding_ids.filtered(lambda row: row.state == "noted"):
                grade = finding.answer_id.answer
                if grade in dict(GRADES) and grade != finding.grade:
                    finding.grade = grade

    def _settle_follow_up(self):
        """Followed up by when the last of its cases is due, if nobody said when."""
        later = fields.Date.context_today(self) + timedelta(days=FOLLOW_UP_DAYS)
        # sudo: deadlines of the cases
        for audit in self.sudo().filtered(lambda record: not record.date_follow_up):
            due = audit.finding_ids.deviation_id.mapped("date_deadline")
            audit._write_guarded({"date_follow_up": max([later, *filter(None, due)])})

    def _transition_labels(self):
        return super()._transition_labels() | {
            "schedule": self.env._("Dates and team settled"),
            "unschedule": self.env._("Back to planning"),
            "start": self.env._("Begun"),
            "conclude": self.env._("Carried out"),
            "resume": self.env._("Taken up again"),
            "report": self.env._("Report sent"),
            "accept": self.env._("Report accepted"),
            "comment": self.env._("Report commented"),
            "uphold": self.env._("Upheld after a comment"),
            "revise": self.env._("Back to writing"),
            "follow_up": self.env._("Report stands"),
            "receive": self.env._("Report received"),
            "close": self.env._("Closed"),
            "cancel": self.env._("Cancelled"),
            "plan_again": self.env._("Planned again"),
            "reopen": self.env._("Reopened"),
            "admit": self.env._("Exception made"),
        }

    def _decision_content(self):
        """With what stands in its report, its team and its findings."""
        content = super()._decision_content()
        report = self.report_ids
        return {
            **content,
            "report": {name: report[name] for name in report._mask_fields}
            | {"suitable": report.suitable, "effective": report.effective},
            "team": [
                [row.user_id.id, row.role, row.admitted, row.exception_because or ""]
                for row in self.member_ids
            ],
            "findings": [
                [row.number, row.grade, row.statement, row.state]
                for row in self.finding_ids
            ],
        }

    def _get_print_reports(self):
        return [("qms_audit.report_audit", self.report_ids)]

    def _get_print_fields(self):
        return [
            (
                self.env._("Plan"),
                [
                    "name",
                    "kind",
                    "objective",
                    "scope",
                    "method",
                    "unit_names",
                    "process_ids",
                    "requirement_ids",
                    "references",
                    "when_line",
                    "place",
                ],
            ),
        ]


class QmsDecision(models.Model):
    _inherit = "qms.decision"

    def _role_label(self):
        labels = {
            "lead_auditor": self.env._("lead auditor"),
            "auditor": self.env._("auditor"),
        }
        return labels.get(self.role) or super()._role_label()
