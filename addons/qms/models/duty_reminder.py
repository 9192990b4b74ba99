from odoo import SUPERUSER_ID, api, models

from ..tools.people import People

# as many are mailed one by one when they come together
MAILED_EACH = 5


class QmsDutyReminder(models.AbstractModel):
    """Who is told of a duty: day by day in the daily list, or at once."""

    _name = "qms.duty.reminder"
    _description = "Who is told of duties"

    def _remind(self, people):
        """Who is told of this duty today: the holder, who stands in, who it passed to.

        Nobody who is away: his deputy is told, or the clock stands; what nobody can do
        in his place waits for him. A group's duty goes to its members who are here;
        that of somebody without login to his leader.
        """
        users = people.env["res.users"]
        unit = self.department_id or self.record_department_id
        if self.employee_id:
            users |= people.decider(unit, self.company_id, users)[0]
        for holder in self.user_id or self._members(people):
            if not self._is_personal():
                users |= people.stand_in(holder, unit, self.company_id)
            elif not people.is_away(holder):
                users |= holder
        if self.escalation_user_id and not people.is_away(self.escalation_user_id):
            users |= self.escalation_user_id
        return users

    @api.model
    def _personal_verbs(self):
        """Hook: what nobody can do in another's place."""
        return {"read"}

    def _is_personal(self):
        return self.verb in self._personal_verbs()

    def _members(self, people):
        # sudo: members of the group that holds the duty
        members = self.group_id.sudo().all_user_ids.with_env(people.env)
        return members.filtered(
            lambda user: user._qms_works_here() and self.company_id in user.company_ids
        )

    def _told_to(self, user):
        """Those the user holds or answers for, and those whose record he may read."""
        own = self.filtered(
            lambda duty: user in duty.user_id | duty.escalation_user_id | duty.behalf_id
        )
        others = self - own
        readable = others._per_record(
            lambda records: dict.fromkeys(records._readable_by(user).ids, True)
        )
        return own | others.filtered(lambda d: (d.res_model, d.res_id) in readable)

    # ------------------------------------------------------------
    # Mailed at once
    # ------------------------------------------------------------

    @api.model
    def _mail_at_once_verbs(self):
        """Hook: verbs that are mailed on their own, as soon as they are owed."""
        return {"approve"}

    def _mail_at_once(self):
        """One mail each; to whom many come at once, one that says how many."""
        verbs = self._mail_at_once_verbs()
        duties = self.filtered(
            lambda duty: (
                duty.verb in verbs
                and duty.user_id.email
                and duty.user_id != self.env.user
            )
        )
        if self.env.uid == SUPERUSER_ID:
            duties = duties._on_a_workday()
        counts = {user.id: len(own) for user, own in duties.grouped("user_id").items()}
        many = duties.user_id.filtered(lambda user: counts[user.id] > MAILED_EACH)
        mailer = self.env["qms.mailer"]
        single = duties.filtered(lambda duty: duty.user_id not in many)
        mailer._send("qms.mail_template_duty", single)
        mailer._send("qms.mail_template_duties", many, qms_counts=counts)

    def _on_a_workday(self):
        """What the system passes on by itself on a day off keeps for the daily list."""
        kept = self.browse()
        for company, duties in self.grouped("company_id").items():
            people = People(self.env, company._qms_today())
            working = people.working(duties.user_id, company)
            kept |= duties.filtered(lambda duty, users=working: duty.user_id in users)
        return kept
