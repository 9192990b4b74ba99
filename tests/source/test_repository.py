"""The repository speaks of itself alone and holds on any machine."""

import itertools
import re
import subprocess

import pytest
import yaml
from lxml import etree
from source import files

from tools import paths

HOSTS = [("deb", "debian"), ("pypi", "org"), ("files", "pythonhosted")]
HOSTS += [("registry", "npmjs"), ("security", "debian"), ("docker", "io")]
REGISTRY = re.compile("|".join(r"\.".join(parts) for parts in HOSTS))
HOMES = "|".join(["work", "farm", "root", "home"])
MACHINE = re.compile(rf"(?<![\w.])/({HOMES})/")


def _lines(pattern):
    for path in files.texts():
        text = path.read_text(errors="replace")
        for number, line in enumerate(text.splitlines(), 1):
            if pattern.search(line):
                yield f"{files.name(path)}:{number}: {line.strip()[:100]}"


def test_names_no_registry():
    """Packages come through the machine's own clients and their settings."""
    assert not list(_lines(REGISTRY))


def test_names_no_path_of_one_machine():
    assert not list(_lines(MACHINE))


def test_has_no_leftovers_of_a_merge():
    marks = "|".join([r"^<{7} ", r"^>{7} ", r"^\|{7} "])
    assert not list(_lines(re.compile(marks)))


def test_holds_no_large_file():
    large = [path for path in files.repository() if path.stat().st_size > 2_000_000]
    assert not [files.name(path) for path in large]


@pytest.mark.parametrize("suffix", [".xml", ".svg"])
def test_xml_is_well_formed(suffix):
    problems = []
    for path in files.repository():
        if path.suffix == suffix:
            try:
                etree.parse(path)
            except etree.XMLSyntaxError as error:
                problems.append(f"{files.name(path)}: {error}")
    assert not problems


def test_help_lists_every_command():
    told = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    makefile = (paths.ROOT / "Makefile").read_text()
    commands = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()
    assert [name for name in commands if f"make {name} " not in told] == []


def test_headings_stand_apart():
    """Without an empty line before it, it is hardly seen in the source."""
    problems = []
    for path in files.repository():
        lines = path.read_text().splitlines() if path.suffix == ".md" else []
        fenced = False
        for number, (before, line) in enumerate(itertools.pairwise(lines), 2):
            fenced ^= before.startswith("```")
            if re.match("#+ ", line) and before.strip() and not fenced:
                problems.append(f"{files.name(path)}:{number}")
    assert not problems


def test_yaml_is_well_formed():
    for path in files.repository():
        if path.suffix in {".yml", ".yaml"}:
            yaml.safe_load(path.read_text())
