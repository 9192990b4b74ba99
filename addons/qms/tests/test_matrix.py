from lxml import html
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import QmsCase


@tagged("post_install", "-at_install", "qms")
class TestMatrix(QmsCase):
    """What is how severe, as data: a municipality's own words and levels."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.general = cls.env.ref("qms.matrix_general")

    def _own(self, user=None, company=None):
        matrices = self.env["qms.matrix"].with_user(user or self.manager)
        return matrices.create({"company_id": (company or self.company).id})

    def _words(self, company, axis="consequence", **context):
        return dict(
            self.env["qms.matrix"]
            .with_company(company)
            .with_context(**context)
            ._words(axis)
        )

    def test_the_general_one_holds_until_there_is_an_own_one(self):
        levels = [
            self.company._qms_level(consequence, likelihood)
            for consequence, likelihood in ("11", "15", "33", "44", "53", "45", "55")
        ]
        self.assertEqual(
            levels,
            ["low", "medium", "medium", "high", "critical", "critical", "critical"],
        )
        self.assertEqual(self._words(self.company)["3"], "3 Noticeable")
        self.assertEqual(self._words(self.company, "likelihood")["5"], "5 Every week")

    def test_what_was_not_judged_has_no_level(self):
        for judged in ((False, "3"), ("3", False), (False, False)):
            self.assertFalse(self.company._qms_level(*judged))

    def test_an_own_one_begins_as_a_copy_in_all_its_languages(self):
        self.env["res.lang"]._activate_lang("da_DK")
        grave = self.env.ref("qms.consequence_5")
        grave.with_context(lang="da_DK").name = "Katastrofal"
        own = self._own()
        self.assertEqual(len(own.consequence_ids), 5)
        self.assertEqual(
            [row.mapped("level_5") for row in own.likelihood_ids],
            [row.mapped("level_5") for row in self.general.likelihood_ids],
        )
        copied = own.consequence_ids.filtered(lambda step: step.value == "5")
        self.assertEqual(copied.name, grave.with_context(lang="en_US").name)
        self.assertEqual(copied.with_context(lang="da_DK").name, "Katastrofal")

    def test_own_words_and_own_levels_per_cell(self):
        own = self._own()
        own.write(
            {
                "consequence_ids": [
                    Command.update(own.consequence_ids[0].id, {"name": "Trifle"})
                ]
            }
        )
        row = own.likelihood_ids.filtered(lambda row: row.value == "1")
        row.level_5 = "critical"
        self.assertEqual(self._words(self.company)["1"], "1 Trifle")
        self.assertEqual(self.company._qms_level("5", "1"), "critical")
        self.assertEqual(self._words(self.other_company)["1"], "1 Negligible")
        self.assertEqual(self.other_company._qms_level("5", "1"), "medium")

    def test_without_the_own_one_the_general_one_holds_again(self):
        own = self._own()
        own.likelihood_ids.level_1 = "high"
        self.assertEqual(self.company._qms_level("1", "1"), "high")
        own.unlink()
        self.assertEqual(self.company._qms_level("1", "1"), "low")

    def test_words_follow_the_readers_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        self.env.ref("qms.consequence_1").with_context(lang="da_DK").name = "Bagatel"
        self.assertEqual(self._words(self.company, lang="da_DK")["1"], "1 Bagatel")
        self.assertEqual(self._words(self.company, lang="en_US")["1"], "1 Negligible")

    def test_there_is_one_for_each_company(self):
        self._own()
        for company in (self.company.id, False):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                with self.cr.savepoint():
                    self.env["qms.matrix"].create({"company_id": company})

    def test_it_has_all_its_steps(self):
        own = self._own()
        step = own.consequence_ids[0]
        with self.assertRaises(UserError):
            step.unlink()
        with self.assertRaises(UserError):
            own.write({"likelihood_ids": [Command.clear()]})
        for vals in ({"matrix_id": self.general.id}, {"value": "2"}):
            with self.assertRaises(UserError):
                step.write(vals)
        with self.assertRaises(ValidationError):
            self.env["qms.matrix"].create(
                {
                    "company_id": self.other_company.id,
                    "consequence_ids": [
                        Command.create({"value": "1", "name": "Only one"})
                    ],
                }
            )

    def test_the_general_one_stays(self):
        with self.assertRaises(UserError):
            self.general.unlink()

    def test_only_a_quality_manager_of_the_company_changes_it(self):
        own = self._own()
        for user in (self.nurse, self.leader, self.team):
            with self.assertRaises(AccessError):
                own.likelihood_ids[0].with_user(user).level_1 = "critical"
            with self.assertRaises(AccessError):
                self._own(user, self.other_company)
        foreign = self._new_user(
            "foreign", "qms.group_quality_manager", company=self.other_company
        )
        for record in (own, own.likelihood_ids[0], own.consequence_ids[0]):
            self.assertFalse(record.with_user(foreign).has_access("read"))
            self.assertFalse(record.with_user(foreign).has_access("write"))
        with self.assertRaises(AccessError):
            self._own(self.manager, self.other_company)

    def test_a_branch_keeps_its_own_one_and_not_the_general_one(self):
        branch = self.env["res.company"].create(
            {"name": "Water works", "parent_id": self.company.id}
        )
        keeper = self._new_user("branch", "qms.group_quality_manager", branch)
        own = self._own(keeper, branch)
        own.likelihood_ids.level_1 = "high"
        self.assertEqual(branch._qms_level("1", "1"), "high")
        for record in (self.general, self.env.ref("qms.likelihood_1")):
            self.assertTrue(record.with_user(keeper).has_access("read"))
            self.assertFalse(record.with_user(keeper).has_access("write"))

    def test_the_grid_shows_levels_in_words_and_numbers(self):
        grid = html.fromstring(self.general._render("2", "5", "1"))
        cells = grid.xpath("//td")
        self.assertEqual(len(cells), 25)
        self.assertTrue(all(cell.get("title") for cell in cells))
        [chosen] = grid.xpath("//td[hasclass('o_qms_chosen')]")
        self.assertEqual(chosen.text_content().strip(), "●chosen")
        self.assertEqual(chosen.get("title"), "High")
        self.assertIn("10 · High", grid.text_content())
        self.assertIn("○what really happened", grid.text_content())
        self.assertIn("● could have been, ○ was", grid.text_content())

    def test_the_grid_of_nothing_judged(self):
        grid = html.fromstring(self.general._render())
        self.assertFalse(grid.xpath("//td[hasclass('o_qms_chosen')]"))
        self.assertNotIn("could have been", grid.text_content())

    def test_it_is_called_after_whom_it_holds_for(self):
        self.assertEqual(self.general.display_name, "All companies")
        self.assertEqual(self._own().display_name, "Town")
