from lxml import etree, html

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from odoo.addons.qms.tools.lifecycle import Point

from .types_common import TypesCase

CASE_STEPS = ("analyse", "settle", "treat", "close", "answer", "pass_on", "postpone")


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestMissingLinks(TypesCase):
    """What is missing leads to where one gives it; what is barred is not offered."""

    def _places(self, record, steps):
        """The places that what ``steps`` still ask for leads to."""
        points = [
            point
            for name in steps
            for point in record.sudo()._missing_for(record._get_transition(name))
        ]
        self.assertTrue(points)
        return {point.place for point in points if isinstance(point, Point)}

    def _assert_on_form(self, record, places):
        arch = record.get_view(view_type="form")["arch"]
        form = etree.fromstring(arch)
        for place in places:
            found = form.xpath(
                f"//page[@name='{place}'] | //field[@name='{place}']"
                "[not(ancestor::list or ancestor::kanban)]"
            )
            self.assertTrue(found, place)

    def test_every_point_of_a_case_stands_on_its_form(self):
        self.env["qms.deviation.type"].search([]).gate_ids.level = "low"
        case = self._case(department_id=False).with_user(self.manager)
        treated = self._treated()
        places = self._places(case, CASE_STEPS) | self._places(treated, ("close",))
        self.assertLess({"requirement_id", "cause", "actions", "effect"}, places)
        self._assert_on_form(case, places)

    def test_every_point_of_a_serious_case_stands_on_its_form(self):
        case = self._treated()
        case.write({"consequence": "5", "likelihood": "5"})
        self.assertTrue(case.is_serious)
        self._assert_on_form(case, self._places(case, ("close",)))

    def test_every_point_of_an_action_stands_on_its_form(self):
        action = self.env["qms.action"].with_user(self.leader).create({"name": "x"})
        places = self._places(action, ("submit", "complete"))
        self.assertLess({"owner_id", "why", "result"}, places)
        self._assert_on_form(action, places)

    def test_a_point_is_shown_as_a_link(self):
        shown = html.fromstring(self._case().missing_points)
        link = shown.find(".//button[@data-place='requirement_id']")
        self.assertEqual(link.text, "the requirement it deviates from")

    def test_what_the_point_says_is_text_not_html(self):
        self.patch(
            self.registry["qms.deviation"],
            "_next_missing",
            lambda case: [Point("<b>x</b>", "cause"), "<i>y</i>"],
        )
        shown = html.fromstring(self._case().missing_points)
        self.assertFalse(shown.xpath("//b[.='x'] | //i"))
        self.assertIn("<b>x</b>", shown.text_content())

    def test_the_short_way_is_offered_where_it_is_open(self):
        case = self._case()
        self.assertFalse(case.short_way_bar)
        self.assertIn(" settle ", case.allowed_transitions)

    def test_the_form_says_why_the_short_way_is_barred(self):
        self.type_deviation.regulated = True
        case = self._case()
        self.assertIn("the law regulates", case.short_way_bar)

    def test_the_bar_is_said_in_first_reading_alone(self):
        self.type_deviation.regulated = True
        self.assertFalse(self._analysed().short_way_bar)
        proposal = self._proposal()
        self.assertEqual(proposal.state, "reported")
        self.assertFalse(proposal.short_way_bar)

    def test_an_edit_on_the_screen_keeps_the_bar_of_what_is_saved(self):
        self.type_deviation.regulated = True
        form = Form(self._case())
        form.requirement_id = self.requirement
        self.assertIn("the law regulates", form.short_way_bar)

    def test_who_settles_all_the_same_is_told_in_plain_words(self):
        self.type_deviation.regulated = True
        case = self._case()
        with self.assertRaises(UserError) as error:
            case.action_settle_small()
        self.assertIn("Settling as small is not possible", str(error.exception))
        self.assertIn(f"{case.display_name}: an analysis", str(error.exception))
