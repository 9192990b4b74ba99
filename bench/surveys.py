"""A survey of 40 questions: 20,000 invited in slices, 20,000 answers mixed,
their results beside the same counts in bare SQL."""

import random
import resource
import tracemalloc

from odoo import Command, fields
from odoo.tools import SQL

QUESTIONS = 40
PEOPLE = 20_000
SLICE = 200
MIXED = (1_000, 20_000)


class Round:
    def __init__(self, env):
        self.env = env(context={**env.context, "tracking_disable": True})
        self.random = random.Random(9)
        values = [Command.create({"value": f"Answer {n}"}) for n in range(5)]
        self.survey = self.env["survey.survey"].create({"title": "Bench"})
        self.questions = self.env["survey.question"].create(
            [
                {
                    "survey_id": self.survey.id,
                    "title": f"Question {number}",
                    "question_type": "simple_choice",
                    "qms_index": "up",
                    "suggested_answer_ids": values,
                }
                for number in range(QUESTIONS)
            ]
        )
        self.units = self.env["hr.department"].create(
            [{"name": f"Unit {number}"} for number in range(20)]
        )
        self.tag = self.env["res.partner.category"].create({"name": "Bench"})
        for start in range(0, PEOPLE, 1000):
            self.env["res.partner"].create(
                [
                    {
                        "name": f"Citizen {start + number}",
                        "email": f"citizen{start + number}@example.test",
                        "category_id": [Command.link(self.tag.id)],
                    }
                    for number in range(1000)
                ]
            )
        self.env.flush_all()
        self.env.cr.execute("ANALYZE")

    def campaign(self, **values):
        today = fields.Date.context_today(self.env["res.users"])
        return self.env["qms.survey.campaign"].create(
            {
                "name": "Bench",
                "purpose": "To measure",
                "legal_basis": "None",
                "survey_id": self.survey.id,
                "date_to": fields.Date.add(today, months=1),
                "unit_ids": [Command.set(self.units.ids)],
                "tag_ids": [Command.set(self.tag.ids)],
                "owner_id": self.env.ref("base.user_admin").id,
                **values,
            }
        )

    def filled(self):
        answers = [
            {
                "question_id": question.id,
                "row_id": False,
                "choice_id": self.random.choice(question.suggested_answer_ids.ids),
            }
            for question in self.questions
        ]
        return {"answers": answers, "texts": []}

    def answered(self, campaign):
        """As ``PEOPLE`` leave it, past the ORM."""
        cursor = self.env.cr
        self.env.flush_all()
        cursor.execute(
            SQL(
                """INSERT INTO qms_survey_response (campaign_id, department_id)
                        SELECT %s, (%s::int[])[1 + number %% %s]
                          FROM generate_series(1, %s) number""",
                campaign.id,
                self.units.ids,
                len(self.units),
                PEOPLE,
            )
        )
        cursor.execute(
            SQL(
                """INSERT INTO qms_survey_answer
                              (campaign_id, response_id, question_id, choice_id)
                        SELECT response.campaign_id, response.id, choice.question_id,
                               (array_agg(choice.id))[1 + floor(5 * random())::int]
                          FROM qms_survey_response response,
                               survey_question_answer choice
                         WHERE response.campaign_id = %s
                           AND choice.question_id = ANY(%s)
                      GROUP BY response.id, choice.question_id""",
                campaign.id,
                self.questions.ids,
            )
        )
        campaign.sudo()._write_guarded({"answered_count": PEOPLE})

    def answer(self, campaign, count):
        for _slice in range(count // 1_000):
            self.env["qms.survey.slip"].create(
                [
                    {
                        "campaign_id": campaign.id,
                        "department_id": self.random.choice(self.units.ids),
                        "content": self.filled(),
                    }
                    for _number in range(1_000)
                ]
            )
            self.env.invalidate_all()


def mix(bench, town, env, count):
    """So many answers that came in since last night, and what is held of them."""
    campaign = town.campaign(access="link").with_env(env)
    campaign.action_open()
    town.answer(campaign, count)
    slips, label = bench.env["qms.survey.slip"], f"{count} answers mixed"
    bench.measure(label, lambda: slips._mix(campaign.sudo()), runs=1, warm=0)
    tracemalloc.start()
    slips._mix(campaign.sudo())
    bench.env.flush_all()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    bench.add(f"{label}: memory at most, in MB", 0, peak)


def run(bench):
    town = Round(bench.env)
    env = town.env(user=bench.env.ref("base.user_admin"))
    manager = env.ref("qms.group_quality_manager").sudo()
    manager.user_ids += env.user
    invited = town.campaign().with_env(env)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bench.measure(
        f"{PEOPLE} drawn and put on the list", invited.action_open, runs=1, warm=0
    )
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    bench.add("memory that took, in MB", 0, grown / 1024)
    invited.action_open()
    slice_ = invited._next_waiting(invited._waiting_domain(), 0)
    bench.measure(f"a slice of {SLICE} invitations", slice_._send_mail, runs=2)

    for count in MIXED:
        mix(bench, town, env, count)

    opened = town.campaign(access="link").with_env(env)
    opened.action_open()
    town.answered(opened)
    opened.action_close(reason="Measured")
    bench.env.flush_all()
    bench.env.cr.execute("ANALYZE")

    def bare():
        bench.env.execute_query(
            SQL(
                """SELECT answer.question_id, answer.choice_id,
                          response.department_id, count(*)
                     FROM qms_survey_answer answer
                     JOIN qms_survey_response response
                       ON response.id = answer.response_id
                    WHERE answer.campaign_id = %s GROUP BY 1, 2, 3""",
                opened.id,
            )
        )

    bench.measure("the same counts in bare SQL", bare)
    bench.measure(
        f"results of {PEOPLE} answers to {QUESTIONS} questions",
        lambda: opened.results,
        against="the same counts in bare SQL",
    )
