from datetime import date
from unittest.mock import patch

from odoo import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import email_normalize, mute_logger

from .common import QmsCase

MONDAY = "2026-03-02"


class DailyListCase(QmsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"qms_remind_days": 2, "qms_escalate_days": 5})
        cls.env["qms.duty"].search([])._close()
        cls.env["mail.mail"].search([]).unlink()

    def _open_action(self, deadline, **kwargs):
        """An action the aide carries out, at home care."""
        action = self._new_action(date_deadline=deadline, **kwargs)
        action.action_submit()
        action.with_user(self.leader).action_approve()
        self.env["mail.mail"].search([]).unlink()
        return action

    def _run(self, day=MONDAY):
        """What is sent on a day: the mail per login."""
        before = self.env["mail.mail"].search([])
        with freeze_time(f"{day} 05:00:00"), self.enter_registry_test_mode():
            self.env.ref("qms.ir_cron_daily_list").method_direct_trigger()
        self.env.invalidate_all()
        mails = (
            self.env["mail.mail"].search([("model", "=", "qms.daily.list")]) - before
        )
        sent = {self._login(mail): mail for mail in mails}
        self.assertEqual(len(sent), len(mails), "one mail a person")
        return sent

    def _login(self, mail):
        address = mail.email_to or mail.recipient_ids.email
        return (
            self.env["res.users"]
            .search([("email", "=", email_normalize(address))])
            .login
        )

    def _away(self, user, start, end):
        return self.env["qms.absence"].create(
            {"user_id": user.id, "date_from": start, "date_to": end}
        )


