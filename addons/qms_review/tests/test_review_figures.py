from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .review_common import NOW, PERIOD, ReviewCase


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestReviewFigures(ReviewCase):
    """A figure equals the list it opens, until management has signed it."""

    def _figure(self, review):
        return self._line(review, "What was done").figure_ids

    def _list(self, figure):
        window = figure.action_open_records()
        records = self.env[window["res_model"]].with_user(figure.env.user)
        return records.search(window["domain"])

    def test_a_figure_equals_its_list_for_each_reader_and_language(self):
        languages = ("en_US", "da_DK", "nb_NO", "sv_SE")
        for lang in languages[1:]:
            self.env["res.lang"]._activate_lang(lang)
        self._due(3)
        self._due(2, day="2025-05-04")
        self._due(1, day="2026-11-09")
        others = self.env["qms.action"].with_user(self.stranger)
        others.create({"name": "Elsewhere", "date_deadline": "2026-05-04"})
        # the nurse reads what she wrote, and not the action of the administration
        self._due(
            1,
            user=self.manager,
            department_id=self.administration.id,
            owner_id=self.manager.id,
        )
        review = self._review()
        self._line(review, "What was done").responsible_id = self.nurse
        values = {}
        for user in (self.manager, self.team, self.director, self.nurse):
            for lang in languages:
                with self.subTest(user=user.login, lang=lang):
                    seen = review.with_user(user).with_context(lang=lang)
                    figure = self._figure(seen.with_env(seen.env))
                    self.env.invalidate_all()
                    self.assertEqual(figure.value, len(self._list(figure)))
                    values[user] = figure.value
        self.assertEqual(values[self.manager], 4)
        self.assertLess(values[self.nurse], values[self.manager])

    def test_it_stands_beside_the_period_before_and_says_the_trend(self):
        self._due(3)
        self._due(5, day="2025-05-04")
        self.env["qms.indicator.target"].create(
            {
                "indicator_id": self.indicator.id,
                "company_id": self.company.id,
                "target": 2,
            }
        )
        figure = self._figure(self._review())
        self.assertEqual((figure.value, figure.previous), (3, 5))
        self.assertEqual(figure.trend, "better")
        self.assertEqual(figure.target_text, "2")
        self.indicator.direction = "more"
        figure.invalidate_recordset()
        self.assertEqual(figure.trend, "worse")
        self.indicator.direction = "neither"
        figure.invalidate_recordset()
        self.assertEqual(figure.trend, "less")

    def test_what_is_missing_is_missing_for_every_reader(self):
        """The one who may read none of it does not see red."""
        self._due(
            1,
            user=self.manager,
            owner_id=self.manager.id,
            department_id=self.administration.id,
        )
        review = self._review()
        self._line(review, "What was done").responsible_id = self.nurse
        line = self._line(review.with_user(self.nurse), "What was done")
        self.assertFalse(line.figure_ids.has_data)
        self.assertEqual(line.status, "open")

    def test_another_company_has_its_own_figures(self):
        self._due(3)
        manager = self._new_user(
            "elsewhere", "qms.group_quality_manager", self.other_company
        )
        self._chapters(self.other_company)
        review = self.env["qms.review"].with_user(manager).create(PERIOD)
        self.assertEqual(review.company_id, self.other_company)
        self.assertEqual(self._figure(review).value, 0)

    def test_a_unit_merged_in_the_year_changes_no_figure(self):
        """What ended keeps its unit, what is open moves: counted once, and listed."""
        *closed, _open = self._due(3)
        self._due(1, department_id=self.care.id)
        for action in closed:
            action.action_cancel(reason="Not needed")
        review = self._review()
        figure = self._figure(review)
        before = figure.value, self._list(figure)
        self.env["qms.unit.change"].with_user(self.manager).create(
            {
                "kind": "merge",
                "source_ids": self.home_care.ids,
                "target_id": self.care.id,
                "company_id": self.company.id,
                "reason": "Budget",
            }
        ).action_order()
        self.env.invalidate_all()
        self.assertEqual((figure.value, self._list(figure)), before)
        self.assertEqual(figure.value, 4)
        units = before[1].sudo().department_id
        self.assertEqual(units, self.home_care | self.care)

    def test_what_is_signed_stays_as_it_was(self):
        self._due(4)
        review = self._signed()
        figure, line = self._figure(review), self._line(review, "What was done")
        before = figure.value, figure.previous, figure.value_text, line.assessment
        self._due(2)
        self.indicator.write({"name": "Called otherwise", "direction": "more"})
        self.chapters[1].input_ids[0].name = "Asked otherwise"
        self.env.invalidate_all()
        after = figure.value, figure.previous, figure.value_text, line.assessment
        self.assertEqual(before, after)
        self.assertEqual(figure.name, "Actions due")
        self.assertEqual(line.name, "What was done")
        self.assertEqual(len(self._list(figure.with_user(self.manager))), 6)

    def test_what_is_signed_stays_when_its_indicator_goes(self):
        self._due(4)
        figure = self._figure(self._signed())
        self.indicator.unlink()
        self.env.invalidate_all()
        self.assertEqual(figure.value, 4)
        self.assertEqual(figure.name, "Actions due")

    def test_what_is_signed_is_the_whole_whoever_signs(self):
        self._due(
            2,
            user=self.manager,
            owner_id=self.manager.id,
            department_id=self.administration.id,
        )
        self._due(1)
        review = self._sent(signer_id=self.head.id).with_user(self.head)
        self._decide(review)
        review.action_sign()
        self.assertEqual(self._figure(review.with_user(self.head)).value, 3)

    def test_on_paper_it_has_its_chapters_in_order(self):
        self._due(4)
        review = self._signed()
        reports = self.env["ir.actions.report"].with_user(self.director)
        [(name, records)] = review._get_print_reports()
        html, _kind = reports._render_qweb_html(name, records.ids)
        text = html.decode()
        wanted = [
            "One procedure for medicine",
            "1. Since last time",
            "2. Work",
            "What was done",
            "Actions due",
            "It goes the right way",
            "Suppliers",
            "it began this year",
            "Signed by management",
        ]
        plain = " ".join(text.split())
        for words in wanted:
            with self.subTest(words=words):
                found = plain.find(words.split(". ")[-1])
                self.assertGreaterEqual(found, 0)
                plain = plain[found:]
        self.assertIn("<svg", text)
        summary = review.summary_ids.with_user(self.manager)
        summary.write({"intro": "It works", "figure_ids": review.figure_ids.ids})
        html, _kind = reports._render_qweb_html(
            "qms_review.report_summary", summary.ids
        )
        self.assertIn("It works", html.decode())

    def test_the_decision_is_taken_on_the_figures(self):
        self._due(4)
        review = self._signed()
        decision = self._decisions(review)[-1]
        detail = self.env["qms.decision.detail"].search(
            [("decision_ref", "=", decision.id)]
        )
        self.assertIn("Actions due", detail.content)
        self.assertIn("One procedure for medicine", detail.content)


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestReviewFrozen(ReviewCase):
    """Signed is closed all round, whatever way one comes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._due(4)

    def _refused(self, call, *args):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            call(*args)

    def test_nobody_changes_what_is_signed(self):
        review = self._signed()
        parts = {
            "qms.review.line": {"assessment": "Better", "nothing_because": "x"},
            "qms.review.figure": {"fixed": {"value": 0}},
            "qms.review.outcome": {"name": "Something else", "action_id": False},
        }
        rows = {
            "qms.review.line": review.line_ids,
            "qms.review.figure": review.figure_ids,
            "qms.review.outcome": review.outcome_ids,
        }
        for user in (self.manager, self.director, self.env.user):
            seen = review.with_user(user)
            with self.subTest(user=user.login):
                for name in ("conclusion", "also_present", "nothing_because"):
                    self._refused(seen.write, {name: "Other words"})
                self._refused(seen.write, {"date_to": "2026-12-31"})
                self._refused(seen.write, {"state": "collecting"})
                self._refused(seen.write, {"date_signed": "2020-01-01"})
                self._refused(seen.unlink)
                for model, change in parts.items():
                    own = rows[model].with_user(user)
                    for name, value in change.items():
                        self._refused(own.write, {name: value})
                    self._refused(own.unlink)
                    self._refused(own.sudo().write, change)
        self._refused(
            self.env["qms.review.outcome"].with_user(self.director).create,
            {"review_id": review.id, "name": "One more"},
        )
        self._refused(review.action_sign)
        self._refused(review.with_user(self.manager).action_cancel, "too late")
        self._refused(review.with_user(self.manager).action_collect)

    def test_no_file_is_hung_on_and_none_taken_away(self):
        review = self._sent()
        file = {
            "name": "a.txt",
            "raw": b"1",
            "res_model": "qms.review",
            "res_id": review.id,
        }
        attachment = self.env["ir.attachment"].with_user(self.director).create(file)
        self._decide(review)
        review.action_sign()
        self._refused(attachment.unlink)
        self._refused(self.env["ir.attachment"].with_user(self.manager).create, file)

    def test_what_was_sent_is_prepared_no_further(self):
        review = self._sent().with_user(self.manager)
        line = review.line_ids[0]
        self._refused(line.write, {"assessment": "Once more"})
        self._refused(review.write, {"date_to": "2026-12-31"})
        review.conclusion = "Management words this"

    def test_what_the_system_writes_no_client_does(self):
        review = self._review()
        line, figure = review.line_ids[0], review.figure_ids
        for name, value in (("name", "x"), ("sequence", 9), ("fixed_empty", True)):
            self._refused(line.write, {name: value})
        self._refused(figure.write, {"fixed": {"value": 1}})
        self._refused(line.create, {"review_id": review.id, "name": "x"})
        self._refused(review.write, {"previous_id": review.id})
        self._refused(
            self.env["qms.review"].with_user(self.manager).create,
            {"state": "signed", "date_from": "2025-01-01", "date_to": "2025-12-31"},
        )
        other = self._review(date_to="2026-09-30")
        self._refused(line.write, {"review_id": other.id})
        outcomes = self.env["qms.review.outcome"].with_user(self.manager)
        row = outcomes.create({"review_id": review.id, "name": "x"})
        self._refused(row.write, {"review_id": other.id})
        self._refused(row.write, {"action_id": self._due()[0].id})

    def test_an_action_comes_from_it_by_signing_alone(self):
        review = self._review()
        self._refused(
            self.env["qms.action"].with_user(self.manager).create,
            {
                "name": "By the back door",
                "res_model": "qms.review",
                "res_id": review.id,
            },
        )
