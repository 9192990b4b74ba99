"""Finding one of 20,000 documents with 200,000 pages, and asking 5,000 to read one.

Words are as common as in a natural language (see `similar`); a page has 250 of them.
`BENCH_SIZES` gives the numbers of documents.
"""

import importlib.util
import os
from pathlib import Path

from odoo import Command

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "2000,20000").split(",")]
PAGES, PAGE = 10, 250
SLICE = 500
READERS = 5_000

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
        missing = size - cr.fetchone()[0]
        while missing > 0:
            texts = [self.text(PAGES * PAGE) for _ in range(min(missing, SLICE))]
            cr.execute(
                """INSERT INTO qms_document (number, name, key, state, type_id,
                          company_id, department_id, owner_id, confidentiality,
                          date_valid, search_title, search_text, search_language)
                   SELECT 'B-' || %(left)s || '-' || place, left(text, 40),
                          %(left)s || '-' || place, 'valid', %(type)s, %(company)s,
                          units[1 + place %% 20], %(owner)s,
                          CASE WHEN place %% 10 = 0
                               THEN 'confidential' ELSE 'normal' END,
                          CURRENT_DATE - (place %% 700)::int,
                          left(text, 40), text, 'danish'
                     FROM unnest(%(texts)s) WITH ORDINALITY row (text, place),
                          (SELECT %(units)s::int[] AS units) town""",
                {
                    "texts": texts,
                    "left": missing,
                    "company": self.company.id,
                    "type": self.env.ref("qms_document.type_procedure").id,
                    "units": self.units.ids,
                    "owner": self.leader.id,
                },
            )
            missing -= len(texts)
        cr.execute("ANALYZE qms_document")
        self.env.invalidate_all()


def run(bench):
    library = Library(bench.env)
    for size in SIZES:
        library.grow(size)
        measure(bench, library, size)
    ask(bench, library)


def measure(bench, library, size):
    first = f" @ {SIZES[0]:,}"
    typed = [library.text(2) for _place in range(20)]
    columns = {"number": {}, "name": {}, "date_valid": {}, "state": {}}
    columns |= {"type_id": {"fields": {"display_name": {}}}}
    for who, user in (("manager", library.manager), ("nurse", library.nurse)):
        documents = library.env(user=user.id)["qms.document"]
        label = f"20 x search of 2 words, first page of the list, {who}"
        bench.measure(
            f"{label} @ {size:,}",
            lambda d=documents: [
                d.web_search_read([("search_words", "ilike", words)], columns, limit=80)
                for words in typed
            ],
            against=label + first,
        )
        one = documents.search([], limit=1)
        view = documents.get_view(view_type="form")["arch"]
        names = {name: {} for name in documents._fields if f'name="{name}"' in view}
        label = f"form, {who}"
        bench.measure(
            f"{label} @ {size:,}",
            lambda one=one, names=names: one.web_read(names),
            against=label + first,
        )


def ask(bench, library):
    """One version that 5,000 must read becomes valid."""
    unit = library.units[1]
    library.env["hr.employee"].create(
        [{"name": f"Reader {i}", "department_id": unit.id} for i in range(READERS)]
    )
    documents = library.env(user=library.manager.id)["qms.document"]
    document = documents.create(
        {
            "name": "Hygiene",
            "department_id": library.units[0].id,
            "reader_unit_ids": [Command.set(unit.ids)],
            "type_id": library.env.ref("qms_document.type_procedure").id,
        }
    )
    document.draft_id.text = "<p>Wash your hands.</p>"
    document.draft_id.action_submit()
    version = document.draft_id.with_user(library.leader)
    bench.measure(f"{READERS:,} are asked to read one", version.action_approve, runs=2)