@tagged("post_install", "-at_install", "qms")
@freeze_time(MONDAY)
class TestDailyList(DailyListCase):
    """One reminder mail a person and day, until the work is done."""

    def test_one_mail_says_all_that_is_owed(self):
        first = self._open_action(date(2026, 3, 2))
        second = self._open_action(date(2026, 3, 4))
        sent = self._run()
        self.assertEqual(set(sent), {"qms_aide"})
        body = sent["qms_aide"].body_html
        for action in first | second:
            self.assertIn(action.sudo().number, body)
            self.assertIn(f"/odoo/qms.action/{action.id}", body)
        self.assertLess(body.index(first.number), body.index(second.number))

    def test_it_carries_nothing_of_the_case(self):
        self._open_action(date(2026, 3, 2), name="Fired for stealing")
        mail = self._run()["qms_aide"]
        self.assertNotIn("stealing", f"{mail.subject} {mail.body_html}")

    def test_it_is_queued_and_the_queue_is_woken(self):
        self._open_action(date(2026, 3, 2))
        cron = self.env.ref("mail.ir_cron_mail_scheduler_action")
        self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]).unlink()
        mail = self._run()["qms_aide"]
        self.assertEqual(mail.state, "outgoing")
        self.assertTrue(
            self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        )

    def test_what_is_due_later_waits(self):
        self._open_action(date(2026, 3, 5))
        self.assertFalse(self._run("2026-03-02"))
        self.assertTrue(self._run("2026-03-03"))

    def test_a_second_run_sends_nothing_twice(self):
        self._open_action(date(2026, 3, 2))
        self.assertTrue(self._run())
        self.assertFalse(self._run())
        self.assertEqual(self.env["qms.daily.list"].search_count([]), 1)

    def test_it_repeats_until_the_work_is_done(self):
        action = self._open_action(date(2026, 3, 2))
        for day in ("2026-03-02", "2026-03-03", "2026-03-04"):
            self.assertIn("qms_aide", self._run(day))
        doer = action.with_user(self.aide)
        doer.result = "Moved"
        doer.action_complete()
        self.assertFalse(self._run("2026-03-05"))

    def test_missed_days_are_not_made_up_for(self):
        self._open_action(date(2026, 3, 2))
        self._run("2026-03-02")
        self.assertEqual(set(self._run("2026-03-05")), {"qms_aide"})

    def test_a_finished_record_is_silent(self):
        action = self._open_action(date(2026, 3, 2))
        action.with_user(self.leader).action_cancel(reason="No longer needed")
        self.assertFalse(self._run())

    def test_an_activity_ticked_off_changes_nothing(self):
        action = self._open_action(date(2026, 3, 2))
        activity = action.sudo().activity_ids
        activity.with_user(self.aide).action_done()
        self.assertIn("qms_aide", self._run())

    def test_not_on_a_day_off(self):
        self._open_action(date(2026, 3, 2))
        self.assertFalse(self._run("2026-03-07"))
        self.assertFalse(self._run("2026-04-03"))
        self.env["qms.closing.day"].create(
            {
                "name": "Inventory",
                "company_id": self.company.id,
                "date_from": "2026-03-04",
                "date_to": "2026-03-04",
            }
        )
        self.assertFalse(self._run("2026-03-04"))
        self.assertTrue(self._run("2026-03-05"))

    def test_a_company_without_country_works_on_weekdays(self):
        self.company.country_id = False
        self._open_action(date(2026, 3, 2))
        self.assertFalse(self._run("2026-03-07"))
        self.assertTrue(self._run("2026-03-09"))

    def test_who_is_away_is_left_in_peace_and_the_clock_stands(self):
        self._open_action(date(2026, 3, 2))
        self._away(self.aide, "2026-03-02", "2026-03-03")
        self.assertFalse(self._run("2026-03-02"))
        self.assertIn("qms_aide", self._run("2026-03-04"))

    def test_the_deputy_of_who_is_away_is_told(self):
        self._open_action(date(2026, 3, 2), owner_id=self.leader.id, author_id=False)
        self._away(self.leader, "2026-03-02", "2026-03-06")
        self.env["qms.deputy"].create(
            {
                "user_id": self.leader.id,
                "deputy_id": self.nurse.id,
                "date_from": "2026-03-02",
                "date_to": "2026-03-06",
                "company_id": self.company.id,
            }
        )
        sent = self._run()
        self.assertEqual(set(sent), {"qms_nurse"})

    def _open_action(self, deadline, **kwargs):
        kwargs.pop("author_id", None)
        if kwargs.get("owner_id") == self.leader.id:
            action = self._new_action(date_deadline=deadline, **kwargs)
            action.action_submit()
            action.with_user(self.head).action_approve()
            self.env["mail.mail"].search([]).unlink()
            return action
        return super()._open_action(deadline, **kwargs)

    def test_a_deputy_who_cannot_read_the_record_is_not_told(self):
        self._open_action(date(2026, 3, 2))
        self._away(self.aide, "2026-03-02", "2026-03-06")
        self.env["qms.deputy"].create(
            {
                "user_id": self.aide.id,
                "deputy_id": self.team.id,
                "date_from": "2026-03-02",
                "date_to": "2026-03-06",
                "company_id": self.company.id,
            }
        )
        self.assertIn("qms_team", self._run())
        outsider = self._new_user("outsider")
        self.env["qms.deputy"].search([]).deputy_id = outsider
        self.assertNotIn("qms_outsider", self._run("2026-03-03"))

    def test_a_groups_duty_goes_to_its_members_who_are_here(self):
        second = self._new_user("second", "qms.group_quality_manager")
        third = self._new_user("third", "qms.group_quality_manager")
        self._new_user("silent", "qms.group_quality_manager").email = False
        self._away(third, "2026-03-02", "2026-03-06")
        action = self._open_action(date(2026, 3, 2))
        duty = self._duties(action)
        duty.write(
            {
                "user_id": False,
                "group_id": self.env.ref("qms.group_quality_manager").id,
            }
        )
        sent = self._run()
        self.assertEqual(set(sent), {"qms_manager", second.login})

    def test_for_who_has_no_login_the_leader_is_told(self):
        action = self._open_action(date(2026, 3, 2))
        cleaner = self.env["hr.employee"].create(
            {"name": "Cleaner", "department_id": self.home_care.id}
        )
        self._duties(action).write({"user_id": False, "employee_id": cleaner.id})
        self.assertEqual(set(self._run()), {"qms_leader"})

    def test_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        self.env["res.lang"]._activate_lang("sv_SE")
        template = self.env.ref("qms.mail_template_daily_list")
        view = self.env.ref("qms.mail_daily_list")
        for lang, word, subject in (
            ("da_DK", "Først", "Dit kvalitetsarbejde i dag"),
            ("sv_SE", "Först", "Ditt kvalitetsarbete i dag"),
        ):
            template.with_context(lang=lang).subject = subject
            view.update_field_translations(
                "arch_db", {lang: {"<b>First</b>": f"<b>{word}</b>"}}
            )
        self.aide.lang = "da_DK"
        self.nurse.lang = "sv_SE"
        self._open_action(date(2026, 3, 2))
        self._open_action(date(2026, 3, 2), owner_id=self.nurse.id)
        self._open_action(date(2026, 3, 2), owner_id=self.team.id)
        sent = self._run()
        self.assertEqual(sent["qms_aide"].subject, "Dit kvalitetsarbejde i dag")
        self.assertIn("Først", sent["qms_aide"].body_html)
        self.assertIn("02.03.2026", sent["qms_aide"].body_html)
        self.assertEqual(sent["qms_nurse"].subject, "Ditt kvalitetsarbete i dag")
        self.assertIn("2026-03-02", sent["qms_nurse"].body_html)
        self.assertEqual(sent["qms_team"].subject, "Your quality work today")

    def test_who_cannot_be_mailed_does_not_keep_the_others_from_it(self):
        self._open_action(date(2026, 3, 2))
        self._open_action(date(2026, 3, 2), owner_id=self.nurse.id)
        self._open_action(date(2026, 3, 2), owner_id=self.team.id)
        mailer = self.env.registry["qms.mailer"]
        send = mailer._send

        def _send(self, template, records, **context):
            if any(record.user_id.login == "qms_nurse" for record in records):
                raise ValueError("cannot be rendered")
            return send(self, template, records, **context)

        with (
            patch.object(mailer, "_send", _send),
            mute_logger("odoo.addons.qms.models.daily_list"),
        ):
            sent = self._run()
        self.assertEqual(set(sent), {"qms_aide", "qms_team"})
        self.assertEqual(set(self._run()), {"qms_nurse"})

    def test_in_slices(self):
        users = [self._new_user(f"p{number}") for number in range(7)]
        for user in users:
            self._open_action(date(2026, 3, 2), owner_id=user.id)
        with patch("odoo.addons.qms.models.daily_list.SLICE", 3):
            sent = self._run()
        self.assertEqual(len(sent), 7)

    def test_a_thousand_reminders_cost_few_statements(self):
        users = [self._new_user(f"p{number}") for number in range(20)]
        duty = self._duties(self._open_action(date(2026, 3, 2)))
        values = duty.copy_data({"date_deadline": "2026-03-02"})[0]
        duty.create(
            [{**values, "user_id": users[place % 20].id} for place in range(1000)]
        )
        # what the duties' making left to do at the end of its transaction
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        lists = self.env["qms.daily.list"]
        lists._send(lists._prepare_lists(lists._waiting().items()))
        self.env.flush_all()
        spent = self.env.cr.sql_log_count - before
        self.assertLess(spent, 57)
        self.assertEqual(lists.search_count([]), 21)

    def test_the_memory_is_short(self):
        lists = self.env["qms.daily.list"]
        old = lists.create({"user_id": self.aide.id, "date": "2025-12-31"})
        new = lists.create({"user_id": self.nurse.id, "date": MONDAY})
        lists._gc_lists()
        self.assertEqual((old | new).exists(), new)

    def test_nobody_reads_anothers_list(self):
        self._open_action(date(2026, 3, 2))
        self._run()
        model = self.env["qms.daily.list"]
        self.assertEqual(model.with_user(self.aide).search_count([]), 1)
        for user in (self.leader, self.manager):
            self.assertFalse(model.with_user(user).search_count([]))


