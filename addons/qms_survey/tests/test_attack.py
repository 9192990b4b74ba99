import random
from collections import Counter

from odoo.tests import freeze_time, tagged

from .survey_common import NOW, SurveyCase

LEAST = 5


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestAttack(SurveyCase):
    """Somebody who reads tables or results tries to find out what one person said."""

    def _invited(self, count):
        self._citizens(count)
        campaign = self._campaign()
        campaign.action_open()
        return campaign, self.env["qms.survey.invitee"].search(
            [("campaign_id", "=", campaign.id)]
        )

    def _written_by(self, table, campaign):
        """The transactions that wrote the rows of ``campaign``, as PostgreSQL keeps."""
        self.env.flush_all()
        self.env.cr.execute(
            f"SELECT DISTINCT xmin::text FROM {table} WHERE campaign_id = %s",
            [campaign.id],
        )
        return {row[0] for row in self.env.cr.fetchall()}

    def _send_apart(self, campaign, invitee, **kwargs):
        """Each in a transaction of its own, as they come."""
        with self.env.cr.savepoint():
            self._send(campaign, invitee=invitee, **kwargs)
            self.env.flush_all()

    def test_no_row_of_the_invited_tells_in_which_batch_he_answered(self):
        campaign, invitees = self._invited(24)
        for invitee in invitees[:11]:
            self._send_apart(campaign, invitee)
        self.assertGreater(len(self._written_by("qms_survey_invitee", campaign)), 10)
        slips = self.env["qms.survey.slip"]
        slips._mix(campaign.sudo())
        self.assertEqual(len(self._written_by("qms_survey_invitee", campaign)), 1)
        for invitee in invitees[11:22]:
            self._send_apart(campaign, invitee)
        slips._mix(campaign.sudo())
        self.assertEqual(len(self._written_by("qms_survey_invitee", campaign)), 1)
        self.assertEqual(sum(invitees.mapped("is_answered")), 22)

    def test_no_order_on_disk_tells_in_which_batch_he_answered(self):
        campaign, invitees = self._invited(30)
        for invitee in invitees[5:16]:
            self._send_apart(campaign, invitee)
        before = self._order_on_disk(campaign)
        self.env["qms.survey.slip"]._mix(campaign.sudo())
        after = self._order_on_disk(campaign)
        # by chance once in 30!
        self.assertNotEqual(after, before)
        self.assertEqual(sorted(after), sorted(before))
        self.assertEqual(invitees.filtered("is_answered"), invitees[5:16])

    def _order_on_disk(self, campaign):
        """Ids of the invited as PostgreSQL laid their rows down."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.cr.execute(
            "SELECT id FROM qms_survey_invitee WHERE campaign_id = %s ORDER BY ctid",
            [campaign.id],
        )
        return [row[0] for row in self.env.cr.fetchall()]

    def test_no_text_follows_the_order_of_the_ticks(self):
        """The third text is not that of the third response, nor beside its like."""
        second = self._question("And then?", question_type="text_box")
        campaign = self._open_campaign()
        for number in range(40):
            answers, texts = self._filled(score=number % 11, text=f"First {number:02}")
            texts.append({"question_id": second.id, "text": f"Second {number:02}"})
            campaign.sudo()._take_in(
                answers, texts, self.env["qms.survey.invitee"], False
            )
        campaign.action_close(reason="Enough")
        scores = self._answers(campaign).filtered(
            lambda answer: answer.question_id == self.scale
        )
        comments = self.env["qms.survey.comment"].search(
            [("campaign_id", "=", campaign.id)], order="id"
        )
        first = [text for text in comments.mapped("text") if text[0] == "F"]
        by_text = [int(text[-2:]) % 11 for text in first]
        self.assertNotEqual(by_text, scores.sorted("id").mapped("number"))
        pairs = zip(comments[::2], comments[1::2], strict=True)
        beside = [a.text[-2:] == b.text[-2:] for a, b in pairs]
        self.assertFalse(all(beside), "both texts of a person stand side by side")

    def test_nothing_of_it_lies_elsewhere(self):
        campaign, invitees = self._invited(12)
        for place, invitee in enumerate(invitees):
            self._send(campaign, invitee=invitee, text=f"Giraffe {place}")
        campaign.action_close(reason="Enough")
        self.env.flush_all()
        for model in (
            "survey.user_input",
            "survey.user_input.line",
            "ir.attachment",
            "mail.message",
            "mail.tracking.value",
            "ir.logging",
            "bus.bus",
        ):
            table = self.env[model]._table
            self.env.cr.execute(
                f"SELECT count(*) FROM {table} kept "
                "WHERE to_jsonb(kept)::text LIKE '%Giraffe%'"
            )
            self.assertEqual(self.env.cr.fetchone(), (0,), model)
        self.assertFalse(self.env["survey.user_input"].search([]))

    def test_nothing_points_from_an_answer_to_a_person(self):
        """No way along links from a row of an answer reaches somebody who was asked."""
        people = {"res.partner", "res.users", "hr.employee", "qms.survey.invitee"}
        for name in ("slip", "response", "answer", "comment"):
            fields = self.env[f"qms.survey.{name}"]._fields.values()
            stored = {field.comodel_name for field in fields if field.store}
            self.assertFalse(stored & people, name)
        points = {
            field.name
            for field in self.env["qms.survey.invitee"]._fields.values()
            if field.relational and field.store
        }
        self.assertEqual(points, {"campaign_id", "partner_id", "department_id"})

    # ------------------------------------------------------------
    # What is shown
    # ------------------------------------------------------------

    def _shown(self, counters):
        """Units that are shown, of units with these answers; and those that are not."""
        places = {unit.id: counter for unit, counter in counters.items() if unit}
        places |= {None: counters[None]} if None in counters else {}
        rows = self.campaign._unit_indices(self.scale, places)
        names = {name for name, shown in rows if shown}
        hidden = [
            counter
            for unit, counter in counters.items()
            if counter and (not unit or unit.name not in names)
        ]
        return names, hidden

    def test_no_unit_follows_from_the_others_and_the_whole(self):
        """Many towns by lot: what is left over is always a group, never of one mind."""
        chance = random.Random(20)
        units = self.administration | self.care | self.home_care
        self.campaign = self._campaign(access="link", unit_ids=units.ids)
        shown_at_all = 0
        for _town in range(400):
            counters = {
                unit: Counter(
                    (None, float(chance.choice((0, 5, 10))))
                    for _person in range(chance.choice((0, 1, 2, 4, 5, 6, 12)))
                )
                for unit in (*units, None)
            }
            names, hidden = self._shown(counters)
            shown_at_all += bool(names)
            left = sum(hidden, Counter())
            if names and hidden:
                self.assertGreaterEqual(left.total(), LEAST, counters)
                self.assertGreater(len(left), 1, "all of those left said the same")
            for unit in units:
                if unit.name in names:
                    self.assertGreaterEqual(counters[unit].total(), LEAST)
                    self.assertGreater(len(counters[unit]), 1)
        self.assertGreater(shown_at_all, 50, "a town that shows nothing proves nothing")

    def test_two_rounds_of_the_same_people_are_no_closer_look(self):
        """One left between two rounds: both show means, neither says who left."""
        before = self._closed([{"score": score} for score in (1, 2, 3, 4, 5, 6)])
        before.write({"conclusion": "So", "summary": "We did"})
        before.action_conclude()
        after = self._closed(
            [{"score": s} for s in (1, 2, 3, 4)], previous_id=before.id
        )
        row = self._rows(after)["Would you come again?"]
        self.assertTrue(row.few, "four of them")
        self.assertFalse(row.bars or row.trend and row.index)

    def test_no_filter_and_no_second_cut_is_offered(self):
        """Whoever may read a campaign can read, group or count none of its answers."""
        self._closed([{"score": score, "text": "x"} for score in range(12)])
        for user in (self.manager, self.team, self.leader, self.nurse):
            for name in ("slip", "response", "answer", "invitee", "address", "tested"):
                model = self.env[f"qms.survey.{name}"].with_user(user)
                for operation in ("read", "write", "create", "unlink"):
                    self.assertFalse(model.has_access(operation), name)
        for name in ("slip", "response", "answer", "comment", "invitee", "address"):
            model = self.env[f"qms.survey.{name}"]
            self.assertFalse(model._qms_gives_figures(), f"{name}: no figure counts it")
