from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

# Who gets through with reading, writing, creating and deleting what.
MATRIX = """
                empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
unread          -    -    -    -    -    -    -    -    r    -    -    -    -    -
trace           -    -    -    -    -    -    -    -    r    -    -    -    -    -
"""


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestMailRoles(RolesCase):
    """Every role on what came in by mail."""

    def test_every_role_on_every_model(self):
        self._assert_matrix(MATRIX)

    def test_keys_are_nobodys(self):
        trace = self.env["qms.mail.trace"]._remember(
            self.company, "refused", "<a@b>", "c@d.example"
        )
        fields = trace.with_user(self.manager).fields_get()
        self.assertFalse({"key", "sender_key", "report_id"} & set(fields))
        self.assertNotIn("c@d.example", trace.sender_key)

    def _rows(self, user):
        company = {"company_id": self.company.id}
        return {
            "unread": (
                "qms.unread.mail",
                {**company, "reason": "no_text"},
                {"sender": "x@example.test"},
            ),
            "trace": (
                "qms.mail.trace",
                {**company, "outcome": "refused", "key": "k"},
                {"date": "2026-03-01"},
            ),
        }
