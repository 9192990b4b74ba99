"""Two hundred answer a survey at the same moment, in real transactions."""

import threading

import pytest
from decisions import make_town, transaction

from odoo.exceptions import UserError
from odoo.tools import mute_logger

PEOPLE = 200
# as many as a small server takes at once; the others wait for it
AT_ONCE = 20


@pytest.fixture(scope="module")
def odoo_copy(shared_copy):
    return shared_copy


@pytest.fixture(autouse=True)
def mute_repeated():
    """Odoo logs the statement that it repeats."""
    with mute_logger("odoo.sql_db"):
        yield


@pytest.fixture(scope="module")
def town(odoo_copy):
    return make_town(odoo_copy)


def _open(database, town, **values):
    with transaction(database, town["manager"]) as env:
        survey = env.ref("qms_survey.survey_service")
        campaign = env["qms.survey.campaign"].create(
            {
                "name": "At once",
                "purpose": "To see it hold",
                "legal_basis": "None",
                "company_id": town["company"],
                "survey_id": survey.id,
                "date_to": "2099-01-01",
                "access": "link",
                **values,
            }
        )
        campaign.action_open()
        return campaign.id


def _answer(database, campaign, invitee, text):
    """As the page takes it in; repeated after a serialization error, as over HTTP."""
    from odoo.service.model import retrying

    with transaction(database) as env:
        known = env["qms.survey.campaign"].browse(campaign)
        question = known.survey_id.question_ids.filtered(
            lambda each: each.question_type == "text_box"
        )
        texts = [{"question_id": question[:1].id, "text": text}]
        who = env["qms.survey.invitee"].browse(invitee)

        def take_in():
            known._take_in([], texts, who, False)

        retrying(take_in, env)


def _all_at_once(database, campaign, people):
    """``people``: pairs of an invitee's id or nothing, and a text.

    :return: what was raised
    """
    waiting, failed, lock = list(people), [], threading.Lock()
    barrier = threading.Barrier(AT_ONCE)

    def work():
        barrier.wait(60)
        while True:
            with lock:
                if not waiting:
                    return
                invitee, text = waiting.pop()
            try:
                _answer(database, campaign, invitee, text)
            except Exception as error:
                failed.append(error)

    threads = [threading.Thread(target=work) for _number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert not any(thread.is_alive() for thread in threads)
    return failed


def _slips(database, campaign):
    with transaction(database) as env:
        slips = env["qms.survey.slip"].search([("campaign_id", "=", campaign)])
        return [slip.content["texts"][0]["text"] for slip in slips]


def test_of_two_hundred_at_once_none_is_lost_or_doubled(odoo_copy, town):
    campaign = _open(odoo_copy, town)
    told = [f"Answer {number}" for number in range(PEOPLE)]
    assert not _all_at_once(odoo_copy, campaign, [((), text) for text in told])
    assert sorted(_slips(odoo_copy, campaign)) == sorted(told)
    with transaction(odoo_copy, town["manager"]) as env:
        known = env["qms.survey.campaign"].browse(campaign)
        known.action_close(reason="Enough")
        assert known.answered_count == PEOPLE


def _close(database, town, campaign, meanwhile=None):
    """As by its button; ``meanwhile``: after it has begun to look."""
    from odoo.service.model import retrying

    with transaction(database, town["manager"]) as env:
        known = env["qms.survey.campaign"].browse(campaign)
        tries = []

        def close():
            assert known.state == "open"
            tries.append(known)
            if meanwhile and len(tries) == 1:
                meanwhile()
            known.action_close(reason="Enough")

        retrying(close, env)
        return known.answered_count


def test_who_answers_while_it_is_closed_is_counted(odoo_copy, town):
    campaign = _open(odoo_copy, town)

    def meanwhile():
        _answer(odoo_copy, campaign, (), "Just in time")

    assert _close(odoo_copy, town, campaign, meanwhile) == 1
    assert not _slips(odoo_copy, campaign)


def test_what_is_mixed_while_it_is_closed_is_counted(odoo_copy, town):
    campaign = _open(odoo_copy, town)
    for number in range(12):
        _answer(odoo_copy, campaign, (), f"Answer {number}")
    counted = []
    closing = threading.Thread(
        target=lambda: counted.append(_close(odoo_copy, town, campaign))
    )
    with transaction(odoo_copy) as env:
        env["qms.survey.slip"]._mix(env["qms.survey.campaign"].browse(campaign))
        closing.start()
        closing.join(2)
        assert closing.is_alive(), "it waits for who mixes"
    closing.join(300)
    assert counted == [12]
    assert not _slips(odoo_copy, campaign)


def test_an_address_used_by_many_at_once_counts_once(odoo_copy, town):
    with transaction(odoo_copy) as env:
        tag = env["res.partner.category"].create({"name": "At once"})
        env["res.partner"].create(
            {
                "name": "Citizen",
                "email": "citizen@example.test",
                "category_id": [(4, tag.id)],
            }
        )
        tags = [(6, 0, tag.ids)]
    campaign = _open(odoo_copy, town, access="people", tag_ids=tags)
    with transaction(odoo_copy) as env:
        asked = env["qms.survey.invitee"].search([("campaign_id", "=", campaign)]).id
    failed = _all_at_once(
        odoo_copy, campaign, [(asked, f"Answer {number}") for number in range(AT_ONCE)]
    )
    assert len(failed) == AT_ONCE - 1
    assert all(isinstance(error, UserError) for error in failed), failed
    assert len(_slips(odoo_copy, campaign)) == 1


def test_cases_of_one_person_that_close_at_once_ask_him_once(odoo_copy, town):
    from odoo.service.model import retrying

    from odoo.addons.qms_survey.models.campaign_population import Asked

    campaign, failed = _open(odoo_copy, town), []
    barrier = threading.Barrier(4)

    def ask():
        barrier.wait(60)
        try:
            with transaction(odoo_copy) as env:
                known = env["qms.survey.campaign"].browse(campaign)
                invitees = env["qms.survey.invitee"]
                person = [Asked("twice@example.test")]
                retrying(lambda: invitees._invite(known, known._free(person)), env)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=ask) for _number in range(barrier.parties)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert not failed
    with transaction(odoo_copy) as env:
        asked = env["qms.survey.invitee"].search([("campaign_id", "=", campaign)])
        assert asked.mapped("email") == ["twice@example.test"]
