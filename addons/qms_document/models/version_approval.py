from odoo import Command, fields, models
from odoo.tools import is_html_empty

from odoo.addons.qms.tools.lifecycle import Mandate, Point
from odoo.addons.qms.tools.people import People


class QmsDocumentVersionApproval(models.AbstractModel):
    """Who writes, who approves, what is missing.

    Approval goes through the steps of the document's type, each by another person;
    nobody approves what he wrote, and where nobody is left it passes to the next
    leader up.
    """

    _name = "qms.document.version.approval"
    _description = "Approval of a version"

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_submit(self):
        """It is written: let it be approved."""
        return self._transition("submit")

    def action_endorse(self):
        """Approve it; others do after me."""
        return self._transition("endorse")

    def action_approve(self):
        """Approve it: it becomes valid on its day."""
        return self._transition("approve")

    def action_refuse(self, reason=None):
        """Not like this: it goes back to its author."""
        return self._transition("refuse", reason)

    def action_take_back(self):
        """Write on before it is approved."""
        return self._transition("take_back")

    def action_discard(self, reason=None):
        """This draft becomes nothing."""
        return self._transition("discard", reason)

    def action_confirm(self):
        """Still right: it was reviewed and holds on."""
        return self._transition("confirm")

    def action_withdraw(self, reason=None):
        """It holds no longer, and nothing stands in its place."""
        return self._transition("withdraw", reason)

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def _mandate_write(self):
        # sudo: whose document it is
        document, user = self.sudo().document_id, self.env.user
        if user in document.owner_id | document.editor_ids:
            return Mandate("author")
        return self._mandate_care()

    def _mandate_care(self):
        """Leaders of the unit from there up, and quality managers."""
        # sudo: which unit
        version, user = self.sudo(), self.env.user
        if mandate := self._mandate_manager():
            return mandate
        return version.department_id._qms_mandate(version.company_id, user)

    def _mandate_confirm(self):
        # sudo: whose document it is
        if self.sudo().document_id.owner_id == self.env.user:
            return Mandate("owner")
        return self._mandate_care()

    def _mandate_withdraw(self):
        return self._mandate_care()

    def _excluded(self):
        """Who wrote it, and who approved it before."""
        return self.author_ids | self.approver_ids

    def _steps(self):
        return self.document_id.type_id.step_ids or self.env[
            "qms.document.type.step"
        ].new({"who": "leader"})

    def _current_step(self):
        steps = self._steps()
        return steps[min(self.steps_taken, len(steps) - 1)]

    def _is_last_step(self):
        return self.steps_taken >= len(self._steps()) - 1

    def _mandate_decide(self):
        # sudo: authors and approvers, to keep them from deciding
        version = self.sudo()
        people = People.of(self.env)
        return version._current_step()._mandate(
            version, self.env.user, people, version._excluded()
        )

    def _mandate_endorse(self):
        # sudo: how far it is
        return None if self.sudo()._is_last_step() else self._mandate_decide()

    def _mandate_approve(self):
        # sudo: how far it is
        return self._mandate_decide() if self.sudo()._is_last_step() else None

    def _turn(self):
        """Whose turn it is to approve."""
        people = People.of(self.env)
        return self._current_step()._turn(self, people, self._excluded())

    # ------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------

    def _missing_text(self):
        if self.file_ids or not is_html_empty(self.text):
            return []
        return [Point(self.env._("its text, or a file"), "text")]

    def _missing_change(self):
        if self.change_note or not self._former():
            return []
        return [Point(self.env._("what changed, in one sentence"), "change_note")]

    def _missing_approver(self):
        if self._turn():
            return []
        return [
            self.env._("somebody who may approve: name another quality manager"),
        ]

    # ------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------

    def _transition_values(self, step):
        values = super()._transition_values(step)
        today = self[:1].company_id._qms_today()
        if step.name == "submit":
            values |= {"date_submitted": today, "steps_taken": 0}
            values |= {"approver_ids": [Command.clear()]}
        if step.name == "approve":
            # drafts of the draft are nobody's business any longer
            values |= {"date_approved": today, "html_field_history": False}
        if step.target in ("withdrawn", "discarded"):
            values["date_withdrawn"] = today
        return values

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name in ("endorse", "approve"):
            for version in self:
                version._write_guarded(
                    {
                        "approver_ids": [Command.link(self.env.uid)],
                        "steps_taken": version.steps_taken + 1,
                    }
                )
        if step.name in ("submit", "endorse"):
            for version in self:
                asked = version._current_step()._candidates(version)
                links = [Command.link(user.id) for user in asked]
                version._write_guarded({"asked_ids": links})
                version.document_id.write({"asked_ids": links})
        if step.name == "approve":
            self._come_into_force()
        if step.name == "confirm":
            self.document_id._reviewed()
        if step.name == "withdraw":
            # what was only approved changes nothing for the readers
            self.filtered("date_valid").document_id._show_valid()
        if step.name == "refuse":
            self._tell_authors()
        return result

    def _tell_authors(self):
        for version in self:
            version.message_notify(
                partner_ids=version.author_ids.partner_id.ids,
                subject=version.display_name,
                body=self.env._("There is an answer to what you submitted."),
            )

    def _transition_labels(self):
        return super()._transition_labels() | {
            "submit": self.env._("Submitted"),
            "endorse": self.env._("Approved, a step"),
            "approve": self.env._("Approved"),
            "refuse": self.env._("Refused"),
            "take_back": self.env._("Taken back"),
            "discard": self.env._("Discarded"),
            "confirm": self.env._("Still right"),
            "withdraw": self.env._("Withdrawn"),
        }

    def _due_to_approve(self):
        company = self.company_id
        day = self.date_submitted or fields.Date.context_today(self)
        return company._qms_add_workdays(day, self.document_id.type_id.approve_days)
