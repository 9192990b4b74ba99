from odoo.tests import TransactionCase, new_test_user
from odoo.tools import SQL

from odoo.addons.bus.models.bus import BusBus

CPR = "010190-1234"
MASKED = "••••••-••••"
BARE = "0101901234"


class MaskingCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.denmark, cls.norway = cls.env["res.company"].create(
            [
                {"name": "Havby Kommune", "country_id": cls.env.ref("base.dk").id},
                {"name": "Fjordby kommune", "country_id": cls.env.ref("base.no").id},
            ]
        )
        cls.user = new_test_user(
            cls.env,
            "masking_user",
            groups="base.group_user",
            company_id=cls.denmark.id,
            company_ids=(cls.denmark + cls.norway).ids,
            email="masking@example.com",
        )
        cls.records = cls.env["test.qms.masked"].with_user(cls.user)
        cls.plain = cls.env["test.qms.plain"].with_user(cls.user)

    def setUp(self):
        super().setUp()
        self.notices = []
        sendone = BusBus._sendone

        def record(bus, target, kind, message):
            if kind == "simple_notification":
                self.notices.append((target, message))
            return sendone(bus, target, kind, message)

        self.patch(BusBus, "_sendone", record)

    def assertNotices(self, *titles):
        """The person at the screen was told exactly this, in this order."""
        self.assertEqual([notice["title"] for _to, notice in self.notices], [*titles])
        for target, _notice in self.notices:
            self.assertEqual(target, self.user.partner_id)
        self.notices.clear()

    TOLD = "National identity number"
    ASKED = "National identity number?"

    def stored(self, record, name):
        record.flush_recordset()
        [[value]] = self.env.execute_query(
            SQL(
                "SELECT %s FROM %s WHERE id = %s",
                SQL.identifier(name),
                SQL.identifier(record._table),
                record.id,
            )
        )
        return value

    def flush_tracking(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    def attach(self, name, **values):
        return (
            self.env["ir.attachment"]
            .with_user(self.user)
            .create({"name": name, "raw": b"x", **values})
        )
