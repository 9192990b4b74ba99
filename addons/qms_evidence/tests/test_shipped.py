from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install", "qms")
class TestShipped(TransactionCase):
    """ISO 9001:2015 with the sources of whatever is installed."""

    def test_the_map_has_every_clause_and_every_shipped_source_counts(self):
        standard = self.env.ref("qms.iso9001_2015")
        found = self.env["qms.evidence.map"].create({"standard_id": standard.id})
        found.action_look()
        asked = standard.requirement_ids.filtered("is_assessable")
        self.assertEqual(found.line_ids.requirement_id, found._requirements())
        self.assertLessEqual(asked, found.line_ids.requirement_id)
        documented = standard.requirement_ids.filtered("is_documented")
        self.assertLessEqual(documented, found.line_ids.requirement_id)
        self.assertEqual(found.row_ids.source_id, found._sources())

    def test_all_required_points_have_a_source_where_all_modules_are(self):
        needed = {"qms_audit", "qms_deviation", "qms_review"}
        installed = self.env["ir.module.module"].search([("state", "=", "installed")])
        if not needed <= set(installed.mapped("name")):
            self.skipTest("only some of the modules are installed")
        standard = self.env.ref("qms.iso9001_2015")
        found = self.env["qms.evidence.map"].create({"standard_id": standard.id})
        found.action_look()
        self.assertFalse(found.line_ids.filtered("missing_points").mapped("number"))
