from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import QmsCase

SECRET = "Hannibal"


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestSideDoors(QmsCase):
    """What an outsider of the same company learns: type and number, no more.

    ``outsider`` works in the administration and has nothing to do with the action;
    ``former`` led the home care until a moment ago.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outsider = cls._new_user("outsider")
        cls._new_employee(cls.outsider, cls.administration)
        cls.former = cls.leader
        cls.action = cls._new_action(
            name=f"Move {SECRET}", why=SECRET, owner_id=cls.aide.id
        )
        cls.action.message_subscribe((cls.former | cls.nurse).partner_id.ids)
        cls._track()
        cls.attachment = (
            cls.env["ir.attachment"]
            .with_user(cls.nurse)
            .create(
                {
                    "name": f"{SECRET}.txt",
                    "raw": SECRET.encode(),
                    "mimetype": "text/plain",
                    "res_model": "qms.action",
                    "res_id": cls.action.id,
                }
            )
        )
        cls.message = cls.action.message_post(
            body=f"{SECRET} again",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=cls.former.partner_id.ids,
            attachment_ids=cls.attachment.ids,
        )
        cls.action.name = f"Move {SECRET} today"
        successor = cls._new_employee(cls._new_user("successor"), cls.home_care)
        cls.home_care.manager_id = successor
        cls._track()
        cls.strangers = cls.outsider | cls.former | cls.stranger
        export = cls.env.ref("base.group_allow_export")
        cls.strangers.group_ids = [Command.link(export.id)]

    @classmethod
    def _track(cls):
        """Changes are told of at the end of a transaction."""
        cls.env.flush_all()
        cls.env.cr.flush()

    def _as(self, user, model):
        return self.env[model].with_user(user)

    def _on_the_action(self, model="model"):
        return [(model, "=", "qms.action"), ("res_id", "=", self.action.id)]

    # ------------------------------------------------------------
    # The record itself
    # ------------------------------------------------------------

    def test_search_counts_and_names(self):
        for user in self.strangers:
            actions = self._as(user, "qms.action")
            everything = [("id", "=", self.action.id)]
            self.assertFalse(actions.search(everything))
            self.assertFalse(actions.search_count(everything))
            self.assertFalse(actions.search_count([("name", "ilike", SECRET)]))
            self.assertFalse(
                actions.search_count([("message_ids.body", "ilike", SECRET)])
            )
            self.assertFalse(actions.name_search(SECRET))
            self.assertFalse(actions.name_search(self.action.number))
            self.assertFalse(actions.formatted_read_group([], ["state"], ["__count"]))
            self.assertFalse(actions.web_search_read([], {"name": {}})["length"])
            bar = {"field": "state", "colors": {"draft": "info"}}
            self.assertFalse(actions.read_progress_bar([], "level", bar))
            for read in (
                lambda record: record.read(["name"]),
                lambda record: record.export_data(["name"]),
                lambda record: record.web_read({"name": {}}),
                lambda record: record.read(["decision_timeline"]),
                lambda record: record.read(["message_follower_ids"]),
            ):
                with self.assertRaises(AccessError):
                    read(actions.browse(self.action.id))
            followers = actions.browse(self.action.id).message_get_followers()
            self.assertFalse(followers.get("mail.followers"))

    def test_a_many2one_says_type_and_number(self):
        follower = self._new_action(self.outsider, owner_id=self.outsider.id)
        follower.sudo()._write_guarded({"previous_id": self.action.id})
        own = self._as(self.outsider, "qms.action").browse(follower.id)
        [row] = own.web_read({"previous_id": {"fields": {"display_name": {}}}})
        self.assertEqual(
            row["previous_id"]["display_name"], self.action.sudo().display_name
        )
        self.assertNotIn(SECRET, str(row))
        groups = own.formatted_read_group(
            [("id", "=", own.id)], ["previous_id"], ["__count"]
        )
        self.assertNotIn(SECRET, str(groups))
        with self.assertRaises(AccessError):
            own.export_data(["previous_id/name"])

    def test_a_duty_says_verb_type_and_number(self):
        duty = self._duties(self.action)
        self.assertNotIn(SECRET, duty.display_name)
        for user in self.strangers:
            self.assertFalse(self._as(user, "qms.duty").search([("id", "=", duty.id)]))

    # ------------------------------------------------------------
    # Chatter
    # ------------------------------------------------------------

    def test_who_was_once_notified_reads_it_no_longer(self):
        notified = self.message.sudo().notified_partner_ids
        self.assertIn(self.former.partner_id, notified)
        message = self._as(self.former, "mail.message").browse(self.message.id)
        for read in (
            lambda: message.read(["body"]),
            lambda: message.export_data(["body"]),
            lambda: message.check_access("read"),
            lambda: message.write({"body": "No"}),
        ):
            with self.assertRaises(AccessError):
                read()

    def test_messages_are_not_found_or_counted(self):
        for user in self.strangers:
            messages = self._as(user, "mail.message")
            for domain in (
                self._on_the_action(),
                [("body", "ilike", SECRET)],
                [("attachment_ids.name", "ilike", SECRET)],
                [("tracking_value_ids.new_value_char", "ilike", SECRET)],
                [("needaction", "=", True), ("model", "=", "qms.action")],
            ):
                try:
                    self.assertFalse(messages.search(domain), domain)
                    self.assertFalse(messages.search_count(domain), domain)
                except AccessError:
                    continue
            fetched = messages._message_fetch(self._on_the_action())
            self.assertFalse(fetched["messages"])
            self.assertFalse(
                messages._message_fetch([], search_term=SECRET)["messages"]
            )

    def test_a_reader_still_reads(self):
        for user in (self.nurse, self.aide, self.head, self.team):
            found = self._as(user, "mail.message").search(
                [("id", "=", self.message.id)]
            )
            self.assertIn(SECRET, found.body)

    def test_a_reader_reads_it_from_his_other_company_too(self):
        self.head.company_ids = [Command.link(self.other_company.id)]
        messages = self._as(self.head, "mail.message").with_context(
            allowed_company_ids=self.other_company.ids
        )
        self.action.message_notify(partner_ids=self.head.partner_id.ids, body=SECRET)
        told = messages.search([("notified_partner_ids", "=", self.head.partner_id.id)])
        self.assertTrue(told)
        self.assertTrue(told.read(["body"]))

    def test_nobody_answers_what_he_cannot_read(self):
        for user in self.strangers:
            own = self.action.with_user(user)
            with self.assertRaises(AccessError):
                own.message_post(body="Me too", parent_id=self.message.id)
            with self.assertRaises(AccessError):
                self._as(user, "mail.message").create(
                    {
                        "model": "qms.action",
                        "res_id": self.action.id,
                        "body": "Me too",
                        "parent_id": self.message.id,
                    }
                )

    def test_followers_are_not_named(self):
        for user in self.strangers:
            followers = self._as(user, "mail.followers")
            domain = self._on_the_action("res_model")
            self.assertFalse(followers.search(domain))
            self.assertFalse(followers.search_count(domain))
            rows = self.action.sudo().message_follower_ids
            with self.assertRaises(AccessError):
                followers.browse(rows.ids).read(["partner_id"])
        readable = self._as(self.aide, "mail.followers")
        self.assertTrue(readable.search(self._on_the_action("res_model")))

    def test_notifications_tell_nobody_who_was_told(self):
        rows = self.env["mail.notification"].search(
            [("mail_message_id", "=", self.message.id)]
        )
        self.assertTrue(rows)
        for user in self.strangers:
            notifications = self._as(user, "mail.notification")
            self.assertFalse(notifications.search([("id", "in", rows.ids)]))
            self.assertFalse(
                notifications.search([("mail_message_id.body", "ilike", SECRET)])
            )
            with self.assertRaises(AccessError):
                notifications.browse(rows.ids).read(["res_partner_id"])

    def test_tracked_values_are_not_read(self):
        values = self.env["mail.tracking.value"].search(
            [("new_value_char", "ilike", SECRET)]
        )
        self.assertTrue(values)
        for user in self.strangers | self.manager:
            with self.assertRaises(AccessError):
                self._as(user, "mail.tracking.value").search([])

    def test_a_scheduled_message_is_not_found(self):
        scheduled = self._as(self.nurse, "mail.scheduled.message").create(
            {
                "model": "qms.action",
                "res_id": self.action.id,
                "body": SECRET,
                "author_id": self.nurse.partner_id.id,
                "scheduled_date": "2026-03-09 08:00:00",
            }
        )
        for user in self.strangers:
            found = self._as(user, "mail.scheduled.message").search([])
            self.assertNotIn(scheduled, found)

    # ------------------------------------------------------------
    # Files
    # ------------------------------------------------------------

    def test_files_are_not_found_by_name_or_content(self):
        self.attachment.sudo().flush_recordset()
        self.env.cr.execute(
            "UPDATE ir_attachment SET index_content = %s WHERE id = %s",
            [SECRET, self.attachment.id],
        )
        for user in self.strangers:
            files = self._as(user, "ir.attachment")
            for domain in (
                [("index_content", "ilike", SECRET)],
                [("name", "ilike", SECRET)],
                self._on_the_action("res_model"),
            ):
                self.assertFalse(files.search(domain))
                self.assertFalse(files.search_count(domain))
            for name in ("raw", "datas", "index_content"):
                with self.assertRaises(AccessError):
                    files.browse(self.attachment.id).read([name])

    # ------------------------------------------------------------
    # Activities
    # ------------------------------------------------------------

    def test_an_activity_says_type_and_number(self):
        activity = self.action.sudo().activity_ids
        for user in self.strangers:
            activities = self._as(user, "mail.activity")
            self.assertFalse(activities.search([("id", "in", activity.ids)]))
            with self.assertRaises(AccessError):
                activities.browse(activity.ids).read(["summary"])
        self.assertNotIn(SECRET, f"{activity.res_name} {activity.summary}")
        groups = str(self.nurse.with_user(self.nurse)._get_activity_groups())
        self.assertNotIn(SECRET, groups)

    def test_what_is_assigned_to_an_outsider_tells_him_no_more(self):
        activity = self._as(self.nurse, "mail.activity").create(
            {
                "res_model_id": self.env["ir.model"]._get_id("qms.action"),
                "res_id": self.action.id,
                "user_id": self.outsider.id,
                "summary": "Please look",
            }
        )
        own = activity.with_user(self.outsider)
        self.assertEqual(own.res_name, self.action.sudo().display_name)
        self.assertNotIn(
            self.outsider.partner_id, self.action.sudo().message_partner_ids
        )
        mails = self.env["mail.mail"].search(
            [("recipient_ids", "=", self.outsider.partner_id.id)]
        )
        self.assertFalse(mails)

    # ------------------------------------------------------------
    # Followers
    # ------------------------------------------------------------

    def test_only_readers_follow(self):
        self.action.message_subscribe(self.strangers.partner_id.ids)
        customer = self.env["res.partner"].create(
            {"name": "Citizen", "email": "c@x.test"}
        )
        self.action.message_subscribe(customer.ids)
        followers = self.action.sudo().message_partner_ids
        self.assertFalse(followers & (self.strangers.partner_id | customer))
        wizard = self._as(self.nurse, "mail.followers.edit").create(
            {
                "res_model": "qms.action",
                "res_ids": str(self.action.ids),
                "operation": "add",
                "partner_ids": [Command.set((self.outsider.partner_id | customer).ids)],
            }
        )
        wizard.edit_followers()
        self.assertEqual(self.action.sudo().message_partner_ids, followers)

    def test_who_can_no_longer_read_no_longer_follows(self):
        self.action.message_subscribe(self.team.partner_id.ids)
        self.assertIn(self.team.partner_id, self.action.sudo().message_partner_ids)
        self.action.sudo()._write_guarded({"confidential": True})
        self.action._drop_followers_without_access()
        self.assertNotIn(self.team.partner_id, self.action.sudo().message_partner_ids)

    def test_nobody_is_suggested(self):
        self.assertFalse(self.action._message_get_suggested_recipients())

    def test_a_responsible_is_not_made_follower(self):
        followers = self.action.sudo().message_partner_ids
        self.assertNotIn(self.aide.partner_id, followers)
