from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.qms.tools.lifecycle import Point


class QmsEvidencePackRelease(models.AbstractModel):
    """Files that go along although the pack is masked, one by one with a reason."""

    _name = "qms.evidence.pack.release"
    _description = "Released files of an evidence pack"

    released_ids = fields.Many2many(
        "ir.attachment",
        "qms_evidence_pack_released_rel",
        "pack_id",
        "attachment_id",
        "Released files",
        readonly=True,
        copy=False,
        help="They go along as they are although the pack is masked, if they belong to "
        "a record of the sample.",
    )

    def action_release(self, reason=None, file_id=None):
        """Let a file go along; without file and reason, ask for them."""
        self.ensure_one()
        if not file_id or not (reason or "").strip():
            return self._ask_file()
        file = self._released_file(file_id)
        told = f"{file.name}: {reason.strip()}"
        released = [Command.link(file.id)]
        return self._transition("release", told, released_ids=released)

    def action_repeat(self):
        """Begin another pack of the same, with the same sample."""
        self.ensure_one()
        again = self.copy({"sample_seed": self.sample_seed})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Evidence pack"),
            "res_model": self._name,
            "res_id": again.id,
            "views": [(False, "form")],
        }

    def _ask_file(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Release a file"),
            "res_model": "qms.evidence.release",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_pack_id": self.id},
        }

    @api.model
    def _releasable_domain(self):
        """Files of records whose files are evidence."""
        # sudo: names of models; the file itself is looked for with one's own rights
        sources = self.env["qms.evidence.source"].sudo()
        sources = sources.search([("has_files", "=", True)])
        models_ = sorted(set(sources.mapped("res_model")))
        return Domain("res_model", "in", models_) & Domain("res_field", "=", False)

    def _released_file(self, file_id):
        """The file, where the current user may read the record it belongs to."""
        domain = self._releasable_domain() & Domain("id", "=", file_id)
        file = self.env["ir.attachment"].search(domain)
        if not file:
            raise UserError(
                self.env._("There is no such file of evidence that you may read.")
            )
        return file

    def _missing_release(self):
        missing = []
        if not self.is_masked:
            text = self.env._("a masked pack: of others all files go along")
            missing.append(Point(text, "is_masked"))
        if not self.with_files:
            text = self.env._("a pack in which files are listed")
            missing.append(Point(text, "with_files"))
        return missing

    def _transition_labels(self):
        return super()._transition_labels() | {"release": self.env._("File released")}
