from odoo import Command, models
from odoo.exceptions import UserError


class QmsDeviation(models.Model):
    """A case shows that a rule of one's own must change."""

    _inherit = "qms.deviation"

    def action_change_document(self):
        """Ask for a change of the own rule this case deviates from.

        Who may write the document begins or opens its draft; everybody else who may
        read the case proposes it to the owner.
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: the document of a rule that stands in the case
        known = self.sudo().requirement_id.own_document_ids[:1]
        document = known.with_env(self.env)
        if not document:
            raise UserError(
                self.env._("The requirement of this case is no document of your own.")
            )
        document.check_access("read")
        known.write({"case_ids": [Command.link(self.id)]})
        self._note_change(document)
        if document.may_write:
            return document.action_write()
        action = document._propose(self.env._("Change because of %s", self.number))
        return {
            "type": "ir.actions.act_window",
            "res_model": action._name,
            "res_id": action.id,
            "views": [(False, "form")],
        }

    def _note_change(self, document):
        """Linked both ways, by numbers: who reads the one may not read the other."""
        # sudo: a note of the system in records the user reads
        self.sudo()._message_log(
            body=self.env._("A change of %s was opened.", document.display_name)
        )
        document.sudo()._message_log(
            body=self.env._("A change was opened because of %s.", self.number)
        )
