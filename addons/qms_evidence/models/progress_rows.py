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
        self.labels = {}
        self.neutral = set(self.env[plan["model"]]._qms_neutral_texts)

    def rows(self, records):
        sample = self.plan["sample"] and set(self.plan["sample"])
        for record in records:
            yield {
                "id": record.id,
                "name": self._text(record.sudo().display_name or ""),
                "drawn": sample is None or record.id in sample,
                "cells": [
                    self._cell(record, path) for path, *_rest in self.plan["columns"]
                ],
            }

    def _cell(self, record, path):
        *way, name = path.split(".")
        for link in way:
            # sudo: names of what the record itself shows
            record = record[link].sudo()
        field, value = record._fields[name], record[name]
        if field.relational:
            return self._names(field, value)
        if value is None or (value is False and field.type != "boolean"):
            return None
        if field.type == "selection":
            return self._label(record, field, value)
        if field.type == "datetime":
            value = fields.Datetime.context_timestamp(record, value)
            return value.replace(tzinfo=None, microsecond=0).isoformat(" ")
        if field.type in ("char", "text", "html"):
            return self._words(record, field, value)
        return value

    def _names(self, field, value):
        if not value:
            return None
        if self.masked and field.comodel_name in PERSON_MODELS:
            return self.word
        # sudo: names of what the record itself shows
        names = value.sudo().mapped("display_name")
        return self._text(", ".join(name or "" for name in names))

    def _label(self, record, field, value):
        if field not in self.labels:
            self.labels[field] = dict(field._description_selection(record.env))
        return self.labels[field].get(value, value)

    def _words(self, record, field, value):
        if self.masked and self._is_story(record, field):
            return None
        return self._text(html2plaintext(value) if field.type == "html" else value)

    def _is_story(self, record, field):
        """What people wrote in their own words, and not for everybody."""
        if field.name in self.neutral:
            return False
        return field.type != "char" or field.name in getattr(record, "_mask_fields", ())

    def _text(self, text):
        return redact(text, self.parts, self.word) if self.masked else text


def as_value(value, kind):
    """A value of a part file as the workbook takes it."""
    if value is None:
        return None
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "datetime":
        return datetime.fromisoformat(value)
    return value
