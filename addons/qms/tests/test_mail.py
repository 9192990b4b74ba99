from markupsafe import Markup

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .mail_common import SmtpCase

SECRET = "Hannibal"


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestMail(SmtpCase):
    """Every mail about a quality record: type, number and link, to readers alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.action = cls._new_action(name=f"Move {SECRET}", why=SECRET)
        cls.action.message_subscribe((cls.nurse | cls.leader | cls.head).partner_id.ids)
        cls._track()
        cls.nurse.signature = Markup("<p>Nurse of %s</p>") % SECRET
        cls.env["mail.mail"].search([]).unlink()

    @classmethod
    def _track(cls):
        """Changes are told of at the end of a transaction."""
        cls.env.flush_all()
        cls.env.cr.flush()

    def _post(self, user=None, **kwargs):
        user = user or self.nurse
        attachment = (
            self.env["ir.attachment"]
            .with_user(user)
            .create(
                {
                    "name": f"{SECRET}.txt",
                    "raw": SECRET.encode(),
                    "mimetype": "text/plain",
                    "res_model": "qms.action",
                    "res_id": self.action.id,
                }
            )
        )
        return self.action.with_user(user).message_post(
            body=f"{SECRET} was here",
            subject=f"About {SECRET}",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachment_ids=attachment.ids,
            **kwargs,
        )

    def _assert_says_nothing(self, mail):
        texts = self._texts(mail)
        self.assertNotIn(SECRET, texts)
        self.assertFalse(list(mail.iter_attachments()))
        self.assertIn(self.action.number, mail["Subject"])
        self.assertIn("/mail/view?", texts)

    def _assert_queued(self):
        """Nothing has left, and the queue is woken."""
        self.assertFalse(self.inbox.mails)
        cron = self.env.ref("mail.ir_cron_mail_scheduler_action")
        self.assertTrue(
            self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        )
        mails = self.env["mail.mail"].search([])
        self.assertTrue(mails)
        self.assertEqual(set(mails.mapped("state")), {"outgoing"})
        for mail in mails:
            self.assertNotIn(SECRET, f"{mail.subject} {mail.body_html}")

    # ------------------------------------------------------------
    # What the chatter sends
    # ------------------------------------------------------------

    def test_a_comment(self):
        self._post()
        self._assert_queued()
        mails = self._by_reader(self._deliver())
        self.assertEqual(set(mails), {"leader", "head"})
        for mail in mails.values():
            self._assert_says_nothing(mail)
            self.assertEqual(mail["Subject"], self.action.sudo().display_name)
            self.assertIn("town@example.test", mail["From"])
            self.assertNotIn("nurse@", self._texts(mail))

    def test_the_comment_itself_stays_whole(self):
        message = self._post()
        self.assertIn(SECRET, message.body)
        self.assertEqual(len(message.attachment_ids), 1)

    def test_no_context_and_no_argument_sends_it_within_the_request(self):
        self.action.with_user(self.nurse).with_context(
            mail_notify_force_send=True
        ).message_post(
            body=SECRET,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            force_send=True,
            send_after_commit=False,
        )
        self._assert_queued()

    def test_a_layout_asked_for_is_not_used(self):
        layout = self.env["ir.ui.view"].create(
            {
                "name": "qms.leak",
                "type": "qweb",
                "key": "qms.leak",
                "arch": "<div><t t-out='record.name'/><t t-out='message.body'/></div>",
            }
        )
        self._post(email_layout_xmlid=layout.key, subtitles=[SECRET])
        for mail in self._deliver():
            self._assert_says_nothing(mail)

    def test_a_notification(self):
        self.action.with_user(self.nurse).message_notify(
            partner_ids=(self.leader | self.aide).partner_id.ids,
            subject=SECRET,
            body=SECRET,
        )
        self._assert_queued()
        mails = self._by_reader(self._deliver())
        self.assertEqual(set(mails), {"leader", "aide"})
        for mail in mails.values():
            self._assert_says_nothing(mail)

    def test_a_notification_past_the_record(self):
        self.env["mail.thread"].with_user(self.nurse).message_notify(
            model="qms.action",
            res_id=self.action.id,
            partner_ids=(self.leader | self.stranger).partner_id.ids,
            subject=SECRET,
            body=SECRET,
        )
        self._assert_queued()
        mails = self._by_reader(self._deliver())
        self.assertEqual(set(mails), {"leader"})
        self._assert_says_nothing(mails["leader"])

    def test_an_activity_given_to_another(self):
        self.env["mail.activity"].with_user(self.nurse).create(
            {
                "res_model_id": self.env["ir.model"]._get_id("qms.action"),
                "res_id": self.action.id,
                "user_id": self.leader.id,
                "summary": f"Speak to {SECRET}",
                "note": SECRET,
            }
        )
        self._assert_queued()
        [mail] = self._deliver()
        self.assertEqual(mail.recipients, ["leader@example.test"])
        self._assert_says_nothing(mail)

    def test_a_tracked_change_with_a_subtype(self):
        subtype = self.env.ref("mail.mt_comment")
        self.patch(
            self.env.registry["qms.action"], "_track_subtype", lambda *args: subtype
        )
        self.action.with_user(self.nurse).name = f"Bring {SECRET} back"
        self._track()
        mails = self._deliver()
        self.assertTrue(mails)
        for mail in mails:
            self._assert_says_nothing(mail)

    def _composer(self, **kwargs):
        composer = self.env["mail.compose.message"].with_user(self.nurse)
        return composer.with_context(
            default_model="qms.action", default_res_ids=self.action.ids
        ).create({"body": f"<p>{SECRET}</p>", "subject": SECRET, **kwargs})

    def test_the_composer(self):
        customer = self.env["res.partner"].create({"name": "C", "email": "c@x.test"})
        recipients = self.stranger.partner_id | self.leader.partner_id | customer
        self._composer(
            partner_ids=[Command.set(recipients.ids)],
            subtype_id=self.env.ref("mail.mt_comment").id,
        ).action_send_mail()
        self._assert_queued()
        mails = self._by_reader(self._deliver())
        self.assertEqual(set(mails), {"leader", "head"})
        for mail in mails.values():
            self._assert_says_nothing(mail)

    def test_the_composer_to_many(self):
        self._composer(
            composition_mode="mass_mail",
            force_send=True,
            partner_ids=[Command.set(self.leader.partner_id.ids)],
        ).action_send_mail()
        self._assert_queued()
        for mail in self._deliver():
            self._assert_says_nothing(mail)

    def test_a_scheduled_message(self):
        self.env["mail.scheduled.message"].with_user(self.nurse).create(
            {
                "model": "qms.action",
                "res_id": self.action.id,
                "body": SECRET,
                "subject": SECRET,
                "author_id": self.nurse.partner_id.id,
                "scheduled_date": "2026-03-02 08:00:00",
            }
        ).post_message()
        self._assert_queued()
        for mail in self._deliver():
            self._assert_says_nothing(mail)

    def test_a_push_message_on_the_phone(self):
        message = self._post()
        payload = self.action._notify_by_web_push_prepare_payload(message)
        self.assertNotIn(SECRET, str(payload))
        self.assertEqual(payload["title"], self.action.sudo().display_name)
        self.assertFalse(payload["options"]["body"])

    # ------------------------------------------------------------
    # To whom
    # ------------------------------------------------------------

    def test_only_to_who_may_read_it(self):
        customer = self.env["res.partner"].create({"name": "C", "email": "c@x.test"})
        foreign = self.team.partner_id | self.stranger.partner_id | customer
        self.action.sudo()._write_guarded({"confidential": True})
        self.action.sudo()._message_subscribe(foreign.ids)
        self._post(
            partner_ids=(foreign | self.aide.partner_id).ids,
            outgoing_email_to="press@x.test",
        )
        mails = self._by_reader(self._deliver())
        self.assertEqual(set(mails), {"leader", "head", "aide"})

    def test_not_to_who_lost_access_while_it_waited(self):
        self._post()
        self.home_care.manager_id = self.care.manager_id
        self.assertEqual(set(self._by_reader(self._deliver())), {"head"})

    def test_a_stranger_notifies_nobody_of_it(self):
        own = self.action.with_user(self.stranger)
        with self.assertRaises(AccessError):
            own.message_post(body="Hello", partner_ids=self.leader.partner_id.ids)
        self.assertFalse(self.env["mail.mail"].search([]))

    def test_an_answer_goes_to_the_company(self):
        self.env["mail.alias.domain"].search([]).unlink()
        self.env.invalidate_all()
        self._post()
        for mail in self._deliver():
            self.assertNotIn("nurse@", str(mail["Reply-To"]))

    # ------------------------------------------------------------
    # In whose words
    # ------------------------------------------------------------

    def _speak(self):
        """Danish and Swedish readers; what is not translated yet is for the test."""
        for lang, word in (("da_DK", "Tiltag"), ("sv_SE", "Åtgärd")):
            self.env["res.lang"]._activate_lang(lang)
            said = (
                "There is something new. It is read behind the link, not in this mail."
            )
            view = self.env.ref("qms.mail_notification")
            view.update_field_translations("arch_db", {lang: {said: f"{word}: nyt"}})
            template = self.env.ref("qms.mail_template_duty").with_context(lang=lang)
            template.subject = "{{ object.record_name }}: " + lang
        self.leader.lang = "da_DK"
        self.head.lang = "sv_SE"
        self.env.flush_all()
        original = self.env.registry["qms.action"]._compute_display_name

        def _compute_display_name(actions):
            original(actions)
            words = {"da_DK": "Tiltag", "sv_SE": "Åtgärd"}
            for action in actions:
                word = words.get(actions.env.lang, "Action")
                action.display_name = f"{word} {action.number}"

        _compute_display_name._depends = ["number"]
        self.patch(
            self.env.registry["qms.action"],
            "_compute_display_name",
            _compute_display_name,
        )

    def test_in_the_readers_language_body_and_subject(self):
        self._speak()
        self._post()
        mails = self._by_reader(self._deliver())
        self.assertEqual(mails["leader"]["Subject"], f"Tiltag {self.action.number}")
        self.assertIn("Tiltag: nyt", self._texts(mails["leader"]))
        self.assertEqual(mails["head"]["Subject"], f"Åtgärd {self.action.number}")
        self.assertIn("Åtgärd: nyt", self._texts(mails["head"]))

    def test_a_request_in_the_readers_language(self):
        self._speak()
        self.action.action_submit()
        [mail] = self._deliver()
        self.assertIn("da_DK", mail["Subject"])

    # ------------------------------------------------------------
    # Asking for approval
    # ------------------------------------------------------------

    def test_a_request_to_approve_leads_to_the_record(self):
        self.action.action_submit()
        self._assert_queued()
        [mail] = self._deliver()
        self.assertEqual(mail.recipients, ["leader@example.test"])
        self.assertNotIn(SECRET, self._texts(mail))
        self.assertEqual(mail["Subject"], f"Approve: {self.action.sudo().display_name}")
        self.assertIn(f"/odoo/qms.action/{self.action.id}", self._texts(mail))
        self.action.with_user(self.leader).action_approve()
        self.assertEqual(self.action.sudo().state, "open")

    def test_an_answer_to_a_proposal(self):
        self.action.action_submit()
        self._deliver()
        self.action.with_user(self.leader).action_refuse(reason=f"{SECRET} stays")
        mails = self._by_reader(self._deliver())
        self.assertIn("nurse", mails)
        self._assert_says_nothing(mails["nurse"])

    def test_many_requests_to_one_leader_are_one_mail(self):
        actions = self.action.union(*(self._new_action() for _number in range(6)))
        actions.with_user(self.nurse).action_submit()
        [mail] = self._deliver()
        self.assertEqual(mail["Subject"], "7 requests wait for your answer")
        self.assertIn("/odoo/my-quality-work", self._texts(mail))

    def test_requests_are_approved_together_from_the_list(self):
        actions = self.action.union(*(self._new_action() for _number in range(3)))
        actions.with_user(self.nurse).action_submit()
        self.assertEqual(len(self._deliver()), 4)
        actions.with_user(self.leader).action_approve()
        self.assertEqual(set(actions.sudo().mapped("state")), {"open"})

    def test_nobody_is_asked_about_what_he_sends_himself(self):
        self.env["mail.mail"].search([]).unlink()
        action = self._new_action(self.director, owner_id=self.aide.id)
        self.home_care.manager_id = self.care.manager_id = False
        action.action_submit()
        self.assertEqual(self._duties(action).user_id, self.manager)
        self.assertEqual(set(self._by_reader(self._deliver())), {"manager"})

    def test_at_the_weekend_what_the_system_passes_on_is_not_mailed(self):
        self.action.action_submit()
        self._deliver()
        for day, mailed in (("2026-03-07", 0), ("2026-03-09", 1)):
            absence = self.env["qms.absence"].create(
                {"user_id": self.leader.id, "date_from": day, "date_to": day}
            )
            with freeze_time(day):
                duty = self._duties(self.action).with_user(
                    self.env.ref("base.user_root")
                )
                duty.sudo()._resync(duty)
                self.assertEqual(self._duties(self.action).user_id, self.head)
                self.assertEqual(len(self._deliver()), mailed)
            absence.unlink()
            self.env["mail.mail"].search([]).unlink()

    # ------------------------------------------------------------
    # The daily list
    # ------------------------------------------------------------

    def test_the_daily_list_arrives(self):
        self._new_action(date_deadline="2026-03-02", name=SECRET)
        with self.enter_registry_test_mode():
            self.env.ref("qms.ir_cron_daily_list").method_direct_trigger()
        [mail] = self._deliver()
        self.assertEqual(mail.recipients, ["nurse@example.test"])
        self.assertEqual(mail["Subject"], "Your quality work today")
        self.assertNotIn(SECRET, self._texts(mail))
        self.assertIn("Complete: Action", self._texts(mail))
