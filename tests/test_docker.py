"""The files for the municipality's own server: read here, and tried without Docker."""

import configparser
import os
import re
import shlex
import subprocess
import time
import urllib.error
import urllib.request

import pytest
import yaml
from command import complaints, free_port

from tools import console, database, odoo, paths, postgres, templates

CONTAINER_FOLDERS = ("/mnt/extra-addons", "/opt/foreign-addons")
IMAGE = re.compile(r"^[\w./-]+:\d[\w.-]*$|^[\w./-]+:v\d[\w.-]*$")
ENVIRONMENT = {"POSTGRES_PASSWORD", "ODOO_DB_PASSWORD", "ADMIN_PASSWORD"}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((paths.ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def settings():
    parser = configparser.RawConfigParser()
    parser.read(paths.ROOT / "odoo.conf")
    return dict(parser["options"])


@pytest.fixture(scope="module")
def dockerfile():
    text = (paths.ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [tuple(line.split(None, 1)) for line in lines]


@pytest.fixture
def scratch():
    name = templates.scratch_name("docker")
    yield name
    templates.drop(name, None)


# --- the files ------------------------------------------------------------------


def test_images_name_a_version(compose):
    images = [service["image"] for service in compose["services"].values()]
    assert all(map(IMAGE.match, images)), images
    assert "postgres:17" in images


def test_services_are_watched_and_log_is_rotated(compose):
    for name, service in compose["services"].items():
        assert "max-size" in service["logging"]["options"], name
        assert "test" in service["healthcheck"] or name == "setup"


def test_data_lies_in_volumes(compose):
    used = {
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }
    assert used == set(compose["volumes"]) == {"db-data", "odoo-data"}


def test_the_database_prints_no_statement_that_fails(compose):
    command = compose["services"]["db"]["command"]
    assert "log_min_error_statement=panic" in command
    assert "log_error_verbosity=terse" in command


def test_there_are_no_default_passwords(compose):
    text = (paths.ROOT / "docker-compose.yml").read_text()
    secrets = set(re.findall(r"\$\{(\w*PASSWORD\w*)", text))
    assert secrets == ENVIRONMENT
    for name in secrets:
        assert not re.search(rf"\$\{{{name}(:?-|\}})", text), name
    example = (paths.ROOT / "docker/env.example").read_text()
    for name in secrets:
        assert f"\n{name}=\n" in example


def test_mail_catcher_is_for_developers(compose):
    assert compose["services"]["mail"]["profiles"] == ["dev"]


def test_only_this_machine_reaches_the_ports(compose):
    ports = [p for s in compose["services"].values() for p in s.get("ports", [])]
    assert ports
    assert all("127.0.0.1:" in port or ":-127.0.0.1}:" in port for port in ports)


def test_database_user_is_no_superuser(compose):
    assert compose["services"]["odoo"]["environment"]["USER"] == "odoo"
    assert "POSTGRES_USER" not in compose["services"]["db"]["environment"]
    script = (paths.ROOT / "docker/database-user").read_text()
    assert "CREATE ROLE odoo LOGIN CREATEDB" in script
    assert "SUPERUSER" not in script


def test_settings_are_those_of_a_server(settings):
    assert settings["list_db"] == "False"
    assert settings["proxy_mode"] == "True"
    assert "admin_passwd" not in settings
    assert int(settings["workers"]) > 0
    limits = {name for name in settings if name.startswith("limit_")}
    assert {"limit_memory_soft", "limit_memory_hard", "limit_time_cpu"} <= limits
    assert int(settings["limit_memory_soft"]) < int(settings["limit_memory_hard"])


def test_limits_leave_an_evidence_pack_its_time(settings):
    """Its workbook is written in one go: computing ends it no sooner than a request."""
    seconds = {
        name: int(value)
        for name, value in settings.items()
        if name.startswith("limit_time_")
    }
    assert seconds["limit_time_cpu"] >= seconds["limit_time_real"] >= 240
    # with the waiting for PostgreSQL and the disk
    assert seconds["limit_time_real_cron"] >= 2 * seconds["limit_time_cpu"]
    # other scheduled actions go on beside it
    assert int(settings["max_cron_threads"]) >= 2


def test_evidence_packs_lie_on_the_disk_of_the_files(compose, settings):
    """Which they are linked to, not copied from."""
    volumes = compose["services"]["odoo"]["volumes"]
    assert f"odoo-data:{settings['data_dir']}" in volumes


def test_image_holds_what_the_settings_name(dockerfile, settings):
    assert dockerfile[0] == ("FROM", "odoo:19.0")
    ours, foreign = settings["addons_path"].split(",")
    assert ("COPY", f"addons {ours}") in dockerfile
    target = foreign.removesuffix("/odoo/addons")
    assert any(f"--target {target} " in command for _word, command in dockerfile)
    assert ("COPY", "odoo.conf /etc/odoo/odoo.conf") in dockerfile
    users = [argument for word, argument in dockerfile if word == "USER"]
    assert users[-1] == "odoo"
    assert any(word == "HEALTHCHECK" for word, _argument in dockerfile)
    ignored = (paths.ROOT / ".dockerignore").read_text().split()
    for word, argument in dockerfile:
        if word == "COPY":
            source = [part for part in shlex.split(argument) if part[0] != "-"][0]
            assert (paths.ROOT / source).exists() or source == "addons"
            assert f"!{source.split('/')[0]}" in ignored


def test_requirements_are_pinned():
    files = sorted(paths.ROOT.glob("requirements*.txt"))
    assert len(files) == 4
    for name in files:
        for line in name.read_text().splitlines():
            if line and not line.startswith("#"):
                assert re.match(r"^[\w.-]+==[\w.]+(; .+)?$", line), f"{name}: {line}"


def test_practice_is_asked_for_and_not_reset_by_itself(compose):
    service = compose["services"]["practice"]
    assert service["profiles"] == ["practice"]
    assert service["restart"] == "no"


@pytest.mark.parametrize("script", ["setup", "practice", "database-user"])
def test_shell_scripts_parse(script):
    done = subprocess.run(["bash", "-n", paths.ROOT / "docker" / script], check=False)
    assert not done.returncode


# --- tried ----------------------------------------------------------------------


def _status(url):
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_arguments):
            return None

    try:
        with urllib.request.build_opener(Stay).open(url, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


def _wait_for(url, process):
    for _ in range(240):
        status = _status(url)
        if status or process.poll() is not None:
            return status
        time.sleep(0.5)
    return None


def test_odoo_serves_with_these_settings(odoo_copy, tmp_path):
    """The very file, only with this machine's database, folders and free ports."""
    port, gevent_port = free_port(), free_port()
    command = odoo.command(
        *("-c", paths.ROOT / "odoo.conf", "-d", odoo_copy),
        *("--db-filter", f"^{odoo_copy}$", "--http-interface", "127.0.0.1"),
        *("--http-port", port, "--gevent-port", gevent_port),
        *("--addons-path", ",".join(map(str, odoo.addons_path()))),
        *("--data-dir", paths.DATA),
    )
    log = tmp_path / "odoo.log"
    with open(log, "w") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            env=odoo.environment(postgres.Server()),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=console.die_with_parent,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        assert _wait_for(f"{address}/web/health", process) == 200, log.read_text()
        assert _status(f"{address}/web/login") == 200
        # no list of databases, nobody makes or drops one
        assert _status(f"{address}/web/database/list") != 200
        # what the browser's live connection is handed to
        gevent = f"http://127.0.0.1:{gevent_port}/web/health"
        assert _wait_for(gevent, process) == 200, log.read_text()
    finally:
        process.terminate()
        process.wait(60)
    found = complaints(log.read_text())
    assert not [line for line in found if not any(map(line.count, CONTAINER_FOLDERS))]


def _setup(name, script="setup", arguments=(), **extra):
    """A script, with this machine's Odoo and PostgreSQL for the container's."""
    env = odoo.environment(postgres.Server())
    env |= {
        "HOST": os.environ.get("PGHOST", ""),
        "PORT": os.environ.get("PGPORT", "5432"),
        "USER": os.environ.get("PGUSER", ""),
        "PASSWORD": os.environ.get("PGPASSWORD", "unused"),
        "DATABASE": name,
        "LANGUAGES": "en_US",
        "MODULES": "base",
        **extra,
    }
    return subprocess.run(
        ["bash", paths.ROOT / "docker" / script, *arguments],
        env={key: value for key, value in env.items() if value is not None},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=600,
    )


def test_setup_refuses_to_run_without_a_password(scratch):
    done = _setup(scratch, ADMIN_PASSWORD=None)
    assert done.returncode
    assert "ADMIN_PASSWORD" in done.stdout
    assert not database.exists(scratch)


def test_setup_leaves_no_well_known_password(scratch):
    """Twice: the second start neither installs again nor sets the password again."""
    check = "SELECT password FROM res_users WHERE login = 'admin'"
    first = _setup(scratch, ADMIN_PASSWORD="chosen-by-the-municipality")
    assert not first.returncode, first.stdout[-3000:]
    assert "password is set" in first.stdout
    stored = database.execute(check, name=scratch)
    second = _setup(scratch, ADMIN_PASSWORD="another")
    assert not second.returncode, second.stdout[-3000:]
    assert "Updating" in second.stdout
    assert "password is set" not in second.stdout
    assert database.execute(check, name=scratch) == stored


def _practise(name):
    quick = ("--stop-after-init", "--no-http")
    return _setup(name, "practice", quick)


def test_practice_is_a_harmless_copy_made_anew_each_time(odoo_copy):
    """While the original is in use."""
    name = f"{odoo_copy}_practice"
    flag = "SELECT count(*) FROM ir_config_parameter WHERE key LIKE '%neutralized'"
    touched = "SELECT count(*) FROM res_company WHERE name = 'Practised'"
    try:
        with database.connect(odoo_copy):
            done = _practise(odoo_copy)
            assert not done.returncode, done.stdout[-3000:]
        assert database.execute(flag, name=name) == [(1,)]
        assert database.execute(flag, name=odoo_copy) == [(0,)]
        database.execute("UPDATE res_company SET name = 'Practised'", name=name)
        done = _practise(odoo_copy)
        assert not done.returncode, done.stdout[-3000:]
        assert database.execute(touched, name=name) == [(0,)]
    finally:
        templates.drop(name, None)


def test_a_copy_that_is_not_harmless_does_not_stay(scratch):
    database.create(scratch)
    done = _practise(scratch)
    assert done.returncode
    assert not database.exists(f"{scratch}_practice")
