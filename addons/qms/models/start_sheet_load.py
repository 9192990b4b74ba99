from odoo import api, models
from odoo.tools import escape_psql

from ..tools.sheet import normal, to_day

# longer lists are not compared by the names they are shown with
COMPARED = 1_000
# nothing of the caller's defaults and flags but these
KEPT = ("lang", "tz", "allowed_company_ids")
QUIET = {"import_file": True, "mail_create_nosubscribe": True}


class QmsStartSheetLoad(models.AbstractModel):
    """From the rows of a template to records, by Odoo's own ``load``.

    Problems are triples of line, title of the column and what is wrong. All rows go in
    at once; where something is wrong with one, they go in one by one, so that each bad
    row is named and not the first ten only.
    """

    _name = "qms.start.sheet.load"
    _description = "Reading an Excel template"

    def _bring_in(self, lines):
        """Bring in ``lines``, titles first; the caller undoes it if there are problems.

        :return: the new or changed records, and all problems
        """
        self.ensure_one()
        model = self.env[self.res_model]
        if not lines:
            return model, [(1, "", self.env._("The file is empty."))]
        names, wrong = self._match_titles(lines[0][1])
        if wrong:
            return model, [(lines[0][0], *problem) for problem in wrong]
        table, problems = self._read(names, lines[1:])
        if not lines[1:]:
            problems = [(2, "", self.env._("There are no rows below the titles."))]
        done, unloaded = self._load(table)
        problems += unloaded
        if not self.changes:
            problems += self._find_twice(done)
        problems += self._judge(done)
        records = model.browse([record_id for _line, record_id in done])
        return records, sorted(problems)

    def _judge(self, done):
        """Hook: what else is wrong with new records, as pairs of line and id."""
        return []

    # ------------------------------------------------------------
    # Cells
    # ------------------------------------------------------------

    def _read(self, names, lines):
        """Rows as ``load`` takes them, per line; without those that cannot be read."""
        used = {name: place for place, name in enumerate(names) if name}
        labels = self._labels()
        fields_ = {field.name: field for field in self._fields_of()}
        readers = {
            name: self._reader(field, {cells[used[name]] for _line, cells in lines})
            for name, field in fields_.items()
            if name in used
        }
        defaults = self._defaults(list(fields_))
        table, problems = {}, []
        for line, cells in lines:
            row, bad = {}, []
            for name, read in readers.items():
                cell = cells[used[name]]
                path, value, wrong = read(cell or defaults.get(name, ""))
                if not cell and self._is_asked(fields_[name]):
                    wrong = self.env._("There is nothing in it.")
                if wrong:
                    bad.append((line, labels[name], wrong))
                row[path] = value
            problems += bad
            if not bad:
                table[line] = row
        return table, problems

    def _defaults(self, names):
        """What an empty cell of a column means that each record must have."""
        model = self._target()
        found = {} if self.changes else model.default_get(names)
        return {
            name: str(value)
            for name, value in found.items()
            if model._fields[name].required and not model._fields[name].relational
        }

    def _target(self):
        """The model, with nothing of the caller's context but what is kept."""
        kept = {key: self.env.context[key] for key in KEPT if key in self.env.context}
        return self.env(context={**kept, **QUIET})[self.res_model]

    def _reader(self, field, cells):
        """A function from a cell to ``load``'s column, its value and what is wrong."""
        first = self.changes and field.name == self._names(self.columns)[0]
        if field.type == "date":
            return lambda cell: self._read_day(field, cell)
        if first:
            return self._reader_of(self.env[self.res_model], cells, ".id")
        if field.type == "many2one" and field.comodel_name != self.res_model:
            comodel = self.env[field.comodel_name]
            return self._reader_of(comodel, cells, f"{field.name}/.id")
        return lambda cell: (field.name, cell, "")

    def _read_day(self, field, cell):
        day = to_day(cell) if cell else ""
        wrong = self.env._("'%s' is no day.", cell) if day is None else ""
        return field.name, day or "", wrong

    def _reader_of(self, model, cells, path):
        found = self._find(model, {cell for cell in cells if cell})

        def read(cell):
            ids = found.get(cell, ())
            if cell and not ids:
                return path, "", self.env._("There is no '%s'.", cell)
            if len(ids) > 1:
                return path, "", self.env._("There are several called '%s'.", cell)
            return path, str(ids[0]) if ids else "", ""

        return read

    @api.model
    def _find(self, model, texts):
        """Ids per text: by name, e-mail or login, or by the name it is shown with."""
        domain = self._own_domain(model)
        mails = {"hr.employee": "work_email", "res.users": "login"}
        found = {}
        for text in texts:
            by_mail = mails.get(model._name) if "@" in text else None
            if by_mail:
                leaf = (by_mail, "=ilike", escape_psql(text))
                ids = model.search([*domain, leaf], limit=2).ids
            else:
                pairs = model.name_search(text, domain, operator="=", limit=2)
                ids = [record_id for record_id, _name in pairs]
            found[text] = ids
        if missing := {normal(text): text for text, ids in found.items() if not ids}:
            for record in model.search(domain, limit=COMPARED):
                names = {record.display_name}
                if "name" in model._fields:
                    names.add(record.name)
                for text in {missing.get(normal(str(name))) for name in names} - {None}:
                    found[text].append(record.id)
        return found

    @api.model
    def _own_domain(self, model):
        if model._name == "res.users":
            return [("company_ids", "in", self.env.company.ids)]
        if "company_id" not in model._fields:
            return []
        return [("company_id", "in", [self.env.company.id, False])]

    # ------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------

    def _load(self, table):
        """Records as pairs of line and id, and what was wrong with the others."""
        if not table:
            return [], []
        model = self._target()
        paths = list(next(iter(table.values())))
        rows = {line: [row[path] for path in paths] for line, row in table.items()}
        result = model.load(paths, list(rows.values()))
        if not result["messages"]:
            return list(zip(rows, result["ids"], strict=True)), []
        done, problems = [], []
        # what the attempt left behind goes; each row is judged on top of those before
        for line, row in rows.items():
            result = model.load(paths, [row])
            if result["ids"] and not result["messages"]:
                done.append((line, result["ids"][0]))
            problems += [
                (line, *self._wrong(message)) for message in result["messages"]
            ]
        return done, problems

    def _wrong(self, message):
        field = message.get("field") or ""
        name = field[0] if isinstance(field, list | tuple) and field else field
        return self._labels().get(name, ""), str(message["message"])

    def _find_twice(self, done):
        """Rows that were there before, or stand in the file twice."""
        keys = self._names(self.keys)
        model = self.env[self.res_model]
        records = model.browse([record_id for _line, record_id in done])
        if not keys or not records:
            return []
        firsts = records.mapped(keys[0])
        values = firsts.ids if isinstance(firsts, models.BaseModel) else firsts
        first = {}
        domain = [*self._own_domain(model), (keys[0], "in", values)]
        for record in model.search(domain, order="id"):
            first.setdefault(self._key(record, keys), record.id)
        label = self._labels()[keys[0]]
        return [
            (line, label, self.env._("This is there already, or comes twice."))
            for line, record in zip((line for line, _id in done), records, strict=True)
            if record[keys[0]] and first.get(self._key(record, keys)) != record.id
        ]

    @api.model
    def _key(self, record, keys):
        values = (record[key] for key in keys)
        return tuple(
            normal(value) if isinstance(value, str) else value for value in values
        )
