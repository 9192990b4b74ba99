from odoo import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.mail_common import SmtpCase
from odoo.addons.qms_deviation.controllers import public

from .anonymous_common import AnonymousCase

STORY = "Somebody fell off the ladder: a breach of the rules"


@tagged("post_install", "-at_install", "qms")
class TestAnonymousKinds(AnonymousCase):
    """Of what kind it is, and how serious, can be said without a name as well."""

    def _type(self, code):
        return self.env.ref(f"qms_deviation.type_{code}")

    def _labels(self, response):
        labels = self._document(response).xpath("//fieldset[@id='type_id']//label")
        return [" ".join(label.text_content().split()) for label in labels]

    def test_it_offers_what_is_offered_on_pages_without_login(self):
        shown = self._labels(self._open())
        self.assertEqual(shown[:2], ["Deviation", "Near miss"])
        self.assertIn("Praise", shown)
        self._type("praise").on_public_pages = False
        self.assertNotIn("Praise", self._labels(self._open()))

    def test_the_first_is_chosen_where_nothing_is_said(self):
        checked = self._document(self._open()).xpath("//input[@checked]/@value")
        self.assertEqual(checked, [str(self._type("deviation").id)])
        report, _code = self._sent()
        self.assertEqual(report.type_id, self._type("deviation"))

    def test_where_only_one_is_offered_nothing_is_asked(self):
        types = self.env["qms.deviation.type"].search([])
        (types - self._type("proposal")).on_public_pages = False
        response = self._open()
        self.assertFalse(self._labels(response))
        self.assertFalse(self._document(response).xpath("//*[@id='occurred_on']"))
        report, _code = self._sent()
        self.assertEqual(report.type_id, self._type("proposal"))
        types.on_public_pages = False
        report, _code = self._sent()
        self.assertEqual(report.type_id, self._type("deviation"))

    def test_each_kind_makes_a_case_that_goes_its_way(self):
        for code, flow in (
            ("near_miss", "deviation"),
            ("proposal", "proposal"),
            ("complaint", "complaint"),
            ("praise", "praise"),
        ):
            with self.subTest(code=code):
                report, receipt = self._sent(type_id=str(self._type(code).id))
                case = report.deviation_ids
                self.assertEqual(case.type_id, self._type(code))
                self.assertEqual((case.flow, case.state), (flow, "reported"))
                self.assertEqual(self._duties(case).user_id, self.leader)
                self.assertEqual(case.confidentiality, "confidential")
                self.assertIn("The door stood open", self._enter(receipt).text)

    def test_answers_to_questions_of_other_kinds_are_left_out(self):
        report, _code = self._sent(
            type_id=str(self._type("proposal").id),
            place="Room 4",
            serious="1",
            correction="It was closed",
            occurred_on="no day at all",
        )
        self.assertEqual(report.place, "Room 4")
        self.assertFalse(report.serious or report.correction)
        self.assertFalse(report.occurred_on)
        self.assertFalse(report.deviation_ids.is_serious)

    def test_another_kind_than_those_offered_is_refused(self):
        self._type("praise").on_public_pages = False
        for kind in (str(self._type("praise").id), "-1", "x", "9" * 30):
            with self.subTest(kind=kind):
                response = self._post({"type_id": kind})
                self.assertEqual(response.status_code, 422)
                self.assertIn("Choose what it is", " ".join(self._errors(response)))
        self.assertFalse(self._reports())

    def test_what_was_chosen_stays_when_something_is_wrong(self):
        kind = str(self._type("near_miss").id)
        response = self._post({"description": " ", "type_id": kind, "serious": "1"})
        self.assertEqual(response.status_code, 422)
        checked = self._document(response).xpath("//input[@checked]/@value")
        self.assertEqual(checked, [kind, "1"])

    def test_whom_to_call_in_danger_is_as_in_the_country(self):
        def told(country):
            self.company.partner_id.country_id = self.env.ref(country)
            text = self._document(self._open()).text_content()
            return " ".join(text.split())

        self.assertIn("If somebody is in danger now, call 112.", told("base.dk"))
        self.assertIn(
            "call 113 (ambulance), 110 (fire), 112 (police).", told("base.no")
        )

    # ------------------------------------------------------------
    # Too much at once
    # ------------------------------------------------------------

    def _too_much(self, **options):
        before = self.env["ir.attachment"].search_count([])
        data = {**self._sheet(), "description": "The door stood open"}
        files = [("files", ("a.jpg", b"\0" * (public.MAX_REQUEST + 1)))]
        response = self._open(data=data, files=files, **options)
        self.assertEqual(response.status_code, 413)
        self.assertFalse(self._reports())
        self.assertEqual(self.env["ir.attachment"].search_count([]), before)
        return response

    def test_too_much_at_once_is_answered_by_a_page_of_ours(self):
        response = self._too_much()
        self.assertIn("at most 5 files of at most 10 megabytes", response.text)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertNotIn("Set-Cookie", response.headers)
        self.assertEqual(self._post().status_code, 200)

    def test_in_the_reader_s_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        response = self._too_much(headers={"Accept-Language": "da"})
        self.assertIn('lang="da-DK"', response.text)

    def test_so_it_is_where_one_writes_back(self):
        _report, code = self._sent()
        data = {"code": code, "step": "write", "body": "a" * (public.MAX_REQUEST + 1)}
        response = self._open("/qms/receipt", data=data)
        self.assertEqual(response.status_code, 413)
        self.assertIn("too much at once", response.text)


