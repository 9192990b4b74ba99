"""Core's own style tests (module test_lint), run against our modules."""

import re

import pytest
from command import run

from tools import paths

REPORT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests when loading")
TAGS = "/test_lint,-/test_lint:TestPyLint"


def test_core_lint(odoo_copy):
    if not any((folder / "test_lint").is_dir() for folder in paths.odoo_addons()):
        pytest.skip("this Odoo comes without test_lint")
    flags = ("-i", "test_lint", "--test-tags", TAGS, "--stop-after-init")
    # not what others wrote
    judged = ",".join(map(str, [*paths.odoo_addons(), paths.ADDONS]))
    flags += ("--addons-path", judged)
    done = run("-d", odoo_copy, *flags, "--http-port=0", "--log-level=test")
    report = REPORT.search(done.stdout)
    assert report, done.stdout[-3000:]
    failed, errors, count = map(int, report.groups())
    assert not (failed or errors or done.returncode), _failures(done.stdout)
    assert count > 20


def _failures(log):
    """The report of each failed test, without the rest of the log."""
    parts, showing = [], False
    for line in log.splitlines():
        if line[:4].isdigit() and " odoo" in line:
            showing = " ERROR " in line or " WARNING " in line
        if showing:
            parts.append(line)
    return "\n".join(parts)[-6000:]
