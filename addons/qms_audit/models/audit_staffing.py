from odoo import Command, models


class Later:
    """Audits whose duties are brought in line once all of them are changed."""

    def __init__(self):
        self.ids = set()


class QmsAuditStaffing(models.AbstractModel):
    """Teams are named for many audits in one go, by the ordinary ways."""

    _name = "qms.audit.staffing"
    _description = "Naming the teams of audits"

    def _inverse_lead_id(self):
        """Who was lead before leaves the team."""
        self._set_teams({audit: audit.lead_id for audit in self})

    def _staff(self, teams):
        """Give new audits their teams.

        :param teams: per audit a dict with ``member_ids`` and ``lead_id``, if any
        """
        rows = []
        for audit, team in zip(self, teams, strict=True):
            commands = team.get("member_ids") or []
            if any(command[0] != Command.CREATE for command in commands):
                audit.write(team)
                continue
            lead = team.get("lead_id")
            members = [{**command[2], "audit_id": audit.id} for command in commands]
            if lead:
                members = audit._lead_them(members, lead)
            rows += members
        self.env["qms.audit.member"].create(rows)

    def _lead_them(self, members, lead):
        """These rows of a team, led by the user with this id and nobody else."""
        others = [
            row
            for row in members
            if row.get("user_id") != lead and row.get("role") != "lead"
        ]
        own = [row for row in members if row.get("user_id") == lead][:1]
        known = own[0] if own else {"audit_id": self.id, "user_id": lead}
        return [{**known, "role": "lead"}, *others]

    def _set_teams(self, leads, auditors=None):
        """Name who leads each audit and, if given, who audits with him.

        :param leads: per audit a user, or none
        :param auditors: per audit all users who are to be in the team as auditors
        """
        gone = promoted = self.env["qms.audit.member"]
        new = []
        for audit, lead in leads.items():
            team = audit.member_ids
            wanted = lead | auditors[audit] if auditors else lead
            stays = wanted if auditors else team.user_id
            kept = team.filtered(
                lambda row, lead=lead, stays=stays: row._stays(lead, stays)
            )
            gone |= team - kept
            promoted |= kept.filtered(
                lambda row, lead=lead: row.user_id == lead and row.role != "lead"
            )
            new += [
                {
                    "audit_id": audit.id,
                    "user_id": user.id,
                    "role": "lead" if user == lead else "auditor",
                }
                for user in wanted - kept.user_id
            ]
        gone.unlink()
        if promoted:
            promoted.role = "lead"
        self.env["qms.audit.member"].create(new)

    def _sync_duties(self):
        later = self.env.context.get("qms_duties_later")
        if isinstance(later, Later):
            later.ids |= set(self.ids)
            return None
        return super()._sync_duties()

    def _sync_duties_of(self, later):
        """What was put off meanwhile."""
        return self.browse(later.ids).with_context(qms_duties_later=None)._sync_duties()
