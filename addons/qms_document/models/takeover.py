from odoo import Command, api, fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.lifecycle import Transition

QUIET = {
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "tracking_disable": True,
}


class QmsDocumentTakeover(models.Model):
    """Documents of an old register, taken over as they hold by one decision.

    Nobody decided here on what they say: whoever brings them in decides that they hold.
    """

    _name = "qms.document.takeover"
    _description = "Documents taken over"
    _inherit = ["qms.lifecycle.mixin"]
    _order = "id desc"

    _qms_counted = False
    _lifecycle_start = "draft"
    _lifecycle_closed = ("done",)
    # nobody edits any of it
    _lifecycle_editable = {}
    _lifecycle_transitions = (
        Transition(
            "take_over", ("draft",), "done", "_mandate_manager", ("_missing_rows",)
        ),
    )

    name = fields.Char("File", required=True, readonly=True)
    state = fields.Selection(
        [("draft", "Being read"), ("done", "Taken over")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    date = fields.Datetime("Taken over on", readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users", "Taken over by", readonly=True, default=lambda self: self.env.user
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    version_ids = fields.One2many(
        "qms.document.version", "takeover_id", "Versions", readonly=True
    )
    count = fields.Integer("Documents", readonly=True)
    count_files = fields.Integer("Files", readonly=True)
    digest = fields.Char(
        "Fingerprint",
        readonly=True,
        help="SHA-256 over the rows and files as they were read.",
    )

    @api.depends("date")
    def _compute_display_name(self):
        for takeover in self:
            day = fields.Date.context_today(takeover, takeover.date)
            takeover.display_name = self.env._(
                "Documents taken over on %s", fields.Date.to_string(day)
            )

    def action_take_over(self):
        """Take over the rows just read; the import itself takes this step."""
        return self._transition("take_over")

    def action_open_documents(self):
        """The documents of this batch, as far as the current user reads them."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "qms.document",
            "views": [(False, "list"), (False, "form")],
            "domain": [("version_ids.takeover_id", "=", self.id)],
        }

    def _missing_rows(self):
        return [] if self.version_ids else [self.env._("rows to take over")]

    def _decision_contents(self):
        names = ("name", "count", "count_files", "digest")
        return {
            takeover.id: {name: takeover[name] for name in names} for takeover in self
        }

    def _transition_labels(self):
        return {
            "take_over": self.env._("Taken over"),
            "erase": self.env._("Text erased"),
        }


class QmsDocumentVersion(models.Model):
    """Taken over, a version stands as it stood in the old register."""

    _inherit = "qms.document.version"

    takeover_id = fields.Many2one(
        "qms.document.takeover",
        "Taken over with",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    former_approval = fields.Char(
        "Approved before it was taken over", readonly=True, copy=False
    )

    @api.model
    def _get_system_fields(self):
        taken = ("takeover_id", "former_approval")
        return (*super()._get_system_fields(), *taken)

    @api.model
    def _place(self, vals_list):
        result = super()._place(vals_list)
        if not self.env.su:
            for vals in vals_list:
                vals |= {"takeover_id": False, "former_approval": False}
        return result

    @api.model
    def _lifecycle_undecided_domain(self):
        """They are valid by the decision on their batch."""
        return super()._lifecycle_undecided_domain() | Domain(
            "takeover_id.state", "=", "done"
        )

    def _taken_over_by(self):
        """By whom it was approved before, else who says that it holds."""
        if not self.takeover_id:
            return ""
        who = self.takeover_id.user_id.name
        return self.former_approval or self.env._("Taken over by %s", who)

    def _take_over(self, takeover, values):
        """This draft is valid as it stands; of the past, what the register says."""
        self._write_guarded(
            {
                **values,
                "takeover_id": takeover.id,
                "author_ids": [Command.clear()],
            }
        )
