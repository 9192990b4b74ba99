from odoo import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tools.filing import FiledFile, Place

from .common import DmsCase

NOW = "2026-03-02 09:00:00"
QUALITY = ("manager", "team")


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestPlaced(DmsCase):
    """What holds stands in the DMS, for who may read it, and for nobody else."""

    def _found_by(self, user, file):
        """Whether a search as that user finds it, and he may open it."""
        files = self.env["dms.file"].with_user(user)
        found = bool(files.search([("id", "=", file.id)]))
        self.assertEqual(found, file.with_user(user).has_access("read"), user.login)
        return found

    def test_a_document_lies_with_its_unit_and_each_of_its_processes(self):
        medicine, night = self._new_process("Medicine"), self._new_process("Nætter/Ø")
        units = ["Town", "Administration", "Care", "Home care"]
        document = self._filed(process_ids=[Command.set((medicine | night).ids)])
        paths = [self._path(file) for file in self._placed(document)]
        self.assertEqual(
            sorted(path[:-1] for path in paths),
            [[*units, "Medicine"], [*units, "Nætter Ø"]],
        )
        self.assertEqual(
            {path[-1].split(" ", 1)[0] for path in paths}, {document.number}
        )
        plain = self._placed(self._filed(name="Hænder: én gang"))
        self.assertEqual(self._path(plain)[:-1], units)
        self.assertIn("Hænder én gang.", plain.name)
        self.assertEqual(plain.save_type, "file")
        self.assertIn("Town/", self._filing(document).reference)

    def test_two_of_a_title_stand_beside_each_other(self):
        """Files of one document too, whose names differ in what no system can keep."""
        document = self._new_document(text="")
        for name in ("List: a.docx", "List? a.docx"):
            document.draft_id.file_ids |= self._file(self.nurse, name)
        self._approve(document)
        self._round()
        number = document.number
        self.assertEqual(
            sorted(self._placed(document).mapped("name")),
            [f"{number} List a (2).docx", f"{number} List a.docx"],
        )

    def test_employees_of_the_company_read_it_and_nobody_else(self):
        document = self._filed()
        file = self._placed(document)
        implied = self._new_user("implied", "qms.group_quality_team")
        implied.group_ids = [Command.set(self.env.ref("qms.group_quality_team").ids)]
        for user in (self.nurse, self.leader, self.manager, self.dms_user, implied):
            self.assertTrue(self._found_by(user, file), user.login)
        portal = self._new_user("portal", groups="")
        portal.group_ids = [Command.set(self.env.ref("base.group_portal").ids)]
        elsewhere = self._new_user(
            "dms_elsewhere", "dms.group_dms_manager", self.other_company
        )
        for user in (self.stranger, portal, elsewhere):
            self.assertFalse(self._found_by(user, file), user.login)
        content = file.with_user(self.nurse).content
        self.assertEqual(file.content, content)
        for user in (self.nurse, self.dms_user, self.dms_manager):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(file.with_user(user).has_access(operation))

    def test_who_comes_or_goes_reads_it_from_then_on(self):
        file = self._placed(self._filed())
        late = self._new_user("late")
        self.assertTrue(self._found_by(late, file))
        late.group_ids = [Command.set(self.env.ref("base.group_portal").ids)]
        self.assertFalse(self._found_by(late, file))

    def test_reports_are_read_by_the_quality_group_alone(self):
        """Whatever is moved or granted around them."""
        file = self._place_report()
        self.assertEqual(self._path(file)[:2], ["Town", "Reports"])
        directory = file.directory_id
        for turn in ("placed", "moved"):
            for user in (self.nurse, self.leader, self.dms_user, self.dms_manager):
                with self.subTest(turn=turn, user=user.login):
                    self.assertFalse(self._found_by(user, file))
                    seen = directory.with_user(user)
                    self.assertFalse(seen.search([("id", "=", directory.id)]))
            for name in QUALITY:
                self.assertTrue(self._found_by(getattr(self, name), file), name)
            # the DMS reckons the groups of all below anew
            self._filed(name=f"Other {turn}")
            self.home_care.parent_id = self.administration
            root = self.tree._root(self.company)
            root.inherit_group_ids = not root.inherit_group_ids
            self.env.flush_all()

    def _place_report(self):
        """As a model of reports has it placed."""
        row = self.env["qms.filing"].create(
            {
                # no model whose records come and go with the rounds
                "res_model": "res.partner",
                "res_id": self.company.partner_id.id,
                "state": "placed",
                "outlet": "qms.outlet.dms",
                "company_id": self.company.id,
            }
        )
        place = Place(
            self.company,
            self.env["hr.department"],
            self.env["qms.process"],
            "qms.review",
            "Reports",
        )
        audience = self.env["qms.filed.mixin"]._get_filed_audience()
        files = [FiledFile("Review.pdf", b"%PDF-1.4", "application/pdf")]
        outlet = self.env["qms.outlet.dms"].sudo()
        outlet._place(row, files, place, audience)
        self.env.flush_all()
        return outlet._placed(row)

    def test_what_is_confidential_is_not_there(self):
        document = self._filed(confidentiality="confidential")
        self.assertFalse(self._filing(document))
        other = self._filed(name="Open")
        file = self._placed(other)
        other.with_user(self.manager).confidentiality = "confidential"
        self.assertFalse(file.exists())

    def test_what_is_withdrawn_is_found_by_nobody_at_once(self):
        document = self._filed()
        file = self._placed(document)
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "dms.file"),
                ("res_id", "=", file.id),
                ("res_field", "=", "content_file"),
            ]
        )
        self.assertTrue(attachment)
        version = document.valid_version_id.with_user(self.leader)
        version.action_withdraw(reason="Replaced by a law")
        self.assertFalse(file.exists() or attachment.exists())
        found = self.env["dms.file"].sudo().with_context(active_test=False)
        self.assertFalse(found.search([("name", "like", document.number)]))
        log = [("model", "=", "dms.file"), ("res_id", "=", file.id)]
        self.assertFalse(self.env["mail.message"].search(log))

    def test_a_new_version_takes_the_place_of_the_former(self):
        document = self._filed()
        old = self._placed(document)
        self._next(document)
        self._approve(document)
        self.assertFalse(old.exists())
        self._round()
        new = self._placed(document)
        self.assertEqual(new.name, f"{document.number} Medicine count.html")
        self.assertIn(
            b"twice",
            self.env["ir.attachment"]
            .search(
                [
                    ("res_model", "=", "dms.file"),
                    ("res_id", "=", new.id),
                    ("res_field", "=", "content_file"),
                ]
            )
            .raw,
        )

    def test_a_second_round_makes_nothing_twice(self):
        document = self._filed(process_ids=self._new_process("Medicine").ids)
        before = self._placed(document)
        directories = self.env["dms.directory"].search_count([])
        self._round()
        self.env["qms.filing"]._follow(document)
        self._round()
        self.assertEqual(self._placed(document), before)
        self.assertEqual(self.env["dms.directory"].search_count([]), directories)

    def test_what_the_dms_does_not_take_says_why(self):
        settings = self.env["ir.config_parameter"].sudo()
        settings.set_param("dms.forbidden_extensions", "docx,exe")
        with_file = self._new_document(text="", name="Form")
        with_file.draft_id.file_ids = self._file(self.nurse, "List.docx")
        self._approve(with_file)
        plain = self._approved()
        self._round()
        row = self._filing(with_file)
        self.assertEqual(row.state, "failed")
        self.assertIn("extension", row.reason)
        self.assertFalse(self._placed(with_file))
        self.assertEqual(self._filing(plain).state, "placed")
        settings.set_param("dms.forbidden_extensions", "")
        settings.set_param("dms.binary_max_size", "0")
        row.with_user(self.manager).action_again()
        self._round()
        self.assertIn("MB", row.reason)
        settings.set_param("dms.binary_max_size", "25")
        row.with_user(self.manager).action_again()
        self._round()
        self.assertEqual((row.state, row.reason), ("placed", False))
