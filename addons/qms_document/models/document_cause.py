from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class QmsDocumentCauseMixin(models.AbstractModel):
    """A record that shows that a document must change; linked both ways.

    The model names in ``_cause_field`` the field of ``qms.document`` that lists its
    records, and says in :meth:`_documents_in_question` which it may be about.
    """

    _name = "qms.document.cause.mixin"
    _description = "Opens a change of a document"

    _cause_field = None

    changed_document_ids = fields.Many2many(
        "qms.document",
        string="Documents changed because of it",
        compute="_compute_changed_document_ids",
    )

    @api.depends_context("uid")
    def _compute_changed_document_ids(self):
        # sudo: which documents; shown are those the user reads
        found = self.env["qms.document"].sudo()
        found = found.search([(self._cause_field, "in", self._origin.ids)])
        readable = found.with_env(self.env)._filtered_access("read")
        for record in self:
            record.changed_document_ids = readable.filtered(
                lambda document, own=record._origin: (
                    own in document.sudo()[self._cause_field]
                )
            )

    def _documents_in_question(self):
        """Hook: the documents it may be about, whoever reads them."""
        return self.env["qms.document"]

    def action_change_document(self):
        """Ask for a change of a document; which one, is asked where it is not clear.

        Who may write it begins or opens its draft; everybody else who may read the
        record proposes it to the owner.
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: which documents are in question, of which the user is shown his
        found = self.sudo()._documents_in_question().with_env(self.env)
        found = found._filtered_access("read")
        if len(found) == 1:
            return self._change_document(found)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change a document"),
            "res_model": "qms.document.change",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_id": self.id,
                "default_candidate_ids": found.ids,
            },
        }

    def _link_document(self, document):
        self.check_access("read")
        document.check_access("read")
        # sudo: linked by whoever reads both
        known = document.sudo()
        if self in known[self._cause_field]:
            return
        known.write({self._cause_field: [Command.link(self.id)]})
        self._note_change(document)

    def _change_document(self, document):
        self._link_document(document)
        if document.may_write:
            return document.action_write()
        name = self.sudo().display_name
        action = document._propose(self.env._("Change because of %s", name))
        return {
            "type": "ir.actions.act_window",
            "res_model": action._name,
            "res_id": action.id,
            "views": [(False, "form")],
        }

    def _note_change(self, document):
        """Linked both ways, by numbers: who reads the one may not read the other."""
        # sudo: a note of the system in records the user reads
        known = self.sudo()
        known._message_log(
            body=self.env._("A change of %s was opened.", document.display_name)
        )
        document.sudo()._message_log(
            body=self.env._("A change was opened because of %s.", known.display_name)
        )


class QmsDocumentCaused(models.AbstractModel):
    """A document knows what it is changed because of."""

    _name = "qms.document.caused"
    _description = "What documents are changed because of"

    change_action_ids = fields.Many2many(
        "qms.action",
        "qms_document_action_rel",
        "document_id",
        "action_id",
        string="Actions it is changed because of",
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
    )
    cause_kinds = fields.Char(compute="_compute_cause_kinds")

    @api.model
    def _get_cause_fields(self):
        """Hook: fields that list what a document is changed because of."""
        return ("change_action_ids",)

    @api.depends_context("uid")
    def _compute_cause_kinds(self):
        """Which kinds there are, for the screen to show the way to them."""
        names, found = self._get_cause_fields(), self._found_causes()
        for document in self:
            own = [name for name in names if (document._origin.id, name) in found]
            document.cause_kinds = f" {' '.join(own)} "

    def _found_causes(self):
        """Pairs of an id and a field that lists something for it; in one statement."""
        # sudo: whether there are any; each is opened by its own rights
        known, arms = self._origin.sudo(), []
        for name in self._get_cause_fields():
            query = known._search([("id", "in", known.ids), (name, "!=", False)])
            arms.append(
                query.select(SQL.identifier(query.table, "id"), SQL("%s", name))
            )
        return set(self.env.execute_query(SQL(" UNION ALL ").join(arms)))

    def action_open_actions(self):
        """The actions it is changed because of."""
        return self._open_causes("change_action_ids")

    def _open_causes(self, name):
        """Those that the user may read, in a window of their own."""
        self.ensure_one()
        self.check_access("read")
        # sudo: which records; each opens by its own rights
        causes = self.sudo()[name]
        return {
            "type": "ir.actions.act_window",
            "name": self._fields[name]._description_string(self.env),
            "res_model": causes._name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", causes.ids)],
        }


class QmsAction(models.Model):
    """What was decided, in a meeting too, may be that a procedure is corrected."""

    _name = "qms.action"
    _inherit = ["qms.action", "qms.document.cause.mixin"]
    _cause_field = "change_action_ids"

    def _documents_in_question(self):
        if chosen := self.env["qms.document"].search(
            [("change_action_ids", "in", self.ids)]
        ):
            return chosen
        origin = self._origin_record()
        if origin._name == "qms.document":
            return origin
        if isinstance(origin, self.env.registry["qms.document.cause.mixin"]):
            return origin._documents_in_question()
        return super()._documents_in_question()

    def _origin_record(self):
        if self.res_id and self.res_model in self.env:
            return self.env[self.res_model].browse(self.res_id).exists()
        return self.browse()

    def action_change_document(self):
        """Ask for a change; not because of an action that has ended."""
        if self.is_closed:
            raise UserError(self.env._("It has ended: plan a new action."))
        return super().action_change_document()
