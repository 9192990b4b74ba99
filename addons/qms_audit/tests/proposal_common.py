from odoo import Command

from .common import AuditCase


class ProposalCase(AuditCase):
    """A programme that holds, with two audits planned for April.

    Work with the clock at 2 March 2026: the earliest day is 16 March.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # those who were auditors before do not take part
        cls.env.ref("qms.group_auditor").user_ids = cls.auditor | cls.second
        cls.programme = cls._approved()
        cls.first = cls._planned("Home care", "2026-04-14", cls.home_care)
        cls.later = cls._planned("Care", "2026-04-21", cls.care)

    @classmethod
    def _approved(cls, **kwargs):
        programme = cls._programme(line_ids=[], **kwargs).with_user(cls.manager)
        line = {"department_id": cls.home_care.id, "programme_id": programme.id}
        cls.env["qms.audit.programme.line"].create(line)
        programme.with_user(cls.director).action_approve()
        return programme.with_user(cls.owner)

    @classmethod
    def _planned(cls, name, day, unit, **kwargs):
        values = {
            "name": name,
            "company_id": cls.company.id,
            "programme_id": cls.programme.id,
            "programme_line_id": cls.programme.line_ids.id,
            "department_ids": unit.ids,
            "requirement_ids": cls.clause.ids,
            "date_planned": day,
            "objective": "Does it work?",
            "scope": "This year",
            **kwargs,
        }
        return cls.env["qms.audit"].with_user(cls.owner).create(values)

    @classmethod
    def _event(cls, user, day, hours=(9, 10), **kwargs):
        """In the calendar of ``user``; hours in UTC."""
        values = {
            "name": "A private matter",
            "start": f"{day} {hours[0]:02}:00:00",
            "stop": f"{day} {hours[1]:02}:00:00",
            "partner_ids": [Command.set(user.partner_id.ids)],
            "user_id": user.id,
            **kwargs,
        }
        events = cls.env["calendar.event"].with_context(no_mail_to_attendees=True)
        return events.create(values)

    def _propose(self, user=None, **kwargs):
        values = {"programme_id": self.programme.id, "year": 2026, **kwargs}
        proposals = self.env["qms.audit.proposal"].with_user(user or self.owner)
        proposal = proposals.create(values)
        proposal.action_propose()
        return proposal

    def _line(self, proposal, audit):
        return proposal.line_ids.filtered(lambda row: row.audit_id.id == audit.id)
