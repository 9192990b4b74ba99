from odoo import api, fields, models
from odoo.exceptions import UserError

from .audit_on_site import ON_SITE_FIELDS
from .audit_table import ANSWERS, CHECKLIST_STATES, GRADES

# between two places
STEP = 10
# filled in on site; the rest of a row is the question
ANSWER_FIELDS = {"answer", "note", "sample"}
SOURCES = [
    ("bank", "Question bank"),
    ("finding", "Earlier finding"),
    ("case", "Open case"),
    ("own", "Own question"),
]


class QmsAuditAnswer(models.Model):
    """A question of an audit's checklist and what was seen: the team's own notes.

    The question is kept as it was when it was drawn. ``client_key`` is the name a
    browser gave to a question that was added without network.
    """

    _name = "qms.audit.answer"
    _description = "Answer of an audit"
    _inherit = [
        "qms.audit.part",
        "qms.mask.values",
        "qms.audit.sent.mixin",
        "qms.readable.mixin",
    ]
    _order = "audit_id, sequence, id"
    _rec_name = "id"
    _check_company_auto = True
    _mask_fields = ("question", "note", "sample")
    _part_states = CHECKLIST_STATES

    sequence = fields.Integer(default=10)
    question_id = fields.Many2one(
        "qms.audit.question",
        "From the bank",
        index="btree_not_null",
        ondelete="set null",
    )
    source = fields.Selection(SOURCES, default="own", required=True)
    question = fields.Text(required=True)
    hint = fields.Text()
    requirement_id = fields.Many2one(
        "qms.requirement",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    process_id = fields.Many2one(
        "qms.process", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    earlier_id = fields.Many2one(
        "qms.audit.finding",
        "Earlier finding",
        index="btree_not_null",
        ondelete="set null",
    )
    answer = fields.Selection(ANSWERS, index=True)
    note = fields.Text("What was seen")
    sample = fields.Char(help="Which records, rooms or cases were looked at.")
    answered_on = fields.Datetime(readonly=True)
    client_key = fields.Char(readonly=True, copy=False)
    finding_ids = fields.One2many("qms.audit.finding", "answer_id")
    attachment_ids = fields.One2many(
        "ir.attachment",
        "res_id",
        "Photos and files",
        domain=lambda self: [("res_model", "=", self._name)],
    )
    photo_count = fields.Integer("Photos", compute="_compute_photo_count")

    _client_key_unique = models.UniqueIndex(
        "(audit_id, client_key) WHERE client_key IS NOT NULL"
    )

    @api.depends("audit_id", "sequence")
    def _compute_display_name(self):
        """Names travel further than records."""
        for answer in self:
            # sudo: type and number
            answer.display_name = answer.audit_id.sudo().display_name

    @api.depends("attachment_ids")
    def _compute_photo_count(self):
        for answer in self:
            answer.photo_count = len(answer.attachment_ids)

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(self._in_order(vals_list))
        answers.filtered("answer")._check_running()
        # sudo: a stamp of the system
        answers.filtered("answer").sudo().answered_on = fields.Datetime.now()
        return answers

    @api.model
    def _in_order(self, vals_list):
        """What does not say its place comes last."""
        default = self.env.context.get("default_audit_id")
        audits = [vals.get("audit_id", default) for vals in vals_list]
        # sudo: places alone
        rows = self.sudo()._read_group(
            [("audit_id", "in", list(set(audits)))], ["audit_id"], ["sequence:max"]
        )
        last = {audit.id: place for audit, place in rows}
        ordered = []
        for audit_id, vals in zip(audits, vals_list, strict=True):
            if "sequence" not in vals:
                last[audit_id] = last.get(audit_id, 0) + STEP
                vals = {**vals, "sequence": last[audit_id]}
            ordered.append(vals)
        return ordered

    def write(self, vals):
        if not ANSWER_FIELDS.isdisjoint(vals):
            self._check_running()
            if "answer" in vals:
                vals = {**vals, "answered_on": vals["answer"] and fields.Datetime.now()}
        return super().write(vals)

    def _check_running(self):
        for audit in self.audit_id:
            # sudo: the state of the audit
            if audit.sudo().state != "running":
                raise UserError(
                    self.env._(
                        "%s: answers are given while the audit runs.",
                        audit.sudo().display_name,
                    )
                )

    def action_note_finding(self):
        """Word the finding at once, before the audit on site is over."""
        self.ensure_one()
        self.check_access("write")
        finding = self.finding_ids[:1] or self._make_findings()
        return finding._window()

    def _on_site_card(self, earlier):
        """As the screen on site shows it."""
        # sudo: what clause and process are called
        known = self.sudo()
        own = self.source == "bank" and self.requirement_id
        return {
            **{name: self[name] or False for name in ON_SITE_FIELDS},
            "requirement": known.requirement_id.display_name or "",
            "process": known.process_id.display_name or "",
            "photos": self.photo_count,
            "earlier": earlier.get(self.requirement_id.id, []) if own else [],
        }

    def _make_findings(self):
        """The finding of each graded answer, one each; what has one keeps it."""
        new = self.filtered(
            lambda row: row.answer in dict(GRADES) and not row.finding_ids
        )
        return self.env["qms.audit.finding"].create(
            [row._prepare_finding() for row in new]
        )

    def _prepare_finding(self):
        return {
            "audit_id": self.audit_id.id,
            "answer_id": self.id,
            "grade": self.answer,
            "statement": self.note or self.question,
            "evidence": self.sample,
            "requirement_id": self.requirement_id.id,
            "process_id": self.process_id.id,
            "department_id": self.audit_id.department_ids[:1].id,
        }
