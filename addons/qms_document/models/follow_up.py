from odoo import api, fields, models


class QmsQuestion(models.Model):
    _inherit = "qms.question"

    changes_document = fields.Boolean(
        "About a document",
        help="Whoever says yes names the document that is corrected.",
    )


class QmsFollowUpMixin(models.AbstractModel):
    """'Correct a common procedure?' names the document, and opens a change of it."""

    _inherit = "qms.follow.up.mixin"

    asks_document = fields.Boolean(related="question_id.changes_document")
    document_id = fields.Many2one(
        "qms.document",
        "Which document",
        ondelete="cascade",
        domain="[('state', '!=', 'withdrawn')]",
        help="Whoever looks after it is asked to correct it; both name the other.",
    )

    @api.onchange("document_id")
    def _onchange_document_id(self):
        """Said of that document, to whoever looks after it; words of one's own stay."""
        document, proposal = self.document_id, self.question_id.proposal or ""
        if not document:
            return
        if (self.name or proposal).endswith(proposal):
            self.name = f"{document.number}: {proposal}"
        # sudo: who looks after it, and whether he is still here
        owner = document.sudo().owner_id
        if owner._qms_works_here():
            self.owner_id = owner.with_env(self.env)

    def _followed(self, action):
        result = super()._followed(action)
        if self.asks_document and self.document_id:
            action._link_document(self.document_id)
        return result
