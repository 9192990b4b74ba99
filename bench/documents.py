"""Finding one of 20,000 documents with 200,000 pages, their lists and the master list.

Words are as common as in a natural language (see `similar`); a page has 250 of them.
`BENCH_DOCUMENTS` gives their numbers. Beside each search stands the same by
hand, in bare SQL, and what PostgreSQL says of ours (EXPLAIN).
"""

import importlib.util
import os
import tracemalloc
from pathlib import Path

from support.growth import without_indexes

from odoo.tools import SQL

WANTED = os.environ.get("BENCH_DOCUMENTS", "2000,20000")
SIZES = [int(size) for size in WANTED.split(",")]
PAGES, PAGE = 10, 250
SLICE = 500
ROWS, COUNTED = 80, 10_001
COLUMNS = ("number", "name", "type_id", "department_id", "date_valid", "state")
# by their ranks in the vocabulary: in 5 % and 2 % of the texts, in half and a fifth
TYPED = {
    "rare words": (9_000, 20_000),
    "frequent words": (300, 900),
    "words of all texts": (3, 40),
}

spec = importlib.util.spec_from_file_location(
    "similar", Path(__file__).with_name("similar.py")
)
similar = importlib.util.module_from_spec(spec)
spec.loader.exec_module(similar)


class Library(similar.Corpus):
    def grow(self, size):
        """Rows past the ORM: what is measured is finding them, not writing them."""
        cr = self.env.cr
        cr.execute("SELECT count(*) FROM qms_document WHERE state = 'valid'")
        [present] = cr.fetchone()
        with without_indexes(cr, "qms_document"):
            while present < size:
                count = min(size - present, SLICE)
                self._insert([self.text(PAGES * PAGE) for _ in range(count)], present)
                present += count
        self._versions()
        cr.execute(
            """UPDATE qms_document SET parent_id = id - 1
                WHERE id %% 10 = 3 AND parent_id IS NULL
                  AND id - 1 IN (SELECT id FROM qms_document)""",
            (),
        )
        cr.execute("ANALYZE qms_document; ANALYZE qms_document_version")
        self.env.invalidate_all()

    def _insert(self, texts, before):
        self.env.cr.execute(
            """INSERT INTO qms_document (number, name, key, state, type_id,
                      company_id, department_id, owner_id, confidentiality,
                      date_valid, search_title, search_text, search_language)
               SELECT 'B-' || %(before)s + place, left(text, 40),
                      %(before)s + place, 'valid', %(type)s, %(company)s,
                      units[1 + place %% 20], %(owner)s,
                      CASE WHEN place %% 10 = 0
                           THEN 'confidential' ELSE 'normal' END,
                      CURRENT_DATE - (place %% 700)::int,
                      left(text, 40), text, 'danish'
                 FROM unnest(%(texts)s) WITH ORDINALITY row (text, place),
                      (SELECT %(units)s::int[] AS units) town""",
            {
                "texts": texts,
                "before": before,
                "company": self.company.id,
                "type": self.env.ref("qms_document.type_procedure").id,
                "units": self.units.ids,
                "owner": self.leader.id,
            },
        )

    def _versions(self):
        """Each has the version that says what it says."""
        self.env.cr.execute(
            """WITH made AS (
                   INSERT INTO qms_document_version (document_id, edition, number,
                          name, state, company_id, department_id, confidentiality,
                          text, date_valid, date_approved)
                   SELECT id, 1, number, name, 'valid', company_id, department_id,
                          confidentiality, '<p>' || search_text || '</p>',
                          date_valid, date_valid
                     FROM qms_document
                    WHERE state = 'valid' AND valid_version_id IS NULL
                RETURNING id, document_id)
               UPDATE qms_document SET valid_version_id = made.id
                 FROM made WHERE made.document_id = qms_document.id"""
        )

    def readable(self, user):
        """Which documents that user reads, as one would write it by hand."""
        if user == self.manager:
            return SQL("state = 'valid'")
        return SQL(
            "state = 'valid' AND (confidentiality = 'normal' OR department_id = %s)",
            self.units[0].id,
        )


