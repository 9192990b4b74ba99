from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import DocumentCase


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestVersionRetention(DocumentCase):
    """Former versions say nothing any longer some years after they were withdrawn."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["qms.retention.rule"].search([]).archive_first = False
        cls.document = cls._new_document(text="<p>Count <b>Morphine</b>.</p>")
        cls.former = cls.document.draft_id
        cls.file = cls._file(cls.nurse)
        cls.former.file_ids = cls.file
        cls._approve(cls.document)
        cls._next(cls.document)
        cls.current = cls._approve(cls.document)

    def _run(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"qms.ir_cron_retention_{name}").method_direct_trigger()
        self.env.invalidate_all()

    def _listed(self, day):
        with freeze_time(day):
            self._run("plan")
        lines = self.env["qms.retention.line"].search(
            [("res_model", "=", "qms.document.version")]
        )
        return lines.filtered(lambda line: line.res_id == self.former.id)

    def test_the_rule_is_data_and_lists_former_versions_alone(self):
        rule = self.env.ref("qms_document.retention_versions")
        self.assertEqual((rule.res_model, rule.keep_years), (self.former._name, 10))
        self.assertFalse(self._listed("2036-01-31"))
        self.assertTrue(self._listed("2036-02-01"))
        listed = self.env["qms.retention.line"].search(
            [("res_model", "=", self.current._name)]
        )
        self.assertNotIn(self.current.id, listed.mapped("res_id"))

    def test_released_and_carried_out_it_says_nothing_and_the_rest_stands(self):
        line = self._listed("2036-02-01")
        with freeze_time("2036-02-01"):
            line.list_id.with_user(self.manager).action_release()
        with freeze_time("2036-03-02 03:30:00"):
            self._run("carry_out")
        self.assertFalse(self.former.text or self.former.change_note)
        self.assertFalse(self.former.author_ids | self.former.approver_ids)
        self.assertEqual((self.former.name, self.former.edition), ("-", 1))
        self.assertTrue(self.former.date_valid and self.former.date_removed)
        self.assertFalse(self.file.exists())
        self.assertEqual(self.document.name, "Medicine count")
        self.assertIn("twice", self.document.text)
        self.assertFalse(self.env["qms.decision.check"]._run()[1])

    def test_what_is_kept_is_not_listed(self):
        self.former.with_user(self.manager).action_keep(reason="A case at court")
        self.assertFalse(self._listed("2036-02-01"))
        with self.assertRaises(UserError):
            self.former.with_user(self.manager).is_kept = False
