from odoo.tests import freeze_time, tagged

from odoo.addons.qms_dms.hooks import post_init_hook, uninstall_hook

from .common import DmsCase


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestUninstall(DmsCase):
    """Nothing that nobody withdraws stays; what others have in the DMS does."""

    def test_it_takes_along_what_it_placed_and_places_it_again(self):
        document = self._filed()
        file = self._placed(document)
        storage = self.env["dms.storage"].create({"name": "Theirs"})
        group = self.env["dms.access.group"].create({"name": "Theirs"})
        theirs = self.env["dms.directory"].create(
            {
                "name": "Theirs",
                "is_root_directory": True,
                "storage_id": storage.id,
                "group_ids": group.ids,
            }
        )
        uninstall_hook(self.env)
        self.assertFalse(file.exists() or self._filing(document))
        ours = [("qms_filed", "=", True)]
        self.assertFalse(self.env["dms.storage"].search(ours))
        self.assertFalse(self.env["dms.directory"].search([("qms_kind", "!=", False)]))
        audience = [("qms_audience", "!=", False)]
        self.assertFalse(self.env["dms.access.group"].search(audience))
        self.assertTrue(theirs.exists())
        # installed again
        post_init_hook(self.env)
        self.assertEqual(
            len(self.env["dms.storage"].search(ours)),
            self.env["res.company"].with_context(active_test=False).search_count([]),
        )
        self._round()
        self.assertTrue(self._placed(document))
