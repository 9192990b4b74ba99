"""Serve Odoo with all our modules and the demo municipality: make run

The database remembers the checksum of each module it was made from (in its comment):
only what changed is updated, and a second start installs nothing. It remembers its
language too: the one the demo's texts are written in and its users read.
"""

import argparse
import json
import os
import socket
import threading
import time
import urllib.request

from psycopg2 import sql

from . import (
    console,
    database,
    mailbox,
    modules,
    odoo,
    paths,
    postgres,
    state,
    templates,
)
from .console import Failure, say

DEMO_PASSWORD = "demo"
LANGUAGES = {"en": "en_US", "da": "da_DK", "nb": "nb_NO", "sv": "sv_SE"}
LANGUAGE_NAMES = {"en": "English", "da": "Danish", "nb": "Norwegian", "sv": "Swedish"}
LOGINS = """
    SELECT data.name, users.login, partner.name
      FROM ir_model_data data
      JOIN res_users users ON users.id = data.res_id
      JOIN res_partner partner ON partner.id = users.partner_id
     WHERE data.model = 'res.users' AND data.module = 'qms'
       AND data.name LIKE 'demo\\_user\\_%' AND users.active
  ORDER BY data.id
"""
# in two steps: a copy to practise on may be of less than all modules
PAGES = """
    SELECT res_id FROM ir_model_data
     WHERE model = 'qms.public.page' AND name LIKE 'demo\\_%'
"""
PAGE_KEYS = "SELECT key FROM qms_public_page WHERE id = ANY(%s) AND active ORDER BY id"
# where links in mails lead and PDFs find their style, unless another place was chosen
ADDRESS = """
    UPDATE ir_config_parameter SET value = %s
     WHERE key = 'web.base.url' AND value ~ '^http://(localhost|127\\.0\\.0\\.1):'
"""
# the demo data ask in which language they are wanted
ADMIN_LANGUAGE = """
    UPDATE res_partner SET lang = %s
      FROM res_users JOIN ir_model_data data ON data.res_id = res_users.id
     WHERE data.module = 'base' AND data.name = 'user_admin'
       AND res_partner.id = res_users.partner_id
"""


def main(arguments):
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("--database", default="qms")
    parser.add_argument("--port", type=int, default=8069)
    parser.add_argument("--log-level", default="warn")
    parser.add_argument("--language", help="da, nb, sv or en, at the first start")
    options = parser.parse_args(arguments)
    _check_language(options.language)
    check_port(options.port)
    with postgres.server() as server:
        with state.lock("run"):
            prepare(options.database, server, options.language, options.port)
        language = remembered(options.database, server).get("language")
        return serve(options.database, options, server, language)


def serve(name, options, server, language=None):
    """Serve the database ``name`` in the foreground, its mails caught in a folder."""
    address = _address(options.port)
    logins = database.execute(LOGINS, name=name, env=server.env)
    pages = [f"{address}{path}" for path in unit_pages(name, server.env)]
    reach(name, options.port, server)
    with mailbox.catcher(paths.STATE / "mail") as smtp_port:
        _announce_when_up(address, logins, language, pages)
        return odoo.run(_command(name, options, smtp_port), server)


def _address(port):
    return f"http://localhost:{port}"


def unit_pages(name, env=None):
    """Where the demo's units have their pages without login."""
    ids = [row[0] for row in database.execute(PAGES, name=name, env=env)]
    if not ids:
        return []
    keys = database.execute(PAGE_KEYS, (ids,), name=name, env=env)
    return [f"/qms/unit/{key}" for (key,) in keys]


def reach(name, port, server):
    """Odoo learns its address from the first administrator who logs in."""
    database.execute(ADDRESS, (_address(port),), name=name, env=server.env)


def _check_language(language):
    if language and language not in LANGUAGES:
        raise Failure(
            f"The demo is not told in {language!r}. Choose: {', '.join(LANGUAGES)}"
        )


