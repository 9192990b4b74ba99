import hashlib

from odoo.tests import freeze_time, tagged

from .evidence_common import NOW, EvidenceCase


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestPackMails(EvidenceCase):
    """What was written on a record goes along as texts, of a masked pack as a list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source.has_files = True
        cls.action = cls._actions(1)
        cls.mail = cls.action.with_user(cls.nurse).message_post(
            body="The key was found, Aide had it",
            subject="Nurse: Æ/ø <key>",
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )

    def _texts(self, pack):
        with self._zip(pack) as packed:
            return {
                name: packed.read(name).decode()
                for name in packed.namelist()
                if name.startswith("files/")
            }

    def test_what_was_written_goes_along_as_a_text(self):
        pack = self._made(**self._opened())
        [(path, text)] = self._texts(pack).items()
        self.assertTrue(path.endswith(".txt"))
        self.assertNotRegex(path, r"[<>:\\]")
        for word in ("Nurse", "key", "The key was found, Aide had it"):
            self.assertIn(word, text)
        [row] = self._rows(pack, "Files")
        self.assertEqual(row["SHA-256"], hashlib.sha256(text.encode()).hexdigest())
        self.assertEqual(pack._file_problems(pack.sudo()._path()), [])

    def test_of_a_masked_pack_it_is_listed(self):
        whole = self._texts(self._made(**self._opened()))
        pack = self._made(drawn="all")
        self.assertEqual(self._texts(pack), {})
        [row] = self._rows(pack, "Files")
        self.assertNotIn("Nurse", row["File"])
        [text] = whole.values()
        self.assertEqual(row["SHA-256"], hashlib.sha256(text.encode()).hexdigest())

    def test_what_the_system_notes_does_not_go_along(self):
        self.action._message_log(body="Noted by itself")
        pack = self._made(**self._opened())
        self.assertEqual(len(self._texts(pack)), 1)

    def test_what_came_after_the_cut_off_stays_out(self):
        file = self._attach(self.action)
        pack = self._new_pack(**self._opened())
        pack.action_order()
        self.env.flush_all()
        for table, id_ in (("mail_message", self.mail.id), ("ir_attachment", file.id)):
            self.env.cr.execute(
                f"UPDATE {table} SET create_date = '2099-01-01' WHERE id = %s", (id_,)
            )
        self.env.invalidate_all()
        self._run_cron()
        self.assertEqual(pack.state, "ready", pack.failure)
        self.assertEqual(self._texts(pack), {})
