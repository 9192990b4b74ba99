from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .decision_common import DecisionCase

WORD = "Zebrafish"


@freeze_time("2026-03-02 10:00:00")
@tagged("post_install", "-at_install", "qms")
class TestEraseNow(DecisionCase):
    """An action's text goes at once; what was decided stays in its chain."""

    def setUp(self):
        super().setUp()
        self.ground = self.env.ref("qms.ground_wrong")
        self.action = self._decided(name=f"Call {WORD}", why=f"{WORD} fell")

    def _screen(self, user, **values):
        context = {"active_model": "qms.action", "active_id": self.action.id}
        wizards = self.env["qms.erase.now"].with_user(user).with_context(**context)
        return wizards.create({"ground_id": self.ground.id, **values})

    def test_a_quality_manager_erases_what_he_ticks(self):
        wizard = self._screen(self.manager)
        line = wizard.line_ids.filtered(lambda line: line.key.endswith(",name"))
        self.assertEqual(
            (line.begins, line.what), (f"Call {WORD}", "What will be done")
        )
        line.chosen = True
        wizard.action_confirm()
        self.assertEqual(self.action.name, "-")
        self.assertEqual(self.action.why, f"{WORD} fell")
        decision = self._decisions(self.action)[-1]
        self.assertEqual((decision.verb, decision.erases), ("erase", "1,2"))
        self.assertEqual(
            self._details(self.action)[-1].reason, self.ground.display_name
        )
        self._assert_in_order()

    def test_nobody_else_does(self):
        for user in (self.nurse, self.aide, self.leader, self.team, self.stranger):
            with self.assertRaises(AccessError):
                self._screen(user)

    def test_nothing_is_ticked_to_begin_with(self):
        wizard = self._screen(self.manager)
        self.assertFalse(any(wizard.line_ids.mapped("chosen")))
        with self.assertRaises(UserError):
            wizard.action_confirm()

    def test_several_at_once_are_refused(self):
        other = self._decided()
        with self.assertRaises(UserError):
            self.env["qms.erase.now"].with_user(self.manager).with_context(
                active_model="qms.action",
                active_id=self.action.id,
                active_ids=(self.action | other).ids,
            ).create({})

    def test_a_record_that_is_gone_is_refused(self):
        with self.assertRaises(UserError):
            self.env["qms.erase.now"].with_user(self.manager).with_context(
                active_model="qms.action", active_id=0
            ).create({})

    def test_the_texts_of_an_action_are_masked_and_so_can_be_erased(self):
        texts = {
            name
            for name, field in self.action._fields.items()
            if field.store and field.type in ("char", "text", "html")
        }
        told = texts - {"access_token", "number", "res_model", "former_unit"}
        self.assertEqual(told - set(self.action._mask_fields), set())
        action = self._new_action(name="Call 010190-1234")
        self.assertNotIn("1234", action.name)

    def test_shared_grounds_are_kept_by_the_root_company(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        keeper = self._new_user("branch", "qms.group_quality_manager", branch)
        with self.assertRaises(AccessError):
            self.ground.with_user(keeper).name = "Because I like to"
        own = self.env["qms.legal.ground"].with_user(keeper)
        self.assertTrue(own.create({"name": "Ours", "company_id": branch.id}))
