from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools import spool
from ..tools.pack_file import Broken, check_pack


class QmsEvidencePackFile(models.AbstractModel):
    """The finished file: fetched, checked, kept until its day."""

    _name = "qms.evidence.pack.file"
    _description = "File of an evidence pack"

    def action_fetch(self):
        """Download the file."""
        self.ensure_one()
        self._check_fetch()
        return {
            "type": "ir.actions.act_url",
            "url": f"/qms/evidence/{self.id}",
            "target": "download",
        }

    def _check_fetch(self):
        """Only who asked for it, as long as he may export, and while it is there."""
        self.check_access("read")
        # sudo: whose it is, and where it lies
        pack = self.sudo()
        if pack.owner_id != self.env.user or pack._rights_problem():
            raise AccessError(
                self.env._(
                    "A pack holds what the one who asked for it may read: only he "
                    "fetches it, as long as he may export."
                )
            )
        if pack.state != "ready" or not pack._path().is_file():
            raise UserError(self.env._("The file is not there."))
        return pack._path()

    def _note_fetched(self):
        """It was fetched: nothing is owed any more."""
        # sudo: a stamp; the caller checked that it is his
        pack = self.sudo()
        if not pack.date_fetched:
            pack._write_guarded({"date_fetched": fields.Datetime.now()})
            pack._sync_duties()

    def _file_name(self):
        return f"{self.number}.zip"

    def action_check_file(self):
        """Compare the file with its manifest, and the manifest with what was noted."""
        self.ensure_one()
        path = self._check_fetch()
        problems = self._file_problems(path)
        message = "\n".join(problems) or self.env._(
            "Every file is as it was, and every decision follows the one before it."
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if problems else "success",
                "sticky": True,
                "title": self.display_name,
                "message": message,
            },
        }

    def _file_problems(self, path):
        """Sentences about what is not as it was when the pack was made."""
        try:
            digest, found = check_pack(path)
        except Broken:
            return [self.env._("The file cannot be read.")]
        texts = {
            "changed": self.env._("%s: the file was changed."),
            "missing": self.env._("%s: the file is missing."),
            "extra": self.env._("%s: the file was added."),
            "decision": self.env._("%s: the decision was altered."),
            "chain": self.env._("%s: the link to the decision before is broken."),
        }
        problems = [texts[kind] % name for kind, name in found]
        if digest != self.manifest_digest:
            problems.append(self.env._("The manifest is not the one that was noted."))
        return problems

    # ------------------------------------------------------------
    # Kept no longer
    # ------------------------------------------------------------

    @api.model
    def _clean_up(self):
        """Files whose day has passed, and what was left of packs that are not made."""
        today = fields.Date.today()
        due = Domain("state", "=", "ready") & Domain("date_expires", "<", today)
        for pack in self.search(due):
            pack._expire()
        root = spool.folder(self.env.cr.dbname)
        if not root.is_dir():
            return
        packs = self.search([("state", "in", ("making", "ready"))])
        kept = {name for pack in packs for name in pack._kept_names()}
        for path in root.iterdir():
            if path.name in kept:
                continue
            if path.is_dir():
                spool.Spool(self.env.cr.dbname, path.stem).remove()
            else:
                path.unlink(missing_ok=True)

    def _kept_names(self):
        """What of it lies in the data directory."""
        if self.state == "ready":
            return self._path().name, self._index_path().name
        return (f"{self.id}.parts",)
