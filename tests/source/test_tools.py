"""The tooling's own rules, as far as they need neither Odoo nor a network."""

import json
import os
import shutil
import subprocess
import sys
import time

import pytest

from tools import (
    apt,
    clean,
    modules,
    odoo,
    odoo_source,
    paths,
    postgres,
    python_env,
    state,
)
from tools import test as runner
from tools.console import Failure

ONE_LINE = """
# deb http://mirror.example/debian other main
deb [arch=amd64 signed-by=/keys/a.gpg] http://mirror.example/debian own main contrib
deb-src http://mirror.example/debian source main
"""
DEB822 = """
# a comment
Types: deb deb-src
URIs: http://mirror.example/debian
Suites: own
 own-updates
Components: main
Signed-By: /keys/b.gpg

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: own
"""


def test_reads_one_line_sources():
    assert list(apt.one_line_entries(ONE_LINE)) == [
        ("http://mirror.example/debian", ["own"], "/keys/a.gpg")
    ]


def test_reads_deb822_sources():
    assert list(apt.deb822_entries(DEB822)) == [
        ("http://mirror.example/debian", ["own", "own-updates"], "/keys/b.gpg")
    ]


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ([], []),
        (["-d", "one", "-i", "qms"], ["one"]),
        (["--database=one,two"], ["one", "two"]),
        (["-done"], ["one"]),
        (["server", "--database", "one"], ["one"]),
        (["shell", "-d", "one"], []),
        (["i18n", "export", "-d", "one"], []),
    ],
)
def test_finds_the_databases_to_create(arguments, names):
    assert odoo.databases(arguments) == names


def test_a_folder_half_filled_is_not_taken(tmp_path):
    folder = tmp_path / "folder"
    with state.building(folder) as new:
        (new / "a").touch()
    state.mark(folder, "key")
    with pytest.raises(KeyboardInterrupt), state.building(folder) as new:
        (new / "b").touch()
        raise KeyboardInterrupt
    assert [path.name for path in folder.iterdir()] == ["a"]
    assert state.is_fresh(folder, "key")
    assert not state.is_fresh(folder, "another")


def test_a_folder_replaced_without_its_stamp_is_not_fresh(tmp_path):
    folder = tmp_path / "folder"
    with state.building(folder):
        pass
    state.mark(folder, "key")
    with state.building(folder):
        pass
    assert not state.is_fresh(folder, "key")


def test_a_checkout_must_be_odoo_19(tmp_path, monkeypatch):
    monkeypatch.setenv("ODOO_SRC", str(tmp_path))
    with pytest.raises(Failure, match="not an Odoo 19.0 checkout"):
        odoo_source.ensure()


def test_links_are_kept_within_the_unpacked_folder(tmp_path):
    (tmp_path / "usr/share").mkdir(parents=True)
    (tmp_path / "usr/share/font").touch()
    (tmp_path / "usr/link").symlink_to("/usr/share/font")
    odoo_source.mend_links(tmp_path)
    assert os.readlink(tmp_path / "usr/link") == "share/font"
    (tmp_path / "usr/dead").symlink_to("../../elsewhere")
    with pytest.raises(Failure, match="usr/dead"):
        odoo_source.mend_links(tmp_path)


def test_a_failure_is_a_message_and_not_a_traceback():
    code = "from tools import console\ndef main(_): raise console.Failure('what to do')"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nconsole.main(main)"],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "what to do" in done.stderr
    assert "Traceback" not in done.stderr


def test_node_programs_are_pinned():
    manifest = json.loads((paths.ROOT / "tools/package.json").read_text())
    assert all(version[0].isdigit() for version in manifest["dependencies"].values())


def test_a_shared_folder_is_left_to_its_owner(tmp_path, monkeypatch):
    shared = tmp_path / "elsewhere"
    shared.mkdir()
    (tmp_path / ".qms").symlink_to(shared)
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    clean.main([])
    assert not (tmp_path / ".qms").is_symlink()
    assert shared.is_dir()


