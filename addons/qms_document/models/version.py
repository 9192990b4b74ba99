from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.html_editor.tools import handle_history_divergence
from odoo.addons.qms.models.number_mixin import DrawnNumber

from .version_table import BY_ITSELF, OPEN, STATES, TRANSITIONS

# whoever writes one of these is an author
WRITTEN = {"name", "text", "file_ids", "change_note"}


class QmsDocumentVersion(models.Model):
    """One version of a document: written, approved, valid, withdrawn.

    Read by those who work on it. Readers read the document, which shows the version
    that is valid.
    """

    _name = "qms.document.version"
    _description = "Version of a document"
    _inherit = [
        "qms.document.version.compare",
        "qms.document.version.files",
        "qms.document.version.force",
        "qms.document.version.approval",
        "qms.document.version.duties",
        "qms.document.version.retention",
        "html.field.history.mixin",
        "qms.record.mixin",
    ]
    _order = "document_id desc, edition desc, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _mask_fields = ("name", "text", "change_note")
    _system_fields = ("company_id", "department_id", "confidentiality")

    # whether somebody looks after it, not who
    _qms_counted_by = ("document_id.has_owner",)

    _lifecycle_start = "draft"
    _lifecycle_closed = ("withdrawn", "discarded")
    _lifecycle_by_itself = BY_ITSELF
    _lifecycle_transitions = TRANSITIONS
    _lifecycle_stamps = (
        "approver_ids",
        "asked_ids",
        "author_ids",
        "date_approved",
        "date_removed",
        "date_submitted",
        "date_valid",
        "date_withdrawn",
        "is_kept",
        "steps_taken",
    )

    document_id = fields.Many2one(
        "qms.document", required=True, index=True, ondelete="restrict", readonly=True
    )
    edition = fields.Integer("Version", readonly=True, copy=False)
    name = fields.Char("Title", required=True, tracking=True)
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    company_id = fields.Many2one(
        related="document_id.company_id", store=True, precompute=True, required=True
    )
    department_id = fields.Many2one(
        related="document_id.department_id", store=True, precompute=True
    )
    type_id = fields.Many2one(related="document_id.type_id")
    confidentiality = fields.Selection(
        related="document_id.confidentiality", store=True, precompute=True
    )
    text = fields.Html(sanitize=True, copy=False, prefetch=False)
    change_note = fields.Char(
        "What changed",
        help="One sentence for the readers: what they do differently from now on.",
    )
    valid_from = fields.Date(
        help="Empty: from the day on which it is approved.",
    )
    asks_again = fields.Boolean(
        "To be read again",
        default=True,
        help="Whoever must read the document confirms this version too. Not needed "
        "where nothing changes for them.",
    )
    author_ids = fields.Many2many(
        "res.users",
        "qms_document_version_author_rel",
        string="Written by",
        readonly=True,
        copy=False,
        default=lambda self: [Command.link(self.env.uid)],
        help="Everybody who wrote in it; none of them approves it.",
    )
    approver_ids = fields.Many2many(
        "res.users",
        "qms_document_version_approver_rel",
        string="Approved by",
        readonly=True,
        copy=False,
    )
    asked_ids = fields.Many2many(
        "res.users",
        "qms_document_version_asked_rel",
        string="Asked to approve",
        readonly=True,
        copy=False,
    )
    steps_taken = fields.Integer(readonly=True, copy=False)
    date_submitted = fields.Date("Submitted on", readonly=True, copy=False)
    date_approved = fields.Date("Approved on", readonly=True, copy=False)
    date_valid = fields.Date("Valid since", readonly=True, copy=False)
    date_withdrawn = fields.Date("Withdrawn on", readonly=True, copy=False)
    date_closed = fields.Date("Ended on", related="date_withdrawn", store=True)

    _edition_unique = models.UniqueIndex("(document_id, edition)")
    _by_document = models.Index("(document_id, edition, id)")
    _one_draft = models.UniqueIndex(
        "(document_id) WHERE state IN ('draft', 'submitted')",
        "There is a draft of this document already.",
    )
    _one_valid = models.UniqueIndex("(document_id) WHERE state = 'valid'")
    _coming = models.Index("(valid_from, id) WHERE state = 'approved'")

    @api.depends("number", "edition", "document_id.type_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for version in self:
            # sudo: type and number
            kind = version.sudo().document_id.type_id.name or ""
            version.display_name = self.env._(
                "%(kind)s %(number)s, version %(edition)s",
                kind=kind,
                number=version.number or "",
                edition=version.edition,
            )

    def _get_versioned_fields(self):
        return ["text"]

    # ------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        self._place(vals_list)
        versions = super(
            QmsDocumentVersion, self.with_context(mail_create_nosubscribe=True)
        ).create(vals_list)
        versions = versions.with_env(self.env)
        versions._adopt_files()
        versions._sync_duties()
        return versions

    @api.model
    def _place(self, vals_list):
        """Number and place among the versions of its document follow from that."""
        documents = self.env["qms.document"].browse(
            vals.get("document_id") or self.env.context.get("default_document_id")
            for vals in vals_list
        )
        if not all(documents.ids):
            raise UserError(self.env._("A version belongs to a document."))
        documents.check_access("read")
        if not self.env.su and not all(documents.mapped("may_write")):
            raise AccessError(self.env._("You do not write this document."))
        # sudo: number and versions of documents one may read
        known = documents.sudo()
        known._lock()
        if begun := known.version_ids.filtered(lambda each: each.state in OPEN):
            raise UserError(
                self.env._(
                    "There is a draft already: %s.",
                    ", ".join(begun.mapped("display_name")),
                )
            )
        last = known._last_editions()
        for vals, document in zip(vals_list, known, strict=True):
            last[document.id] = last.get(document.id, 0) + 1
            vals |= {
                "document_id": document.id,
                "edition": last[document.id],
                "number": DrawnNumber(document.number),
            }

    def write(self, vals):
        if not {"document_id", "edition"}.isdisjoint(vals):
            raise AccessError(self.env._("That follows by itself; it is not entered."))
        if len(self) == 1 and "text" in vals:
            vals = dict(vals)
            handle_history_divergence(self, "text", vals)
        result = super().write(vals)
        if not WRITTEN.isdisjoint(vals):
            self._note_author()
        if "file_ids" in vals:
            self._adopt_files()
        if "name" in vals:
            # sudo: a document that was never valid is called as its draft
            drafts = self.sudo().document_id.filtered(lambda d: d.state == "draft")
            drafts.write({"name": vals["name"]})
        return result

    def _note_author(self):
        """Who wrote in a draft does not approve it."""
        # sudo: an own stamp, by whoever was let write
        drafts = self.sudo().filtered(lambda version: version.state == "draft")
        new = drafts.filtered(lambda version: self.env.user not in version.author_ids)
        if new:
            new._write_guarded({"author_ids": [Command.link(self.env.uid)]})

    def _is_frozen(self):
        """What was submitted is approved as it stands, and holds as it was approved."""
        return self.state != "draft"

    def _make_closed_error(self):
        return AccessError(
            self.env._(
                "%(records)s: this is no draft and is no longer changed. Write a new "
                "version instead.",
                records=", ".join(self.sudo().mapped("display_name")),
            )
        )

    def copy_data(self, default=None):
        raise UserError(self.env._("Write a new version from the document itself."))

    def _number_company(self, vals):
        # sudo: whose series it is
        document = self.env["qms.document"].sudo().browse(vals.get("document_id"))
        return document.company_id or super()._number_company(vals)

    def _duty_name(self):
        return f"{self.name} ({self.display_name})"

    def _erasure_scope(self):
        """What the register of requirements and the document show follows it."""
        return [(version, [version, version.document_id]) for version in self]

    def action_open_document(self):
        """Open the document as its readers see it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "qms.document",
            "res_id": self.document_id.id,
            "views": [(False, "form")],
        }

    def _get_print_fields(self):
        return [
            (
                self.env._("Version"),
                ["document_id", "name", "edition", "change_note", "author_ids"],
            ),
            (
                self.env._("Approval"),
                ["approver_ids", "date_approved", "date_valid", "date_withdrawn"],
            ),
        ]