def check_port(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Failure(
                f"Port {port} is taken. Choose another one: make run PORT={port + 1}"
            ) from None


def _command(name, options, smtp_port):
    return odoo.command(
        *("-d", name, "--db-filter", f"^{name}$"),
        *("--http-port", str(options.port), "--log-level", options.log_level),
        *("--smtp", "127.0.0.1", "--smtp-port", str(smtp_port)),
    )


# --- installing -----------------------------------------------------------------


def prepare(name, server, language=None, port=8069):
    """Install what is missing, update what changed, do nothing otherwise.

    :param language: of the demo; it counts only when the database is made
    :param port: to which the links lead in the mails that the demo sends
    """
    wanted = {module: modules.checksum(module) for module in modules.product()}
    wanted["base"] = state.digest(paths.odoo_build())
    if not database.is_initialised(name, server.env):
        _install_all(name, wanted, server, language or "en", port)
        return
    known = remembered(name, server)
    if "base" not in known:
        raise Failure(
            f"The database {name} was not made by `make run`. Take another name: "
            "make run DB=..."
        )
    _keep_language(name, known, language)
    new = [module for module in wanted if module not in known]
    changed = [
        module
        for module, checksum in known.items()
        if wanted.get(module, checksum) != checksum
    ]
    if new or changed:
        say(f"New: {', '.join(new) or '-'}; changed: {', '.join(changed) or '-'} ...")
        flags = ["-i", ",".join(new)] if new else []
        flags += ["-u", ",".join(changed), "--i18n-overwrite"] if changed else []
        _odoo(name, server, *flags)
        kept = {key: value for key, value in known.items() if key == "language"}
        _remember(name, wanted | kept, server)


def _keep_language(name, known, language):
    """The texts of a year are not written again: say so."""
    spoken = known.get("language")
    if language and language != spoken:
        told = f" in {LANGUAGE_NAMES[spoken]}" if spoken else ""
        say(
            f"LANGUAGE={language} changes nothing here: the demo in the database "
            f"{name} was written{told} when it was installed. Each user can choose a "
            "language for the screens (Preferences); for the whole demo take another "
            "database: "
            f"make run DB={name}_{language} LANGUAGE={language}"
        )


def _install_all(name, wanted, server, language, port):
    """Under another name until all is there: nothing half done is left behind."""
    new = f"{name}__new"
    ours = ", ".join(modules.product())
    say(
        f"Installing {ours or 'Odoo'} with demo data in "
        f"{LANGUAGE_NAMES[language]} into {name} ..."
    )
    database.drop(name, server.env)
    templates.drop(new, server.env)
    templates.copy(core(server), new, server.env)
    reach(new, port, server)
    install_ours(new, server, language)
    _remember(new, wanted | {"language": language}, server)
    templates.rename(new, name, server)


def core(server):
    """What does not depend on the language of the demo: kept, for the next one."""
    return templates.core(modules.product(), server, demo=True)


def install_ours(name, server, language):
    database.execute(ADMIN_LANGUAGE, (LANGUAGES[language],), name=name, env=server.env)
    if names := modules.product():
        _odoo(name, server, "-i", ",".join(names), "--with-demo")


def _odoo(name, server, *flags):
    log = paths.LOG / f"run-{name}.log"
    odoo.quiet(
        ["-d", name, "--no-http", "--stop-after-init", *flags],
        server,
        what="Installing the modules",
        hint=f"The whole log: {log}",
        log=log,
    )
    templates.check_loaded(log)


def remembered(name, server):
    query = """
        SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s
    """
    comment = database.execute(query, (name,), env=server.env)[0][0]
    try:
        return json.loads(comment or "{}")
    except ValueError:
        return {}


def _remember(name, checksums, server):
    query = sql.SQL("COMMENT ON DATABASE {} IS {}").format(
        sql.Identifier(name), sql.Literal(json.dumps(checksums))
    )
    database.execute(query, env=server.env)


# --- telling --------------------------------------------------------------------


def _announce_when_up(address, logins, language, pages):
    def wait():
        while True:
            try:
                with urllib.request.urlopen(f"{address}/web/health", timeout=60):
                    break
            except OSError:
                time.sleep(0.5)
        print(_announcement(address, logins, language, pages), flush=True)

    threading.Thread(target=wait, daemon=True).start()


def _announcement(address, logins, language, pages):
    rows = [
        (name.removeprefix("demo_user_").replace("_", " "), login, person)
        for name, login, person in logins
    ]
    if not rows:
        return f"\nOdoo is ready: {address}    (Ctrl-C stops it)\n"
    rows.append(("administrator", "admin", "password: admin"))
    wide = [max(len(row[column]) for row in rows) for column in range(2)]
    lines = [f"  {row[0]:{wide[0]}}  {row[1]:{wide[1]}}  {row[2]}" for row in rows]
    return "\n".join(
        [
            "",
            f"Odoo is ready: {address}    (Ctrl-C stops it)",
            f"Log in as, each with the password '{DEMO_PASSWORD}':",
            *lines,
            *(f"Without login, a unit's own page: {page}" for page in pages),
            *([f"Language: {LANGUAGE_NAMES[language]}"] if language else []),
            f"Mail goes nowhere but into {os.path.relpath(paths.STATE / 'mail')}/",
            "",
        ]
    )


if __name__ == "__main__":
    console.main(main)
