"""Danish, Norwegian and Swedish are complete in every module.

bin/i18n-update brings the files up to date and says what is left to translate. The
demo's texts stand in files of their own beside the demo data, by the English text.
"""

import json
import os
import re
from collections import Counter

import demo_texts
import pytest

from tools import i18n, modules, paths

PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sdf]|\{\{.*?\}\}|\$\{\w+\}")
LANGUAGES = sorted(i18n.LANGUAGES)
INSTALLED = os.environ["QMS_MODULES"].split(",")
# the demo is told with the modules that bring it
with_demo = pytest.mark.skipif("qms" not in INSTALLED, reason="tested with qms")


@pytest.fixture(scope="module")
def exported():
    """Exports are costly: once per module."""
    return {}


@pytest.fixture(params=[name for name in modules.translated() if name in INSTALLED])
def module(request):
    return request.param


@pytest.fixture
def fresh(module, exported, env):
    if module not in exported:
        exported[module] = i18n.export(env, module)
    return exported[module]


def test_pot_is_up_to_date(module, fresh):
    known = i18n.terms(i18n.read(i18n.pot_file(module)))
    now = i18n.terms(fresh)
    assert not now - known, "not yet exported"
    assert not known - now, "gone, yet still in the file"


@pytest.mark.parametrize("language", LANGUAGES)
def test_is_complete(module, language, fresh):
    catalogue = i18n.read(i18n.po_file(module, language))
    done = {
        (entry.msgctxt, entry.msgid)
        for entry in catalogue
        if entry.msgstr and not entry.obsolete
    }
    missing = sorted(term for _context, term in i18n.terms(fresh) - done)
    assert not missing, f"{len(missing)} terms without translation"
    assert not [entry.msgid for entry in catalogue if entry.fuzzy]


@pytest.mark.parametrize("language", LANGUAGES)
def test_keeps_placeholders(module, language):
    """A lost or misspelt placeholder breaks the sentence when it is shown."""
    wrong = []
    for entry in i18n.read(i18n.po_file(module, language)):
        before = Counter(PLACEHOLDER.findall(entry.msgid))
        after = Counter(PLACEHOLDER.findall(entry.msgstr))
        if entry.msgstr and before != after:
            wrong.append(f"{entry.msgid} -> {entry.msgstr}")
    assert not wrong


@with_demo
@pytest.mark.parametrize("language", LANGUAGES)
def test_demo_is_complete(language, env, product_modules):
    """No text without translation, and none left of a text that is gone or changed."""
    sources = demo_texts.sources(env, product_modules)
    names = {"texts.json", "cases.json", "audits.json", "competence.json"}
    names |= {"documents.json"}
    assert {path.name for path in sources} == names
    for path, english in sources.items():
        told = json.loads(path.with_stem(f"{path.stem}_{language}").read_text())
        assert not english - told.keys(), "not translated"
        assert not told.keys() - english, "gone, yet still translated"
        assert not [text for text in english if not told[text].strip()]


def test_demo_is_written_in_english(product_modules):
    """Its names too: they suit all three countries, so no country's letters."""
    own = re.compile(rf"_({'|'.join(LANGUAGES)})\.json$")
    found = [
        f"{path.name}: {line.strip()}"
        for name in product_modules
        for path in (paths.ADDONS / name / "demo").glob("*.*")
        if not own.search(path.name)
        for line in path.read_text().splitlines()
        if re.search("[æøåäö]", line, re.IGNORECASE)
    ]
    assert not found
