import hashlib

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .evidence_common import NOW, EvidenceCase

REASON = "The citizen has agreed"


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestPackRelease(EvidenceCase):
    """Of a masked pack files are listed, unless released one by one with a reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source.has_files = True
        cls.action = cls._actions(1)
        cls.files = cls.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": name.encode(),
                    "res_model": "qms.action",
                    "res_id": cls.action.id,
                }
                for name in ("Nurse.txt", "Plan.txt")
            ]
        )

    def _files(self, pack):
        with self._zip(pack) as packed:
            return {
                name: packed.read(name)
                for name in packed.namelist()
                if name.startswith("files/")
            }

    def test_what_is_released_goes_along_and_nothing_else(self):
        pack = self._new_pack(drawn="all")
        pack.action_release(REASON, self.files[0].id)
        pack.action_order()
        self._run_cron()
        self.assertEqual(pack.state, "ready", pack.failure)
        [(path, content)] = self._files(pack).items()
        self.assertEqual(content, b"Nurse.txt")
        # in its name nobody is named either
        self.assertNotIn("Nurse", path)
        listed = {row["SHA-256"] for row in self._rows(pack, "Files")}
        digests = {hashlib.sha256(file.raw).hexdigest() for file in self.files}
        self.assertEqual(listed, digests)
        cover = {row["What"]: row["Value"] for row in self._rows(pack, "Cover")}
        self.assertNotIn("Nurse", cover["Released files"])
        self.assertEqual(pack._file_problems(pack.sudo()._path()), [])

    def test_each_release_is_a_decision_that_names_the_file(self):
        pack = self._new_pack()
        for file in self.files:
            pack.action_release(REASON, file.id)
        self.assertEqual(pack.released_ids, self.files)
        decisions = self._decisions(pack)
        self.assertEqual(decisions.mapped("verb"), ["release", "release"])
        details = self.env["qms.decision.detail"].search(
            [("decision_ref", "in", decisions.ids)], order="decision_ref"
        )
        self.assertEqual(
            details.mapped("reason"),
            [f"Nurse.txt: {REASON}", f"Plan.txt: {REASON}"],
        )

    def test_without_file_or_reason_both_are_asked_for(self):
        pack = self._new_pack()
        for arguments in ((), (REASON,), (" ", self.files[0].id)):
            with self.subTest(arguments=arguments):
                asked = pack.action_release(*arguments)
                self.assertEqual(asked["res_model"], "qms.evidence.release")
                self.assertFalse(pack.released_ids)
        wizards = self.env["qms.evidence.release"].with_user(self.manager)
        wizard = wizards.with_context(**asked["context"]).create(
            {"attachment_id": self.files[1].id, "reason": REASON}
        )
        self.assertEqual(wizard.of_record, self.action.display_name)
        wizard.action_confirm()
        self.assertEqual(pack.released_ids, self.files[1])

    def test_only_what_one_may_read_and_what_is_evidence_is_released(self):
        hidden = self._attach(self._actions(1, name="Hidden"))
        self.env["qms.action"].browse(hidden.res_id)._write_guarded(
            {"confidential": True}
        )
        self.env.flush_all()
        other = self._attach(self.manager.partner_id)
        image = self.env["ir.attachment"].search([("res_field", "!=", False)], limit=1)
        pack = self._new_pack()
        for file in (hidden, other, image):
            with self.subTest(file=file.name), self.assertRaises(UserError):
                pack.action_release(REASON, file.id)
        self.assertFalse(pack.released_ids)

    def test_it_is_its_owners_and_before_it_is_made(self):
        pack, file = self._new_pack(), self.files[0].id
        other = self._new_user(
            "other", "qms.group_quality_manager,base.group_allow_export"
        )
        with self.assertRaises(AccessError):
            pack.with_user(other).action_release(REASON, file)
        with self.assertRaises(UserError):
            pack.write({"released_ids": [Command.link(file)]})
        with self.assertRaises(UserError):
            self._new_pack(released_ids=[Command.link(file)])
        pack.action_order()
        with self.assertRaises(UserError):
            pack.action_release(REASON, file)
        self.assertFalse(pack.released_ids)

    def test_of_an_open_pack_nothing_need_be_released(self):
        pack = self._new_pack(is_masked=False, with_files=False, open_reason="Asked")
        with self.assertRaises(UserError) as caught:
            pack.action_release(REASON, self.files[0].id)
        self.assertIn("a masked pack", str(caught.exception))
        self.assertIn("files are listed", str(caught.exception))

    def test_another_like_it_draws_the_same_sample_and_releases_nothing(self):
        pack = self._new_pack(sample_size=3, in_scope=True)
        pack.action_release(REASON, self.files[0].id)
        again = pack.browse(pack.action_repeat()["res_id"])
        self.assertNotEqual(again, pack)
        self.assertEqual(again.state, "draft")
        for name in ("standard_id", "company_ids", "sample_seed", "sample_size"):
            self.assertEqual(again[name], pack[name])
        self.assertTrue(again.in_scope)
        self.assertFalse(again.released_ids)
        self.assertNotEqual(again.number, pack.number)
