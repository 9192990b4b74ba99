from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.mail_common import SmtpCase

from .context_common import ContextCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestConsultation(ContextCase):
    """Laid before the committee with its material, answered, and known to others."""

    def _sent(self, **kwargs):
        consultation = self._consultation(**kwargs)
        consultation.action_send()
        return consultation

    def _held(self, outcome="agreed", **kwargs):
        consultation = self._sent(**kwargs)
        consultation.write({"outcome": outcome, "date_outcome": "2026-03-02"})
        consultation.action_hold()
        return consultation

    def _asking(self):
        kind = self.env.ref("qms.action_type_consultation").id
        action = self._new_action(type_id=kind, owner_id=self.nurse.id)
        action.action_submit()
        return action

    def test_it_is_sent_with_material_to_somebody_on_a_day(self):
        empty = self._committee(user_ids=False, secretary_id=False)
        consultation = self._consultation(empty, body=False, date_meeting=False)
        with self.assertRaisesRegex(
            UserError, "a text or a file(.|\n)*day of the meeting(.|\n)*members"
        ):
            consultation.action_send()

    def test_a_file_is_material(self):
        consultation = self._consultation(body=False)
        self.env["ir.attachment"].with_user(self.nurse).create(
            {
                "name": "Shifts.txt",
                "raw": b"Shifts begin at six",
                "res_model": consultation._name,
                "res_id": consultation.id,
            }
        )
        consultation.action_send()
        self.assertEqual(consultation.state, "sent")

    def test_each_answer_can_be_given(self):
        committee = self._committee()
        for outcome in ("informed", "discussed", "agreed", "not_agreed"):
            held = self._held(outcome, committee=committee)
            self.assertEqual((held.outcome, held.state), (outcome, "held"))

    def test_it_ends_with_answer_and_day_not_tomorrow(self):
        consultation = self._sent()
        with self.assertRaisesRegex(UserError, "answered(.|\n)*when it answered"):
            consultation.action_hold()
        with self.assertRaises(ValidationError):
            consultation.date_outcome = "2026-03-03"

    def test_its_secretary_enters_the_answer_members_do_not(self):
        consultation = self._sent()
        values = {"outcome": "informed", "date_outcome": "2026-03-02"}
        for user in (self.aide, self.leader, self.team, self.stranger):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                consultation.with_user(user).write(values)
            with self.assertRaises(AccessError):
                consultation.with_user(user).action_hold()
        consultation.with_user(self.head).write(values)
        consultation.with_user(self.head).action_hold()
        self.assertEqual(self._last(consultation), ("hold", "handler"))

    def test_what_was_laid_before_them_stands(self):
        consultation = self._sent()
        for name in ("name", "body", "committee_id"):
            with self.subTest(field=name), self.assertRaises(UserError):
                consultation.write({name: False})
        held = self._held()
        with self.assertRaises(AccessError):
            held.sudo().outcome = "not_agreed"

    def test_a_draft_is_read_by_nobody_of_the_committee(self):
        consultation = self._consultation()
        for user in (self.aide, self.head, self.team):
            self.assertFalse(consultation.with_user(user).has_access("read"))
        consultation.action_send()
        for user in (self.aide, self.leader, self.head, self.team):
            self.assertTrue(consultation.with_user(user).has_access("read"))
        outsider = self._new_user("outsider")
        self.assertFalse(consultation.with_user(outsider).has_access("read"))

    def test_it_is_about_a_record_one_may_read(self):
        risk = self._risk()
        about = {"res_model": "qms.risk", "res_id": risk.id}
        consultation = self._consultation(**about)
        self.assertEqual(consultation.origin_name, risk.display_name)
        self.assertEqual(consultation.action_open_about()["res_id"], risk.id)
        hidden = self._risk(
            self.head, department_id=self.care.id, owner_id=self.head.id
        )
        with self.assertRaises(AccessError):
            self._consultation(res_model="qms.risk", res_id=hidden.id)
        with self.assertRaises(UserError):
            self._consultation(res_model="res.partner", res_id=1)
        with self.assertRaises(UserError):
            consultation.res_id = self._risk().id

    def test_its_name_says_nothing(self):
        self.assertNotIn("shifts", self._consultation().display_name)

    def test_whether_it_was_noted_is_known_without_reading_it(self):
        risk = self._risk()
        noted = self.env["qms.consultation"].with_user(self.stranger)._noted
        committee = self._committee()
        about = {"committee": committee, "res_model": "qms.risk", "res_id": risk.id}
        self.assertFalse(noted(risk))
        sent = self._sent(**about)
        self.assertFalse(noted(risk))
        sent.action_cancel(reason="Later")
        self.assertFalse(noted(risk))
        self._held("informed", **about)
        self.assertTrue(noted(risk))
        self.assertFalse(noted(self._risk()))

    def test_the_action_that_asked_gets_the_answer_and_no_other(self):
        action = self._asking().with_user(self.nurse)
        held = self._sent(action_id=action.id)
        with self.assertRaises(UserError):
            action.write({"outcome": "agreed", "date_outcome": "2026-03-02"})
        held.write({"outcome": "discussed", "date_outcome": "2026-03-02"})
        held.action_hold()
        self.assertEqual((action.outcome, action.forum), ("discussed", "committee"))
        self.assertEqual(str(action.date_outcome), "2026-03-02")
        action.action_complete()
        self.assertEqual(action.state, "done")

    def test_two_answers_at_once_go_to_an_action_each(self):
        committee, actions = self._committee(), (self._asking(), self._asking())
        sent = self.env["qms.consultation"].with_user(self.nurse)
        for action in actions:
            sent |= self._sent(committee=committee, action_id=action.id)
        sent[0].write({"outcome": "agreed", "date_outcome": "2026-03-02"})
        sent[1].write({"outcome": "informed", "date_outcome": "2026-03-02"})
        sent.action_hold()
        self.assertEqual([each.outcome for each in actions], sent.mapped("outcome"))

    def test_an_answer_taken_back_is_taken_from_the_action(self):
        action = self._asking().with_user(self.nurse)
        held = self._held(action_id=action.id)
        held.action_reopen(reason="Wrong line")
        self.assertFalse(action.outcome)
        with self.assertRaises(UserError):
            action.action_complete()

    def test_an_action_is_laid_before_one_committee_once(self):
        action = self._asking().with_user(self.nurse)
        self.assertFalse("res_id" in action.action_consult())
        consultation = self._sent(action_id=action.id)
        self.assertEqual(action.action_consult()["res_id"], consultation.id)
        with self.assertRaises(UserError):
            self._sent(action_id=self._new_action().id)

    def test_who_owes_what(self):
        consultation = self._consultation()
        duty = self._duties(consultation)
        self.assertEqual((duty.verb, duty.user_id), ("complete", self.nurse))
        consultation.action_send()
        duty = self._duties(consultation)
        self.assertEqual((duty.verb, duty.user_id), ("hold_consultation", self.head))
        self.assertEqual(duty.date_deadline, consultation.date_meeting)

    def test_years_later_it_says_only_what_was_answered_when(self):
        held = self._held(answer="Fine, with a trial")
        held.with_user(self.manager)._retention_decide(held.date_closed)
        known = held.sudo()
        known._retention_carry_out()
        self.assertEqual((known.outcome, known.state), ("agreed", "held"))
        self.assertFalse(known.answer or known.body)
        self.assertEqual(known.owner_id, self.env.ref("base.user_root"))


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestConsultationMail(SmtpCase, ContextCase):
    """The members get to know by mail: a link, in their language, no material."""

    def test_each_member_gets_a_link_and_nothing_of_the_material(self):
        self.env["res.lang"]._activate_lang("da_DK")
        self.aide.lang = "da_DK"
        committee = self._committee(
            user_ids=[Command.set([self.aide.id, self.nurse.id])]
        )
        consultation = self._consultation(committee)
        consultation.action_send()
        mails = self._by_reader(self._deliver())
        self.assertEqual(set(mails), {"aide", "head"})
        for mail in mails.values():
            text = self._texts(mail)
            self.assertIn(f"qms.consultation/{consultation.id}", text)
            self.assertIn(consultation.number, mail["subject"])
            self.assertNotIn("six", text)
            self.assertNotIn("New shifts", text)

    def _guests(self, **kwargs):
        """A committee with two members without login; one of them has no address."""
        people = self.env["hr.employee"].create(
            [
                {
                    "name": name,
                    "company_id": self.company.id,
                    "department_id": self.home_care.id,
                    "work_email": email,
                }
                for name, email in (("Cook", "cook@example.test"), ("Cleaner", False))
            ]
        )
        guests = [Command.set(people.ids)]
        return self._committee(
            secretary_id=False, user_ids=False, guest_ids=guests, **kwargs
        )

    def _files(self, mail):
        return {part.get_filename() for part in mail.iter_attachments()}

    def test_members_without_login_get_the_material_and_the_day(self):
        committee = self._guests()
        self.assertEqual(committee.without_address, "Cleaner")
        consultation = self._consultation(committee)
        self.env["ir.attachment"].with_user(self.nurse).create(
            {
                "name": "plan.txt",
                "raw": b"Shifts",
                "res_model": consultation._name,
                "res_id": consultation.id,
            }
        )
        consultation.action_send()
        mails = self._by_reader(self._deliver())
        self.assertEqual(set(mails), {"cook"})
        text = self._texts(mails["cook"])
        self.assertIn("The material is attached", text)
        self.assertIn("03/16/2026", text)
        self.assertNotIn("/odoo/", text)
        name = f"{consultation.display_name}.pdf"
        self.assertLessEqual({"plan.txt"}, self._files(mails["cook"]))
        self.assertTrue(
            any(each.startswith(name[:-4]) for each in self._files(mails["cook"]))
        )
        consultation.date_meeting = "2026-03-18"
        moved = self._texts(self._by_reader(self._deliver())["cook"])
        self.assertIn("another day", moved)
        self.assertIn("03/18/2026", moved)
        consultation.outcome = "agreed"
        self.assertFalse(self._deliver())
        consultation.action_cancel(reason="No money")
        off = self._texts(self._by_reader(self._deliver())["cook"])
        self.assertIn("not laid before the committee", off)
        self.assertNotIn("No money", off)

    def test_a_committee_may_want_no_material_in_a_mail(self):
        committee = self._guests(mail_material=False)
        consultation = self._consultation(committee)
        consultation.action_send()
        mail = self._by_reader(self._deliver())["cook"]
        text = self._texts(mail)
        self.assertIn("from the secretary", text)
        self.assertNotIn("six", text)
        self.assertFalse(self._files(mail))
