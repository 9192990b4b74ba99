from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .evidence_common import NOW, EvidenceCase

LOGGER = "odoo.addons.qms_evidence.models.progress"


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestPack(EvidenceCase):
    """Asked for by who may export, made by nobody, kept until its day."""

    def test_asking_for_it_is_a_decision_and_says_what_on(self):
        self._actions(1)
        pack = self._made()
        [decision] = self._decisions(pack)
        self.assertEqual((decision.verb, decision.state_to), ("order", "making"))
        self.assertEqual(pack.record_count, 1)
        self.assertEqual(pack.date_expires, date(2026, 5, 31))
        problems = self.env["qms.decision.check"]._run()[1]
        self.assertFalse([each for each in problems if pack.number in each])

    def test_all_that_is_missing_is_said_at_once(self):
        pack = self._new_pack(
            is_masked=False, date_from="2027-01-01", company_ids=False, sample_size=0
        )
        with self.assertRaises(UserError) as caught:
            pack.action_order()
        for text in ("a period", "companies", "not masked", "how many records"):
            self.assertIn(text, str(caught.exception))

    def test_only_quality_managers_who_may_export_ask_for_it(self):
        self.manager.group_ids -= self.env.ref("base.group_allow_export")
        with self.assertRaises(AccessError):
            self._new_pack().action_order()
        for user in (self.nurse, self.leader, self.team):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._new_pack(user)

    def test_nobody_asks_for_anothers_pack_or_in_anothers_name(self):
        other = self._new_user(
            "other", "qms.group_quality_manager,base.group_allow_export"
        )
        pack = self._new_pack(owner_id=other.id)
        self.assertEqual(pack.owner_id, self.manager)
        with self.assertRaises(AccessError):
            pack.with_user(other).action_order()
        with self.assertRaises(AccessError):
            pack.with_user(other).write({"is_masked": False})
        with self.assertRaises(UserError):
            pack.write({"owner_id": other.id})

    def test_state_and_stamps_are_not_entered(self):
        for values in ({"state": "ready"}, {"file_key": "x"}, {"cut_off": NOW}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._new_pack(**values)
            with self.subTest(values=values), self.assertRaises(UserError):
                self._new_pack().write(values)

    def test_what_was_asked_for_is_no_longer_changed(self):
        pack = self._new_pack()
        pack.action_order()
        with self.assertRaises(UserError):
            pack.is_masked = False

    def test_companies_that_are_not_ones_own_are_refused(self):
        with self.assertRaises(AccessError):
            self._new_pack(company_ids=[Command.set(self.other_company.ids)])
        self.manager.company_ids += self.other_company
        both = self.company | self.other_company
        pack = self._new_pack(company_ids=[Command.set(both.ids)])
        self.manager.company_ids -= self.other_company
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "companies that you work in"):
            pack.action_order()
        self.assertEqual(pack.sudo().state, "draft")

    def test_two_companies_do_not_see_each_others_packs(self):
        pack = self._new_pack()
        foreign = self._new_user(
            "foreign", "qms.group_quality_manager", self.other_company
        )
        self.assertFalse(pack.with_user(foreign).search([("id", "=", pack.id)]))
        with self.assertRaises(AccessError):
            pack.with_user(foreign).read(["number"])

    # ------------------------------------------------------------
    # Stopped
    # ------------------------------------------------------------

    def test_who_loses_his_rights_half_way_gets_nothing(self):
        self._actions(1)
        for name in ("base.group_allow_export", "qms.group_quality_manager"):
            group = self.env.ref(name)
            with self.subTest(group=name):
                pack = self._new_pack()
                pack.action_order()
                row = self._progress(pack)
                for _slice in range(3):
                    row._take()
                self.assertTrue(self._left())
                self.manager.group_ids -= group
                row._take()
                self.assertEqual(pack.sudo().state, "failed")
                self.assertIn("no longer export", pack.sudo().failure)
                self.assertFalse(self._left())
                self.manager.group_ids += group

    def test_who_leaves_a_company_gets_nothing_of_it(self):
        self.manager.company_ids += self.other_company
        companies = [Command.set((self.company | self.other_company).ids)]
        pack = self._new_pack(company_ids=companies)
        pack.action_order()
        self.manager.company_ids -= self.other_company
        self._progress(pack)._take()
        self.assertEqual(pack.state, "failed")

    def test_cancelled_it_leaves_nothing(self):
        self._actions(1)
        pack = self._new_pack()
        pack.action_order()
        self._progress(pack)._take()
        self.assertTrue(self._left())
        pack.action_cancel()
        self._run_cron()
        self.assertEqual(pack.state, "cancelled")
        self.assertFalse(self._left())

    def test_what_fails_three_times_stops_no_other(self):
        self._actions(1)
        broken, sound = self._new_pack(), self._new_pack(date_to="2026-11-30")
        (broken | sound).action_order()
        # a file where the folder belongs
        path = self._progress(broken)._spool().path
        path.parent.mkdir(parents=True, exist_ok=True)

        def refuse(progress, env):
            if progress.pack_id == broken:
                raise ValueError("a text that somebody wrote")

        self.patch(type(self.env["qms.evidence.progress"]), "_slice_decisions", refuse)
        with mute_logger(LOGGER):
            for _try in range(3):
                row = self._progress(broken)
                while row.step != "decisions":
                    row._take()
                row._take()
        self.assertEqual(broken.state, "failed")
        self.assertNotIn("a text", broken.failure)
        self.assertFalse(path.exists())
        # it may be asked for again
        self.assertIn(" order ", broken.allowed_transitions)

    # ------------------------------------------------------------
    # Kept
    # ------------------------------------------------------------

    def test_it_is_owed_to_be_fetched_until_it_is(self):
        pack = self._made()
        duty = self._duties(pack)
        self.assertEqual((duty.verb, duty.user_id), ("fetch_pack", self.manager))
        pack._note_fetched()
        self.assertFalse(self._duties(pack))

    def test_after_its_day_the_file_goes(self):
        pack = self._made(keep_days=10)
        path = pack.sudo()._path()
        for day, there in (("2026-03-12", True), ("2026-03-13", False)):
            with freeze_time(f"{day} 09:00:00"):
                self._run_cron()
            self.assertEqual(path.exists(), there)
        self.assertEqual(pack.state, "expired")
        self.assertFalse(self._duties(pack))

    def test_it_may_be_removed_before(self):
        pack = self._made()
        pack.action_withdraw(reason="Sent to the wrong address")
        with self.assertRaises(UserError):
            pack.action_fetch()
        self._run_cron()
        self.assertFalse(self._left())
