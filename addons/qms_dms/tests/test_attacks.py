import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import DmsCase

OTHER = base64.b64encode(b"Something else")


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestAttacks(DmsCase):
    """What was placed is changed by nobody in the DMS, whatever rights he has there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # somebody with every right and a place of his own
        cls.dms_manager.group_ids += cls.env.ref("base.group_system")
        as_manager = cls.env(user=cls.dms_manager)
        cls.group = as_manager["dms.access.group"].create(
            {
                "name": "Mine",
                "perm_create": True,
                "perm_write": True,
                "perm_unlink": True,
            }
        )
        cls.env.flush_all()
        cls.storage = as_manager["dms.storage"].create(
            {"name": "Mine", "company_id": cls.company.id}
        )
        cls.own = as_manager["dms.directory"].create(
            {
                "name": "Mine",
                "is_root_directory": True,
                "storage_id": cls.storage.id,
                "group_ids": [Command.set(cls.group.ids)],
            }
        )

    def setUp(self):
        super().setUp()
        self.document = self._filed()
        self.placed = self._placed(self.document)
        self.directory = self.placed.directory_id
        # with sudo, because much in the DMS works with it
        self.sides = {
            side: self.env(user=self.dms_manager, su=side == "sudo", context=context)
            for side, context in (
                ("rpc", {"qms_placing": True, "dms_file": True}),
                ("sudo", {"qms_placing": "PLACING", "install_mode": True}),
            )
        }

    def _refused(self, attack, *arguments):
        """Refused as RPC and in code that runs with sudo; nothing has changed."""
        for side, env in self.sides.items():
            with (
                self.subTest(side=side),
                self.env.cr.savepoint(),
                self.assertRaises(UserError),
            ):
                attack(env, *arguments)
            self.env.invalidate_all()
            self.assertTrue(self.placed.exists())

    def _file_of(self, env):
        return env["dms.file"].browse(self.placed.id)

    def test_a_file_is_not_changed_moved_shared_or_deleted(self):
        before = self.placed.read(["name", "directory_id", "content", "active"])
        for values in (
            {"name": "Other.pdf"},
            {"content": OTHER},
            {"content_file": OTHER},
            {"directory_id": self.own.id},
            {"active": False},
            {"locked_by": self.dms_manager.id},
            {"qms_filing_id": False},
            {"access_token": "known"},
            {"res_model": "res.partner", "res_id": 1},
        ):
            with self.subTest(values=sorted(values)):
                self._refused(lambda env, v=values: self._file_of(env).write(v))
        for name in ("unlink", "lock", "action_archive", "_portal_ensure_token"):
            with self.subTest(method=name):
                self._refused(lambda env, n=name: getattr(self._file_of(env), n)())
        self._refused(lambda env: self._file_of(env).copy())
        self.env.invalidate_all()
        after = self.placed.read(["name", "directory_id", "content", "active"])
        self.assertEqual(after, before)

    def test_a_directory_is_not_changed_and_takes_nothing_else(self):
        directory = self.directory

        def of(env):
            return env["dms.directory"].browse(directory.id)

        for values in (
            {"name": "Other"},
            {"group_ids": [Command.link(self.group.id)]},
            {"inherit_group_ids": False},
            {"parent_id": self.own.id},
            {"access_token": "known"},
            {"alias_name": "drop"},
            {"file_ids": [Command.create({"name": "Mine.txt", "content": OTHER})]},
            {"file_ids": [Command.update(self.placed.id, {"content": OTHER})]},
            {"file_ids": [Command.delete(self.placed.id)]},
            {"child_directory_ids": [Command.create({"name": "Mine"})]},
        ):
            with self.subTest(values=sorted(values)):
                self._refused(lambda env, v=values: of(env).write(v))
        self._refused(lambda env: of(env).unlink())
        self._refused(lambda env: of(env).copy())
        place = {"directory_id": directory.id, "content": OTHER, "name": "Mine.txt"}
        self._refused(lambda env: env["dms.file"].create(place))
        mine = self.env["dms.file"].with_user(self.dms_manager)
        mine = mine.create({**place, "directory_id": self.own.id})
        self._refused(
            lambda env: (
                env["dms.file"].browse(mine.id).write({"directory_id": directory.id})
            )
        )
        self._refused(
            lambda env: (
                env["wizard.dms.file.move"]
                .with_context(active_ids=mine.ids)
                .create({"directory_id": directory.id})
                .process()
            )
        )
        self._refused(
            lambda env: env["dms.directory"].message_new(
                {"subject": "Mine", "attachments": []}, {"parent_id": directory.id}
            )
        )

    def test_storage_and_access_groups_are_not_changed(self):
        storage = self.directory.storage_id
        employees = self.directory.complete_group_ids
        for values in (
            {"company_id": self.other_company.id},
            {"company_id": False},
            {"save_type": "database"},
            {"inherit_access_from_parent_record": True},
            {"qms_filed": False},
        ):
            with self.subTest(values=values):
                self._refused(
                    lambda env, v=values: env["dms.storage"].browse(storage.id).write(v)
                )
        self._refused(lambda env: env["dms.storage"].browse(storage.id).unlink())
        for values in (
            {"perm_write": True},
            {"explicit_user_ids": [Command.link(self.stranger.id)]},
            {"group_ids": [Command.clear()]},
            {"parent_group_id": self.group.id},
        ):
            with self.subTest(values=sorted(values)):
                self._refused(
                    lambda env, v=values: (
                        env["dms.access.group"].browse(employees.id).write(v)
                    )
                )
        self._refused(lambda env: env["dms.access.group"].browse(employees.id).unlink())

    def test_nobody_gives_himself_a_directory_from_the_other_side(self):
        """The DMS writes the same tables from its access groups."""
        for field in ("directory_ids", "complete_directory_ids"):
            grant = {field: [Command.link(self.directory.id)]}
            with self.subTest(field=field):
                self._refused(
                    lambda env, v=grant: (
                        env["dms.access.group"].browse(self.group.id).write(v)
                    )
                )
                self._refused(
                    lambda env, v=grant: env["dms.access.group"].create(
                        {"name": "New", **v}
                    )
                )
        self._refused(
            lambda env: env["dms.storage"].create(
                {"name": "False one", "qms_filed": True}
            )
        )

    def test_the_file_behind_it_is_not_replaced(self):
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "dms.file"),
                ("res_id", "=", self.placed.id),
                ("res_field", "=", "content_file"),
            ]
        )
        for user in (self.dms_user, self.dms_manager):
            behind = attachment.with_user(user)
            for values in ({"raw": b"Other"}, {"public": True}, {"name": "Other"}):
                with self.subTest(user=user.login, values=sorted(values)):
                    with self.env.cr.savepoint(), self.assertRaises(AccessError):
                        behind.write(values)
            with self.env.cr.savepoint(), self.assertRaises(AccessError):
                behind.unlink()
            with self.env.cr.savepoint(), self.assertRaises(AccessError):
                self.placed.with_user(user).message_post(body="Mine")
        self.assertTrue(attachment.exists())

    def test_a_known_address_leads_nowhere_once_it_is_withdrawn(self):
        """Also one that somebody knew before."""
        self.env.cr.execute(
            "UPDATE dms_file SET access_token = 'known' WHERE id = %s", [self.placed.id]
        )
        self.env.invalidate_all()
        self.assertTrue(self.placed.check_access_token("known"))
        version = self.document.valid_version_id.with_user(self.leader)
        version.action_withdraw(reason="Replaced by a law")
        files = self.env["dms.file"].sudo().with_context(active_test=False)
        self.assertFalse(files.search([("access_token", "=", "known")]))
        self.assertFalse(self.placed.exists())
