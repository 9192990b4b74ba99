from odoo import fields, models

TITLE = 80


class QmsDocumentImprove(models.AbstractModel):
    """A document is improved by what its readers say of it."""

    _name = "qms.document.improve"
    _description = "Documents are improved"
    _inherit = ["qms.action.origin.mixin"]

    # what was proposed is answered, whatever became of the document
    is_closed = fields.Boolean(compute="_compute_is_closed")

    def _compute_is_closed(self):
        self.is_closed = False

    def action_remark(self):
        """Wrong or unclear? Say so to its owner."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Wrong or unclear?"),
            "res_model": "qms.document.remark",
            "view_mode": "form",
            "target": "new",
            "context": {"default_document_id": self.id},
        }

    def action_proposals(self):
        """What was proposed for it, as far as the current user may read that."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Proposals"),
            "res_model": "qms.action",
            "views": [(False, "list"), (False, "form")],
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
        }

    def _propose(self, text):
        """An improvement by the current user, for the document's owner."""
        self.check_access("read")
        # sudo: any reader proposes; he stands as its author
        known = self.sudo()
        action = known.env["qms.action"].create(
            {
                "name": f"{known.number}: {text.strip().splitlines()[0]}"[:TITLE],
                "description": text,
                "type_id": known.env.ref("qms.action_type_improvement").id,
                "owner_id": known.owner_id.id,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        action.with_env(self.env).action_start()
        return action

    def _prepare_action_values(self):
        return {
            **super()._prepare_action_values(),
            "confidential": self.confidentiality == "confidential",
            "level": "low",
        }
