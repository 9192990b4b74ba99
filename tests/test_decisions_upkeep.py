"""Decisions outlive updates, new columns, removed modules and copies."""

import pytest
from command import complaints, run
from decisions import chain, make_action, make_town, problems, transaction

from tools import database, odoo, postgres, templates

ADDED_MODEL = """
from odoo import fields, models


class QmsDecision(models.Model):
    _inherit = "qms.decision"

    added = fields.Char(default="new")


class QmsDecisionDetail(models.Model):
    _inherit = "qms.decision.detail"

    added = fields.Integer(default=7)


class QmsDecisionSeal(models.Model):
    _inherit = "qms.decision.seal"

    added = fields.Boolean(default=True)
    doubled = fields.Integer(compute="_compute_doubled", store=True)

    def _compute_doubled(self):
        for seal in self:
            seal.doubled = 2 * seal.number
"""
MANIFEST = {
    "name": "Adds columns to decisions",
    "version": "19.0.1.0.0",
    "author": "Test",
    "license": "LGPL-3",
    "depends": ["qms"],
}
CHECK = """
print("problems:", env["qms.decision.check"]._run()[1])
"""


@pytest.fixture
def decided(odoo_copy):
    """A copy in which something was decided, erased and sealed; the action's id."""
    town = make_town(odoo_copy)
    action = make_action(odoo_copy, town, "nurse0")
    with transaction(odoo_copy, town["nurse0"]) as env:
        env["qms.action"].browse(action).action_submit()
    with transaction(odoo_copy, town["leader"]) as env:
        env["qms.action"].browse(action).action_approve()
    with transaction(odoo_copy, town["manager"]) as env:
        domain = [("res_model", "=", "qms.action"), ("res_id", "=", action)]
        first = env["qms.decision"].search(domain, order="sequence", limit=1)
        first.action_erase_details("Archives act")
    with transaction(odoo_copy) as env:
        env["qms.decision.seal"]._cron_seal()
    assert not problems(odoo_copy)
    _let_go(odoo_copy)
    return action


def _let_go(name):
    """Other processes, and copying, want a database nobody is connected to."""
    from odoo.modules.registry import Registry
    from odoo.sql_db import close_db

    Registry.delete(name)
    close_db(name)


def _odoo(*arguments):
    done = run(*arguments)
    assert not done.returncode, done.stdout[-3000:]
    assert not complaints(done.stdout)
    return done.stdout


def test_columns_with_a_default_are_added(odoo_copy, decided, tmp_path):
    module = tmp_path / "addons" / "qms_adding"
    module.mkdir(parents=True)
    (module / "__manifest__.py").write_text(repr(MANIFEST))
    (module / "__init__.py").write_text("from . import models\n")
    (module / "models.py").write_text(ADDED_MODEL)
    folders = [*odoo.addons_path(), module.parent]
    paths = f"--addons-path={','.join(map(str, folders))}"
    flags = ("-d", odoo_copy, paths, "--stop-after-init", "--no-http")
    _odoo(*flags, "-i", "qms_adding")
    _odoo(*flags, "-u", "qms")
    for table, value in (
        ("qms_decision", "new"),
        ("qms_decision_detail", 7),
        ("qms_decision_seal", True),
    ):
        rows = database.execute(f"SELECT DISTINCT added FROM {table}", name=odoo_copy)
        assert rows == [(value,)]
    query = "SELECT number, doubled FROM qms_decision_seal"
    assert database.execute(query, name=odoo_copy) == [(1, 2)]
    said = odoo.quiet(
        ["shell", "-d", odoo_copy, paths, "--no-http", "--log-level=warn"],
        postgres.Server(),
        what="The check",
        hint=odoo_copy,
        input=CHECK,
    )
    assert "problems: []" in said


def test_an_update_puts_the_guards_back(odoo_copy, decided, product_modules):
    """Of all modules, and without a warning."""
    query = "ALTER TABLE qms_decision DISABLE TRIGGER USER"
    database.execute(query, name=odoo_copy)
    [problem] = problems(odoo_copy)
    assert "guard" in problem
    _let_go(odoo_copy)
    flags = ("-u", ",".join(product_modules), "--stop-after-init", "--no-http")
    _odoo("-d", odoo_copy, *flags)
    assert not problems(odoo_copy)


def test_a_copy_of_the_database_is_in_order(odoo_copy, decided):
    twin = templates.scratch_name("copy")
    templates.copy(odoo_copy, twin, None)
    try:
        assert not problems(twin)
        assert chain(twin, "qms.action", decided) == ["submit", "approve", "erase"]
    finally:
        _let_go(twin)
        templates.drop(twin, None)


def test_a_module_that_comes_back_does_not_inherit_decisions(odoo_copy):
    town = make_town(odoo_copy)
    values = {"name": "A", "company_id": town["company"]}
    with transaction(odoo_copy, town["nurse0"]) as env:
        old = env["test.qms.record"].create(values)
        old.action_note()
        old_name, old_id = old.display_name, old.id
    _let_go(odoo_copy)
    _odoo("module", "uninstall", "-d", odoo_copy, "test_qms")
    assert not problems(odoo_copy)
    with transaction(odoo_copy, town["manager"]) as env:
        listed = env["qms.decision"].search([]).mapped("record_name")
        assert listed == [""], old_name
    _let_go(odoo_copy)
    _odoo("-d", odoo_copy, "-i", "test_qms", "--stop-after-init", "--no-http")
    with transaction(odoo_copy, town["nurse0"]) as env:
        new = env["test.qms.record"].create(values)
        assert new.id > old_id
        new.action_note()
        new_id = new.id
    assert chain(odoo_copy, "test.qms.record", new_id) == ["note"]
    assert problems(odoo_copy) == [f"test.qms.record {old_id}: the record is gone."]


def test_uninstalled_with_all_decisions_and_installed_again(odoo_copy, decided):
    _odoo("module", "uninstall", "-d", odoo_copy, "qms")
    left = """
        SELECT relname FROM pg_class WHERE relname LIKE 'qms\\_decision%'
         UNION SELECT proname FROM pg_proc WHERE proname LIKE 'qms\\_decision%'
    """
    assert database.execute(left, name=odoo_copy) == []
    flags = ("--stop-after-init", "--no-http")
    _odoo("-d", odoo_copy, "-i", "qms,test_qms", *flags)
    with transaction(odoo_copy) as env:
        assert not env["qms.decision"].search_count([])
    assert not problems(odoo_copy)
