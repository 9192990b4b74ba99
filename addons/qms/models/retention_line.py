from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..tools.apart import apart


class QmsRetentionLine(models.Model):
    """One record on the list; type, number and day stay when it is emptied."""

    _name = "qms.retention.line"
    _description = "Record that is no longer kept"
    _order = "date_due, id"
    _rec_name = "date_due"

    list_id = fields.Many2one(
        "qms.retention.list",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="list_id.company_id", store=True, index=True)
    # plain values, so that emptying the record does not take the line along
    res_model = fields.Char("Kind of record", required=True, readonly=True)
    res_id = fields.Integer("Record", required=True, readonly=True)
    record_name = fields.Char("Quality record", compute="_compute_record")
    date_closed = fields.Date("Closed on", compute="_compute_record")
    is_kept = fields.Boolean("To be kept", compute="_compute_record")
    rule_id = fields.Many2one(
        "qms.retention.rule", "By", readonly=True, ondelete="set null"
    )
    date_due = fields.Date("Text goes on", required=True, readonly=True)
    archive_first = fields.Boolean(
        "To the archive first", related="rule_id.archive_first"
    )
    archived = fields.Boolean("The archive has it")
    date_done = fields.Date("Text gone on", readonly=True)
    dropped = fields.Boolean("Taken off", readonly=True)

    _once = models.UniqueIndex("(res_model, res_id) WHERE dropped IS NOT TRUE")

    @api.depends("res_model", "res_id")
    @api.depends_context("lang")
    def _compute_record(self):
        for model, lines in self.grouped("res_model").items():
            # sudo: type, number, day of closing and whether it is kept
            records = lines._known(model).sudo()
            known = {record.id: record for record in records}
            for line in lines:
                record = known.get(line.res_id)
                line.record_name = record.display_name if record else ""
                line.date_closed = record.date_closed if record else False
                line.is_kept = bool(record and record.is_kept)

    def write(self, vals):
        if not self.env.su and set(vals) - {"archived"}:
            raise AccessError(self.env._("What is on the list follows from the rules."))
        return super().write(vals)

    def action_keep(self):
        """Ask why the record is to be kept."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).action_keep()

    def _records(self, model):
        """The records of these lines, all of ``model``, that may still be emptied."""
        # sudo: the release was decided on the list
        records = self._known(model).sudo()
        if not records:
            return records
        return records.filtered_domain(records._retention_domain())

    def _known(self, model):
        """The records of these lines; none where their module is gone."""
        if model not in self.env:
            return self.env["qms.retention.list"]
        return self.env[model].browse(self.mapped("res_id")).exists()

    def _is_due(self):
        return bool(self._records(self.res_model))

    @api.model
    def _due_domain(self):
        return (
            Domain("list_id.state", "=", "released")
            & Domain("date_due", "<=", fields.Date.today())
            & Domain("date_done", "=", False)
            & Domain("dropped", "=", False)
        )

    def _carry_out(self):
        """Empty what is still due; what is kept, open or gone leaves the list."""
        due = self.filtered_domain(self._due_domain())
        for model, lines in due.grouped("res_model").items():
            records = lines._records(model)
            left = lines.filtered(lambda line, ids=records.ids: line.res_id not in ids)
            left._drop()
            (lines - left)._empty()

    def _empty(self):
        """Empty the records of these lines, all of one model."""
        today = fields.Date.today()
        done = apart(
            self,
            lambda part: part._records(part[0].res_model)._retention_carry_out(),
        )
        done.date_done = today
        (self - done)._drop()

    def _drop(self):
        """Off the list, so that what is still due comes on the next."""
        self.dropped = True
