"""Two people at the same document at the same moment, in real transactions."""

import pytest
from decisions import at_once, chain, make_town, problems, transaction

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

STEPS = '<p data-last-history-steps="%s">%s</p>'


@pytest.fixture(scope="module")
def odoo_copy(shared_copy):
    return shared_copy


@pytest.fixture(scope="module")
def town(odoo_copy):
    return make_town(odoo_copy, nurses=2)


@pytest.fixture(autouse=True)
def mute_repeated():
    """Odoo logs the statement that it repeats."""
    with mute_logger("odoo.sql_db", "odoo.addons.html_editor.tools"):
        yield


@pytest.fixture
def document(odoo_copy, town):
    """Of a nurse, written by another too: a valid version and a draft beside it."""
    with transaction(odoo_copy, town["nurse0"]) as env:
        made = env["qms.document"].create(
            {
                "name": "Medicine count",
                "type_id": env.ref("qms_document.type_procedure").id,
                "department_id": town["unit"],
                "company_id": town["company"],
                "editor_ids": [(6, 0, [town["nurse1"]])],
            }
        )
        made.draft_id.text = "<p>Count each box.</p>"
        made.draft_id.action_submit()
        made.draft_id.with_user(town["leader"]).action_approve()
        made.invalidate_recordset()
        made.action_write()
        made.invalidate_recordset()
        draft = made.draft_id
        draft.write({"text": STEPS % ("1", "One"), "change_note": "Twice."})
        return {"id": made.id, "draft": draft.id, "valid": made.valid_version_id.id}


def _states(database, document):
    with transaction(database) as env:
        versions = env["qms.document"].browse(document["id"]).version_ids
        return dict(versions.mapped(lambda each: (each.edition, each.state)))


def test_of_two_editors_the_second_is_told_and_overwrites_nothing(
    odoo_copy, town, document
):
    texts = {"nurse0": STEPS % ("1,2", "Two"), "nurse1": STEPS % ("1,3", "Three")}
    results = at_once(
        odoo_copy,
        *(
            (
                *(town[name], "qms.document.version"),
                *(document["draft"], "write", ({"text": text},)),
            )
            for name, text in texts.items()
        ),
    )
    [winner] = [number for number, result in enumerate(results) if result is True]
    assert isinstance(results[1 - winner], ValidationError), results
    with transaction(odoo_copy) as env:
        draft = env["qms.document.version"].browse(document["draft"])
        kept, authors = draft.text, draft.author_ids.ids
    assert list(texts.values())[winner].split(">")[1] in kept
    assert town[f"nurse{winner}"] in authors
    assert not problems(odoo_copy)


def test_two_begin_a_version_and_one_draft_is_there(odoo_copy, town, document):
    with transaction(odoo_copy, town["nurse0"]) as env:
        env["qms.document.version"].browse(document["draft"]).action_discard("Anew")
    calls = [
        (town[name], "qms.document", document["id"], "action_write", ())
        for name in ("nurse0", "nurse1")
    ]
    results = at_once(odoo_copy, *calls)
    made = [result for result in results if isinstance(result, dict)]
    assert made and {one["res_id"] for one in made} == {made[0]["res_id"]}, results
    assert all(isinstance(each, dict | UserError) for each in results), results
    states = list(_states(odoo_copy, document).values())
    assert sorted(states) == ["discarded", "draft", "valid"]


def test_an_approval_and_a_withdrawal_at_once(odoo_copy, town, document):
    """Whoever comes second is refused, or decides on what the first has left."""
    with transaction(odoo_copy, town["nurse0"]) as env:
        env["qms.document.version"].browse(document["draft"]).action_submit()
    model = "qms.document.version"
    approved, withdrawn = at_once(
        odoo_copy,
        (town["leader"], model, document["draft"], "action_approve", ()),
        (town["head"], model, document["valid"], "action_withdraw", ("Wrong",)),
    )
    assert approved is True
    assert withdrawn is True or isinstance(withdrawn, UserError | AccessError)
    assert _states(odoo_copy, document) == {1: "withdrawn", 2: "valid"}
    with transaction(odoo_copy) as env:
        shown = env["qms.document"].browse(document["id"])
        assert (shown.state, shown.valid_version_id.id) == ("valid", document["draft"])
        assert "Count each box" not in (shown.search_text or "")
    verbs = chain(odoo_copy, model, document["valid"])
    assert verbs.count("withdraw") == (withdrawn is True)
    assert not problems(odoo_copy)
