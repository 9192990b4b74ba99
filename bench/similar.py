"""Similar cases in a register whose words are as common as those of a real language.

Every text is forty words out of a vocabulary of 40,000, the word of rank n drawn in
proportion to 1/n (Zipf), as in any natural language: the first hundred make up half of
every text. `BENCH_SIZES` gives the numbers of cases.
"""

import itertools
import os
import random

from odoo import Command

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "10000").split(",")]
VOCABULARY = 40_000
LENGTH = 40
CONSONANTS, VOWELS = "bdfghklmnprstv", "aeiouæøå"
SLICE = 10_000


def make_words(count):
    """Different words of three syllables that no stemmer shortens to the same."""
    syllables = ["".join(pair) for pair in itertools.product(CONSONANTS, VOWELS)]
    triples = itertools.product(syllables, repeat=3)
    step = len(syllables) ** 3 // count
    return [
        "".join(triple) + "k" for triple in itertools.islice(triples, 0, None, step)
    ]


class Corpus:
    def __init__(self, env):
        self.env = env
        self.random = random.Random(19)
        self.words = make_words(VOCABULARY)
        weights = [1 / rank for rank in range(1, len(self.words) + 1)]
        self.weights = list(itertools.accumulate(weights))
        self.company = env.company
        self.company.country_id = env.ref("base.dk")
        self.units = env["hr.department"].create(
            [{"name": f"Unit {number}"} for number in range(20)]
        )
        self.manager = self._user("manager", "qms.group_quality_manager")
        self.leader = self._user("leader")
        self.nurse = self._user("nurse")
        employees = env["hr.employee"].create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "department_id": self.units[0].id,
                }
                for user in self.leader | self.nurse
            ]
        )
        self.units[0].manager_id = employees[0]

    def _user(self, name, group="base.group_user"):
        users = self.env["res.users"].with_context(no_reset_password=True)
        groups = self.env.ref("base.group_user") | self.env.ref(group)
        return users.create(
            {
                "name": name,
                "login": f"similar_{name}@example.test",
                "group_ids": [Command.set(groups.ids)],
            }
        )

    def text(self, length=LENGTH):
        chosen = self.random.choices(self.words, cum_weights=self.weights, k=length)
        return " ".join(chosen)

    def grow(self, size):
        """Rows past the ORM: what is measured is the search, not the reporting."""
        cr = self.env.cr
        cr.execute("SELECT count(*) FROM qms_deviation")
        missing = size - cr.fetchone()[0]
        while missing > 0:
            texts = [self.text() for _place in range(min(missing, SLICE))]
            cr.execute(
                """INSERT INTO qms_deviation (number, description, company_id,
                          department_id, reading_department_id, type_id, state,
                          confidentiality, date_reported, search_language)
                   SELECT 'B-' || %(size)s - %(missing)s + place, text, %(company)s,
                          units[1 + place %% 20], units[1 + place %% 20], %(type)s,
                          CASE WHEN place %% 10 < 7
                               THEN 'closed' ELSE 'analysis' END,
                          CASE WHEN place %% 2 = 0
                               THEN 'normal' ELSE 'confidential' END,
                          CURRENT_DATE - (place %% 1095)::int, 'danish'
                     FROM unnest(%(texts)s) WITH ORDINALITY row (text, place),
                          (SELECT %(units)s::int[] AS units) town""",
                {
                    "texts": texts,
                    "size": size,
                    "missing": missing,
                    "company": self.company.id,
                    "type": self.env.ref("qms_deviation.type_deviation").id,
                    "units": self.units.ids,
                },
            )
            missing -= len(texts)
        cr.execute("ANALYZE qms_deviation")
        self.env.invalidate_all()


def run(bench):
    corpus = Corpus(bench.env)
    for size in SIZES:
        corpus.grow(size)
        measure(bench, corpus, size)


def measure(bench, corpus, size):
    first = f" @ {SIZES[0]:,}"
    typed = [corpus.text(12) for _place in range(20)]
    unit = corpus.units[0].id
    for who, user in (
        ("quality manager", corpus.manager),
        ("leader", corpus.leader),
        ("nurse", corpus.nurse),
    ):
        cases = corpus.env(user=user.id)["qms.deviation"]
        label = f"20 x while typing 12 words, {who}"
        bench.measure(
            f"{label} @ {size:,}",
            lambda c=cases: [c.action_find_similar(text, unit) for text in typed],
            against=label + first,
        )
    cases = corpus.env(user=corpus.leader.id)["qms.deviation"]
    chosen = [cases._telling_words(text, "danish") for text in typed]
    label = "20 x one search by the rarest words, leader"
    bench.measure(
        f"{label} @ {size:,}",
        lambda: [cases._similar(words, "danish") for words in chosen],
        against=label + first,
    )
    mine = cases.search([("department_id", "=", corpus.units[0].id)], limit=20)
    label = "20 x like this case, leader"
    bench.measure(
        f"{label} @ {size:,}",
        lambda: [case.action_similar_to_this() for case in mine],
        against=label + first,
    )
    words = corpus.text(3)
    label = "search bar, 3 words, leader"
    bench.measure(
        f"{label} @ {size:,}",
        lambda: cases.search_count([("search_words", "ilike", words)]),
        against=label + first,
    )