class Reader:
    """One person at the list of documents."""

    def __init__(self, library, who, user, size):
        self.who, self.size = who, size
        self.rows = library.readable(user)
        self.documents = library.env(user=user.id)["qms.document"]

    def label(self, what, size=None):
        return f"{what}, {self.who} @ {size or self.size:,}"

    def list(self, domain):
        names = {"fields": {"display_name": {}}}
        columns = {name: names if "_id" in name else {} for name in COLUMNS}
        valid = [("state", "=", "valid"), *domain]
        return self.documents.web_search_read(valid, columns, limit=ROWS)

    def bare(self, condition):
        """The same page, and the count up to where the pager stops."""
        self.documents.env.execute_query(
            SQL(
                """SELECT id, %s FROM qms_document WHERE %s AND %s
                    ORDER BY number, id LIMIT %s""",
                SQL(", ").join(map(SQL.identifier, COLUMNS)),
                self.rows,
                condition,
                ROWS,
            )
        )
        self.documents.env.execute_query(
            SQL(
                """SELECT count(*) FROM (SELECT FROM qms_document
                                          WHERE %s AND %s LIMIT %s) counted""",
                self.rows,
                condition,
                COUNTED,
            )
        )

    def explain(self, domain):
        """What PostgreSQL does for the page: seconds, pages read, indexes."""
        query = self.documents._search(domain, limit=ROWS, order="number, id")
        [(found,)] = self.documents.env.execute_query(
            SQL("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) %s", query.select())
        )
        plan = found[0]["Plan"]
        pages = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
        ways = sorted(set(self._ways(plan)))
        return found[0]["Execution Time"] / 1000, f"{pages:,} pages; {', '.join(ways)}"

    def _ways(self, plan):
        if plan["Node Type"] == "Seq Scan":
            yield f"all of {plan['Relation Name']}"
        if "Index Name" in plan:
            yield plan["Index Name"]
        for below in plan.get("Plans", ()):
            yield from self._ways(below)


def run(bench):
    library = Library(bench.env)
    for size in SIZES:
        library.grow(size)
        for who, user in (("manager", library.manager), ("nurse", library.nurse)):
            measure(bench, library, Reader(library, who, user, size))
        master_list(bench, library, size)


def measure(bench, library, reader):
    label, first = reader.label, SIZES[0]

    def beside(what, domain, condition):
        bare, ours = label(f"{what}, bare SQL"), label(what)
        bench.measure(bare, lambda: reader.bare(condition))
        against = {"bare SQL": bare, f"{first:,}": label(what, first)}
        bench.measure(ours, lambda: reader.list(domain), against=against)

    beside("list", [], SQL("TRUE"))
    for what, ranks in TYPED.items():
        words = [library.words[rank] for rank in ranks]
        domain = [("search_words", "ilike", " ".join(words))]
        typed = " & ".join(f"{word}:*" for word in words)
        condition = SQL("search_vector @@ to_tsquery('danish', %s)", typed)
        beside(f"search, {what}", domain, condition)
        seconds, note = reader.explain(domain)
        bench.add(label(f"search, {what}, its plan"), 1, seconds, note=note)
    form(bench, reader)


def form(bench, reader):
    one = reader.documents.search([], limit=1)
    view = reader.documents.get_view(view_type="form")["arch"]
    names = {name: {} for name in one._fields if f'name="{name}"' in view}
    bench.measure(
        reader.label("form"),
        lambda: one.web_read(names),
        against={f"{SIZES[0]:,}": reader.label("form", SIZES[0])},
    )


def master_list(bench, library, size):
    """All of them as an Excel file, and the peak of Python's memory."""
    documents = library.env(user=library.manager.id)["qms.document"]
    label = "master list (Excel), manager @"
    bench.measure(
        f"{label} {size:,}",
        documents._master_list,
        runs=1,
        warm=0,
        against={f"{SIZES[0]:,}": f"{label} {SIZES[0]:,}"},
    )
    library.env.invalidate_all()
    tracemalloc.start()
    documents._master_list()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    bench.add(f"{label} {size:,}, memory", 0, 0, note=f"peak {peak:.0f} MB")