@tagged("post_install", "-at_install", "qms")
@freeze_time(MONDAY)
class TestPassedUp(DailyListCase):
    """What is late for too long goes up one level, and one more each time."""

    def _passed_up(self, action, day):
        self._run(day)
        return self._duties(action).escalation_user_id

    def test_one_level_for_each_period_of_grace(self):
        action = self._open_action(date(2026, 3, 2))
        for day, user in (
            ("2026-03-06", self.env["res.users"]),
            ("2026-03-09", self.leader),
            ("2026-03-13", self.leader),
            ("2026-03-16", self.head),
            ("2026-03-23", self.director),
            ("2026-03-30", self.manager),
            ("2026-05-18", self.manager),
        ):
            self.assertEqual(self._passed_up(action, day), user, day)

    def test_above_a_leader_is_the_next_leader(self):
        action = self._open_action(date(2026, 3, 2))
        self._duties(action).user_id = self.leader
        self.assertEqual(self._passed_up(action, "2026-03-09"), self.head)

    def test_above_a_leader_who_works_in_another_unit_is_the_next_leader(self):
        action = self._open_action(date(2026, 3, 2))
        self._duties(action).user_id = self.head
        self.assertEqual(self._passed_up(action, "2026-03-09"), self.director)

    def test_a_leader_who_is_away_is_passed_over(self):
        action = self._open_action(date(2026, 3, 2))
        self._away(self.leader, "2026-03-09", "2026-03-13")
        self.assertEqual(self._passed_up(action, "2026-03-09"), self.head)

    def test_who_it_was_passed_up_to_is_told_and_sees_it(self):
        action = self._open_action(date(2026, 3, 2), owner_id=self.team.id)
        sent = self._run("2026-03-09")
        self.assertEqual(set(sent), {"qms_team", "qms_director"})
        self.assertIn("Late for too long", sent["qms_director"].body_html)
        self.assertNotIn("Late for too long", sent["qms_team"].body_html)
        duty = self._duties(action).with_user(self.director)
        self.assertIn(
            duty, duty.search([("escalation_user_id", "=", self.director.id)])
        )

    def test_a_new_deadline_takes_it_back(self):
        action = self._open_action(date(2026, 3, 2))
        self.assertEqual(self._passed_up(action, "2026-03-09"), self.leader)
        duty = self._duties(action)
        duty._update_known({1: duty}, {1: {**duty.copy_data()[0], **self._later(duty)}})
        self.assertFalse(duty.escalation_user_id)

    def _later(self, duty):
        names = ("behalf_id", "department_id", "record_department_id")
        return {
            **{name: duty[name].id for name in names},
            "waiting_ids": tuple(duty.waiting_ids.ids),
            "date_deadline": date(2026, 4, 1),
        }

    def test_it_is_not_the_holders_score(self):
        self._open_action(date(2026, 3, 2))
        self._run("2026-03-09")
        with freeze_time("2026-03-09"):
            duties = self.env["qms.duty"].with_user(self.head)
            rows = duties.formatted_read_group(
                [("escalation_user_id", "!=", False)], ["user_id"], ["__count"]
            )
        self.assertFalse(rows)

    def test_a_company_may_do_without(self):
        self.company.qms_escalate_days = 0
        action = self._open_action(date(2026, 3, 2))
        self.assertFalse(self._passed_up(action, "2026-04-07"))

    def test_two_companies_each_by_their_own_days(self):
        self.manager.company_ids = [Command.link(self.other_company.id)]
        action = self._open_action(date(2026, 3, 2))
        duty = self._duties(action)
        foreign = duty.copy(
            {"company_id": self.other_company.id, "user_id": self.stranger.id}
        )
        self.other_company.qms_escalate_days = 2
        self._run("2026-03-04")
        self.assertEqual(foreign.escalation_user_id, self.manager)
        self.assertFalse(duty.escalation_user_id)
