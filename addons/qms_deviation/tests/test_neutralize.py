from odoo.tests import tagged

from odoo.addons.qms.tests.test_neutralize import NeutralizeCase


@tagged("post_install", "-at_install", "qms")
class TestNeutralizePages(NeutralizeCase):
    def test_the_addresses_without_login_are_ended(self):
        pages = self.env["qms.public.page"].create(
            [
                {"company_id": self.company.id},
                {"company_id": self.company.id, "department_id": self.care.id},
            ]
        )
        keys = pages.mapped("key")
        self._neutralize("qms_deviation")
        self.assertEqual(pages.mapped("active"), [False, False])
        self.assertEqual(len({*keys, *pages.mapped("key")}), 4)

    def test_nobody_outside_is_told_of_practice(self):
        self.env["qms.channel"].search([], limit=1).contact_email = "a@example.test"
        self._neutralize("qms_deviation")
        domain = [("contact_email", "!=", False)]
        self.assertFalse(self.env["qms.channel"].search_count(domain))
