from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

SHOWN = 100


class QmsEraseNow(models.TransientModel):
    """Which texts and files of a record are erased, and on what ground.

    A quality manager may erase what he cannot read: he is shown what it is and from
    when, not what it says.
    """

    _name = "qms.erase.now"
    _description = "Erase a text or file"

    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    ground_id = fields.Many2one("qms.legal.ground", "Because")
    line_ids = fields.One2many("qms.erase.now.line", "wizard_id", "What")

    def _get_record(self):
        return self._known(self.res_model, self.res_id)

    @api.model
    def _known(self, model, res_id):
        """The record, of a model that lets texts be erased."""
        records = self.env.get(model)
        if records is None or not hasattr(records, "_erasure_scope"):
            raise UserError(self.env._("There is no such record."))
        record = records.browse(res_id).exists()
        if not record:
            raise UserError(self.env._("There is no such record."))
        return record

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        context = self.env.context
        values.setdefault("res_model", context.get("active_model"))
        values.setdefault("res_id", context.get("active_id"))
        if len(context.get("active_ids", ())) > 1:
            raise UserError(self.env._("Choose one record."))
        if "line_ids" in fields:
            record = self.browse()._known(values["res_model"], values["res_id"])
            values["line_ids"] = [
                Command.create({"key": key})
                for key in self.env["qms.erasure"]._pieces(record)
            ]
        return values

    def action_confirm(self):
        """Erase what was ticked, for good."""
        self.ensure_one()
        if not self.ground_id:
            raise UserError(self.env._("Erasing needs its legal ground."))
        keys = self.line_ids.filtered("chosen").mapped("key")
        self.env["qms.erasure"]._erase(self._get_record(), keys, self.ground_id)
        return {"type": "ir.actions.act_window_close"}


class QmsEraseNowLine(models.TransientModel):
    """One text or file; what it says is looked up as the reader each time."""

    _name = "qms.erase.now.line"
    _description = "Text or file to erase"

    wizard_id = fields.Many2one(
        "qms.erase.now", required=True, index=True, ondelete="cascade"
    )
    key = fields.Char(required=True)
    chosen = fields.Boolean("Erase")
    where = fields.Char(compute="_compute_shown")
    what = fields.Char(compute="_compute_shown")
    begins = fields.Char(compute="_compute_shown")

    @api.depends("key", "wizard_id")
    @api.depends_context("lang")
    def _compute_shown(self):
        for wizard, lines in self.grouped("wizard_id").items():
            pieces = self.env["qms.erasure"]._pieces(wizard._get_record())
            for line in lines:
                line.update(line._describe(pieces.get(line.key)))

    def _describe(self, piece):
        if not piece:
            return {"where": False, "what": False, "begins": False}
        return {
            "where": self._place_of(piece),
            "what": self._kind_of(piece),
            "begins": self._beginning_of(piece),
        }

    def _place_of(self, piece):
        name = piece.chain.display_name
        if piece.record == piece.chain or not piece.name:
            return name
        # sudo: what kind of record it is called
        kind = self.env["ir.model"].sudo()._get(piece.record._name).name
        return f"{name}, {kind}"

    def _kind_of(self, piece):
        day = format_date(self.env, piece.record.create_date or False)
        if piece.name == "decisions":
            return self.env._("What was decided on: persons, reasons and content")
        if piece.record._name == "mail.message":
            return self.env._("Note of %s", day)
        if piece.kind == "file":
            return self.env._("File of %s", day)
        return piece.record._fields[piece.name].get_description(self.env)["string"]

    def _beginning_of(self, piece):
        """What it begins with, for whoever may read the record it stands in."""
        readable = piece.chain.with_env(self.env).has_access("read")
        if piece.record._name not in ("mail.message", "ir.attachment"):
            readable = readable and piece.record.with_env(self.env).has_access("read")
        if not readable:
            return self.env._("(not shown)")
        text = piece.record.name if piece.kind == "file" else piece.text
        text = " ".join((text or "").split())
        return text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}..."
