import json
from base64 import b64encode

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .erasure_common import STORY, WORD, ErasureCase


@freeze_time("2026-03-02 10:00:00")
@tagged("post_install", "-at_install", "qms")
class TestErasure(ErasureCase):
    """A text or file that should not be here goes at once, and leaves its decision."""

    # ------------------------------------------------------------
    # What goes
    # ------------------------------------------------------------

    def test_the_word_stands_in_many_places_to_begin_with(self):
        self._full_case()
        self.assertLessEqual(
            {
                "ir_attachment.index_content",
                "mail_activity.note",
                "mail_message.body",
                "mail_tracking_value.old_value_char",
                "qms_action.name",
                "qms_decision_detail.content",
                "qms_decision_detail.reason",
                "qms_deviation.description",
                "qms_deviation_grant.reason",
                "qms_reason.reason",
                "qms_report.description",
                "qms_report_message.body",
            },
            set(self._places_of(WORD)),
        )
        self.assertTrue(self._words_found())

    def test_nothing_of_ours_holds_it_afterwards(self):
        case = self._full_case()
        case.message_post(body="Look", partner_ids=self.head.partner_id.ids)
        files = self.env["ir.attachment"].search([("name", "ilike", WORD)])
        paths = self._files_on_disk(files)
        self.assertEqual(len(paths), 2)
        self._erase(case)
        self.assertEqual(self._places_of(WORD), [])
        self.assertEqual(self._words_found(), [])
        self.assertEqual(self._problems(), [])
        self.env["ir.attachment"]._gc_file_store_unsafe()
        self.assertFalse(files.exists())
        for path in paths:
            self.assertFalse(self._is_there(path), path)

    def test_files_made_or_sent_in_before_go_as_well(self):
        """A search in the tables would not find the word in them."""
        case = self._full_case()
        about = self.env["qms.about.person"].with_user(self.nurse).create({})
        about.action_export()
        imports = self.env["base_import.import"].with_user(self.manager)
        register, others = imports.create(
            [
                {"res_model": "qms.deviation", "file": STORY.encode("utf-16")},
                {"res_model": "res.partner", "file": b"Name"},
            ]
        )
        sheet = self.env["qms.start.import"].with_user(self.manager)
        kind = self.env["qms.start.sheet"].search([], limit=1)
        sheet = sheet.create({"sheet_id": kind.id, "file": b64encode(b"PK")})
        self._erase(case)
        for screen in (about, register, sheet):
            self.assertFalse(screen.sudo().exists(), screen)
        self.assertTrue(others.exists())

    def _is_there(self, path):
        try:
            with open(path, "rb"):
                return True
        except FileNotFoundError:
            return False

    def test_the_clean_up_of_the_disk_is_woken(self):
        case = self._full_case()
        vacuum = self.env.ref("base.autovacuum_job")
        domain = [("cron_id", "=", vacuum.id)]
        before = self.env["ir.cron.trigger"].search_count(domain)
        self._erase(case)
        self.assertGreater(self.env["ir.cron.trigger"].search_count(domain), before)

    def test_what_was_pushed_to_browsers_goes(self):
        case = self._full_case()
        self._push(case.id, WORD)
        other = self._push(case.id * 10, "-")
        self._erase(case)
        self.assertEqual(self._places_of(WORD), [])
        self.assertTrue(other.exists())

    def _push(self, res_id, body):
        message = {"model": "qms.deviation", "res_id": res_id, "body": body}
        text = json.dumps(message, separators=(",", ":"))
        return self.env["bus.bus"].create({"channel": "x", "message": text})

    def test_the_case_itself_stays_with_number_state_and_dates(self):
        case = self._full_case()
        number, state, verbs = case.number, case.state, self._verbs(case)
        self._erase(case)
        self.assertEqual((case.number, case.state), (number, state))
        self.assertEqual(case.description, "-")
        self.assertFalse(case.cause)
        self.assertEqual(self._verbs(case), [*verbs, "erase"])

    def _verbs(self, case):
        return self._decisions(case).mapped("verb")

    # ------------------------------------------------------------
    # One text
    # ------------------------------------------------------------

    def test_a_text_takes_its_copies_along_and_nothing_else(self):
        case = self._full_case()
        report = case.sudo().report_ids
        self._erase(report, only=f"qms.report,{report.id},description")
        self.assertEqual((report.description, case.description), ("-", "-"))
        self.assertIn(WORD, case.cause)
        self.assertTrue(report.attachment_ids)
        self.assertNotIn(STORY, str(self._contents(case)))

    def _contents(self, record):
        decisions = self._decisions(record)
        details = self.env["qms.decision.detail"].search(
            [("decision_ref", "in", decisions.ids)]
        )
        return details.mapped("content")

    def test_decisions_taken_before_the_text_was_there_keep_their_content(self):
        case = self._closed()
        first = self._decisions(case)[0]
        case.action_reopen(reason="Once more")
        case.enough_because = "Zebrafish said so to everybody"
        case.action_treat()
        self._erase(case, only=f"qms.deviation,{case.id},enough_because")
        self.assertEqual(self._decisions(case)[-1].verb, "erase")
        self.assertTrue(first._details()[first.id].person)
        self.assertEqual(self._places_of(WORD), [])
        self.assertEqual(self._problems(), [])

    def test_a_short_text_empties_only_what_was_decided_on_it(self):
        case = self._full_case()
        case.place = "Hall"
        self._erase(case, only=f"qms.deviation,{case.id},place")
        self.assertIn(WORD, case.description)
        self.assertEqual(self._problems(), [])

    def test_an_earlier_value_goes_from_the_log(self):
        case = self._full_case()
        action = case.action_ids.filtered(lambda action: WORD in action.name)
        self._erase(action, only=f"qms.action,{action.id},name")
        tracked = {place for place in self._places_of(WORD) if "tracking" in place}
        self.assertEqual((action.name, tracked), ("-", set()))

    def test_a_note_goes_with_its_mails(self):
        case = self._full_case()
        note = case.message_post(
            body="Look what Zebrafish wrote", partner_ids=self.head.partner_id.ids
        )
        mail = self.env["mail.mail"].search([("mail_message_id", "=", note.id)])
        self.assertTrue(mail)
        self._erase(case, only=f"mail.message,{note.id},")
        self.assertFalse(note.exists() or mail.exists())
        self.assertIn(WORD, case.description)

    def test_who_wrote_from_outside_goes_as_well(self):
        case = self._full_case()
        case.sudo().sender_ids = [
            Command.create({"name": WORD, "email": f"{WORD}@example.test"})
        ]
        self._erase(case)
        self.assertEqual(self._places_of(WORD), [])

    # ------------------------------------------------------------
    # The decision
    # ------------------------------------------------------------

    def test_it_says_who_why_and_what_kind_but_not_what(self):
        case = self._full_case()
        self._erase(case)
        decision = self._decisions(case)[-1]
        detail = decision._details()[decision.id]
        self.assertEqual((decision.verb, decision.role), ("erase", "quality_manager"))
        self.assertEqual(detail.person, self.manager.name)
        self.assertEqual(detail.reason, self.ground.display_name)
        self.assertIn("qms.deviation.description", detail.content)
        self.assertNotIn(WORD, detail.content)

    def test_each_chain_that_loses_something_says_so(self):
        case = self._full_case()
        self._erase(case)
        for action in case.action_ids:
            self.assertEqual(self._decisions(action)[-1].verb, "erase")

    def test_done_twice_there_is_nothing_left_to_choose(self):
        case = self._full_case()
        self._erase(case)
        texts = [
            piece
            for piece in self.env["qms.erasure"]
            ._pieces(case.with_user(self.manager))
            .values()
            if piece.text
        ]
        self.assertEqual(texts, [])

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def test_a_quality_manager_may_without_reading_it(self):
        case = self._full_case()
        mine = case.with_user(self.manager)
        self.assertFalse(mine.has_access("read"))
        self._erase(case)
        self.assertEqual(self._places_of(WORD), [])

    def test_he_is_not_shown_what_he_cannot_read(self):
        case = self._full_case()
        wizard = self._screen(case, self.manager)
        begins = wizard.line_ids.mapped("begins")
        self.assertTrue(begins)
        self.assertEqual(set(begins), {"(not shown)"})
        self.assertNotIn(WORD, str(wizard.line_ids.read(["where", "what", "begins"])))

    def _screen(self, record, user, model=None):
        return (
            self.env["qms.erase.now"]
            .with_user(user)
            .with_context(
                active_model=model or record._name,
                active_id=record.id,
                active_ids=record.ids,
            )
            .create({"ground_id": self.ground.id})
        )

    def test_the_first_reader_erases_files_but_no_text(self):
        case = self._full_case()
        wizard = self._screen(case, self.leader)
        kinds = {line.key.split(",")[0] for line in wizard.line_ids}
        self.assertEqual(kinds, {"ir.attachment"})
        self.assertIn(f"{WORD}.txt", wizard.line_ids.mapped("begins"))
        wizard.line_ids.chosen = True
        wizard.action_confirm()
        self.env.invalidate_all()
        self.assertFalse(case.sudo().report_ids.attachment_ids)
        self.assertIn(WORD, case.description)
        self.assertEqual(self._decisions(case)[-1].role, "handler")
        self.assertEqual(self._problems(), [])

    def test_the_same_question_on_report_and_case_is_told_apart(self):
        case = self._full_case()
        lines = self._screen(case, self.manager).line_ids
        lines = lines.filtered(lambda line: line.key.endswith(",place"))
        self.assertEqual(
            set(lines.mapped("where")),
            {case.display_name, f"{case.display_name}, Sent report"},
        )

    def test_a_text_that_was_not_offered_is_refused(self):
        case = self._full_case()
        wizard = self._screen(case, self.leader)
        for key in (f"qms.deviation,{case.id},cause", "res.users,2,login", "x"):
            wizard.line_ids = [Command.clear(), Command.create({"key": key})]
            wizard.line_ids.chosen = True
            with self.assertRaises(UserError):
                wizard.action_confirm()
        self.assertIn(WORD, case.cause)

    def test_nobody_else_erases_anything(self):
        case = self._full_case()
        foreign = self._new_user(
            "foreign", "qms.group_quality_manager", self.other_company
        )
        for user in (self.nurse, self.aide, self.team, self.stranger, foreign):
            with self.assertRaises(AccessError):
                self._screen(case, user)
        self.assertIn(WORD, case.description)

    def test_not_the_one_from_whom_it_is_hidden(self):
        case = self._full_case().sudo()
        for user in (self.leader, self.manager):
            case.hidden_from_id = user
            with self.assertRaises(AccessError):
                self._screen(case, user)
            with self.assertRaises(AccessError):
                self._screen(case.action_ids[0], user)
            with self.assertRaises(AccessError):
                self._screen(case.report_ids, user)

    def test_not_the_system(self):
        case = self._full_case()
        with self.assertRaises(UserError):
            self._erase(case, self.env.ref("base.user_root"))

    def test_it_needs_its_ground_and_something_to_erase(self):
        case = self._full_case()
        wizard = self._screen(case, self.manager)
        with self.assertRaises(UserError):
            wizard.action_confirm()
        wizard.line_ids.chosen = True
        wizard.ground_id = False
        with self.assertRaises(UserError):
            wizard.action_confirm()

    def test_from_the_register_it_is_the_case(self):
        case = self._full_case()
        wizard = (
            self.env["qms.erase.now"]
            .with_user(self.manager)
            .with_context(
                active_model="qms.register",
                active_id=case.id,
                default_res_model="qms.deviation",
            )
            .create({"ground_id": self.ground.id})
        )
        self.assertEqual(wizard.res_id, case.id)
        self.assertTrue(wizard.line_ids)

    def test_no_record_of_another_kind(self):
        with self.assertRaises(UserError):
            self._screen(self.leader, self.manager)

    def test_what_waits_for_the_other_side_stays(self):
        case = self._handed_over(case=self._full_case_read())
        with self.assertRaises(UserError):
            self._erase(case)
        self.assertIn(STORY, case.sudo().description)

    def _full_case_read(self):
        return self._case(description=STORY)

    def test_a_closed_case_too(self):
        case = self._closed(description=STORY)
        self._erase(case)
        self.assertEqual((case.state, case.description), ("closed", "-"))
        self.assertEqual(self._problems(), [])
