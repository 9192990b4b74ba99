import zipfile
from io import BytesIO

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .evidence_common import EvidenceCase


@tagged("post_install", "-at_install", "qms")
class TestPackDownload(EvidenceCase, HttpCase):
    """The file is streamed to whoever asked for it, and to nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._actions(1)
        cls.other = cls._new_user(
            "other", "qms.group_quality_manager,base.group_allow_export"
        )

    def _get(self, pack, user=None):
        user = user or self.manager
        self.authenticate(user.login, user.login.ljust(8, "x"))
        return self.url_open(f"/qms/evidence/{pack.id}")

    def test_only_who_asked_for_it_fetches_it_while_he_may_and_it_is_there(self):
        pack = self._made()
        for user in (self.other, self.team, self.nurse):
            with self.subTest(user=user.name):
                self.assertEqual(self._get(pack, user).status_code, 404)
        with self.assertRaises(AccessError):
            pack.with_user(self.other).action_fetch()
        self.assertFalse(pack.date_fetched)
        answer = self._get(pack)
        self.assertEqual(answer.status_code, 200)
        self.assertIn(f"{pack.number}.zip", answer.headers["Content-Disposition"])
        with zipfile.ZipFile(BytesIO(answer.content)) as packed:
            self.assertIsNone(packed.testzip())
        self.env.invalidate_all()
        self.assertTrue(pack.date_fetched)
        group = self.env.ref("base.group_allow_export")
        self.manager.group_ids -= group
        self.assertEqual(self._get(pack).status_code, 404)
        self.manager.group_ids += group
        pack.action_withdraw(reason="Wrong period")
        self.assertEqual(self._get(pack).status_code, 410)

    def test_who_is_not_logged_in_gets_nothing(self):
        self.authenticate(None, None)
        answer = self.url_open("/qms/evidence/1", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
