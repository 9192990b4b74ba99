import json
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .decision_common import DecisionCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestDecision(DecisionCase):
    """What a transition leaves behind, and that nobody writes it by himself."""

    def test_a_decision_says_who_when_in_what_capacity_from_where_to_where(self):
        action = self._decided()
        submit, approve = self._decisions(action)
        self.assertEqual(
            (approve.verb, approve.state_from, approve.state_to, approve.role),
            ("approve", "proposed", "open", "leader"),
        )
        self.assertEqual(approve.date.date(), date(2026, 3, 2))
        self.assertEqual(approve.company_ref, self.company.id)
        self.assertEqual((submit.sequence, approve.sequence), (1, 2))
        detail = self._details(action)[1]
        self.assertEqual((detail.user_ref, detail.person), (self.leader.id, "Leader"))

    def test_each_decision_holds_the_fingerprint_of_the_one_before(self):
        submit, approve = self._decisions(self._decided())
        self.assertFalse(submit.previous_digest)
        self.assertEqual(approve.previous_digest, submit.digest)

    def test_a_decision_keeps_the_content_it_was_taken_on(self):
        action = self._new_action()
        self.env["ir.attachment"].with_user(self.nurse).create(
            {
                "name": "plan.txt",
                "raw": b"plan",
                "res_model": "qms.action",
                "res_id": action.id,
            }
        )
        action.action_submit()
        content = json.loads(self._details(action).content)
        self.assertEqual(content["name"], "Move the medicine cabinet")
        self.assertEqual(content["owner_id"], self.aide.ids)
        [(name, checksum)] = content["files"]
        self.assertEqual(name, "plan.txt")
        self.assertTrue(checksum)

    def test_a_decision_keeps_its_reason(self):
        action = self._new_action()
        action.action_submit()
        action.with_user(self.leader).action_refuse(reason="  Too dear ")
        self.assertEqual(self._details(action)[1].reason, "Too dear")

    def test_a_deputys_decision_says_on_whose_behalf(self):
        self.env["qms.deputy"].create(
            {
                "user_id": self.leader.id,
                "deputy_id": self.team.id,
                "date_from": date(2026, 3, 1),
                "date_to": date(2026, 3, 31),
                "company_id": self.company.id,
            }
        )
        action = self._new_action()
        action.action_submit()
        action.with_user(self.team).action_approve()
        self.assertEqual(self._decisions(action)[1].role, "deputy")
        self.assertEqual(self._details(action)[1].behalf_ref, self.leader.id)
        self.assertIn("Leader", action.decision_timeline)

    def test_two_equal_contents_have_different_fingerprints(self):
        first, second = (self._decisions(self._decided())[0] for _ in range(2))
        self.assertNotEqual(first.detail_digest, second.detail_digest)

    def test_a_batch_costs_no_more_statements_than_a_few(self):
        counts = []
        for size in (3, 3, 30):
            actions = self.env["qms.action"].union(
                *(self._new_action() for _ in range(size))
            )
            mandates = {
                action.id: action.with_user(self.nurse)._mandate_plan()
                for action in actions
            }
            before = dict.fromkeys(actions.ids, "draft")
            self.env.flush_all()
            self.env.invalidate_all()
            count = self.env.cr.sql_log_count
            self.env["qms.decision"].with_user(self.nurse)._record(
                actions.sudo(), "submit", before, mandates
            )
            counts.append(self.env.cr.sql_log_count - count)
        self.assertEqual(*counts[1:])

    def test_a_reader_of_the_record_sees_its_decisions(self):
        action = self._decided()
        shown = action.with_user(self.aide).decision_timeline
        self.assertIn("Leader", shown)
        self.assertIn("Nurse", shown)

    def test_a_stranger_sees_none(self):
        action = self._decided()
        with self.assertRaises(AccessError):
            self.env["qms.decision"].with_user(self.stranger)._timeline(
                action.with_user(self.stranger)
            )
        with self.assertRaises(AccessError):
            self._decisions(action).with_user(self.stranger).read(["verb"])

    def test_the_register_of_decisions_says_it_in_words(self):
        action = self._decided()
        approve = self._decisions(action)[1].with_user(self.manager)
        self.assertEqual(approve.record_name, action.display_name)
        self.assertEqual(approve.state_label, "Being carried out")
        self.assertEqual(approve.role_label, "unit leader")

    def test_decisions_on_what_is_no_quality_record_are_still_listed(self):
        row = {
            "res_id": 1,
            "sequence": 1,
            "date": "2026-03-02 00:00:00",
            "verb": "close",
            "state_to": "closed",
            "digest": "x",
        }
        for model in ("qms.bygone", "res.partner"):
            decision = self.env["qms.decision"]._append([{**row, "res_model": model}])
            self.assertEqual(decision.record_name, "")
            self.assertEqual(decision.step_label, "close")

    # ------------------------------------------------------------
    # A real person
    # ------------------------------------------------------------

    def test_the_superuser_decides_nothing(self):
        action = self._new_action()
        for record in (
            action.with_user(self.env.ref("base.user_root")),
            action.with_user(self.env.ref("base.user_root")).sudo(),
        ):
            with self.assertRaisesRegex(AccessError, "not yours|real person"):
                record.action_submit()
        self.assertFalse(self._decisions(action))

    def test_a_visitor_of_the_website_decides_nothing(self):
        action = self._new_action()
        public = self.env.ref("base.public_user")
        with self.assertRaises(AccessError):
            action.with_user(public).action_submit()
        decisions = self.env["qms.decision"].with_user(public).sudo()
        with self.assertRaisesRegex(AccessError, "real person"):
            decisions._check_person()

    def test_an_archived_account_decides_nothing(self):
        self.nurse.active = False
        with self.assertRaisesRegex(AccessError, "real person"):
            self.env["qms.decision"].with_user(self.nurse)._check_person()

    # ------------------------------------------------------------
    # Forging by the ORM
    # ------------------------------------------------------------

    def _everybody(self, records):
        admin = self.env.ref("base.user_admin")
        for user in (self.nurse, self.leader, self.team, self.manager, admin):
            yield records.with_user(user)
        yield records.with_user(self.manager).sudo()
        yield records.sudo()

    def _each_table(self):
        action = self._decided()
        self.env["qms.decision.seal"]._cron_seal()
        yield self._decisions(action)[0], {"verb": "forged"}
        yield self._details(action)[0], {"reason": "forged"}
        yield self.env["qms.decision.seal"].search([], limit=1), {"digest": "forged"}

    def test_nobody_creates_a_decision_by_himself(self):
        for record, vals in self._each_table():
            for model in self._everybody(record.browse()):
                with self.subTest(model=record._name, user=model.env.user.login):
                    with self.assertRaises(UserError):
                        model.create({**record.copy_data()[0], **vals})
                    with self.assertRaises(UserError):
                        record.with_env(model.env).copy()

    def test_nobody_changes_a_decision(self):
        for record, vals in self._each_table():
            for mine in self._everybody(record):
                with self.subTest(model=record._name, user=mine.env.user.login):
                    with self.assertRaises(UserError):
                        mine.write(vals)
                    with self.assertRaises(UserError):
                        mine.web_save(vals, {})

    def test_nobody_deletes_a_decision(self):
        for record, _vals in self._each_table():
            for mine in self._everybody(record):
                with self.subTest(model=record._name, user=mine.env.user.login):
                    with self.assertRaises(UserError):
                        mine.unlink()

    def test_nobody_imports_decisions(self):
        for model in self._everybody(self.env["qms.decision"]):
            loaded = {"ids": False}
            try:
                loaded = model.load(
                    ["res_model", "res_id", "sequence", "date", "verb", "digest"],
                    [["qms.action", "1", "1", "2026-03-02 00:00:00", "approve", "x"]],
                )
            except AccessError:
                continue
            self.assertFalse(loaded["ids"])

    def test_nobody_reads_a_content_except_through_its_record(self):
        details = self._details(self._decided())
        for user in (self.nurse, self.leader, self.team, self.manager):
            with self.assertRaises(AccessError):
                details.with_user(user).read(["person"])
            with self.assertRaises(AccessError):
                details.with_user(user).search([])

    def test_a_context_opens_nothing(self):
        action = self._new_action()
        forged = action.with_context(
            default_state="effective", install_mode=True, import_file=True, force=True
        )
        forged.action_submit()
        self.assertEqual(self._decisions(action).mapped("verb"), ["submit"])
        with self.assertRaises(UserError):
            self._decisions(action).with_context(install_mode=True).write({"verb": "x"})
