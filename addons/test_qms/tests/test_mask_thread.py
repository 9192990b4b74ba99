import base64
import json

from markupsafe import Markup

from odoo import http
from odoo.tests import HttpCase, new_test_user, tagged

from .masking_common import BARE, CPR, MASKED, MaskingCase


@tagged("post_install", "-at_install", "qms")
class TestMaskChatter(MaskingCase):
    def setUp(self):
        super().setUp()
        self.record = self.records.create({"name": "a"})

    def test_comment(self):
        message = self.record.message_post(
            body=Markup("<p>0101<i>90</i>-1234</p>"), subject=CPR
        )
        self.assertEqual(message.body, Markup("<p>••••<i>••</i>-••••</p>"))
        self.assertEqual(message.subject, MASKED)
        self.assertNotices(self.TOLD)

    def test_comment_as_text_is_still_escaped(self):
        message = self.record.message_post(body=f"<b>{CPR}</b>")
        self.assertEqual(message.body, Markup(f"<p>&lt;b&gt;{MASKED}&lt;/b&gt;</p>"))

    def test_comment_by_rpc(self):
        with self.assertLogs("odoo.addons.mail.models.mail_thread", "WARNING"):
            message = self.record.message_post(
                body="<b>010190&#8209;1234</b>", body_is_html=True
            )
        self.assertEqual(message.body, Markup("<b>••••••‑••••</b>"))

    def test_bare_number_in_a_comment_is_asked_about_once(self):
        message = self.record.message_post(body=BARE)
        self.assertIn(BARE, message.body)
        self.assertNotices(self.ASKED)

    def test_what_is_mailed_on_is_masked(self):
        reader = self.env["res.partner"].create({"name": "R", "email": "r@example.com"})
        self.record.message_post(body=CPR, subject=CPR, partner_ids=reader.ids)
        self.record.message_notify(body=CPR, subject=CPR, partner_ids=reader.ids)
        mails = self.env["mail.mail"].search([("recipient_ids", "in", reader.ids)])
        self.assertEqual(len(mails), 2)
        for mail in mails:
            self.assertNotIn(CPR, f"{mail.subject} {mail.body_html}")
            self.assertIn(MASKED, mail.body_html)

    def test_log_note(self):
        messages = self.record._message_log(body=CPR)
        messages += self.record._message_log_batch({self.record.id: Markup(CPR)}, CPR)
        for message in messages:
            self.assertIn(MASKED, message.body)
        self.assertEqual(messages[1].subject, MASKED)

    def test_edited_comment(self):
        message = self.record.message_post(body="x", message_type="comment")
        self.record._message_update_content(message, body=Markup(f"<p>{CPR}</p>"))
        self.assertIn(MASKED, message.body)
        self.assertNotIn(CPR, message.body)
        self.assertNotices(self.TOLD)

    def test_message_written_past_the_record(self):
        messages = self.env["mail.message"].with_user(self.user)
        message = messages.create(
            {"model": self.record._name, "res_id": self.record.id, "body": CPR}
        )
        self.assertIn(MASKED, message.body)
        message.body = f"again {CPR}"
        self.assertIn(f"again {MASKED}", message.body)

    def test_tracked_values(self):
        self.flush_tracking()
        self.record.name = CPR
        self.flush_tracking()
        values = self.record.sudo().message_ids.tracking_value_ids
        self.assertEqual(values.mapped("new_value_char"), [MASKED])

    def test_activity(self):
        activity = self.record.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=CPR,
            note=f"<p>{CPR}</p>",
            user_id=self.user.id,
        )
        self.assertEqual(activity.summary, MASKED)
        self.assertEqual(activity.note, Markup(f"<p>{MASKED}</p>"))
        activity.action_feedback(feedback=CPR)
        self.assertEqual(activity.feedback, MASKED)
        self.assertIn(MASKED, self.record.message_ids[0].body)
        self.assertNotIn(CPR, self.record.message_ids[0].body)

    def test_message_planned_for_later(self):
        scheduled = (
            self.env["mail.scheduled.message"]
            .with_user(self.user)
            .create(
                {
                    "model": self.record._name,
                    "res_id": self.record.id,
                    "author_id": self.user.partner_id.id,
                    "scheduled_date": "2100-01-01 00:00:00",
                    "subject": CPR,
                    "body": f"<p>{CPR}</p>",
                }
            )
        )
        self.assertEqual(scheduled.subject, MASKED)
        self.assertEqual(scheduled.body, Markup(f"<p>{MASKED}</p>"))

    def test_the_country_of_the_record_holds_for_what_hangs_on_it(self):
        self.record.company_id = self.norway
        message = self.record.message_post(body=f"{CPR} 151086 95088")
        self.assertIn(f"{CPR} •••••• •••••", message.body)
        activity = self.record.activity_schedule(
            summary=f"{CPR} 151086 95088", user_id=self.user.id
        )
        self.assertEqual(activity.summary, f"{CPR} •••••• •••••")

    def test_other_records_are_left_alone(self):
        other = self.plain.create({"name": CPR})
        message = other.message_post(body=CPR)
        self.assertIn(CPR, message.body)
        activity = other.activity_schedule(summary=CPR, user_id=self.user.id)
        self.assertEqual(activity.summary, CPR)
        file = self.attach(CPR, res_model=other._name, res_id=other.id)
        self.assertEqual(file.name, CPR)
        self.assertEqual(self.attach(CPR).name, CPR)
        self.assertNotices()


