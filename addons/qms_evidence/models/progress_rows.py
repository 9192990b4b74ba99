from datetime import date, datetime

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from odoo.addons.qms.models.base import PERSON_MODELS
from odoo.addons.qms.tools.redact import redact

SLICE = 1000


class QmsEvidenceProgressRows(models.AbstractModel):
    """The rows of the sheets, read a slice at a time as who asked for them."""

    _name = "qms.evidence.progress.rows"
    _description = "Rows of an evidence pack"

    def _slice_rows(self, env):
        spool = self._spool()
        plans = spool.load("plan")["sources"]
        index, last, part = self._get_place((0, 0, 0))
        if index == len(plans):
            self._begin_decisions(plans)
            return
        plan = plans[index]
        records = self._read_slice(env, plan, last)
        spool.write_rows(
            f"rows-{plan['id']}-{part:06d}",
            _Cells(self.pack_id.with_env(env), plan).rows(records),
        )
        place = (index, records[-1:].id, part + 1)
        if len(records) < SLICE:
            place = (index + 1, 0, 0)
        self._go_on(place, plan["name"], len(records))

    def _read_slice(self, env, plan, last):
        source = env["qms.evidence.source"].browse(plan["id"])
        frame = self.pack_id.with_env(env)._frame(self.pack_id.cut_off)
        model = source._readable(frame)
        if model is None:
            return env[plan["model"]]
        domain = source._evidence_domain(frame) & Domain("id", ">", last)
        records = model.search(domain, order="id", limit=SLICE)
        names = {path.split(".")[0] for path, *_rest in plan["columns"]}
        records.fetch(sorted(names))
        return records


class _Cells:
    """Values of records as they stand on a sheet."""

    def __init__(self, pack, plan):
        self.pack, self.plan, self.env = pack, plan, pack.env
        self.masked = pack.is_masked
        self.word = pack._mask_word()
        self.parts = pack._print_names() if self.masked else ()
        self.neutral = set(self.env[plan["model"]]._qms_neutral_texts)
        self.texts = {}
        self.columns = [self._column(path) for path, *_rest in plan["columns"]]

    def rows(self, records):
        sample = self.plan["sample"] and set(self.plan["sample"])
        # sudo: what the records are called
        names = records.sudo().mapped("display_name")
        for record, name in zip(records, names, strict=True):
            yield {
                "id": record.id,
                "name": self._text(name or ""),
                "drawn": sample is None or record.id in sample,
                "cells": [self._cell(record, *column) for column in self.columns],
            }

    def _column(self, path):
        """The links to follow, the field, and what makes a cell of its value."""
        *way, name = path.split(".")
        model = self.env[self.plan["model"]]
        for link in way:
            model = model[link]
        field = model._fields[name]
        return way, name, field.type == "boolean", self._converter(model, field)

    def _cell(self, record, way, name, is_boolean, convert):
        for link in way:
            # sudo: names of what the record itself shows
            record = record[link].sudo()
        value = record[name]
        if value is None or (value is False and not is_boolean):
            return None
        return convert(value) if convert else value

    def _converter(self, model, field):
        if field.relational:
            return self._namer(field)
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            return lambda value: labels.get(value, value)
        if field.type == "datetime":
            return self._moment
        if field.type in ("char", "text", "html"):
            if self.masked and self._is_story(model, field):
                return lambda value: None
            return self._plain if field.type == "html" else self._text
        return None

    def _namer(self, field):
        """The names of records; each set of them is worked out once."""
        known = {}

        def names(value):
            key = value._ids
            if key not in known:
                # sudo: names of what the record itself shows
                told = value.sudo().mapped("display_name")
                known[key] = self._text(", ".join(name or "" for name in told))
            return known[key]

        def masked(value):
            return self.word if value else None

        is_person = self.masked and field.comodel_name in PERSON_MODELS
        return masked if is_person else lambda value: names(value) if value else None

    def _moment(self, value):
        value = fields.Datetime.context_timestamp(self.pack, value)
        return value.replace(tzinfo=None, microsecond=0).isoformat(" ")

    def _plain(self, value):
        return self._text(html2plaintext(value))

    def _is_story(self, model, field):
        """What people wrote in their own words, and not for everybody."""
        if field.name in self.neutral:
            return False
        return field.type != "char" or field.name in getattr(model, "_mask_fields", ())

    def _text(self, text):
        if not self.masked:
            return text
        if text not in self.texts:
            self.texts[text] = redact(text, self.parts, self.word)
        return self.texts[text]


def as_value(value, kind):
    """A value of a part file as the workbook takes it."""
    if value is None:
        return None
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "datetime":
        return datetime.fromisoformat(value)
    return value
