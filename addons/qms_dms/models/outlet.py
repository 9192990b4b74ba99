import base64

from odoo import models

from odoo.addons.qms.tools.filing import unique_file_name


class QmsOutletDms(models.AbstractModel):
    """Files stand in the directories of the DMS, for its readers to read."""

    _name = "qms.outlet.dms"
    _description = "Document management system"
    _inherit = "qms.filing.outlet"

    def _place(self, filing, files, place, audience):
        self._withdraw(filing)
        tree = self.env["qms.dms.tree"]
        placed = tree._of_dms("dms.file")
        # several processes: it stands with each; the filestore keeps it once
        for directory in tree._directories(place, audience):
            taken = directory.file_ids.mapped("name")
            for file in files:
                taken.append(unique_file_name(file.name, taken))
                values = {
                    "name": taken[-1],
                    "directory_id": directory.id,
                    "content": base64.b64encode(file.content),
                    "qms_filing_id": filing.id,
                }
                placed += placed.create(values)
        return placed[:1].path_names

    def _withdraw(self, filings):
        self._placed(filings).unlink()

    def _placed(self, filings):
        files = self.env["qms.dms.tree"]._of_dms("dms.file")
        return files.search([("qms_filing_id", "in", filings.ids)])

    def _tidy(self):
        self.env["qms.dms.tree"]._tidy()