@tagged("post_install", "-at_install", "qms")
class TestAnonymousElsewhere(AnonymousCase):
    """What belongs elsewhere is said before it is sent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["qms.channel"].search([]).active = False
        cls.channel = cls._channel("accident", "Work accidents", "ladder")

    @classmethod
    def _channel(cls, code, name, words):
        return cls.env["qms.channel"].create(
            {
                "name": name,
                "code": code,
                "belongs": "Whoever was hurt at work",
                "link": "https://accident.example/report",
                "legal_ground": "Act § 1",
                "clock_unit": "days",
                "clock_number": 14,
                "word_ids": [Command.create({"language": "en", "words": words})],
            }
        )

    def _hidden(self, response):
        fields = self._document(response).xpath("//form//input[@type='hidden']")
        return {field.get("name"): field.get("value") or "" for field in fields}

    def _box(self, response):
        box = self._document(response).xpath("//*[@id='channels']")
        return " ".join(box[0].text_content().split()) if box else ""

    def test_it_comes_back_with_the_text_kept_and_the_channel_shown(self):
        response = self._post({"description": STORY, "place": "Room 4"})
        self.assertEqual(response.status_code, 200)
        for words in (
            "Work accidents",
            "Whoever was hurt",
            "Within 14 days",
            "Act § 1",
        ):
            self.assertIn(words, self._box(response))
        document = self._document(response)
        links = document.xpath("//*[@id='channels']//a")
        self.assertEqual(links[0].get("href"), self.channel.link)
        self.assertEqual(links[0].get("rel"), "noopener noreferrer")
        self.assertIn(STORY, document.xpath("string(//*[@id='description'])"))
        self.assertEqual(document.xpath("string(//*[@id='place']/@value)"), "Room 4")
        self.assertIn("all the same", document.xpath("string(//form//button)"))
        self.assertFalse(self._reports() or self._code(response))

    def test_sent_all_the_same_it_is_taken_in(self):
        response = self._post({"description": STORY})
        data = {**self._hidden(response), "description": STORY}
        response = self._open(data=data)
        self.assertTrue(self._code(response))
        self.assertEqual(self._reports().description, STORY)

    def test_another_channel_found_then_is_shown_as_well(self):
        response = self._post({"description": STORY})
        self._channel("breach", "Data breaches", "breach")
        data = {**self._hidden(response), "description": STORY}
        response = self._open(data=data)
        self.assertIn("Data breaches", self._box(response))
        self.assertFalse(self._reports())
        data = {**self._hidden(response), "description": STORY}
        self.assertTrue(self._code(self._open(data=data)))

    def test_what_was_done_at_once_may_tell_it_too(self):
        response = self._post({"correction": "The ladder was taken away"})
        self.assertIn("Work accidents", self._box(response))

    def test_what_is_wrong_is_said_first(self):
        response = self._post({"description": STORY, "occurred_on": "never"})
        self.assertEqual(response.status_code, 422)
        self.assertFalse(self._box(response))

    def test_nothing_is_stored_or_counted_before_it_is_sent(self):
        self._post({"description": STORY})
        self.assertFalse(self.env["qms.public.count"].search([]))
        self.env.cr.execute(
            "SELECT count(*) FROM qms_report WHERE description = %s", [STORY]
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_a_channel_of_another_country_is_not_shown(self):
        self.channel.country_ids = self.env.ref("base.se")
        self.assertTrue(self._code(self._post({"description": STORY})))

    def test_nonsense_as_what_was_shown_shows_it_again(self):
        for shown in ("x", "-1", "1,,", "\0"):
            with self.subTest(shown=shown):
                response = self._post({"description": STORY, "shown": shown})
                self.assertIn("Work accidents", self._box(response))
        self.assertFalse(self._reports())


@freeze_time("2026-03-08 02:00:00")
@tagged("post_install", "-at_install", "qms")
class TestAnonymousSerious(AnonymousCase, SmtpCase):
    def test_what_is_serious_is_told_at_once_on_a_sunday_night(self):
        report, _code = self._sent(serious="1")
        case = report.deviation_ids
        self.assertTrue(case.reported_serious and case.is_serious)
        mails = self._by_reader(self._deliver())
        self.assertEqual(set(mails), {"leader", "head", "manager"})
        for mail in mails.values():
            self.assertEqual(mail["Subject"], f"Serious: {case.display_name}")
            self.assertNotIn("door", self._texts(mail))

    def test_not_to_the_own_leader_holds_for_the_alert_too(self):
        report, _code = self._sent(serious="1", not_own_leader="1")
        self.assertTrue(report.deviation_ids.is_serious)
        self.assertNotIn("leader", self._by_reader(self._deliver()))
