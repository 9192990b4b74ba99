from functools import cached_property

from odoo import models
from odoo.fields import Domain

from odoo.addons.qms.tools.lifecycle import Point

from .audit_table import GRADES, NONCONFORMITIES

# audits that take somebody's time
BUSY = ("scheduled", "running")


class _Needs:
    """What stands against the people of some audits, read when it is asked for.

    Lives as long as the call that made it.
    """

    def __init__(self, audits):
        # sudo: as when the step is taken
        self.audits = audits.sudo()

    @cached_property
    def obstacles(self):
        """Sentences per row of the teams."""
        return self.audits.member_ids._open_obstacles()

    @cached_property
    def elsewhere(self):
        """What else each of these people does in the time of these audits."""
        dated = self.audits.filtered(lambda audit: audit.date_start and audit.date_end)
        if not dated:
            return {}
        at_that_time = (
            Domain("user_id", "in", dated.member_ids.user_id.ids)
            & Domain("audit_id.date_start", "<", max(dated.mapped("date_end")))
            & Domain("audit_id.date_end", ">", min(dated.mapped("date_start")))
        )
        taking = Domain("audit_id.state", "in", BUSY)
        taking |= Domain("audit_id", "in", dated._origin.ids)
        rows = self.audits.env["qms.audit.member"].search(at_that_time & taking)
        return rows.grouped("user_id")


class QmsAuditGates(models.AbstractModel):
    """What each step of an audit asks for."""

    _name = "qms.audit.gates"
    _description = "What an audit must have before it moves on"

    def _missing_place(self):
        if self.department_ids or self.process_ids:
            return []
        return [
            Point(self.env._("what is audited: units or processes"), "department_ids")
        ]

    def _missing_schedule(self):
        missing = self._missing_place()
        if not self.date_start or not self.date_end:
            missing.append(Point(self.env._("when it begins and ends"), "date_start"))
        if self._lifecycle_flow() != "own":
            if not self.external_body:
                missing.append(Point(self.env._("who carries it out"), "external_body"))
            return missing
        if not self.lead_id:
            missing.append(Point(self.env._("a lead auditor"), "member_ids"))
        if not self.objective:
            missing.append(Point(self.env._("the objective"), "objective"))
        if not self.scope:
            missing.append(Point(self.env._("the scope"), "scope"))
        if not self.requirement_ids:
            missing.append(Point(self.env._("the criteria"), "requirement_ids"))
        return missing + self._missing_team() + self._missing_time()

    def _missing_team(self):
        """Impartiality and competence, as they are today."""
        found = self._needs().obstacles
        return [
            Point(
                self.env._(
                    "%(person)s: %(reasons)s. Choose somebody else, or have an "
                    "exception made",
                    person=row.user_id.name,
                    reasons=", ".join(found[row]),
                ),
                "member_ids",
            )
            for row in self.member_ids
            if found.get(row)
        ]

    def _missing_time(self):
        """Nobody is in two audits at once, those settled together with it included."""
        if not self.date_start or not self.date_end:
            return []
        elsewhere = self._needs().elsewhere
        return [
            Point(
                self.env._(
                    "%(person)s: is in %(audit)s at that time",
                    person=row.user_id.name,
                    audit=row.audit_id.display_name,
                ),
                "date_start",
            )
            for user in self.member_ids.user_id
            for row in elsewhere.get(user, ())
            if row.audit_id != self._origin
            and row.audit_id.date_start < self.date_end
            and row.audit_id.date_end > self.date_start
        ]

    def _check_needs(self, step):
        return super(QmsAuditGates, self._with_needs())._check_needs(step)

    def _with_needs(self):
        """What is asked of all of ``self`` is read once."""
        return self.with_context(qms_audit_needs=_Needs(self))

    def _needs(self):
        needs = self.env.context.get("qms_audit_needs")
        known = isinstance(needs, _Needs) and self in needs.audits
        return needs if known else _Needs(self)

    def _missing_start(self):
        missing = self._missing_team()
        if not self.lead_id:
            missing.append(Point(self.env._("a lead auditor"), "member_ids"))
        if not self.answer_ids:
            missing.append(Point(self.env._("a checklist"), "answer_ids"))
        return missing

    def _missing_answers(self):
        answers = self.answer_ids
        given = answers.filtered("answer")
        missing = []
        if len(given) < len(answers):
            missing.append(
                Point(
                    self.env._(
                        "%(open)s of %(all)s answers",
                        open=len(answers) - len(given),
                        all=len(answers),
                    ),
                    "answer_ids",
                )
            )
        bare = given.filtered(
            lambda row: row.answer in NONCONFORMITIES and not row.note
        )
        if bare:
            missing.append(
                Point(
                    self.env._("what was seen, at %s nonconformities", len(bare)),
                    "answer_ids",
                )
            )
        return missing

    def _missing_report(self):
        report = self.report_ids
        missing = [
            Point(
                self.env._(
                    "%s: withdrawn, as its question is answered otherwise now",
                    finding.display_name,
                ),
                "finding_ids",
            )
            for finding in self.finding_ids
            if finding.answer_id
            and finding.state != "withdrawn"
            and finding.answer_id.answer not in dict(GRADES)
        ]
        if not report.conclusion:
            missing.append(Point(self.env._("the conclusion"), "report_ids"))
        if not report.suitable or not report.suitable_because:
            missing.append(
                Point(
                    self.env._("the verdict 'suitable', with its reasons"), "report_ids"
                )
            )
        if not report.effective or not report.effective_because:
            missing.append(
                Point(
                    self.env._("the verdict 'effective', with its reasons"),
                    "report_ids",
                )
            )
        return missing

    def _missing_standing(self):
        if self.is_standing:
            return []
        if self.commented:
            return [self.env._("an answer to the comment of the unit")]
        return [
            self.env._(
                "that it stands: accepted by the leaders of the audited units, or from "
                "%s on",
                self.date_stands,
            )
        ]

    def _missing_received(self):
        missing = self._missing_place()
        if not self.external_body:
            missing.append(Point(self.env._("who carried it out"), "external_body"))
        files = self.env["ir.attachment"].search_count(
            [("res_model", "=", self._name), ("res_id", "=", self.id)], limit=1
        )
        if not files:
            missing.append(self.env._("their report, as a file"))
        return missing

    def _missing_closing(self):
        """Each nonconformity became a deviation that is closed, its effect verified."""
        missing = []
        for finding in self.finding_ids:
            if finding._is_settled():
                continue
            name = finding.display_name
            text = (
                self.env._("%s: closed, with its effect verified", name)
                if finding.deviation_id
                else self.env._("%s: a deviation of the unit", name)
            )
            missing.append(Point(text, "finding_ids"))
        return missing
