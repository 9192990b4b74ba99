"""Translations: bin/i18n-update [MODULE...]

Exports each module's terms into i18n/<module>.pot and brings da.po, nb.po and sv.po up
to date with them: translations are kept, terms that are gone are dropped, new ones
stand there empty. At the end it says what is left to translate.
"""

import io
import tempfile
from pathlib import Path

import polib

from . import console, modules, odoo, paths, postgres, templates
from .console import Failure, say

LANGUAGES = {"da": "da_DK", "nb": "nb_NO", "sv": "sv_SE"}
WIDTH = 78
HEADER = """Translation of Odoo Server.
This file contains the translation of the following modules:
\t* {module}"""


def export(env, module):
    """The module's terms as a .pot file; runs inside Odoo."""
    from odoo.tools.translate import trans_export

    buffer = io.BytesIO()
    trans_export(None, [module], buffer, "po", env)
    return polib.pofile(buffer.getvalue().decode(), wrapwidth=WIDTH)


def write_exports(env, names, folder):
    """Called in Odoo's shell by `main`."""
    for name in names:
        export(env, name).save(str(Path(folder, f"{name}.pot")))


def pot_file(module):
    return paths.ADDONS / module / "i18n" / f"{module}.pot"


def po_file(module, language):
    return paths.ADDONS / module / "i18n" / f"{language}.po"


def read(path):
    return polib.pofile(str(path), wrapwidth=WIDTH) if path.exists() else polib.POFile()


def terms(catalogue):
    return {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}


def _content(catalogue):
    return [
        (entry.msgid, entry.comment, sorted(entry.occurrences)) for entry in catalogue
    ]


def _update_pot(module, fresh):
    """Leave the file alone when only the dates in its header would change."""
    path = pot_file(module)
    if not path.exists() or _content(read(path)) != _content(fresh):
        path.parent.mkdir(exist_ok=True)
        fresh.save(str(path))


def _update_po(module, language, fresh):
    path = po_file(module, language)
    old = read(path)
    merged = polib.POFile(wrapwidth=WIDTH)
    merged.header = HEADER.format(module=module)
    merged.metadata = {
        **fresh.metadata,
        **old.metadata,
        "Language": language,
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    known = {(entry.msgctxt, entry.msgid): entry for entry in old}
    for entry in fresh:
        before = known.get((entry.msgctxt, entry.msgid))
        new = polib.POEntry(
            msgid=entry.msgid,
            msgctxt=entry.msgctxt,
            msgstr=before.msgstr if before else "",
            comment=entry.comment,
            occurrences=entry.occurrences,
            flags=sorted({*entry.flags, *(before.flags if before else ())}),
        )
        merged.append(new)
    if not path.exists() or str(merged) != str(old):
        merged.metadata["POT-Creation-Date"] = fresh.metadata.get(
            "POT-Creation-Date", ""
        )
        merged.save(str(path))
    return [entry for entry in merged if not entry.translated()]


def main(names):
    names = names or modules.translated()
    unknown = sorted(set(names) - set(modules.ours()))
    if unknown:
        raise Failure(f"No such module in {paths.ADDONS}: {', '.join(unknown)}")
    with postgres.server() as server, tempfile.TemporaryDirectory() as folder:
        copy = templates.scratch_name("i18n")
        templates.fresh(names, copy, server)
        try:
            script = (
                f"from tools import i18n; i18n.write_exports(env, {names}, {folder!r})"
            )
            odoo.shell(script, copy, server)
        finally:
            templates.drop(copy, server.env)
        for name in names:
            fresh = read(Path(folder, f"{name}.pot"))
            _update_pot(name, fresh)
            left = {code: len(_update_po(name, code, fresh)) for code in LANGUAGES}
            todo = ", ".join(f"{code} {count}" for code, count in left.items() if count)
            say(f"{name}: {len(fresh)} terms; left to translate: {todo or 'nothing'}")


if __name__ == "__main__":
    console.main(main)
