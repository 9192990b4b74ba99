from odoo import api, fields, models

from odoo.addons.qms.tools.people import People

from ..tools.marks import TELLING
from .audit_event import TOLD_STATES
from .audit_invitation import GUEST, LEADER

WAITING = "qms_audit.tell"
# what is told, and who is told, follow from these
TOLD_FIELDS = {
    "date_end",
    "date_start",
    "department_ids",
    "lead_id",
    "member_ids",
    "place",
}
INVITING_STATES = ("planned", "scheduled", "running")
TOLD_STEPS = ("cancel", "schedule", "unschedule")


class QmsAuditInviting(models.AbstractModel):
    """Dates, place and people of an audit are told once per change.

    Whatever is changed within one transaction is one change: it is compared with what
    was last told when the transaction ends, and told to all but who changed it.
    """

    _name = "qms.audit.inviting"
    _description = "Who is told of an audit's dates"

    invitation_ids = fields.One2many("qms.audit.invitation", "audit_id", "Invited")
    can_invite = fields.Boolean(compute="_compute_can_invite")
    told_ids = fields.One2many(
        "qms.audit.event", "audit_id", readonly=True, groups="base.group_system"
    )

    @api.depends("state", "lead_id", "programme_id", "department_ids")
    @api.depends_context("uid")
    def _compute_can_invite(self):
        for audit in self:
            audit.can_invite = audit.state in INVITING_STATES and bool(
                audit._mandate_settle() or audit._leads_audited_unit()
            )

    def action_invite(self):
        """Add somebody to those invited."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invite somebody"),
            "res_model": "qms.audit.invitation",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_audit_id": self.id},
        }

    def write(self, vals):
        result = super().write(vals)
        if not TOLD_FIELDS.isdisjoint(vals):
            self._tell_later()
        return result

    def _after_moved(self):
        self._tell_later()
        return super()._after_moved()

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name in TOLD_STEPS:
            self._tell_later()
        if step.name == "report":
            self._tell_report_ready()
        return result

    def _retention_carry_out(self):
        """Who was invited and what he answered goes with the text."""
        result = super()._retention_carry_out()
        self.invitation_ids.unlink()
        self.env["qms.audit.notice"].search([("audit_id", "in", self.ids)]).unlink()
        return result

    def _leads_audited_unit(self):
        """Whether the current user leads an audited unit, or stands in there."""
        # sudo: the audited units and their leaders
        audit, user = self.sudo(), self.env.user
        return any(
            unit._qms_line_mandate(audit.company_id, user)
            for unit in audit.department_ids
        )

    def _planners(self):
        """Who is asked for other dates where the lead auditor cannot."""
        owner = self.programme_id.owner_id
        return owner or self.company_id._qms_quality_managers()

    @api.model
    def _prepare_reader(self, user):
        """A user as he is written to."""
        return {"user_id": user.id, "email": user.email_formatted, "lang": user.lang}

    # ------------------------------------------------------------
    # One change, one mail
    # ------------------------------------------------------------

    def _tell_later(self):
        """Compare with what was told when this transaction ends."""
        if not self or self.env.context.get("qms_telling") is TELLING:
            return
        precommit = self.env.cr.precommit
        if WAITING not in precommit.data:
            precommit.data[WAITING] = {}
            # sudo: what is told to others than who changed it
            precommit.add(self.browse().sudo()._tell_waiting)
        for audit in self:
            precommit.data[WAITING].setdefault(audit.id, set()).add(self.env.uid)

    @api.model
    def _tell_waiting(self):
        waiting = self.env.cr.precommit.data.pop(WAITING, {})
        audits = self.with_env(self.env(context={})).browse(waiting)
        audits.exists()._tell(waiting)
        self.env.flush_all()

    def _tell(self, actors):
        """Bring invitations, events and calendars in line with these audits.

        :param actors: per audit's id the ids of users who need not be told
        """
        standing = self.filtered(lambda audit: audit._is_invited_to())
        off = (self - standing).filtered(
            lambda audit: audit.state in ("planned", "cancelled")
        )
        notices = [*off._call_off(actors), *standing._invite(actors)]
        self.env["qms.audit.notice"]._send(notices)
        (off | standing).told_ids._show()

    def _is_invited_to(self):
        """Whether people are invited: it is settled when it is, and not over."""
        return bool(
            self.state in TOLD_STATES
            and self.date_start
            and self.date_end
            and self.date_end > fields.Datetime.now()
        )

    def _call_off(self, actors):
        """It does not take place, or not then: who was invited is told."""
        live = self.told_ids.filtered("is_live")
        live._call_off()
        rows = live.audit_id.invitation_ids.filtered("is_told")
        rows.write({"is_told": False, "answer": "needs_action"})
        self.env["qms.personal.link"]._revoke_links("audit_invitation", rows)
        return rows._prepare_notices("cancelled", actors)

    def _invite(self, actors):
        if not self:
            return []
        self.env["qms.audit.event"]._of(self)._lock()
        self._match_invitations(actors)
        notices = []
        every = self.env["qms.audit.invitation"]
        for audit in self:
            kind = audit.told_ids._advance()
            rows = audit.invitation_ids
            new = rows.filtered(lambda row: not row.is_told)
            known = rows - new
            if kind in ("moved", "planned"):
                rows._reset_answers(actors[audit.id])
            else:
                new._reset_answers(actors[audit.id])
            notices += new._prepare_notices("planned", actors)
            notices += known._prepare_notices(kind, actors) if kind else []
            every |= new
        every.write({"is_told": True})
        return notices

    # ------------------------------------------------------------
    # Who is invited
    # ------------------------------------------------------------

    def _match_invitations(self, actors):
        """Team and leaders as they are today; those added besides stay."""
        people = People(self.env)
        # what is settled here is told here
        invitations = self.env["qms.audit.invitation"].with_context(qms_telling=TELLING)
        new, surplus = [], invitations
        for audit in self:
            wanted = audit._wanted(people)
            for row in audit.invitation_ids:
                role = wanted.pop((row.user_id.id, row.employee_id.id), None)
                if role and row.role != role:
                    row.role = role
                elif not role and row.role != GUEST[0]:
                    surplus |= row
            new += [
                {"audit_id": audit.id, "role": role, "user_id": user_id}
                | ({"employee_id": employee_id} if employee_id else {})
                for (user_id, employee_id), role in wanted.items()
            ]
        surplus._withdraw(actors)
        surplus.unlink()
        surplus.create(new)

    def _wanted(self, people):
        """(user's id, employee's id) -> role."""
        team = self.member_ids.user_id
        wanted = {
            (row.user_id.id, False): row.role
            for row in self.member_ids
            if row.admitted and row.user_id._qms_works_here()
        }
        for unit in self.department_ids:
            leader = people.leaders_above(unit, self.company_id, team)[:1]
            if leader:
                wanted.setdefault((leader.id, False), LEADER[0])
            head = unit.manager_id
            if head.active and not head.user_id and head.work_email:
                wanted.setdefault((False, head.id), LEADER[0])
        return wanted

    def _audit_link(self):
        return f"{self.get_base_url()}/odoo/qms.audit/{self.id}"

    def _tell_report_ready(self):
        """Those who accept or comment the report, each once."""
        notices = []
        for audit in self:
            for duty in audit._get_duties():
                if duty["verb"] == "accept_report" and duty["user"] != self.env.user:
                    reader = audit._prepare_reader(duty["user"])
                    behalf = {"behalf_id": duty["behalf_of"]}
                    due = {"due": audit.date_stands}
                    base = {"audit_id": audit.id, "kind": "report_ready"}
                    notices.append({**base, **reader, **behalf, **due})
        self.env["qms.audit.notice"]._send(notices)
