from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.law_rows import UnreadableRegister, read_register

SHOWN = 10


class QmsLawImport(models.TransientModel):
    """A register of laws as a CSV file, or as the feed of a gazette.

    All rows come in; only what comes into force after the chosen day is asked of
    anybody, by its subject. A law that stands here already is left as it is.
    """

    _name = "qms.law.import"
    _description = "Import of laws"
    _inherit = ["qms.competence.import.mixin"]

    file = fields.Binary("CSV or feed file", required=True, attachment=False)
    duty_from = fields.Date(
        "Asked of people when in force after",
        required=True,
        default=fields.Date.context_today,
        help="Laws in force on this day or before are only noted. Where the file does "
        "not say, the day of issue counts.",
    )

    def action_import(self):
        """Import it."""
        new, known, wrong = self._sort()
        laws = self.env["qms.law.update"].create(
            [{**law.values, "company_id": self.company_id.id} for law in new]
        )
        texts = {
            law.id: row.subject
            for law, row in zip(laws, new, strict=True)
            if self._is_due(row)
        }
        assigned = laws.browse(texts)._assign_by_subject(texts)
        return self._show(new, known, wrong, len(assigned))

    def _sort(self):
        """Rows that are new, that stand here already, that are wrong."""
        try:
            rows = read_register(self._content())
        except UnreadableRegister as error:
            raise UserError(
                self.env._(
                    "This is no CSV or feed file with a title and a reference in each "
                    "row: %s",
                    error,
                )
            ) from None
        right = [row for row in rows if not row.problem]
        laws = self.env["qms.law.update"].search_fetch(
            [
                ("company_id", "=", self.company_id.id),
                ("reference", "in", [row.values["reference"] for row in right]),
            ],
            ["reference"],
        )
        there = set(laws.mapped("reference"))
        new = [row for row in right if row.values["reference"] not in there]
        known = [row for row in right if row.values["reference"] in there]
        return new, known, [row for row in rows if row.problem]

    def _is_due(self, row):
        day = row.values["valid_from"] or row.values["date_issued"]
        return bool(day) and day > self.duty_from

    def _show(self, new, known, wrong, assigned=None):
        due = sum(self._is_due(row) for row in new)
        lines = [
            self.env._("%s new", len(new)),
            self.env._("%s stand here already and stay as they are", len(known)),
            self.env._("%s of the new ones come into force after that day", due),
        ]
        if assigned is not None:
            lines.append(self.env._("%s of these are asked of somebody", assigned))
        reasons = {
            "empty": self.env._("no title or no reference"),
            "twice": self.env._("the same reference as a row above"),
        }
        lines += [
            self.env._(
                "Left out, line %(line)s: %(why)s",
                line=row.line,
                why=reasons[row.problem],
            )
            for row in wrong[:SHOWN]
        ]
        if len(wrong) > SHOWN:
            lines.append(self.env._("... and %s more", len(wrong) - SHOWN))
        return self._tell(self.env._("Import laws"), lines)
