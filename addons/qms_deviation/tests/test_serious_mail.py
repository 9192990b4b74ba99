from odoo import fields
from odoo.tests import freeze_time, tagged

from .serious_common import GRAVE, SECRET, SeriousMailCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestSeriousMail(SeriousMailCase):
    """What is serious is mailed at once, at any hour, to those who must know."""

    def _away(self, user):
        self.env["qms.absence"].create(
            {"user_id": user.id, "date_from": "2026-03-01", "date_to": "2026-03-31"}
        )

    @freeze_time("2026-04-05 00:30:00")
    def test_escalation_at_night(self):
        """Half past two on Easter Sunday."""
        self.assertFalse(self.company._qms_is_workday(self.company._qms_today()))
        case = self._case(serious=True, description=SECRET)
        cron = self.env.ref("mail.ir_cron_mail_scheduler_action")
        woken = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertIn(fields.Datetime.now(), woken.mapped("call_at"))
        self.assertFalse(self.inbox.mails, "no user waits for the mail server")
        mails = self._serious_mails()
        self.assertEqual(set(mails), {"leader", "head", "manager"})
        for mail in mails.values():
            self._assert_says_nothing(mail, case)
            self.assertIn("town@example.test", mail["From"])

    def test_judged_serious_the_next_leader_up_and_the_quality_manager_are_told(self):
        case = self._case(description=SECRET)
        self.assertFalse(self._serious_mails())
        case.write(GRAVE)
        mails = self._serious_mails()
        self.assertEqual(set(mails), {"head", "manager"})
        for mail in mails.values():
            self._assert_says_nothing(mail, case)

    def test_below_nobody_is(self):
        case = self._case()
        case.write({"consequence": "5", "likelihood": "2"})
        self.assertFalse(self._serious_mails())
        self.assertFalse(self._alerts(case))

    def test_the_company_says_from_which_severity(self):
        self.company.qms_serious_level = "high"
        self._case().write({"consequence": "5", "likelihood": "2"})
        self.assertEqual(set(self._serious_mails()), {"head", "manager"})

    def test_what_could_have_been_is_enough(self):
        self._case().write({"consequence": "1", "potential": "5", "likelihood": "4"})
        self.assertEqual(set(self._serious_mails()), {"head", "manager"})

    def test_never_twice_for_the_same_case_and_severity(self):
        case = self._case(serious=True)
        self.assertEqual(set(self._serious_mails()), {"leader", "head", "manager"})
        case.write(GRAVE)
        case.likelihood = "5"
        case.write({"consequence": "1"})
        case.write(GRAVE)
        case._alert_serious()
        self.assertFalse(self._serious_mails())
        self.assertEqual(len(self._alerts(case)), 3)

    def test_a_higher_severity_is_told_again(self):
        self.company.qms_serious_level = "high"
        case = self._case()
        case.write({"consequence": "5", "likelihood": "2"})
        self.assertEqual(set(self._serious_mails()), {"head", "manager"})
        case.likelihood = "5"
        self.assertEqual(set(self._serious_mails()), {"head", "manager"})

    def test_from_whom_it_is_hidden_is_never_told(self):
        hidden = self._case(serious=True, not_own_leader=True)
        self.assertEqual(hidden.sudo().hidden_from_id, self.leader)
        self.assertEqual(set(self._serious_mails()), {"head", "director", "manager"})
        self.leader.group_ids += self.env.ref("qms.group_quality_manager")
        self._case(serious=True, not_own_leader=True)
        self.assertEqual(set(self._serious_mails()), {"head", "director", "manager"})

    def test_a_confidential_case_can_be_opened_by_who_is_told(self):
        case = self._case()
        case.write(GRAVE)
        mails = self._serious_mails()
        self.assertTrue(case.with_user(self.head).has_access("read"))
        self.assertIn(f"/odoo/quality-cases/{case.id}", self._texts(mails["head"]))
        self.assertNotIn("Open, because", self._texts(mails["head"]))
        text = self._texts(mails["manager"])
        self.assertIn(f"/odoo/quality-register/{case.id}", text)
        self.assertIn("Open, because", text)
        line = self.env["qms.register"].with_user(self.manager).browse(case.id)
        self.assertTrue(line.has_access("read"))
        case.with_user(self.manager).action_open_because(reason="It is serious")
        self.assertTrue(case.with_user(self.manager).has_access("read"))

    def test_a_released_case_is_one_click_away_for_both(self):
        case = self._case()
        case.action_release()
        case.write(GRAVE)
        for mail in self._serious_mails().values():
            self.assertIn(f"/odoo/quality-cases/{case.id}", self._texts(mail))
            self.assertNotIn("Open, because", self._texts(mail))

    def test_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        template = self.env.ref("qms_deviation.mail_template_serious")
        template.with_context(lang="da_DK").subject = "Alvorlig: {{ object.case_name }}"
        view = self.env.ref("qms_deviation.mail_serious")
        said = "The case counts as serious. Therefore you are told at once."
        view.update_field_translations(
            "arch_db", {"da_DK": {said: "Sagen regnes for alvorlig (serious)."}}
        )
        self.head.lang = "da_DK"
        self._case().write(GRAVE)
        mails = self._serious_mails()
        self.assertIn("Alvorlig: ", mails["head"]["Subject"])
        self.assertIn("Sagen regnes for alvorlig", self._texts(mails["head"]))
        self.assertIn("Serious: ", mails["manager"]["Subject"])
        self.assertIn(said, self._texts(mails["manager"]))

    def test_a_next_leader_up_who_is_away_is_stood_in_for(self):
        self._away(self.head)
        self.env["qms.deputy"].create(
            {
                "user_id": self.head.id,
                "deputy_id": self.director.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                "company_id": self.company.id,
            }
        )
        self._case().write(GRAVE)
        self.assertEqual(set(self._serious_mails()), {"director", "manager"})

    def test_the_only_quality_manager_is_told_on_leave_too(self):
        self._away(self.manager)
        self._case().write(GRAVE)
        self.assertEqual(set(self._serious_mails()), {"head", "manager"})

    def test_a_handler_who_judges_it_tells_the_leaders(self):
        case = self._case()
        case.handler_ids = self.aide
        case.with_user(self.aide).write(GRAVE)
        self.assertEqual(set(self._serious_mails()), {"leader", "head", "manager"})

    def test_at_the_top_it_is_the_quality_manager(self):
        case = self._case(department_id=self.administration.id)
        case.with_user(self.director).write(GRAVE)
        self.assertEqual(set(self._serious_mails()), {"manager"})

    def test_gone_to_another_unit_its_leaders_are_told(self):
        case = self._case()
        case.write(GRAVE)
        self._serious_mails()
        case._send_on(self.care, self.company)
        self.assertEqual(set(self._serious_mails()), {"director"})

    def test_who_was_told_stands_in_the_discussion(self):
        case = self._case(serious=True)
        [note] = case.sudo().message_ids.filtered(
            lambda message: "Told at once" in (message.body or "")
        )
        for name in ("Leader", "Head", "Manager"):
            self.assertIn(name, note.body)
        self.assertEqual(note.author_id, self.env.ref("base.partner_root"))

    def test_each_of_many_is_told(self):
        cases = self._case().union(*(self._case() for _each in range(5)))
        cases.write(GRAVE)
        readers = [mail.recipients[0].split("@")[0] for mail in self._deliver()]
        self.assertEqual(sorted(readers), ["head"] * 6 + ["manager"] * 6)

    def test_a_taken_over_register_tells_nobody(self):
        names = ["old_number", "state", "date_reported", "consequence", "likelihood"]
        names += ["description", "type_id"]
        row = ["A-1", "Closed", "2020-01-02", "5", "5", "Old", "deviation"]
        result = self.env["qms.deviation"].with_user(self.manager).load(names, [row])
        case = self.env["qms.deviation"].browse(result["ids"])
        self.assertTrue(case.is_serious, result["messages"])
        self.assertFalse(self._alerts(case))
        self.assertFalse(self._deliver())

    def test_who_was_told_is_read_by_himself_and_the_quality_manager(self):
        case = self._case(serious=True)
        alert = self._alerts(case).filtered(lambda a: a.user_id == self.head)
        for user in (self.head, self.manager):
            self.assertTrue(alert.with_user(user).has_access("read"), user.login)
        for user in (self.nurse, self.leader, self.team, self.stranger):
            self.assertFalse(alert.with_user(user).has_access("read"), user.login)
        for user in (self.head, self.manager):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(alert.with_user(user).has_access(operation))
