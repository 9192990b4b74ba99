import base64
from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.sheet import MOST_LINES, UnreadableFile, read_sheet

# so many bad rows are shown; put right, the others follow
SHOWN = 500


class QmsStartImport(models.TransientModel):
    """Fills a register from its Excel template: first a test, then all rows or none."""

    _name = "qms.start.import"
    _description = "Register from Excel"

    sheet_id = fields.Many2one(
        "qms.start.sheet",
        "Register",
        required=True,
        ondelete="cascade",
        domain="[('id', 'in', usable_ids)]",
    )
    usable_ids = fields.Many2many("qms.start.sheet", compute="_compute_usable_ids")
    note = fields.Text(related="sheet_id.note")
    template = fields.Binary(compute="_compute_template")
    file = fields.Binary("Filled-in template", attachment=False)
    file_name = fields.Char()
    outcome = fields.Html(readonly=True)

    @api.depends_context("uid")
    def _compute_usable_ids(self):
        for screen in self:
            screen.usable_ids = self.env["qms.start.sheet"]._usable()

    @api.depends("sheet_id")
    @api.depends_context("lang", "company", "uid")
    def _compute_template(self):
        for screen in self:
            content = screen.sheet_id and screen.sheet_id._make_template()
            screen.template = content and base64.b64encode(content)

    @api.depends("sheet_id")
    def _compute_display_name(self):
        for screen in self:
            screen.display_name = self.env._("Register from Excel")

    @api.onchange("sheet_id", "file")
    def _onchange_file(self):
        self.outcome = False

    def action_template(self):
        """Download the template of the register chosen."""
        self.ensure_one()
        self._check_usable()
        query = {
            "model": self._name,
            "id": self.id,
            "field": "template",
            "filename": f"{self.sheet_id.name}.xlsx",
            "download": "true",
        }
        url = f"/web/content?{urlencode(query)}"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def action_test(self):
        """Go the whole way and back: name every bad row, and write nothing."""
        self.ensure_one()
        records, problems = self._run(keep=False)
        self._tell(len(records), problems)
        return self._reopen()

    def action_bring_in(self):
        """Bring in all rows, or none if one of them is bad."""
        self.ensure_one()
        records, problems = self._run(keep=True)
        if problems:
            self._tell(len(records), problems)
            return self._reopen()
        return {
            "type": "ir.actions.act_window",
            "name": self.sheet_id.name,
            "res_model": records._name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", records.ids)],
        }

    def _check_usable(self):
        self.check_access("write")
        if self.sheet_id not in self.env["qms.start.sheet"]._usable():
            raise AccessError(
                self.env._("You may not fill the register '%s'.", self.sheet_id.name)
            )

    def _run(self, keep):
        """Records and problems; nothing stays unless ``keep`` and all is well."""
        self._check_usable()
        if not self.file:
            raise UserError(self.env._("Choose the filled-in template first."))
        try:
            lines = read_sheet(base64.b64decode(self.file))
        except UnreadableFile as error:
            raise UserError(
                self.env._(
                    "This is no Excel file (.xlsx), or one with more than %s lines.",
                    MOST_LINES,
                )
            ) from error
        with self.env.cr.savepoint() as savepoint:
            records, problems = self._bring_in(lines)
            if problems or not keep:
                savepoint.close(rollback=True)
                # nothing read meanwhile is remembered
                self.env.registry.reset_changes()
        return records, problems

    def _bring_in(self, lines):
        """Hook: the records made of ``lines``, and all problems."""
        return self.sheet_id._bring_in(lines)

    def _tell(self, count, problems):
        self.outcome = self.env["ir.qweb"]._render(
            "qms.start_import_outcome",
            {
                "problems": problems[:SHOWN],
                "more": len(problems) - SHOWN,
                "lines": len({line for line, _column, _text in problems}),
                "count": count,
            },
        )

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Register from Excel"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