@tagged("post_install", "-at_install", "qms")
class TestMaskFileNames(MaskingCase):
    def setUp(self):
        super().setUp()
        self.record = self.records.create({"name": "a"})
        self.place = {"res_model": self.record._name, "res_id": self.record.id}

    def test_uploaded_and_renamed(self):
        file = self.attach(f"scan {CPR}.pdf", description=CPR, **self.place)
        self.assertEqual((file.name, file.description), (f"scan {MASKED}.pdf", MASKED))
        file.name = f"cpr{BARE}.pdf"
        self.assertEqual(file.name, "cpr••••••••••.pdf")
        self.assertNotices(self.TOLD, self.TOLD)

    def test_attached_after_the_upload(self):
        files = self.attach(f"{CPR}.pdf") + self.attach("other.pdf")
        files.write(self.place)
        self.assertEqual(files.mapped("name"), [f"{MASKED}.pdf", "other.pdf"])
        self.assertNotices(self.TOLD)

    def test_sent_from_the_composer(self):
        file = self.attach(f"{CPR}.pdf", res_model="mail.compose.message", res_id=0)
        self.record.message_post(body="x", attachment_ids=file.ids)
        self.assertEqual(file.name, f"{MASKED}.pdf")
        self.assertEqual(file.res_id, self.record.id)

    def test_posted_with_a_message(self):
        message = self.record.message_post(
            body=Markup(f'<p><img data-filename="{CPR}.png" src="#"></p>'),
            attachments=[(f"{CPR}.png", b"x"), (f"{BARE}.txt", b"y", {"cid": "1"})],
        )
        names = message.attachment_ids.sorted("id").mapped("name")
        self.assertEqual(names, [f"{MASKED}.png", f"{BARE}.txt"])
        # the picture in the text still finds its file
        self.assertIn("/web/image/", message.body)
        self.assertNotices(self.ASKED, self.TOLD)

    def test_content_of_files_is_left_alone(self):
        file = self.attach("a.txt", **self.place)
        file.raw = CPR.encode()
        self.assertEqual(file.raw, CPR.encode())


@tagged("post_install", "-at_install", "qms")
class TestMaskMail(MaskingCase):
    def process(self, subject=CPR, body=CPR, thread_id=None, **headers):
        attached = base64.b64encode(b"x").decode()
        more = "".join(f"{name}: {value}\n" for name, value in headers.items())
        mail = f"""From: Somebody <somebody@example.com>
To: quality@example.com
Subject: {subject}
Message-Id: <{self.id()}-{thread_id}@example.com>
{more}MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/html; charset=utf-8

<p>{body}</p>
--b
Content-Type: application/pdf; name="{CPR}.pdf"
Content-Disposition: attachment; filename="{CPR}.pdf"
Content-Transfer-Encoding: base64

{attached}
--b--
"""
        gateway = self.env["mail.thread"].with_company(self.denmark)
        return gateway.message_process("test.qms.masked", mail, thread_id=thread_id)

    def assertNoNumber(self, record):
        message = record.message_ids.filtered(lambda m: m.message_type == "email")[0]
        self.assertEqual(message.subject, MASKED)
        self.assertIn(MASKED, message.body)
        self.assertEqual(message.attachment_ids.name, f"{MASKED}.pdf")
        for text in (message.subject, message.body, message.attachment_ids.name):
            self.assertNotIn(CPR, text)

    def test_new_mail(self):
        record = self.env["test.qms.masked"].browse(self.process())
        self.assertEqual(record.name, MASKED)
        self.assertNoNumber(record)
        self.assertNotices()

    def test_answer(self):
        record = self.env["test.qms.masked"].create(
            {"name": "a", "company_id": self.denmark.id}
        )
        self.process(thread_id=record.id)
        self.assertNoNumber(record)

    def test_values_taken_from_the_mail(self):
        records = self.env["test.qms.masked"].with_company(self.denmark)
        record = records.message_new({"subject": "s"}, {"note": CPR})
        self.assertEqual(record.note, MASKED)
        record.message_update({"subject": "s"}, {"note": f"2 {CPR}"})
        self.assertEqual(record.note, f"2 {MASKED}")


@tagged("post_install", "-at_install", "qms")
class TestMaskUpload(HttpCase):
    def upload(self, model, pending):
        user = new_test_user(
            self.env, "masking_http", groups="base.group_user", email="h@example.com"
        )
        user.company_id.country_id = self.env.ref("base.dk")
        record = self.env[model].create({"name": "a"})
        self.authenticate("masking_http", "masking_http")
        response = self.url_open(
            "/mail/attachment/upload",
            data={
                "csrf_token": http.Request.csrf_token(self),
                "thread_id": record.id,
                "thread_model": model,
                "is_pending": json.dumps(pending),
            },
            files={"ufile": (f"{CPR}.txt", b"x", "text/plain")},
        )
        response.raise_for_status()
        file = response.json()["data"]["attachment_id"]
        return self.env["ir.attachment"].browse(file)

    def test_file_waiting_for_its_message(self):
        file = self.upload("test.qms.masked", True)
        self.assertEqual(file.res_model, "mail.compose.message")
        self.assertEqual(file.name, f"{MASKED}.txt")

    def test_file_put_on_the_record(self):
        self.assertEqual(self.upload("test.qms.masked", False).name, f"{MASKED}.txt")

    def test_file_of_another_record(self):
        self.assertEqual(self.upload("test.qms.plain", True).name, f"{CPR}.txt")
