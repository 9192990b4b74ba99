from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .channel_common import STORY, ChannelCase
from .mail_in_common import MailInCase
from .test_handover_removal import WORD
from .types_common import TypesCase


@freeze_time("2026-03-02 10:00:00")
@tagged("post_install", "-at_install", "qms")
class TestHandoverMeets(ChannelCase, TypesCase, MailInCase):
    """What else holds something of a case goes the way of the case."""

    def _dialogue_of(self, report):
        report.sudo()._say(f"{WORD} had a red coat")
        return report.sudo().dialogue_ids

    def _handed_over_complaint(self, channel=None):
        case = self._complaint(description=STORY, sender_name=f"{WORD} Citizen")
        sender, said = case.sudo().sender_ids, self._dialogue_of(case.sudo().report_ids)
        return self._handed_over(channel, case), sender, said

    # ------------------------------------------------------------
    # Closed to all but the named
    # ------------------------------------------------------------

    def test_sender_and_dialogue_are_closed_with_the_case(self):
        case, sender, said = self._handed_over_complaint()
        for user in (self.leader, self.head, self.manager):
            for record in (sender, said):
                self.assertFalse(record.with_user(user).has_access("read"), record)
                self.assertFalse(
                    record.with_user(user).search([("id", "=", record.id)])
                )
        for record in (sender, said):
            self.assertTrue(record.with_user(self.officer).has_access("read"), record)
            self.assertFalse(record.with_user(self.officer).has_access("write"))
        self.assertTrue(said.with_user(self.nurse).has_access("read"))
        case.action_take_back("Not theirs")
        for record in (sender, said):
            self.assertTrue(record.with_user(self.leader).has_access("read"), record)

    def test_who_was_told_of_a_serious_case_is_closed_with_it(self):
        case = self._case(description=STORY, serious=True)
        alerts = self.env["qms.deviation.alert"].search(
            [("deviation_id", "=", case.id)]
        )
        self.assertTrue(alerts)
        self._handed_over(case=case)
        self.assertFalse(alerts.with_user(self.manager)._filtered_access("read"))

    def test_its_former_reader_writes_to_the_reporter_no_more(self):
        case = self._handed_over().with_user(self.leader)
        screen = self.env["qms.report.ask"].with_user(self.leader)
        with self.assertRaises(AccessError):
            screen.create(
                {"deviation_id": case.id, "body": "Was it you?"}
            ).action_send()

    def test_the_mail_as_it_came_is_closed_with_the_case(self):
        _report, mail = self._with_kept_mail()
        self.assertTrue(mail.with_user(self.manager).has_access("read"))
        self._handed_over(case=self._case_of(mail))
        self.assertFalse(mail.with_user(self.manager).has_access("read"))

    # ------------------------------------------------------------
    # Removed
    # ------------------------------------------------------------

    def test_sender_and_dialogue_are_removed(self):
        for channel in (self._removed_at_once(), self._traceless(code="other")):
            case, sender, said = self._handed_over_complaint(channel)
            self._confirm(case)
            self.assertEqual(self._places_of(WORD), [])
            self.assertFalse(sender.exists() or said.exists())

    def _with_kept_mail(self):
        """A report by mail of which a file was not taken in."""
        mail = self._new_mail(STORY)
        mail.add_attachment(b"MZ\x90\x00", "application", "x-dosexec", filename="a.exe")
        report = self._hand_over(mail)
        return report, self._unread().filtered(lambda kept: kept.report_id == report)

    def _case_of(self, mail):
        return mail.report_id.deviation_ids.with_user(self.leader)

    def test_the_mail_as_it_came_is_removed(self):
        for channel in (self._removed_at_once(), self._traceless(code="other")):
            report, mail = self._with_kept_mail()
            number, files = report.number, mail._raw_files()
            self.assertTrue(files)
            mail.with_user(self.manager).action_dismiss(f"{WORD} needs no file")
            case = self._handed_over(channel, self._case_of(mail))
            self._confirm(case)
            self.assertFalse(files.exists())
            self.assertFalse(mail.exists())
            self.assertEqual(self._places_of(WORD), [])
            if channel.traceless:
                self.assertEqual(self._places_of(number), [])
            self.assertEqual(self._problems(), [])

    def test_praise_taken_up_again_is_removed(self):
        for channel in (self._removed_at_once(), self._traceless(code="other")):
            case = self._praised(description=STORY)
            case.praise = f"{WORD} was kind"
            case.action_pass_on()
            case.action_take_up("It is no praise")
            self._confirm(self._handed_over(channel, case))
            self.assertEqual(self._places_of(WORD), [])
            self.assertEqual(self._problems(), [])

    def test_the_note_on_the_record_it_was_made_from_goes_without_trace(self):
        partner = self.env["res.partner"].create({"name": "Lift supplier"})
        case = self._case(
            description=STORY, origin_model="res.partner", origin_id=partner.id
        )
        number = case.number
        other_notes = partner.message_ids.filtered(
            lambda message: number not in message.body
        )
        self.assertIn("mail_message.body", self._places_of(number))
        self._confirm(self._handed_over(self._traceless(), case))
        self.assertEqual(self._places_of(number), [])
        self.assertTrue(other_notes.exists())

    # ------------------------------------------------------------
    # What was merged into it
    # ------------------------------------------------------------

    def _merged(self):
        """Two reports of the same event; the second case ended as its duplicate."""
        kept = self._case(description=STORY)
        double = self._case(self.aide, description=f"{WORD} once more")
        double.with_user(self.leader)._merge_into(kept)
        return kept, double

    def test_its_duplicates_are_closed_with_it(self):
        kept, double = self._merged()
        case = self._handed_over(self._traceless(), kept)
        for user in (self.leader, self.head, self.manager):
            self.assertFalse(double.with_user(user).has_access("read"), user.login)
        line = self.env["qms.register"].with_user(self.leader)
        self.assertFalse(line.search([("number", "=", double.number)]))
        self.assertTrue(double.with_user(self.officer).has_access("read"))
        case.action_take_back("Not theirs")
        self.assertTrue(double.with_user(self.leader).has_access("read"))
        self.assertTrue(line.search([("number", "=", double.number)]))
        self.assertTrue(double.sudo().date_closed)

    def test_its_duplicates_are_removed_with_it(self):
        kept, double = self._merged()
        self._confirm(self._handed_over(self._removed_at_once(), kept))
        self.assertEqual(self._places_of(WORD), [])
        self.assertTrue(double.sudo().date_removed)
        self.assertEqual(self._problems(), [])

    def test_its_duplicates_leave_no_trace_and_count_as_one(self):
        kept, double = self._merged()
        numbers = kept.number, double.number
        self._confirm(self._handed_over(self._traceless(), kept))
        for text in (WORD, *numbers):
            self.assertEqual(self._places_of(text), [], text)
        self.assertFalse((kept | double).sudo().exists())
        count = self.env["qms.channel.count"].sudo()
        self.assertEqual(count._read_group([], [], ["count:sum"])[0][0], 1)
        self.assertEqual(self._problems(), [])

    # ------------------------------------------------------------
    # Under one analysis
    # ------------------------------------------------------------

    def test_who_carries_a_common_analysis_is_not_handed_over_before_they_part(self):
        lead, follower = self._case(description=STORY), self._case()
        follower.action_follow(lead.id)
        channel = self._traceless()
        with self.assertRaises(UserError) as error:
            lead.action_hand_over(channel.id)
        self.assertIn("part them first", str(error.exception))
        follower.action_part("Something else")
        number = lead.number
        self._confirm(self._handed_over(channel, lead))
        self.assertFalse(lead.sudo().exists())
        self.assertEqual(follower.state, "analysis")
        self.assertEqual(self._places_of(number), [])

    def test_who_closed_along_with_it_does_not_bar_its_removal(self):
        lead, follower = self._treated(description=STORY), self._case()
        follower.sudo()._write_guarded({"state": "closed", "common_id": lead.id})
        self._confirm(self._handed_over(self._traceless(), lead))
        self.assertFalse(lead.sudo().exists())
        self.assertFalse(follower.sudo().common_id)

    def test_who_follows_leaves_the_analysis_when_handed_over(self):
        lead, follower = self._case(), self._case(description=STORY)
        follower.action_follow(lead.id)
        case = self._handed_over(case=follower)
        self.assertFalse(case.sudo().common_id)
        self.assertFalse(lead.follower_ids)

    def test_a_handed_over_case_is_not_found_by_what_it_says(self):
        case = self._case(description=STORY)
        twin = self._case(description=STORY)
        self._handed_over(case=case)
        for user in (self.nurse, self.leader, self.team, self.manager):
            model = self.env["qms.deviation"].with_user(user)
            found = model.action_find_similar(STORY, self.home_care.id)
            numbers = [row["number"] for row in found["cases"]]
            self.assertNotIn(case.number, numbers)
            self.assertFalse(
                model.search(
                    [("search_words", "ilike", "zebrafish"), ("id", "=", case.id)]
                )
            )
        found = twin.action_similar_to_this()
        self.assertEqual(found["count"], 0)
