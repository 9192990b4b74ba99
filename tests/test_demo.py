"""What `make run` does: the demo municipality, installed once and updated as needed."""

import re
import signal
import subprocess
import time
from functools import cache

import figures
import psutil
import pytest
import requests
from command import complaints, free_port
from decisions import transaction
from demo_shown import SHOWN

from tools import database, modules, paths, postgres, run, templates
from tools.console import Failure

SERVER = postgres.Server()


@pytest.fixture(scope="module")
def demo():
    """A database as the first `make run` leaves it."""
    name = templates.scratch_name("demo")
    with pytest.MonkeyPatch.context() as patch:
        # what is edited while the tests run is no change to them
        patch.setattr(modules, "checksum", cache(modules.checksum))
        run.prepare(name, SERVER)
        yield name
    figures.forget(name)
    templates.drop(name, None)
    for log in paths.LOG.glob(f"run-{name}*.log"):
        log.unlink()


def _log(name):
    return paths.LOG / f"run-{name}.log"


@pytest.fixture(scope="module", params=["en", "da"])
def told(request):
    """A demo in a language, and that language.

    The others are made the same way; that their texts are complete is checked apart.
    """
    if request.param == "en":
        yield request.getfixturevalue("demo"), "en"
        return
    name = templates.scratch_name(f"demo{request.param}")
    templates.copy(run.core(SERVER), name, None)
    run.install_ours(name, SERVER, request.param)
    yield name, request.param
    templates.drop(name, None)
    _log(name).unlink(missing_ok=True)


def _says(name, query):
    return [value for (value,) in database.execute(query, name=name)]


def test_installs_without_warning_in_each_language(told):
    name, language = told
    log = _log(name if language != "en" else f"{name}__new").read_text()
    assert not [line for line in complaints(log) if "qms" in line.replace(name, "")]


def test_its_users_read_its_language(told):
    name, language = told
    query = """
        SELECT DISTINCT partner.lang
          FROM ir_model_data data
          JOIN res_users users ON users.id = data.res_id
          JOIN res_partner partner ON partner.id = users.partner_id
         WHERE data.model = 'res.users'
           AND (data.module = 'qms' OR data.name = 'user_admin')
    """
    assert _says(name, query) == [run.LANGUAGES[language]]


WRITTEN = {
    "en": ("Lindstrup Municipality", "Birch House, staircase B"),
    "da": ("Lindstrup Kommune", "Birkehuset, opgang B"),
    "nb": ("Lindstrup kommune", "Bjørkehuset, oppgang B"),
    "sv": ("Lindstrups kommun", "Björkhuset, trappuppgång B"),
}


def test_it_is_told_in_its_language(told):
    name, language = told
    company, place = WRITTEN[language]
    assert company in _says(name, "SELECT name FROM res_company")
    assert place in _says(name, "SELECT place FROM qms_deviation")


def test_units_have_a_name_in_every_language(told):
    name, _language = told
    query = """
        SELECT unit.name
          FROM hr_department unit JOIN ir_model_data data ON data.res_id = unit.id
         WHERE data.model = 'hr.department' AND data.name = 'demo_unit_council'
    """
    assert _says(name, query) == [
        {
            "en_US": "Municipal Council",
            "da_DK": "Byrådet",
            "nb_NO": "Kommunestyret",
            "sv_SE": "Kommunfullmäktige",
        }
    ]


STORED = """
    SELECT DISTINCT told
      FROM (SELECT concat_ws(' ', description, place, correction) FROM qms_report
            UNION ALL SELECT concat_ws(' ', summary, answer, cause, similar_note,
                consequences, system_change_note, enough_because, why_1, why_2, why_3,
                why_4, why_5, praise, handover_contact) FROM qms_deviation
            UNION ALL SELECT concat_ws(' ', name, address) FROM qms_deviation_sender
            UNION ALL SELECT text FROM qms_praise
            UNION ALL SELECT body FROM qms_report_message
            UNION ALL SELECT note FROM qms_wheel_occurrence
            UNION ALL SELECT concat_ws(' ', name, cost, criterion, result)
                FROM qms_action
            UNION ALL SELECT concat_ws(' ', reason, content::text)
                FROM qms_decision_detail
            UNION ALL SELECT body FROM mail_message WHERE model LIKE 'qms.%'
            UNION ALL SELECT concat_ws(' ', subject, body_html)
                FROM mail_mail JOIN mail_message ON mail_message.id = mail_message_id
            UNION ALL SELECT complete_name FROM res_partner
            UNION ALL SELECT summary FROM mail_activity) AS everything(told)
"""


def test_nothing_nordic_shows_in_english(told):
    name, language = told
    nordic = [text for text in _says(name, STORED) if re.search("[æøåÆØÅ]", text or "")]
    assert bool(nordic) == (language != "en"), nordic[:3]


@pytest.mark.parametrize("what", SHOWN)
def test_it_shows(demo, what):
    number, where = SHOWN[what]
    assert _says(demo, f"SELECT COUNT(*) FROM {where}") == [number]


def test_each_figure_equals_the_list_it_opens(demo):
    """For each demo user in his companies, the languages in turn."""
    counted = 0
    with transaction(demo) as env:
        indicators = env["qms.indicator"].search([])
        for user, language in figures.readers(env):
            seen = indicators.with_user(user).with_context(lang=language)
            companies = user.company_ids
            wrong, told = figures.differences(seen, companies, *figures.this_year())
            assert not wrong, (user.login, language)
            counted += told
    assert counted > len(indicators)


