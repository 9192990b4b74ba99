from datetime import date

from odoo import api, fields, models

from odoo.addons.qms.models.text_mixin import TEXT_LIMIT

from ..tools.old_register import (
    LINE,
    SURPLUS,
    Unreadable,
    read_moment,
    to_day,
    to_utc,
)
from .deviation_table import FLOW_STATES
from .occurrence_rules import CLOCKS_DIFFER
from .takeover_word import normal


class QmsTakeoverReading(models.AbstractModel):
    """What the cells of an old register mean.

    Each column is read once per distinct cell, by ``_read_<kind>``; a cell that means
    nothing is :class:`Unreadable`.
    """

    _name = "qms.takeover.reading"
    _description = "Reading an old register"

    @api.model
    def _read_table(self, table, formats, problems):
        """Values of a case per row; what is wrong is added to ``problems``."""
        columns = self.env["qms.deviation"]._takeover_columns
        mapped = [name for name in columns if table and name in table[0]]
        meanings = {}
        for name in mapped:
            cells = {self._clean(row[name]) for row in table}
            read = getattr(self, f"_read_{columns[name].kind}")(name, cells, formats)
            meanings[name] = read | self._read_empty(name, columns[name])
        return [self._read_row(row, meanings, problems) for row in table]

    @api.model
    def _clean(self, cell):
        """Text without its margins, or a date as a spreadsheet has it."""
        if isinstance(cell, date):
            return cell
        return "" if cell in (None, False) else str(cell).strip()

    @api.model
    def _read_empty(self, name, column):
        if column.asked or column.filled:
            return {"": Unreadable(self.env._("There is nothing in it."))}
        return {"": False}

    @api.model
    def _read_row(self, row, meanings, problems):
        line = row[LINE]
        values = {}
        for name, meaning in meanings.items():
            cell = self._clean(row[name])
            values[name] = meaning[cell]
            if isinstance(values[name], Unreadable):
                problems.add(line, values[name], name, cell)
        if row.get(SURPLUS):
            problems.add(line, self.env._("It has more cells than there are titles."))
        self._complete(values, row)
        for sentence, name in self._check_values(values):
            problems.add(line, sentence, name, row.get(name))
        return values

    @api.model
    def _complete(self, values, row):
        """What follows from the cells: default type, a text, no date of closing."""
        closed = self.env["qms.deviation"]._lifecycle_closed
        if values["state"] not in closed:
            values["date_closed"] = False
        values.setdefault("occurred_on", False)
        if not values.get("confidentiality"):
            values["confidentiality"] = "confidential"
        if "description" not in values:
            parts = (self._clean(row.get(name)) for name in ("type_id", "place"))
            values["description"] = ", ".join(str(part) for part in parts if part)

    @api.model
    def _check_values(self, values):
        """What is wrong with a row as a whole, as pairs of sentence and column."""
        reported, closed = values["date_reported"], values.get("date_closed")
        if (
            isinstance(reported, date)
            and isinstance(closed, date)
            and closed < reported
        ):
            yield self.env._("It was closed before it was reported."), "date_closed"
        if not self._goes_together(values.get("type_id"), values["state"]):
            yield self.env._("A case of this type has no such state."), "state"
        if not values["description"]:
            yield self.env._("There is no text, and nothing to make one of."), None
        for name, value in values.items():
            if isinstance(value, str) and len(value) > TEXT_LIMIT:
                yield self.env._("The text is too long."), name

    @api.model
    def _goes_together(self, type_id, state):
        """Whether cases of this type come into this state, as far as both are known."""
        if isinstance(type_id, Unreadable) or isinstance(state, Unreadable):
            return True
        kinds = self.env["qms.deviation.type"]
        kind = kinds.browse(type_id or self.env["qms.deviation"]._default_type_id().id)
        return state in FLOW_STATES[kind.flow]

    # ------------------------------------------------------------
    # By kind
    # ------------------------------------------------------------

    @api.model
    def _read_text(self, _name, cells, _formats):
        return {cell: str(cell) for cell in cells}

    @api.model
    def _read_day(self, _name, cells, formats):
        today = self.env.company._qms_today()
        result = {}
        for cell in cells:
            moment = read_moment(cell, formats)
            day = to_day(moment, formats.zone) if moment else None
            result[cell] = day or self._not_understood(cell)
            if day and day > today:
                result[cell] = Unreadable(self.env._("%s is still to come.", cell))
        return result

    @api.model
    def _read_moment(self, _name, cells, formats):
        latest = fields.Datetime.now() + CLOCKS_DIFFER
        result = {}
        for cell in cells:
            moment = read_moment(cell, formats)
            when = to_utc(moment, formats.zone) if moment else None
            result[cell] = when or self._not_understood(cell)
            if when and when > latest:
                result[cell] = Unreadable(self.env._("%s is still to come.", cell))
        return result

    @api.model
    def _read_choice(self, name, cells, _formats):
        return self._look_up(cells, self._choices(name))

    @api.model
    def _read_state(self, name, cells, _formats):
        words = self.env["qms.takeover.word"]._meanings("state", self.env.company)
        known = self._choices(name) | words
        # nobody would be named for it
        known = {key: state for key, state in known.items() if state != "handed_over"}
        return self._look_up(cells, known)

    @api.model
    def _read_type(self, _name, cells, _formats):
        types = self.env["qms.deviation.type"]
        codes = {normal(kind.code): kind.id for kind in types.search([])}
        words = self.env["qms.takeover.word"]._meanings("type", self.env.company)
        return self._look_up(cells, self._names(types) | codes | words)

    @api.model
    def _read_touched(self, _name, cells, _formats):
        return self._look_up(cells, self._names(self.env["qms.deviation.touched"]))

    @api.model
    def _read_unit(self, _name, cells, _formats):
        """A unit by its name, with or without those above it."""
        units = self.env["hr.department"].search(
            [("company_id", "in", (self.env.company.id, False))]
        )
        known = {}
        for unit in units:
            for text in (unit.name, unit.complete_name):
                known.setdefault(normal(text), set()).add(unit.id)
        several = {key for key, ids in known.items() if len(ids) > 1}
        found = self._look_up(cells, {key: min(ids) for key, ids in known.items()})
        return found | {
            cell: Unreadable(
                self.env._(
                    "'%s' is the name of several units: write those above too.", cell
                )
            )
            for cell in cells
            if normal(str(cell)) in several
        }

    @api.model
    def _look_up(self, cells, known):
        return {
            cell: known.get(normal(str(cell))) or self._not_understood(cell)
            for cell in cells
        }

    @api.model
    def _not_understood(self, cell):
        return Unreadable(self.env._("'%s' is not understood.", cell))

    @api.model
    def _choices(self, name):
        """A selection's values, by their names in every language that is installed."""
        field = self.env["qms.deviation"]._fields[name]
        known = {normal(key): key for key in field.get_values(self.env)}
        for lang, _label in self.env["res.lang"].get_installed():
            env = self.with_context(lang=lang).env
            known |= {
                normal(label): key for key, label in field._description_selection(env)
            }
        return known

    @api.model
    def _names(self, model):
        """Ids of records by their names in every language that is installed."""
        langs = [lang for lang, _label in self.env["res.lang"].get_installed()]
        return {
            normal(record.name): record.id
            for lang in langs
            for record in model.with_context(lang=lang).search([])
        }
