from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .context_common import ContextCase


class HostileCase(ContextCase):
    """One record of each kind of the context, and whoever may do most with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.risk, cls.factor = cls._risk(), cls._factor()
        cls.stakeholder, cls.review = cls._stakeholder(how_met="x"), cls._review()
        cls.consultation, cls.programme = cls._consultation(), cls._programme()
        cls.records = (
            cls.risk,
            cls.factor,
            cls.stakeholder,
            cls.review,
            cls.consultation,
            cls.programme,
        )

    def _refused(self, call, *args, error=UserError):
        with self.assertRaises(error), self.env.cr.savepoint():
            call(*args)
            self.env.flush_all()
        self.env.invalidate_all()

    def _people(self, record):
        """Whoever answers for it, the quality manager, the system."""
        return [record, record.with_user(self.manager), record.sudo()]


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestContextHostile(HostileCase):
    """What a client sends past the screens is refused, whoever he is."""

    def test_no_state_and_no_stamp_is_written_by_anybody(self):
        for record in self.records:
            stamps = dict.fromkeys(record._lifecycle_stamps, "2026-01-01")
            for state in {*record._fields["state"].get_values(self.env)}:
                for each in self._people(record):
                    with self.subTest(model=record._name, state=state):
                        self._refused(each.write, {"state": state})
            for name, value in stamps.items():
                for each in self._people(record):
                    with self.subTest(model=record._name, stamp=name):
                        self._refused(each.write, {name: value})

    def test_a_new_one_begins_at_the_start_whatever_is_sent(self):
        for record in self.records:
            values = record.sudo().copy_data()[0]
            last = record._lifecycle_closed[0]
            model = record.with_user(self.manager).browse()
            with self.subTest(model=record._name):
                self._refused(model.create, {**values, "state": last})
                for name in record._lifecycle_stamps:
                    self._refused(model.create, {**values, name: "2026-01-01"})
                made = model.with_context(default_state=last).create(values)
                self.assertEqual(made.state, record._lifecycle_start)

    def test_no_step_is_taken_that_does_not_begin_here(self):
        """One whose state is another is refused to those who might take it."""
        for record in self.records:
            start = record._lifecycle_start
            for step in record._get_transitions():
                if start in step.source or not hasattr(record, f"action_{step.name}"):
                    continue
                args = ("Because",) if step.reason else ()
                for each in self._people(record)[:2]:
                    with self.subTest(model=record._name, step=step.name):
                        self._refused(getattr(each, f"action_{step.name}"), *args)

    def test_outsiders_take_no_step_at_all(self):
        outsider = self._new_user("outsider")
        foreign = self._new_user(
            "foreign", "qms.group_quality_manager", self.other_company
        )
        for record in self.records:
            for step in record._get_transitions():
                if not hasattr(record, f"action_{step.name}"):
                    continue
                args = ("Because",) if step.reason else ()
                for user in (outsider, foreign, self.stranger):
                    act = getattr(record.with_user(user), f"action_{step.name}")
                    with self.subTest(model=record._name, step=step.name):
                        self._refused(act, *args)
            self.assertEqual(record.sudo().state, record._lifecycle_start)

    def test_none_is_deleted_but_a_stakeholder_nobody_decided_on(self):
        for record in self.records:
            if record == self.stakeholder:
                continue
            for each in self._people(record):
                with self.subTest(model=record._name):
                    self._refused(each.unlink)
        self.stakeholder.with_user(self.manager).unlink()

    def test_what_the_system_keeps_is_not_entered(self):
        day = "2020-01-01"
        values = {
            self.risk: {"date_found": day, "score": 1, "level_now": "low"},
            self.programme: {"led_by_ids": [Command.clear()]},
            self.consultation: {"res_id": 1, "action_id": 1, "date_sent": day},
        }
        for record, vals in values.items():
            for name, value in vals.items():
                for each in self._people(record)[:2]:
                    with self.subTest(model=record._name, field=name):
                        self._refused(each.write, {name: value})

    def test_a_reason_is_words(self):
        """Nothing happens without one: the screen that asks for it comes back."""
        for record in self.records:
            asking = [step for step in record._get_transitions() if step.reason]
            step = next(step for step in asking if record._starts(step))
            for reason in (None, "", "   "):
                screen = getattr(record, f"action_{step.name}")(reason)
                with self.subTest(model=record._name, reason=reason):
                    self.assertEqual(screen["res_model"], "qms.reason")
                    self.assertEqual(record.state, record._lifecycle_start)

    def test_a_number_written_as_one_of_a_person_is_masked(self):
        fields_ = {
            self.risk: "cause",
            self.factor: "how_met",
            self.stakeholder: "how_met",
            self.review: "conclusion",
            self.consultation: "body",
            self.programme: "plan",
        }
        for record, name in fields_.items():
            record[name] = "Ask CPR 010180-1231 about it"
            with self.subTest(model=record._name):
                self.assertNotIn("1231", record[name])

    def test_an_action_is_hung_on_no_risk_by_who_does_not_answer_for_it(self):
        values = {"res_model": "qms.risk", "res_id": self.risk.id}
        for user in (self.aide, self.team, self.stranger):
            with self.subTest(user=user.login):
                self._refused(lambda user=user: self._new_action(user, **values))
        action = self._new_action(self.nurse, **values)
        for each in (action, action.with_user(self.manager)):
            self._refused(each.write, {"risk_id": False})
            self._refused(each.write, {"res_id": self._risk().id})


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestContextEnded(HostileCase):
    """What has ended is closed all round, and is only reopened with a reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.files = {
            record: cls.env["ir.attachment"].create(cls._prepare_file(record))
            for record in cls.records
        }
        cls.risk.action_end(reason="Gone")
        cls.factor.action_end(reason="Over")
        cls.stakeholder.action_end(reason="Over")
        cls.review.action_discard(reason="Begun twice")
        cls.consultation.action_cancel(reason="Not now")
        cls.programme.with_user(cls.head).action_stop(reason="No money")

    @classmethod
    def _prepare_file(cls, record):
        return {
            "name": "a.txt",
            "raw": b"1",
            "res_model": record._name,
            "res_id": record.id,
        }

    @mute_logger("odoo.models.unlink")
    def test_nothing_is_changed_added_or_taken_away(self):
        change = {
            self.risk: {"name": "y", "cause": "y", "owner_id": self.aide.id},
            self.factor: {"name": "y", "how_met": "y"},
            self.stakeholder: {"name": "y", "how_met": "y"},
            self.review: {"conclusion": "y", "climate_relevant": "no"},
            self.consultation: {"body": "y", "outcome": "agreed"},
            self.programme: {"plan": "y", "evaluation": "y", "leader_id": 1},
        }
        files = self.env["ir.attachment"]
        for record, values in change.items():
            self.assertTrue(record.is_closed)
            for each in self._people(record):
                for name, value in values.items():
                    with self.subTest(model=record._name, field=name):
                        self._refused(each.write, {name: value})
            for user in (self.nurse, self.manager):
                with self.subTest(model=record._name, user=user.login):
                    own = files.with_user(user)
                    self._refused(own.create, self._prepare_file(record))
                    self._refused(self.files[record].with_user(user).unlink)

    def test_what_belongs_to_it_stands_as_well(self):
        measure = self.programme.measure_ids
        for user in (self.nurse, self.manager):
            seen = measure.with_user(user)
            self._refused(seen.write, {"value_after": 3})
            self._refused(seen.unlink)
            self._refused(seen.copy)
        values = {"res_model": "qms.risk", "res_id": self.risk.id}
        for user in (self.nurse, self.leader, self.manager):
            self._refused(lambda user=user: self._new_action(user, **values))

    def test_nobody_owes_anything_for_it(self):
        for record in self.records:
            with self.subTest(model=record._name):
                self.assertFalse(self._duties(record))

    def test_it_comes_back_by_a_reason_and_by_who_may(self):
        back = {
            self.risk: ("reopen", self.nurse, "assessed"),
            self.factor: ("resume", self.nurse, "new"),
            self.stakeholder: ("resume", self.nurse, "new"),
            self.review: ("reopen", self.manager, "open"),
            self.programme: ("reopen", self.head, "draft"),
        }
        for record, (verb, user, state) in back.items():
            act = f"action_{verb}"
            with self.subTest(model=record._name):
                refused = getattr(record.with_user(self.aide), act)
                self._refused(refused, "Mine", error=AccessError)
                seen = record.with_user(user)
                self.assertEqual(getattr(seen, act)()["res_model"], "qms.reason")
                getattr(seen, act)("It is back")
                self.assertEqual(record.sudo().state, state)
                self.assertEqual(self._last(record)[0], verb)
                self.assertTrue(self._duties(record))

    def test_a_consultation_that_was_cancelled_stays_so(self):
        self._refused(self.consultation.action_reopen, "Again")
