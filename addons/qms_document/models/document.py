import re
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

STATES = [
    ("draft", "Not valid yet"),
    ("valid", "Valid"),
    ("withdrawn", "Withdrawn"),
]
NUMBER = re.compile(r"\w[\w .()/-]{0,29}")
KEY_LENGTH = 8
# settled when it is made, or by its versions
FIXED = {"name", "number", "company_id"}
# decide who approves, hence left alone while somebody is asked to
DECIDING = {"type_id", "department_id", "owner_id", "process_ids"}


class QmsDocument(models.Model):
    """A document as its readers see it: the version that is valid, and how to find it.

    What is written and approved are its versions, which have other readers. Clients
    change who looks after it and whom it concerns; what it says follows its versions.
    """

    _name = "qms.document"
    _description = "Document"
    _inherit = [
        "qms.document.search",
        "qms.document.filed",
        "qms.document.annex",
        "qms.document.reading",
        "qms.document.care",
        "qms.document.improve",
        "qms.document.caused",
        "qms.document.master",
        "qms.document.holding",
        "qms.document.numbering",
        "qms.document.wheel",
        "qms.document.valid",
        "qms.text.mixin",
        "qms.mask.mixin",
        "qms.thread.mixin",
    ]
    _order = "number, id"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _mask_fields = ("name",)

    number = fields.Char(
        index="trigram",
        copy=False,
        help="Empty: the next one of its type. It stays.",
    )
    name = fields.Char("Title", required=True, tracking=True)
    key = fields.Char(readonly=True, copy=False)
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    type_id = fields.Many2one(
        "qms.document.type",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        default=lambda self: self._default_type_id(),
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department",
        "Unit",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        tracking=True,
        default=lambda self: self._default_department_id(),
    )
    owner_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        check_company=True,
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
        tracking=True,
        help="Answers for it: keeps it current and answers what readers say of it.",
    )
    editor_ids = fields.Many2many(
        "res.users",
        "qms_document_editor_rel",
        string="Also written by",
        domain="[('share', '=', False)]",
        help="Write its drafts as its owner does.",
    )
    process_ids = fields.Many2many(
        "qms.process",
        "qms_document_process_rel",
        string="Processes",
        check_company=True,
    )
    requirement_ids = fields.Many2many(
        "qms.requirement",
        "qms_document_requirement_rel",
        string="Requirements met",
        check_company=True,
    )
    asked_ids = fields.Many2many(
        "res.users",
        "qms_document_asked_rel",
        string="Were asked to approve",
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
    )
    confidentiality = fields.Selection(
        [("normal", "Normal"), ("confidential", "Confidential")],
        default="normal",
        required=True,
        tracking=True,
        help="A confidential document is read by its unit, its leaders and quality "
        "managers, and by who must read it.",
    )
    version_ids = fields.One2many("qms.document.version", "document_id", "Versions")
    valid_version_id = fields.Many2one(
        "qms.document.version", readonly=True, copy=False, index="btree_not_null"
    )
    edition = fields.Integer("Version", related="valid_version_id.edition")
    text = fields.Html(related="valid_version_id.text")
    change_note = fields.Char(related="valid_version_id.change_note")
    file_ids = fields.Many2many(related="valid_version_id.file_ids", string="Files")
    approved_by = fields.Char(compute="_compute_approved_by", compute_sudo=True)
    date_approved = fields.Date(related="valid_version_id.date_approved")
    date_valid = fields.Date("Valid since", readonly=True, copy=False, index=True)
    date_review = fields.Date("Review by", readonly=True, copy=False, index=True)
    draft_id = fields.Many2one("qms.document.version", compute="_compute_draft_id")
    may_write = fields.Boolean(compute="_compute_draft_id")

    _number_unique = models.UniqueIndex(
        "(company_id, number)", "This number is used by another document."
    )
    _key_unique = models.UniqueIndex("(key)")
    _by_number = models.Index("(number, id)")

    @api.model
    def _default_type_id(self):
        return self.env["qms.document.type"].search([], limit=1)

    @api.model
    def _default_department_id(self):
        # sudo: the unit the user himself works in
        return self.env.user.sudo().employee_id.department_id.id

    @api.depends("number", "type_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Names travel further than records: type and number, no more."""
        for document in self:
            # sudo: what its type is called
            kind = document.sudo().type_id.name or ""
            document.display_name = f"{kind} {document.number or ''}".strip()

    @api.depends("valid_version_id")
    def _compute_approved_by(self):
        for document in self:
            version = document.valid_version_id
            names = ", ".join(version.approver_ids.mapped("name"))
            document.approved_by = names or version._taken_over_by()

    @api.depends("version_ids.state", "owner_id", "editor_ids")
    @api.depends_context("uid")
    def _compute_draft_id(self):
        versions = self.env["qms.document.version"]
        found = versions.search_fetch(
            [
                ("document_id", "in", self._origin.ids),
                ("state", "in", ("draft", "submitted", "approved")),
            ],
            ["document_id"],
            order="edition",
        ).grouped("document_id")
        for document in self:
            document.draft_id = found.get(document._origin, versions)[-1:]
            document.may_write = bool(document._origin) and bool(
                document.env["qms.document.version"]
                .new({"document_id": document._origin.id})
                ._mandate_write()
            )

    @api.constrains("number")
    def _check_number(self):
        for document in self:
            if not NUMBER.fullmatch(document.number or ""):
                raise ValidationError(
                    self.env._(
                        "%s: a number has up to 30 letters, digits, dots and dashes.",
                        document.number,
                    )
                )

    # ------------------------------------------------------------
    # Making and changing
    # ------------------------------------------------------------

    @api.model
    def _get_system_fields(self):
        """What follows from the versions, whatever a client sends."""
        return {"state", "valid_version_id", "date_valid", "date_review", "key"}

    @api.model_create_multi
    def create(self, vals_list):
        system = self._get_system_fields()
        if not self.env.su and any(not system.isdisjoint(vals) for vals in vals_list):
            raise self._make_system_error()
        start = dict.fromkeys(system, False) | {"state": "draft"}
        quiet = self.with_context(mail_create_nosubscribe=True)
        documents = super(QmsDocument, quiet).create(
            [
                {**vals, **start, "key": secrets.token_urlsafe(KEY_LENGTH)}
                for vals in vals_list
            ]
        )
        documents = documents.with_env(self.env)
        documents._start_versions()
        return documents

    def _start_versions(self):
        """Each begins with a draft of its first version."""
        self.env["qms.document.version"].create(
            [{"document_id": each.id, "name": each.name} for each in self]
        )

    def write(self, vals):
        if not self.env.su:
            self._refuse_settled(vals)
        result = super().write(vals)
        if not DECIDING.isdisjoint(vals):
            # sudo: duties follow, whoever reads the versions
            self.sudo().version_ids._sync_duties()
        if not {"confidentiality", "department_id"}.isdisjoint(vals):
            self._drop_followers_without_access()
        return result

    def _refuse_settled(self, vals):
        if not (self._get_system_fields() | FIXED).isdisjoint(vals):
            raise self._make_system_error()
        # sudo: how far its versions are
        known = self.sudo()
        if "type_id" in vals and set(known.mapped("state")) - {"draft"}:
            raise UserError(self.env._("It was approved as what it is."))
        waiting = known.version_ids.filtered(lambda each: each.state == "submitted")
        if waiting and not DECIDING.isdisjoint(vals):
            raise UserError(
                self.env._(
                    "%s waits for its approval: take it back first.",
                    waiting[:1].display_name,
                )
            )

    @api.model
    def _make_system_error(self):
        return UserError(
            self.env._(
                "That follows from the document's versions; it is not entered. Write a "
                "new version."
            )
        )

    def copy_data(self, default=None):
        return [
            {**vals, "name": self.env._("%s (copy)", vals["name"])}
            for vals in super().copy_data(default)
        ]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_withdrawn_instead(self):
        raise UserError(
            self.env._("Documents are not deleted; withdraw it with a reason.")
        )

    # ------------------------------------------------------------
    # A new version
    # ------------------------------------------------------------

    def action_write(self):
        """Open the draft, or begin one from what is valid."""
        self.ensure_one()
        self.check_access("read")
        # who may not is refused before he is told whether there is one
        version = self.may_write and self.draft_id or self._new_version()
        return {
            "type": "ir.actions.act_window",
            "res_model": version._name,
            "res_id": version.id,
            "views": [(False, "form")],
        }

    def _new_version(self, **values):
        """A draft beside the valid version, which it begins as a copy of."""
        version = self.env["qms.document.version"].create(
            {"document_id": self.id, "name": self.name, "text": self.text, **values}
        )
        # sudo: the files of a version that everybody here may read
        files = self.sudo().valid_version_id.file_ids
        place = {"res_model": version._name, "res_id": version.id}
        for file in files:
            version.file_ids |= file.copy(place).with_env(version.env)
        return version

    def action_confirm(self):
        """Still right: it was reviewed and holds on."""
        # sudo: which version is valid; the step asks for its own mandate
        versions = self.sudo().valid_version_id.with_env(self.env)
        return versions.action_confirm()

    def action_versions(self):
        """All versions that the current user may read, also those withdrawn."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Versions"),
            "res_model": "qms.document.version",
            "views": [(False, "list"), (False, "form")],
            "domain": [("document_id", "=", self.id)],
        }

    def _duty_name(self):
        return f"{self.name} ({self.number})"

    def _duty_target(self):
        return self