def test_the_review_s_figures_equal_their_lists_in_every_language(demo):
    with transaction(demo) as env:
        [review] = env["qms.review"].search([("state", "=", "collecting")])
        for user in (review.owner_id, review.signer_id):
            told = set()
            for language in figures.LANGUAGES:
                seen = review.with_user(user).with_context(lang=language).figure_ids
                wrong, values = figures.of_review(seen)
                assert not wrong, (user.login, language)
                told.add(tuple(values))
            assert len(told) == 1, user.login
            assert any(told.pop()), user.login


def test_figures_worked_out_again_are_the_same(demo):
    """Nothing is written, and each is what its month says when it is read live."""
    with transaction(demo) as env:
        indicators = env["qms.indicator"].search([("source", "=", "records")])
        indicators._keep_months()
        env.cr.execute("UPDATE qms_indicator_value SET write_date = '2020-01-01'")
        once = figures.stored(env)
        indicators._keep_months()
        assert figures.stored(env) == once
        wrong, told = figures.against_live(indicators, once)
        assert not wrong
        assert told > 100
        env.cr.rollback()


def test_its_mail_is_of_what_is_still_owed(demo):
    query = """
        SELECT message.model, duty.state
          FROM mail_mail mail
          JOIN mail_message message ON message.id = mail.mail_message_id
     LEFT JOIN qms_duty duty ON duty.id = message.res_id
               AND message.model = 'qms.duty'
         WHERE message.model LIKE 'qms.%'
    """
    mails = set(database.execute(query, name=demo))
    # who is invited to an audit or consulted is told at once
    told = {("qms.audit.notice", None), ("qms.consultation", None)}
    assert mails <= {("qms.duty", "open"), *told}


def test_another_language_later_installs_nothing_and_says_so(demo, capsys):
    _log(demo).unlink(missing_ok=True)
    run.prepare(demo, SERVER, "sv")
    said = "".join(capsys.readouterr())
    assert "LANGUAGE=sv changes nothing" in said
    assert "English" in said
    assert not _log(demo).exists()


def test_a_language_we_do_not_speak_is_refused():
    with pytest.raises(Failure, match="not told in 'fi'"):
        run.main(["--language", "fi"])


def test_every_demo_user_logs_in(demo):
    from passlib.context import CryptContext

    logins = database.execute(run.LOGINS, name=demo)
    if "qms" in modules.product():
        assert len(logins) > 5
    verify = cache(CryptContext(["pbkdf2_sha512"]).verify)
    for _xmlid, login, _person in logins:
        query = "SELECT password FROM res_users WHERE login = %s"
        [[stored]] = database.execute(query, (login,), name=demo)
        assert verify(run.DEMO_PASSWORD, stored), login


def test_languages_are_loaded(demo):
    query = "SELECT code FROM res_lang WHERE active"
    codes = {code for (code,) in database.execute(query, name=demo)}
    assert codes == {"en_US", *templates.LANGUAGES}


def test_it_serves_tells_how_to_log_in_and_stops(demo, tmp_path):
    output = tmp_path / "output"
    port = str(free_port())
    command = ["bin/qms-tool", "run", "--database", demo, "--port", port]
    with open(output, "w") as file:
        process = subprocess.Popen(
            command,
            cwd=paths.ROOT,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        for _ in range(600):
            if "Odoo is ready" in output.read_text() or process.poll() is not None:
                break
            time.sleep(0.5)
        assert "Odoo is ready" in output.read_text(), output.read_text()
        for _xmlid, login, _person in database.execute(run.LOGINS, name=demo):
            assert login in output.read_text()
        query = "SELECT value FROM ir_config_parameter WHERE key = 'web.base.url'"
        assert database.execute(query, name=demo) == [(f"http://localhost:{port}",)]
        _shows_documents_without_login(demo, output.read_text())
        children = psutil.Process(process.pid).children(recursive=True)
        assert children
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
    _gone, alive = psutil.wait_procs(children, timeout=10)
    assert not alive


def _shows_documents_without_login(name, said):
    """The page of a unit that the announcement names leads to what holds there."""
    [page] = run.unit_pages(name)
    [address] = re.findall(rf"http://\S+{re.escape(page)}", said)
    start = requests.get(address, timeout=60).text
    assert f"{page}/documents" in start
    query = "SELECT name FROM qms_document WHERE on_unit_page AND state = 'valid'"
    shown = requests.get(f"{address}/documents", timeout=60).text
    assert [title for title in _says(name, query) if title in shown]


def test_second_start_installs_nothing(demo):
    _log(demo).unlink(missing_ok=True)
    run.prepare(demo, SERVER)
    assert not _log(demo).exists()


def test_only_what_changed_is_updated(demo, monkeypatch):
    upper = modules.closure(modules.product())[-1:]
    before = modules.checksum
    monkeypatch.setattr(
        modules, "checksum", lambda name: before(name) + "x" * (name in upper)
    )
    run.prepare(demo, SERVER)
    log = _log(demo).read_text()
    for name in modules.product():
        updated = f"module {name}: creating or updating" in log
        assert updated == (name in upper), name
    monkeypatch.undo()
    # what is found unchanged again is not the same as what was remembered
    run.prepare(demo, SERVER)
    _log(demo).unlink()
    run.prepare(demo, SERVER)
    assert not _log(demo).exists()


def test_a_database_of_another_making_is_left_alone(odoo_copy):
    with pytest.raises(run.Failure, match="not made by"):
        run.prepare(odoo_copy, SERVER)
