from markupsafe import Markup

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

from ..models import paper
from .evidence_common import NOW
from .paper_common import PaperCase


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestPaper(PaperCase):
    """Any quality record with all that belongs to it, as whoever prints it reads it."""

    def test_it_is_one_pdf_with_its_pages_counted(self):
        pages = self._pages()
        self.assertIn(self.objective.number, pages[0])
        self.assertIn("Færre fald på Østergård", pages[0])
        for number, text in enumerate(pages, 1):
            self.assertIn(f"Page {number} of {len(pages)}. ", text)
            self.assertIn("Printed on 03/02/2026 by Head, uncontrolled after", text)

    def test_its_head_tells_what_it_is_and_nothing_twice(self):
        html = self._html()
        for words in (
            self.objective.display_name,
            self.objective.number,
            "Proposed",
            "Town",
            "Care",
            "Leader",
            "12/31/2026",
            "Half as many",
        ):
            self.assertIn(words, html)
        self.assertEqual(html.count("Færre fald på Østergård"), 1)

    def test_numbers_are_masked_and_what_people_wrote_stays_text(self):
        self.objective.message_post(
            body="Call 010203-1234",
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
        html = self._html()
        self.assertNotIn("010203-1234", html)
        self.assertIn("Asked by", html)
        self.assertIn("&lt;b&gt;often", html)

    def test_it_has_the_decisions_with_their_fingerprints(self):
        self.objective.action_agree()
        [decision] = self._decisions(self.objective)
        html = self._html()
        self.assertIn(decision.digest, html)
        self.assertIn("Head", html)

    def test_before_anything_was_decided_it_says_so(self):
        self.assertIn("Nothing has been decided yet.", self._html())

    def test_it_has_the_actions_with_state_and_effect(self):
        action = self._action_of(name="Move the rugs")
        action.sudo()._write_guarded({"verdict": "No one fell", "state": "effective"})
        html = self._html()
        for words in (
            action.display_name,
            "Move the rugs",
            "Had effect",
            "No one fell",
        ):
            self.assertIn(words, html)

    def test_an_action_one_may_not_read_is_not_on_it(self):
        hidden = self._action_of(name="Move the rugs")
        hidden.sudo()._write_guarded({"confidential": True})
        self._action_of(name="Buy rugs")
        html = self._html(self.team)
        self.assertIn("Buy rugs", html)
        self.assertNotIn("Move the rugs", html)

    def test_what_was_said_stands_there_in_its_order(self):
        for user, body in ((self.leader, "First said"), (self.head, "Then said")):
            self.objective.with_user(user).message_post(
                body=body, message_type="comment", subtype_xmlid="mail.mt_note"
            )
        self.objective._message_log(body="Noted by itself")
        html = self._html()
        self.assertLess(html.index("First said"), html.index("Then said"))
        self.assertLess(html.index("Leader</b>"), html.index("First said"))
        self.assertNotIn("Noted by itself", html)

    def test_of_much_that_was_said_the_last_is_on_it_and_the_rest_counted(self):
        for number in range(4):
            self.objective.message_post(
                body=f"Word {number}",
                message_type="comment",
                subtype_xmlid="mail.mt_note",
            )
        self.patch(paper, "MOST_MAILS", 3)
        html = self._html()
        self.assertNotIn("Word 0", html)
        self.assertIn("Word 1", html)
        self.assertIn("Older ones that are not on this paper: 1.", html)
        self.patch(paper, "MOST_TEXT", len("Word 3") + 1)
        html = self._html()
        self.assertIn("Word 3", html)
        self.assertNotIn("Word 2", html)

    def test_of_many_actions_the_last_are_on_it_and_the_rest_counted(self):
        for number in range(3):
            self._action_of(name=f"Step {number}")
        self.patch(paper, "MOST_ACTIONS", 2)
        html = self._html()
        self.assertNotIn("Step 0", html)
        self.assertLess(html.index("Step 1"), html.index("Step 2"))
        self.assertIn("Older ones that are not on this paper: 1.", html)

    def test_of_a_record_that_prints_nothing_its_form_is_told(self):
        self.patch(type(self.objective), "_get_print_fields", lambda self: [])
        html = self._html()
        for words in ("Half a day a week", "Half as many"):
            self.assertEqual(html.count(words), 1)
        # the decisions are told once, by the paper itself
        self.assertEqual(html.count("Nothing has been decided yet."), 1)

    def test_a_field_kept_from_the_reader_is_left_out(self):
        field = self.env["qms.objective"]._fields["resources"]
        self.patch(field, "groups", "base.group_system")
        self.assertNotIn("Half a day a week", self._html())

    def test_it_fetches_nothing_from_anywhere(self):
        text = Markup('<p>Read</p><img src="http://example.test/x.png"/>')
        html = self._papers()._plain(text)
        self.assertIn("Read", html)
        self.assertNotIn("<img", html)
        self.assertNotIn("src=", self._html())

    def test_it_speaks_its_readers_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        html = self._html(lang="da_DK")
        self.assertIn('lang="da-DK"', html)
        self.assertIn("02.03.2026", html)
        first = self._pages(lang="da_DK")[0]
        self.assertIn("02.03.2026", first)
        self.assertNotIn("uncontrolled after that day.", first)

    def test_its_own_fields_are_not_masked_while_the_rest_is_open(self):
        self.assertIn("Leader", self._html(qms_masked=True))

    def test_printing_is_no_decision_and_nothing_is_kept(self):
        before = self.env["ir.attachment"].sudo().search_count([])
        self._content()
        self.assertFalse(self._decisions(self.objective))
        self.assertEqual(self.env["ir.attachment"].sudo().search_count([]), before)

    # ------------------------------------------------------------
    # Who
    # ------------------------------------------------------------

    def _shown(self, model, res_id):
        return self._papers(active_model=model, active_id=res_id)

    def test_only_quality_records_are_printed(self):
        for model in ("res.users", "qms.process", "qms.record.mixin", "x", None, ""):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self._shown(model, 1)._open()
        for res_id in (None, 0, 2**31 - 1):
            with self.subTest(res_id=res_id), self.assertRaises(AccessError):
                self._shown("qms.objective", res_id)._open()

    def test_of_another_company_it_is_not_there(self):
        with self.assertRaises(AccessError):
            self._record(self.stranger)
        self.head.company_ids += self.other_company
        here = {"allowed_company_ids": self.other_company.ids}
        with self.assertRaises(AccessError):
            self._record(**here)
        both = {"allowed_company_ids": (self.other_company + self.company).ids}
        self.assertIn("Town", self._html(**both))

    # ------------------------------------------------------------
    # Where it is found
    # ------------------------------------------------------------

    def _offered(self, user, model):
        bindings = self.env["ir.actions.actions"].with_user(user).get_bindings(model)
        return [action["id"] for action in bindings.get("report", ())]

    def test_every_quality_record_offers_it(self):
        action = self.env.ref("qms_evidence.action_paper")
        mixin = self.env.registry["qms.record.mixin"]
        for name, model in self.env.items():
            if isinstance(model, mixin) and not model._abstract:
                with self.subTest(model=name):
                    self.assertEqual(
                        self._offered(self.nurse, name).count(action.id), 1
                    )
        for name in ("res.partner", "qms.process", "qms.requirement"):
            self.assertNotIn(action.id, self._offered(self.nurse, name))

    def test_the_menu_leads_to_the_file(self):
        action = self.env.ref("qms_evidence.action_paper").with_user(self.head)
        shown = {"active_model": "qms.objective", "active_id": self.objective.id}
        result = action.with_context(**shown).run()
        self.assertEqual(result["url"], f"/qms/paper/qms.objective/{self.objective.id}")
        for user in (self.stranger, self.env.ref("base.public_user")):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                action.with_user(user).with_context(**shown).run()


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestPaperRoles(RolesCase, PaperCase):
    """Who may read the record prints it; nobody from outside does."""

    def test_what_each_role_may(self):
        action = self._new_action(self.nurse).with_env(self.env)
        action.sudo()._write_guarded({"confidential": True})
        for role, user in self.people.items():
            is_reader = action.with_user(user).has_access("read")
            with self.subTest(role=role):
                if is_reader:
                    self.assertIn(action.number, self._html(user, action))
                else:
                    with self.assertRaises(AccessError):
                        self._record(user, action)
                self.assertEqual(is_reader, role in ("lead", "head", "dep"))

    def test_from_outside_not_even_what_one_could_read(self):
        access = {
            "name": "Let in",
            "model_id": self.env["ir.model"]._get_id("qms.objective"),
            "group_id": self.env.ref("base.group_portal").id,
            "perm_read": True,
        }
        self.env["ir.model.access"].create(access)
        for role in ("port", "visi"):
            user = self.people[role]
            self.assertTrue(self.objective.with_user(user).has_access("read"), role)
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._record(user)
