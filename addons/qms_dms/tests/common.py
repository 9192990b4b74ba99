from odoo.addons.qms.tests.filing_common import FilingMixin
from odoo.addons.qms_document.tests.common import DocumentCase


class DmsCase(FilingMixin, DocumentCase):
    """The town with a document management system, and who administers it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dms_user = cls._new_user("dms_user", "dms.group_dms_user")
        cls.dms_manager = cls._new_user("dms_manager", "dms.group_dms_manager")
        cls.tree = cls.env["qms.dms.tree"]
        # not those of the demo or of other tests
        cls.env["qms.filing"].search([]).unlink()

    def _placed(self, record):
        """The files in the DMS, as whoever administers the server sees them."""
        files = self.env["dms.file"].sudo().with_context(active_test=False)
        return files.search([("qms_filing_id", "in", self._filing(record).ids)])

    def _filed(self, **kwargs):
        document = self._approved(**kwargs)
        self._round()
        return document

    def _path(self, file):
        return file.path_names.split("/")

    def _new_process(self, name):
        values = {"name": name, "company_id": self.company.id}
        return self.env["qms.process"].create(values)
