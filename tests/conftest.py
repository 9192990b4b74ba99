"""What the whole-product tests share. A module's own tests need none of this."""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tools import templates

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def product_modules():
    """Our installed modules, lower ones first."""
    return os.environ["QMS_MODULES"].split(",")


@pytest.fixture
def install_log():
    """What Odoo logged while our modules were installed."""
    return Path(os.environ["QMS_INSTALL_LOG"]).read_text()


@contextmanager
def _copied():
    from odoo.modules.registry import Registry
    from odoo.sql_db import close_db

    name = templates.scratch_name("copy")
    templates.copy(os.environ["QMS_TEMPLATE"], name, None)
    yield name
    Registry.delete(name)
    close_db(name)
    templates.drop(name, None)


@pytest.fixture
def odoo_copy():
    """The name of a database of its own, for tests that must commit (two at once, -u).

    `Registry(odoo_copy).cursor()` opens real transactions in it, `command.run(...)`
    runs Odoo's own commands on it. It is dropped afterwards.
    """
    with _copied() as name:
        yield name


@pytest.fixture(scope="module")
def shared_copy():
    """The same for all tests of a file that do not mind what the others left."""
    with _copied() as name:
        yield name


@pytest.fixture
def env(request):
    """Odoo's environment on this process's test database; nothing is kept."""
    from odoo.api import SUPERUSER_ID, Environment
    from odoo.modules.registry import Registry

    from tools.pytest_odoo import DATABASE

    with Registry(request.config.stash[DATABASE]).cursor() as cursor:
        yield Environment(cursor, SUPERUSER_ID, {})
        cursor.rollback()
