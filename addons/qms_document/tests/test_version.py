from email.message import EmailMessage

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import DocumentCase, docx


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestVersion(DocumentCase):
    """Written, approved by another, valid on its day, withdrawn by the next."""

    def _cron(self):
        cron = self.env.ref("qms_document.ir_cron_valid_today")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_from_a_draft_to_the_next_version(self):
        document = self._approved()
        first = document.valid_version_id
        self.assertEqual((document.state, first.state), ("valid", "valid"))
        self.assertIn("Count each box.", document.text)
        self.assertEqual(document.approved_by, "Leader")
        self.assertEqual(str(document.date_review), "2028-03-01")
        second = self._next(document)
        self.assertEqual((second.edition, second.state), (2, "draft"))
        self.assertIn("Count each box.", document.text)
        self._approve(document)
        self.assertEqual((first.state, second.state), ("withdrawn", "valid"))
        self.assertIn("twice", document.text)
        self.assertEqual(document.change_note, "Twice, not once.")
        verbs = self._decisions(second).mapped("verb")
        self.assertEqual(verbs, ["submit", "approve"])

    def test_it_becomes_valid_on_its_day(self):
        document = self._approved()
        first = document.valid_version_id
        later = self._next(document, valid_from="2026-03-09")
        self._approve(document)
        self.assertEqual((later.state, first.state), ("approved", "valid"))
        with freeze_time("2026-03-08 12:00:00"):
            self._cron()
            self.assertEqual(later.state, "approved")
        with freeze_time("2026-03-11 00:30:00"):
            self._cron()
            self.assertEqual((later.state, first.state), ("valid", "withdrawn"))
            self.assertEqual(document.valid_version_id, later)
            self._cron()
        self.assertEqual(len(self._decisions(later)), 2)
        self.assertFalse(
            self.env["qms.decision.check"]
            .sudo()
            ._is_as_decided(later._name, "approved", "draft")
        )

    def test_one_draft_at_a_time(self):
        document = self._approved()
        self._next(document)
        with self.assertRaisesRegex(UserError, "a draft already"):
            self._new_beside(document)
        self.assertEqual(document.action_write()["res_id"], document.draft_id.id)

    def _new_beside(self, document):
        versions = self.env["qms.document.version"].with_user(self.nurse)
        versions.create({"document_id": document.id, "name": "x"})

    def test_what_is_missing_is_said_at_once(self):
        document = self._new_document(text=False)
        with self.assertRaisesRegex(UserError, "its text, or a file"):
            document.draft_id.action_submit()
        document.draft_id.text = "<p>x</p>"
        self._approve(document)
        version = self._next(document, change_note=False)
        with self.assertRaisesRegex(UserError, "what changed"):
            version.action_submit()
        self.assertIn("what changed", version.missing_points)

    def test_what_changed_is_shown(self):
        document = self._approved(text="<p>Count each box.</p>")
        version = self._next(document, "<p>Count each red box.</p>")
        self.assertIn("<ins>red ", version.comparison)
        self.assertNotIn("<del>", version.comparison)
        self.assertFalse(document.valid_version_id.sudo().comparison)
        version.text = "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
        self.assertNotIn("<script>", version.comparison)

    def test_refused_it_goes_back_to_its_author(self):
        version = self._new_document().draft_id
        version.action_submit()
        version.with_user(self.leader).action_refuse(reason="Which boxes?")
        self.assertEqual(version.state, "draft")
        version.text = "<p>The red ones.</p>"
        version.action_submit()
        version.action_take_back()
        version.action_discard(reason="Nobody needs it")
        self.assertEqual(version.state, "discarded")
        self.assertEqual(version.document_id.state, "draft")

    def test_still_right_in_one_click(self):
        document = self._approved()
        with freeze_time("2028-02-01 09:00:00"):
            document.action_confirm()
            self.assertEqual(str(document.date_review), "2029-09-01")
            decision = self._decisions(document.valid_version_id)[-1]
            self.assertEqual((decision.verb, decision.role), ("confirm", "owner"))
            with self.assertRaises(AccessError):
                document.with_user(self.aide).action_confirm()

    def test_withdrawn_nothing_stands_in_its_place(self):
        document = self._approved()
        version = document.valid_version_id
        with self.assertRaises(AccessError):
            version.with_user(self.nurse).action_withdraw(reason="x")
        version.with_user(self.leader).action_withdraw(reason="We have none")
        self.assertEqual((document.state, document.text), ("withdrawn", False))
        self.assertEqual(version.text, "<p>Count each box.</p>")

    def test_withdrawing_what_never_was_valid_asks_nobody_anew(self):
        document = self._approved(reader_unit_ids=self.home_care.ids)
        rounds = document.sudo()._last_reading_rounds()
        later = self._next(document, valid_from="2026-04-01")
        self._approve(document)
        with freeze_time("2026-03-12 09:00:00"):
            later.with_user(self.leader).action_withdraw(reason="Not like this")
        self.assertEqual((later.state, document.state), ("withdrawn", "valid"))
        self.assertEqual(str(document.date_review), "2028-03-01")
        self.assertEqual(document.sudo().reading_round_ids, rounds)

    # ------------------------------------------------------------
    # Nobody edits or reopens
    # ------------------------------------------------------------

    def test_what_was_submitted_stays_as_it_is(self):
        document = self._new_document()
        version = document.draft_id
        version.action_submit()
        self._assert_fixed(version)
        version.with_user(self.leader).action_approve()
        self._assert_fixed(version)
        self._next(document)
        self._approve(document)
        self.assertEqual(version.state, "withdrawn")
        self._assert_fixed(version)

    def _assert_fixed(self, version):
        changes = (
            {"text": "<p>x</p>"},
            {"name": "x"},
            {"change_note": "x"},
            {"valid_from": "2027-01-01"},
            {"asks_again": False},
            {"file_ids": [Command.clear()]},
            {"state": "draft"},
            {"author_ids": [Command.clear()]},
            {"approver_ids": [Command.clear()]},
            {"steps_taken": 0},
            {"document_id": 1},
        )
        context = {"import_file": True, "default_state": "draft", "qms_removing": True}
        for user in (self.nurse, self.leader, self.manager):
            own = version.with_user(user).with_context(**context)
            for change in changes:
                with (
                    self.subTest(change=change, user=user.name, state=version.state),
                    self.assertRaises(UserError),
                ):
                    own.write(change)
            with self.assertRaises(UserError):
                own.unlink()
        for change in changes:
            with self.assertRaises(UserError):
                version.sudo().write(change)

    def test_place_and_readers_follow_the_document(self):
        version = self._new_document().draft_id
        for change in (
            {"department_id": self.administration.id},
            {"confidentiality": "confidential"},
            {"company_id": self.other_company.id},
        ):
            for user in (self.nurse, self.manager):
                with self.assertRaisesRegex(UserError, "follows by itself"):
                    version.with_user(user).write(change)
        version.document_id.write(
            {"department_id": self.care.id, "confidentiality": "confidential"}
        )
        self.assertEqual(version.department_id, self.care)
        self.assertEqual(version.confidentiality, "confidential")

    def test_pictures_are_approved_with_the_text_that_shows_them(self):
        document = self._new_document()
        version = document.draft_id
        own = self._picture(self.nurse, version)
        own.generate_access_token()
        loose = self._picture(self.nurse)
        shown = f"{own.image_src}?access_token={own.access_token}"
        for source in (
            "https://example.test/red.gif",
            loose.image_src,
            f"/web/image/{own.id}?model=res.users&amp;field=image_128",
            f"/web/image/{own.id}/../{loose.id}",
            f"/web/image/{own.id}/%2e%2e/{loose.id}",
            f"/web/image/res.users/{self.nurse.id}/image_128",
            "/web/image/1000000000",
        ):
            version.text = f'<p>x<img src="{shown}"/><img src="{source}"/></p>'
            with (
                self.subTest(source=source),
                self.assertRaisesRegex(UserError, "comes from elsewhere"),
            ):
                version.action_submit()
        version.text = "<p style=\"background: url('//example.test/x')\">x</p>"
        with self.assertRaisesRegex(UserError, "comes from elsewhere"):
            version.action_submit()
        text = f'<p>x<img src="{shown}"/><img src="data:image/gif;base64,R0lG"/></p>'
        version.text = text
        own.public = True
        with self.assertRaisesRegex(UserError, "comes from elsewhere"):
            version.action_submit()
        own.public = False
        self._approve(document)
        with self.assertRaises(AccessError):
            own.raw = b"x"
        later = self._next(document, text)
        later.action_submit()
        own.sudo().write({"res_model": False, "res_id": 0})
        with self.assertRaisesRegex(UserError, "comes from elsewhere"):
            later.with_user(self.leader).action_approve()

    def test_nothing_in_the_text_leads_to_what_changes_elsewhere(self):
        """Neither a file box, nor a link to a file, nor one to a draft."""
        document = self._new_document()
        version = document.draft_id
        own = self._file(self.nurse, res_id=version.id)
        loose = self._file(self.nurse)
        box = """<div data-embedded="%s" data-embedded-props='{"fileData": {}}'/>"""
        link = '<a href="%s">x</a>'
        draft = f"/odoo/qms.document.version/{version.id}"
        for part, words in (
            (box % "file", "files added above"),
            (box % "video", "files added above"),
            (link % f"/web/content/{loose.id}?download=true", "files added above"),
            (link % f"https://town.test/web/content/{own.id}", "files added above"),
            (link % f"/web/content/{own.id}/../{loose.id}", "files added above"),
            (link % draft, "leads to a version"),
            (link % f"https://town.test{draft}", "leads to a version"),
            (link % "/odoo/quality-drafts/7", "leads to a version"),
            (link % "/web#model=qms.document%2Eversion&amp;id=7", "leads to a version"),
            (link % "/mail/view?model=qms.document.version", "leads to a version"),
        ):
            version.text = f"<p>x {part}</p>"
            with self.subTest(part=part), self.assertRaisesRegex(UserError, words):
                version.action_submit()
        fine = (box % "toggleBlock", link % f"/web/content/{own.id}")
        fine += (link % "/qms/d/PRO-0001", link % "https://example.test")
        version.text = f"<p>x {' '.join(fine)}</p>"
        version.action_submit()
        own.sudo().write({"res_model": False, "res_id": 0})
        with self.assertRaisesRegex(UserError, "files added above"):
            version.with_user(self.leader).action_approve()

    def test_no_context_and_no_command_makes_it_valid(self):
        """Whatever RPC can send: the way to be valid is to be approved by another."""
        document = self._new_document()
        version, today = document.draft_id, "2026-03-02"
        stamps = {
            "state": "valid",
            "approver_ids": [Command.link(self.leader.id)],
            "steps_taken": 1,
            "date_valid": today,
            "date_approved": today,
        }
        open_to_all = {
            **{f"default_{name}": value for name, value in stamps.items()},
            **dict.fromkeys(("import_file", "install_mode", "qms_removing"), True),
            **dict.fromkeys(("qms_people", "qms_mirroring", "tracking_disable"), 1),
        }
        for user in (self.nurse, self.manager):
            own = version.with_user(user).with_context(**open_to_all)
            for name, value in stamps.items():
                with self.subTest(user=user.login, name=name):
                    with self.assertRaises(UserError):
                        own.write({name: value})
                    parent = document.with_user(user).with_context(**open_to_all)
                    with self.assertRaises(UserError):
                        parent.write(
                            {"version_ids": [Command.update(version.id, {name: value})]}
                        )
        for name in ("state", "valid_version_id", "date_valid"):
            with self.assertRaises(UserError):
                document.write({name: stamps.get(name) or version.id})
        made = document.with_context(**open_to_all).copy()
        self.assertEqual((made.state, made.version_ids.state), ("draft", "draft"))
        self.assertFalse(made.version_ids.approver_ids)
        self.assertEqual((version.state, document.state), ("draft", "draft"))
        self.assertFalse(self._decisions(version))

    def test_no_import_opens_it(self):
        version = self._approved().valid_version_id
        model = version.with_user(self.manager).with_context(import_file=True)
        result = model.load([".id", "text"], [[str(version.id), "x"]])
        self.assertTrue(result["messages"])
        self.assertIn("Count each box.", version.text)

    def test_no_mail_writes_in_it(self):
        """An answer to what was sent of it becomes a note; its file is none of its."""
        version = self._approved().valid_version_id
        names = ["name", "text", "file_ids", "state", "author_ids", "approver_ids"]
        before = version.read(names)
        sent = version.with_user(self.leader).message_post(body="Fine so?")
        mail = EmailMessage()
        mail["From"], mail["To"] = self.nurse.email_formatted, "quality@town.test"
        mail["Subject"], mail["Message-Id"] = "Approved", "<answer@town.test>"
        mail["References"] = sent.message_id
        mail.set_content("Approved")
        kind = {"maintype": "application", "subtype": "octet-stream"}
        mail.add_attachment(docx("Other"), filename="Other.docx", **kind)
        threads = self.env["mail.thread"]
        threads.message_process("qms.document.version", mail.as_bytes())
        self.assertIn("Other.docx", version.message_ids.attachment_ids.mapped("name"))
        version.message_update({"body": "x", "subject": "x"})
        version.invalidate_recordset()
        self.assertEqual(version.read(names), before)

    def test_no_mail_begins_one_that_holds(self):
        """By RPC a mail says what becomes of it: a draft, of who may write it."""
        document = self._approved()
        versions, mail = self.env["qms.document.version"], {"subject": "x"}
        place = {"document_id": document.id}
        with self.assertRaises(AccessError):
            versions.with_user(self.aide).message_new(mail, place)
        own = versions.with_user(self.nurse)
        for stamp in ({"state": "valid"}, {"steps_taken": 1}):
            with self.assertRaisesRegex(UserError, "in no other way"):
                own.message_new(mail, place | stamp)
        self.assertEqual(own.message_new(mail, place).state, "draft")
        self.assertEqual(document.valid_version_id.edition, 1)

    def test_no_step_begins_elsewhere(self):
        document = self._approved()
        version = document.valid_version_id.with_user(self.leader)
        for name in ("submit", "approve", "endorse", "take_back"):
            with self.assertRaises(UserError):
                getattr(version, f"action_{name}")()
        for name in ("refuse", "discard"):
            with self.assertRaises(UserError):
                getattr(version, f"action_{name}")(reason="x")

    # ------------------------------------------------------------
    # Two at once
    # ------------------------------------------------------------

    def _step(self, *steps):
        return f'<p data-last-history-steps="{",".join(steps)}">{steps[-1]}</p>'

    def test_the_second_of_two_editors_does_not_overwrite_the_first(self):
        version = self._new_document(editor_ids=self.aide.ids).draft_id
        version.text = self._step("1")
        version.with_user(self.aide).text = self._step("1", "2")
        with (
            mute_logger("odoo.addons.html_editor.tools", "odoo.tools.translate"),
            self.assertRaises(ValidationError),
        ):
            version.text = self._step("1", "3")
        self.assertIn(">2<", version.text)
        version.text = self._step("1", "2", "4")
        self.assertIn(">4<", version.text)

    def test_texts_are_cleaned(self):
        version = self._new_document(
            text='<p onclick="x()">Hi<script>x()</script></p>'
            '<a href="javascript:x()">y</a>'
        ).draft_id
        for bad in ("onclick", "script"):
            self.assertNotIn(bad, version.text)
