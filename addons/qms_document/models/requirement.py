from odoo import api, fields, models
from odoo.exceptions import UserError

# kept by the document that is this rule
KEPT = {"name", "number", "kind", "url", "valid_from", "valid_to", "company_id"}


class QmsDocument(models.Model):
    """An own rule and its document are one thing seen from two sides."""

    _inherit = "qms.document"

    own_rule_id = fields.Many2one(
        "qms.requirement",
        "In the register of requirements",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _own_rule_unique = models.UniqueIndex("(own_rule_id) WHERE own_rule_id IS NOT NULL")

    @api.model
    def _get_system_fields(self):
        return super()._get_system_fields() | {"own_rule_id"}

    def _keep_own_rule(self):
        """The register says what holds: from the first valid version to the last."""
        self.ensure_one()
        kind = self.type_id.rule_kind
        # sudo: the register follows what was approved
        rule = self.sudo().own_rule_id
        if not kind and not rule:
            return
        if not self.valid_version_id:
            if rule and not rule.valid_to:
                rule.valid_to = self.company_id._qms_today()
            return
        names = self._own_rule_names()
        values = {
            "name": names[self.env.lang or "en_US"],
            "number": self.number,
            "kind": rule.kind or kind,
            "company_id": self.company_id.id,
            "url": f"{self.get_base_url()}/qms/d/{self.key}",
            "valid_to": False,
        }
        if rule:
            rule.write(values)
        else:
            values["valid_from"] = self.date_valid
            # sudo: as above
            rule = self.env["qms.requirement"].sudo().create(values)
            self.sudo().own_rule_id = rule
        rule.update_field_translations("name", names)

    def _own_rule_names(self):
        """{language: name}: the register is read by all, a title not always."""
        languages = {code for code, _name in self.env["res.lang"].get_installed()}
        # what the others fall back on, also where nobody uses it
        languages.add("en_US")
        if self.confidentiality == "normal":
            return dict.fromkeys(languages, self.name)
        return {code: self.with_context(lang=code).display_name for code in languages}

    def write(self, vals):
        result = super().write(vals)
        if "confidentiality" in vals:
            # sudo: the register follows, whoever may read it
            for document in self.sudo().filtered("valid_version_id"):
                document._keep_own_rule()
        return result

    def action_open_rule(self):
        """Open it in the register of requirements."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "qms.requirement",
            "res_id": self.own_rule_id.id,
            "views": [(False, "form")],
        }


class QmsRequirement(models.Model):
    _inherit = "qms.requirement"

    own_document_ids = fields.One2many("qms.document", "own_rule_id", "Its document")
    document_ids = fields.Many2many(
        "qms.document",
        "qms_document_requirement_rel",
        "qms_requirement_id",
        "qms_document_id",
        string="Documents",
        readonly=True,
        help="By which it is met.",
    )
    has_document = fields.Boolean(
        compute="_compute_has_document", search="_search_has_document"
    )

    @api.depends("document_ids", "own_document_ids")
    def _compute_has_document(self):
        found = self.filtered_domain(self._search_has_document("in", [True]))
        for requirement in self:
            requirement.has_document = requirement in found

    def _search_has_document(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: that there is one, not which: a confidential one is no hole either
        documents = self.env["qms.document"].sudo()
        documents = documents._search(
            [("state", "=", "valid"), ("company_id", "in", self.env.companies.ids)]
        )
        return [
            "|",
            ("document_ids", "in", documents),
            ("own_document_ids", "in", documents),
        ]

    def write(self, vals):
        if not self.env.su and not KEPT.isdisjoint(vals):
            # sudo: whether it has a document
            if kept := self.sudo().own_document_ids[:1]:
                raise UserError(
                    self.env._(
                        "This rule is kept by %s: write a new version of that.",
                        kept.display_name,
                    )
                )
        return super().write(vals)
