"""A file that passes 400 lines is two things; so is a function of 60."""

import ast

import pytest
from source import files

MAX_FILE = 400
MAX_FUNCTION = 60
ASIDE = {"data", "demo", "tests", "lib"}


def _judged(*suffixes):
    """Code; data, demo and tests may be long."""
    found = [path for path in files.repository() if path.suffix in suffixes]
    found += files.addon_files(*suffixes)
    return sorted({path for path in found if not ASIDE.intersection(path.parts)})


def _long_functions(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            if length >= MAX_FUNCTION:
                yield f"{files.name(path)}:{node.lineno} {node.name}: {length} lines"


@pytest.mark.parametrize("suffix", [".py", ".xml", ".js", ".scss"])
def test_files_are_short(suffix):
    lengths = {path: path.read_text().count("\n") for path in _judged(suffix)}
    assert not [
        f"{files.name(path)}: {length} lines"
        for path, length in lengths.items()
        if length > MAX_FILE
    ]


def test_functions_are_short():
    assert not [row for path in _judged(".py") for row in _long_functions(path)]
