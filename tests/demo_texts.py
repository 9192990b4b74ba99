"""The texts of the demo data, as its files have them: in English."""

import csv
import json

from lxml import etree

from tools import modules, paths


def sources(env, names):
    """What is to be translated, by the file its translations are named after."""
    from odoo.addons.qms_audit.demo.story import TEXTS as AUDIT_TEXTS
    from odoo.addons.qms_competence.demo.story import TEXTS as COMPETENCE_TEXTS
    from odoo.addons.qms_deviation.demo.story import TEXTS
    from odoo.addons.qms_document.demo.story import TEXTS as DOCUMENT_TEXTS

    stories = {
        "cases.json": TEXTS,
        "audits.json": AUDIT_TEXTS,
        "competence.json": COMPETENCE_TEXTS,
        "documents.json": DOCUMENT_TEXTS,
    }
    found = {}
    fields = env["qms.demo"]._get_text_fields()
    for name in names:
        folder = paths.ADDONS / name / "demo"
        for model, values in _records(name):
            for field in fields.get(model, ()):
                if text := values.get(field):
                    found.setdefault(folder / "texts.json", set()).add(text)
        for story, keys in stories.items():
            if (path := folder / story).exists():
                found[path] = set(_told(json.loads(path.read_text()), keys))
    return found


def _records(module):
    """Each record of a module's demo data: its model and its plain values."""
    for name in modules.manifest(module).get("demo", ()):
        path = paths.ADDONS / module / name
        if path.suffix == ".csv":
            model = path.stem.split("-")[0]
            with path.open(newline="") as file:
                yield from ((model, row) for row in csv.DictReader(file))
            continue
        for record in etree.parse(path).iter("record"):
            fields = {
                part.get("name"): part.text for part in record.iterchildren("field")
            }
            yield record.get("model"), fields


def _told(part, keys):
    if isinstance(part, list):
        for item in part:
            yield from _told(item, keys)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key in keys and value:
                yield value
            else:
                yield from _told(value, keys)
