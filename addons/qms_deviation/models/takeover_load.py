import hashlib
import json

from odoo import api, models

from odoo.addons.qms.models.number_mixin import DrawnNumber

from ..tools.old_register import LINE, PSEUDO, Formats, Problems

# context of the code that makes the cases; nothing of the caller's defaults and flags
QUIET = {
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "tracking_disable": True,
}
KEPT = ("lang", "tz", "allowed_company_ids")
# what a case gets past the guards of its lifecycle
STAMPS = ("state", "date_closed", "confidentiality")


class QmsTakeoverLoading(models.AbstractModel):
    """The one way in: all rows become cases by one decision, or none does."""

    _name = "qms.takeover.loading"
    _description = "Taking over an old register"

    @api.model
    def _take_over(self, names, data):
        """Take over ``data``, whose columns are the case's fields ``names``.

        :return: what ``load`` returns; all bad rows are named in its messages
        """
        self._check_may_take_over()
        if message := self._check_columns(names):
            return self._refuse([message])
        table = self._make_table(names, data)
        problems = Problems(self._column_labels())
        source = self._get_source()
        cases = self._read_table(table, source["formats"], problems)
        if problems:
            return self._refuse(problems.messages(self.env))
        digest = self._digest(names, data)
        if message := self._check_new(digest):
            return self._refuse([message])
        ids = self._bring_in(cases, digest, source)
        return {"ids": ids, "messages": [], "nextrow": 0}

    @api.model
    def _get_source(self):
        """What Odoo's import screen says of the file; nothing here opens anything."""
        source = dict(self.env.context.get("qms_takeover") or {})
        return {
            "name": str(source.get("name") or self.env._("Rows without a file")),
            "test": bool(source.get("test")),
            "formats": Formats(
                source.get("datetime_format"),
                source.get("date_format"),
                self.env.company._qms_timezone(),
            ),
        }

    @api.model
    def _refuse(self, messages):
        return {"ids": False, "messages": messages, "nextrow": 0}

    @api.model
    def _make_message(self, text):
        """One message for the whole file, on top of the screen."""
        return {"type": "error", "message": text, "rows": {"from": 0, "to": 0}}

    # ------------------------------------------------------------
    # Before the rows are read
    # ------------------------------------------------------------

    @api.model
    def _check_columns(self, names):
        """What is wrong with the columns chosen, as one message."""
        columns = self.env["qms.deviation"]._takeover_columns
        labels = self._column_labels()
        foreign = [name for name in names if name not in columns and name not in PSEUDO]
        if foreign:
            return self._make_message(
                self.env._(
                    "An old register brings new cases and changes none: the columns "
                    "%(columns)s are not taken over.",
                    columns=", ".join(labels.get(name, name) for name in foreign),
                )
            )
        missing = [
            name
            for name, column in columns.items()
            if column.asked and name not in names
        ]
        if missing:
            return self._make_message(
                self.env._(
                    "Choose the columns of the file that hold: %s.",
                    ", ".join(labels[name] for name in missing),
                )
            )
        if len(set(names)) < len(names):
            return self._make_message(self.env._("Each column comes once."))
        return None

    @api.model
    def _column_labels(self):
        cases = self.env["qms.deviation"]
        fields_ = cases.fields_get(list(cases._takeover_columns), ["string"])
        return {name: field["string"] for name, field in fields_.items()}

    @api.model
    def _make_table(self, names, data):
        """Each row as a dict, with the line it stands in."""
        table = [dict(zip(names, row, strict=True)) for row in data]
        for place, row in enumerate(table, 1):
            row.setdefault(LINE, place)
        return table

    @api.model
    def _digest(self, names, data):
        kept = [place for place, name in enumerate(names) if name not in PSEUDO]
        rows = [[names[i] for i in kept], *([row[i] for i in kept] for row in data)]
        text = json.dumps(rows, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    @api.model
    def _check_new(self, digest):
        """The same rows twice would be every case twice."""
        known = self.search(
            [
                ("company_id", "=", self.env.company.id),
                ("digest", "=", digest),
                ("state", "=", "done"),
            ],
            limit=1,
        )
        if not known:
            return None
        return self._make_message(
            self.env._(
                "These rows were taken over already, on %(date)s from %(file)s.",
                date=known.date.date(),
                file=known.name,
            )
        )

    # ------------------------------------------------------------
    # All or none
    # ------------------------------------------------------------

    @api.model
    def _bring_in(self, cases, digest, source):
        """Make the cases, and one decision on all of them; ids of the cases.

        A test goes the whole way and back. It draws no numbers: those of a series are
        not given back.
        """
        closed = self.env["qms.deviation"]._lifecycle_closed
        context = {
            key: self.env.context[key] for key in KEPT if key in self.env.context
        }
        with self.env.cr.savepoint() as savepoint:
            # sudo: nobody creates batches and cases by hand; that this user may take
            # over a register was checked
            takeover = self.with_env(self.env(context=context)).sudo()
            takeover = takeover.create(
                {
                    "name": source["name"],
                    "company_id": self.env.company.id,
                    "count": len(cases),
                    "count_open": sum(case["state"] not in closed for case in cases),
                    "digest": digest,
                }
            )
            if source["test"]:
                numbers = (DrawnNumber(f"({place})") for place in range(len(cases)))
                cases = [{**case, "number": next(numbers)} for case in cases]
            ids = takeover._create_cases(cases).ids
            takeover.sudo(False).action_take_over()
            if source["test"]:
                savepoint.close(rollback=True)
        return ids

    def _create_cases(self, cases):
        """New cases, then state, closing and confidentiality as in the register."""
        common = {
            "company_id": self.company_id.id,
            "taken_over": True,
            "takeover_id": self.id,
        }
        created = (
            self.env["qms.deviation"]
            .with_context(**QUIET)
            .create(
                [
                    {
                        **{key: val for key, val in case.items() if key not in STAMPS},
                        **common,
                    }
                    for case in cases
                ]
            )
        )
        groups = {}
        for record, case in zip(created, cases, strict=True):
            stamps = tuple(case.get(name, False) for name in STAMPS)
            groups.setdefault(stamps, []).append(record.id)
        for stamps, ids in groups.items():
            created.browse(ids)._write_guarded(dict(zip(STAMPS, stamps, strict=True)))
        return created
