from psycopg2.errors import GeneratedAlways

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .similar_common import TOWNS, SimilarCase

STORY = "The medicine cabinet stood open after the evening round"


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestSimilarLanguages(SimilarCase):
    """Words are found whatever their endings, in the language of the company."""

    def _cases(self, texts):
        self.env["qms.deviation"].invalidate_model()
        return [self._case(description=text) for text in texts]

    def test_similar_cases_in_four_languages(self):
        for name in TOWNS:
            with self.subTest(language=name):
                town = self._settle_in(name)
                first, second, other = self._cases(town["texts"])
                self.assertEqual(first.search_language, name)
                answer = self._find(self.leader, town["typed"])
                self.assertIn(first.number, self._numbers(answer))
                self.assertIn(second.number, self._numbers(answer))
                self.assertNotIn(other.number, self._numbers(answer))

    def test_the_search_bar_takes_endings_off_in_four_languages(self):
        for name in TOWNS:
            with self.subTest(language=name):
                town = self._settle_in(name)
                first, second, other = self._cases(town["texts"])
                cases = self.env["qms.deviation"].with_user(self.leader)
                cases = cases.with_company(self.company)
                own = [("id", "in", (first | second | other).ids)]
                found = cases.search([("search_words", "ilike", town["words"]), *own])
                self.assertEqual(found, first | second)
                found = cases.search([("search_words", "ilike", town["other"]), *own])
                self.assertEqual(found, other)

    def test_a_word_finds_longer_ones_that_begin_with_it(self):
        town = self._settle_in("danish")
        first, second, _other = self._cases(town["texts"])
        cases = self.env["qms.deviation"].with_user(self.leader)
        self.assertEqual(
            cases.search([("search_words", "ilike", "medicin")]), first | second
        )
        self.assertFalse(cases.search([("search_words", "ilike", "medicin skole")]))
        self.assertEqual(len(cases.search([("search_words", "ilike", " ")])), 3)
        self.assertFalse(cases.search([("search_words", "ilike", "og i på")]))

    def test_what_does_not_hold_a_word_is_found_too(self):
        town = self._settle_in("danish")
        _first, _second, other = self._cases(town["texts"])
        cases = self.env["qms.deviation"].with_user(self.leader)
        found = cases.search([("search_words", "not ilike", "medicinskab")])
        self.assertEqual(found, other)

    def test_words_are_searched_for_by_containing_alone(self):
        """Whatever a client sends is answered, never with an error of the server."""
        cases = self.env["qms.deviation"].with_user(self.leader)
        for operator, value in (
            ("=", "medicin"),
            ("!=", "medicin"),
            ("=", False),
            ("!=", False),
            ("in", ["medicin", "skole"]),
            ("not in", ["medicin"]),
            ("like", "medicin"),
            ("=ilike", "medicin"),
            (">", "medicin"),
        ):
            with self.subTest(operator=operator), self.assertRaises(UserError):
                cases.web_search_read([("search_words", operator, value)], {"id": {}})
        for value in ("a\0b", 7, False, ["x"], "&|!:*('"):
            for operator in ("ilike", "not ilike"):
                cases.search_count([("search_words", operator, value)])
        with self.assertRaises(UserError):
            cases.formatted_read_group(
                [("search_words", "=", "medicin")], ["type_id"], ["__count"]
            )

    def test_a_company_that_changes_its_language_is_searched_in_it(self):
        town = self._settle_in("danish")
        first, _second, _other = self._cases(town["texts"])
        self._settle_in("swedish")
        self.assertEqual(first.search_language, "swedish")

    def test_a_town_in_denmark_writes_danish_though_set_up_in_english(self):
        self._settle_in("english")
        self.company.partner_id.country_id = self.env.ref("base.dk")
        self.assertEqual(self._case().search_language, "danish")
        self.company.partner_id.country_id = self.env.ref("base.jp")
        self.assertEqual(self._case().search_language, "english")
        self.env["res.lang"]._activate_lang("fi_FI")
        self.company.partner_id.lang = "fi_FI"
        self.assertEqual(self._case().search_language, "simple")

    def test_a_changed_text_is_found_by_its_new_words_only(self):
        case = self._case(description=STORY)
        case.description = "Somebody slipped on wet tiles in the bathroom"
        self.assertFalse(self._find(self.leader, STORY)["cases"])
        answer = self._find(self.leader, "Slipped on the wet bathroom floor")
        self.assertEqual(self._numbers(answer), [case.number])

    def test_a_text_of_any_length_is_taken(self):
        words = " ".join(f"word{place}x" for place in range(9_000))
        case = self._case(description=f"Cabinet unlocked yesterday {words}")
        answer = self._find(self.leader, "Cabinet unlocked")
        self.assertEqual(self._numbers(answer), [case.number])

    def test_signs_in_a_text_are_only_signs(self):
        case = self._case(description="The cabinet' was unlocked \\ & (again)")
        cases = self.env["qms.deviation"].with_user(self.leader)
        for text in (
            "cabinet' unlocked",
            "cabinet & | unlocked!",
            "(cabinet:* unlocked",
        ):
            answer = self._find(self.leader, text)
            self.assertEqual(self._numbers(answer), [case.number])
            self.assertEqual(cases.search([("search_words", "ilike", text)]), case)
        for text in ("", " ", "'", "a & b", False):
            self.assertFalse(self._find(self.leader, text)["count"])

    @mute_logger("odoo.sql_db")
    def test_the_words_are_kept_by_the_database_alone(self):
        case = self._case()
        with self.assertRaises(GeneratedAlways):
            self.env.cr.execute(
                "UPDATE qms_deviation SET search_vector = '' WHERE id = %s", [case.id]
            )

    def test_the_column_is_made_once(self):
        model = self.env["qms.deviation"]
        before = self._column()
        model._init_search_vector()
        self.assertEqual(self._column(), before)
        with self.assertQueryCount(1):
            model._init_search_vector()

    def _column(self):
        self.env.cr.execute(
            """SELECT attnum FROM pg_attribute
                WHERE attrelid = 'qms_deviation'::regclass
                  AND attname = 'search_vector'"""
        )
        return self.env.cr.fetchall()

    def test_nobody_sets_the_language_of_a_case(self):
        with self.assertRaises(UserError):
            self._case().write({"search_language": "simple"})


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestSimilarReaders(SimilarCase):
    """Everybody finds by what he may read; the rest does not even count."""

    def test_the_leader_finds_the_cases_of_his_unit(self):
        case = self._case(description=STORY)
        answer = self._find(self.leader, "Evening round: medicine cabinet open")
        self.assertEqual((answer["count"], answer["in_unit"]), (1, 1))
        (found,) = answer["cases"]
        self.assertEqual(found["number"], case.number)
        self.assertEqual(found["headline"], STORY)
        self.assertEqual(found["state"], "Reported")
        self.assertEqual((found["res_model"], found["res_id"]), (case._name, case.id))
        self.assertEqual(
            set(found), {"number", "headline", "state", "res_model", "res_id"}
        )

    def test_confidential_words_count_for_nobody_else(self):
        self._case(description=STORY)
        for user in (self.aide, self.team, self.manager, self.stranger, self.director):
            answer = self._find(user, STORY)
            reads = user == self.director
            self.assertEqual(bool(answer["count"]), reads, user.name)

    def test_the_quality_group_finds_what_is_released(self):
        case = self._case(description=STORY)
        case.action_release()
        for user in (self.team, self.manager):
            self.assertEqual(self._numbers(self._find(user, STORY)), [case.number])
        self.assertFalse(self._find(self.stranger, STORY)["count"])

    def test_who_is_kept_out_of_a_case_finds_nothing(self):
        case = self._case(description=STORY)
        case.sudo().hidden_from_id = self.leader
        self.assertFalse(self._find(self.leader, STORY)["count"])

    def test_a_reporter_finds_his_own_open_reports(self):
        report = self._report(description=STORY)
        answer = self._find(self.nurse, STORY)
        self.assertEqual(self._numbers(answer), [report.number])
        self.assertEqual(answer["cases"][0]["res_model"], "qms.report")
        self.assertFalse(self._find(self.aide, STORY)["count"])

    def test_a_reporter_finds_by_his_own_words_not_the_handlers(self):
        report = self._report(description=STORY)
        case = report.sudo().deviation_ids.with_user(self.leader)
        case.description = "A relative called Hansen complained about noise"
        self.assertFalse(self._find(self.nurse, "Relative Hansen noise")["count"])
        (found,) = self._find(self.nurse, STORY)["cases"]
        self.assertEqual(found["headline"], STORY)

    def test_a_reporters_closed_reports_are_not_shown(self):
        report = self._report(description=STORY)
        case = report.sudo().deviation_ids.with_user(self.leader)
        case.action_dismiss(reason="Reported twice")
        self.assertFalse(self._find(self.nurse, STORY)["count"])
        self.assertFalse(self._find(self.leader, STORY)["count"])

    def test_a_colleague_finds_released_lines_by_their_summary_only(self):
        case = self._case(description=STORY)
        case.summary = "Tablets were swapped between two residents"
        typed = "Tablets swapped between residents"
        self.assertFalse(self._find(self.aide, typed)["count"])
        case.action_release()
        answer = self._find(self.aide, typed)
        (found,) = answer["cases"]
        self.assertEqual(found["headline"], case.summary)
        self.assertEqual(found["res_model"], "qms.register")
        self.assertFalse(self._find(self.aide, STORY)["count"])

    def test_lines_of_another_unit_are_not_found(self):
        case = self._case(description=STORY)
        case.summary = "Tablets were swapped between two residents"
        case.action_release()
        answer = self._find(self.aide, "Tablets swapped residents", self.administration)
        self.assertFalse(answer["count"])

    def test_one_case_found_twice_is_told_once(self):
        report = self._report(self.leader, description=STORY)
        case = report.sudo().deviation_ids.with_user(self.leader)
        case.summary = STORY
        case.action_release()
        answer = self._find(self.leader, STORY)
        self.assertEqual(answer["count"], 1)
        self.assertEqual(answer["cases"][0]["res_model"], "qms.deviation")

    def test_own_unit_comes_first_and_is_counted_apart(self):
        elsewhere = self._report(department_id=self.care.id, description=STORY)
        here = self._report(description=f"{STORY}, and the night round")
        answer = self._find(self.head, STORY)
        self.assertEqual((answer["count"], answer["in_unit"]), (2, 1))
        self.assertEqual(self._numbers(answer), [here.number, elsewhere.number])

    def test_one_word_in_common_is_not_similar(self):
        self._case(description="The medicine cabinet stood open")
        self.assertFalse(self._find(self.leader, "Our cabinet is ugly")["count"])

    def test_numbers_in_common_are_not_similar(self):
        self._case(description="Late on 12.03.2026 at 14.30 in room 4711")
        self.assertFalse(self._find(self.leader, "12.03.2026 14.30 4711")["count"])

    def test_five_are_named_and_ten_counted(self):
        self._report_many(12)
        answer = self._find(self.leader, STORY)
        self.assertEqual((answer["count"], len(answer["cases"])), (10, 5))

    def _report_many(self, count):
        values = {
            "description": STORY,
            "department_id": self.home_care.id,
            "company_id": self.company.id,
        }
        return self.env["qms.report"].with_user(self.nurse).create([values] * count)

    def test_other_companies_are_not_searched(self):
        self.leader.company_ids = [Command.link(self.other_company.id)]
        self._report(
            self.stranger,
            description=STORY,
            company_id=self.other_company.id,
            department_id=False,
        )
        model = self.env["qms.deviation"].with_user(self.leader)
        answer = model.action_find_similar(STORY, False, self.other_company.id)
        self.assertFalse(answer["count"])

    def test_outsiders_may_not_ask(self):
        portal = self._new_user("portal_asks")
        portal.group_ids = self.env.ref("base.group_portal")
        with self.assertRaises(AccessError):
            self._find(portal, STORY)

    def test_asking_costs_few_statements_however_many_there_are(self):
        self._report_many(3)
        few = self._statements()
        self._report_many(9)
        self.assertLessEqual(self._statements(), few)

    def _statements(self):
        self._find(self.leader, STORY)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._find(self.leader, STORY)
        return self.env.cr.sql_log_count - before


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestSimilarRareWords(SimilarCase):
    """Which words are looked for follows from how common they are."""

    def _telling(self, text):
        return self.env["qms.deviation"]._telling_words(text, "english")

    def _fill(self, text, count):
        self._settle_in("english")
        self.env["qms.report"].with_user(self.nurse).create(
            [
                {
                    "description": f"{text} {'secretname' * (not place)}",
                    "department_id": self.home_care.id,
                    "company_id": self.company.id,
                }
                for place in range(count)
            ]
        )
        self.env.flush_all()
        self.env.cr.execute("ANALYZE qms_deviation")

    def test_what_stands_in_many_texts_is_common(self):
        self.assertEqual(self._telling("medicine bicycle").common, [])
        self._fill("The medicine was late", 40)
        words = self._telling("medicine bicycle")
        self.assertEqual((words.rare, words.common), (["bicycl"], ["medicin"]))

    def test_a_rare_name_counts_like_one_that_does_not_occur(self):
        """Which words are chosen tells nothing of texts one may not read."""
        self._fill("The medicine was late", 40)
        self.assertEqual(
            self._telling("secretname othernames medicine"),
            (["secretnam", "othernam"], ["medicin"]),
        )
        self.assertEqual(
            self._telling("madeupname othernames medicine"),
            (["madeupnam", "othernam"], ["medicin"]),
        )

    def test_at_most_six_are_looked_for(self):
        text = " ".join(f"{letter * 5}word" for letter in "abcdefghijklm")
        self.assertEqual(len(self._telling(text).rare), 6)

    def test_common_words_alone_must_all_be_shared(self):
        self._fill("The medicine was late", 40)
        self.assertEqual(self._find(self.leader, "Late medicine")["count"], 10)
        self._fill("The stairs were slippery", 40)
        self.assertFalse(self._find(self.leader, "Slippery medicine")["count"])