def test_a_stranger_with_our_old_pid_is_not_our_server(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, "CLUSTER", tmp_path)
    assert not postgres._running()
    (tmp_path / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert not postgres._running()


def _soon(question):
    """A process bears its name a moment after it was started."""
    for _ in range(100):
        if question():
            return True
        time.sleep(0.02)
    return False


def test_a_server_is_known_by_the_cluster_it_works_in(tmp_path, monkeypatch):
    cluster = tmp_path / "data"
    cluster.mkdir()
    program = tmp_path / "postgres"
    shutil.copy(shutil.which("sleep"), program)
    monkeypatch.setattr(postgres, "CLUSTER", cluster)
    with subprocess.Popen([program, "60"], cwd=cluster) as server:
        (cluster / "postmaster.pid").write_text(f"{server.pid}\n")
        try:
            assert _soon(postgres._running)
        finally:
            server.kill()


# --- modules of others ----------------------------------------------------------


@pytest.fixture
def some_modules(tmp_path, monkeypatch):
    """``upper`` and ``beside`` of ours; ``upper`` stands on one of somebody else's."""
    odoo_folder, ours = tmp_path / "odoo", tmp_path / "ours"
    for folder, name, depends in (
        (odoo_folder, "mail", ["base"]),
        (ours, "lower", ["mail"]),
        (ours, "upper", ["lower", "theirs"]),
        (ours, "top", ["upper"]),
        (ours, "beside", ["lower"]),
    ):
        (folder / name / "tests").mkdir(parents=True)
        manifest = folder / name / "__manifest__.py"
        manifest.write_text(repr({"name": name, "depends": depends}))
    (odoo_folder / "base").mkdir()
    (odoo_folder / "base/__manifest__.py").write_text("{}")
    monkeypatch.setattr(paths, "ADDONS", ours)
    monkeypatch.setattr(paths, "odoo_addons", lambda: [odoo_folder])
    cached = (modules.manifest, modules.ours, modules._of_odoo)
    for function in cached:
        function.cache_clear()
    monkeypatch.setattr(paths, "modules", lambda folder=ours: _names(folder))
    yield ours
    for function in cached:
        function.cache_clear()


def _names(folder):
    return sorted(path.parent.name for path in folder.glob("*/__manifest__.py"))


def test_what_stands_on_modules_of_others_is_kept_apart(some_modules):
    names = modules.ours()
    assert names == ["beside", "lower", "top", "upper"]
    assert modules.foreign(names) == ["top", "upper"]
    assert modules.common(names) == modules.product() == ["beside", "lower"]
    assert modules.core_depends(names) == ["mail"]
    assert modules.translated() == names


def test_what_is_apart_is_tested_by_itself(some_modules, monkeypatch):
    monkeypatch.setattr(paths, "ROOT", some_modules.parent)
    apart = ["top", "upper"]
    inside, outside = f"{some_modules}/top/tests", f"{some_modules}/beside/tests"
    named = [f"{inside}/test_it.py::Test", outside]
    assert runner._places(named, [], only=True) == [outside]
    assert runner._places_apart(named, apart, True, ["lower"]) == named[:1]
    assert runner._places([], ["beside"], only=True) == [outside]
    assert runner._places_apart([], [], False, ["lower"]) == []
    assert runner._places_apart([], apart, False, ["lower"]) == [
        inside,
        f"{some_modules}/upper/tests",
    ]


@pytest.mark.parametrize(
    ("statuses", "verdict"),
    [([0, 0], 0), ([0, 1], 1), ([5, 0], 0), ([0, 5], 0), ([5, 5], 5), ([1, 5], 1)],
)
def test_a_run_without_tests_is_no_failure_beside_another(statuses, verdict):
    assert runner._verdict(statuses) == verdict


def test_modules_of_others_are_on_the_addons_path_once_they_are_there(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(paths, "FOREIGN", tmp_path)
    assert paths.foreign_addons() not in odoo.addons_path()
    folder = tmp_path / "odoo/addons/theirs"
    folder.mkdir(parents=True)
    (folder / "__manifest__.py").write_text("{}")
    assert odoo.addons_path()[-1] == paths.foreign_addons()


def test_modules_of_others_are_pinned():
    lines = python_env.ADDONS.read_text().splitlines()
    named = [line for line in lines if line and not line.startswith("#")]
    assert named
    assert all("==" in line for line in named)
