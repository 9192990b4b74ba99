from odoo import api, models
from odoo.fields import Domain

from odoo.addons.qms.tools.apart import apart

SLICE = 100


class QmsDocumentVersionForce(models.AbstractModel):
    """The calendar decides nothing: what was approved becomes valid on its day, and
    takes the place of the one before it."""

    _name = "qms.document.version.force"
    _description = "Valid from a day on"

    @api.model
    def _due_domain(self, company):
        today = company._qms_today()
        return (
            Domain("state", "=", "approved")
            & Domain("company_id", "=", company.id)
            & (Domain("valid_from", "=", False) | Domain("valid_from", "<=", today))
        )

    def _come_into_force(self):
        """Those of ``self`` whose day has come."""
        for company, versions in self.grouped("company_id").items():
            due = versions.filtered_domain(self._due_domain(company))
            for version in due.sorted("edition"):
                version._take_place(company._qms_today())

    def _take_place(self, today):
        """In the place of the former one; what is older than that is past already."""
        document = self.document_id
        document._lock()
        former = document.version_ids.filtered(lambda each: each.state == "valid")
        if former.edition > self.edition:
            self._write_guarded({"state": "withdrawn", "date_withdrawn": today})
            return
        former._write_guarded({"state": "withdrawn", "date_withdrawn": today})
        self.flush_model()
        self._write_guarded({"state": "valid", "date_valid": today})
        document._show_valid()
        (former | self)._sync_duties()

    def _refile(self):
        # sudo: what readers see follows its versions
        self.sudo().document_id._refile()

    @api.model
    def _cron_come_into_force(self):
        """Early each day, also for days that were missed; a slice at a time."""
        progress = self.env["ir.cron"]._commit_progress
        waiting = self._read_group([("state", "=", "approved")], ["company_id"])
        for (company,) in waiting:
            tried = []
            while found := self.search(
                self._due_domain(company) & Domain("id", "not in", tried),
                order="document_id, edition",
                limit=SLICE,
            ):
                tried += found.ids
                free = found.try_lock_for_update()
                done = apart(free, lambda versions: versions._come_into_force())
                if not progress(len(done)):
                    return
