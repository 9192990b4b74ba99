from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.apart import apart


class QmsOwnerless(models.Model):
    """What is owed by nobody, found each night: the list is empty, or it is a fault.

    A record names somebody who left until his work is handed on; his leader owes it
    meanwhile. Only what nobody owes, or who cannot be reached owes, stands here.
    """

    _name = "qms.ownerless"
    _description = "Without owner"
    _order = "id desc"
    _rec_name = "res_model"

    res_model = fields.Char("Kind of record", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    record_name = fields.Char("What", compute="_compute_record_name")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    reason = fields.Selection(
        [
            ("nobody", "Nobody owes anything for it"),
            ("unreachable", "Who owes it works here no longer"),
            ("empty_group", "It is owed by a group without anybody"),
        ],
        "Why",
        required=True,
        readonly=True,
    )
    date_found = fields.Date("Found on", required=True, readonly=True)

    _place_unique = models.UniqueIndex("(res_model, res_id)")

    @api.depends("res_model", "res_id")
    @api.depends_context("lang")
    def _compute_record_name(self):
        for model, rows in self.grouped("res_model").items():
            names = {}
            if model in self.env:
                # sudo: a quality record's display name is its type and number only
                records = self.env[model].sudo().browse(rows.mapped("res_id"))
                names = {record.id: record.display_name for record in records.exists()}
            for row in rows:
                row.record_name = names.get(row.res_id, "")

    def action_check(self):
        """Look again, at once."""
        self.browse().check_access("read")
        # sudo: the list is kept by the system
        self.sudo()._check()

    @api.model
    def _cron_check(self):
        """Nightly, after the duties were brought in line."""
        new = self._check()
        for company in new.company_id:
            count = len(new.filtered(lambda row, own=company: row.company_id == own))
            mailer = self.env["qms.mailer"]
            managers = company._qms_quality_managers()
            mailer._send("qms.mail_template_ownerless", managers, ownerless_count=count)

    @api.model
    def _check(self):
        """Bring the list in line; returns what is new on it."""
        found = {**self._find_nobody(), **self._find_unreachable()}
        known = {(row.res_model, row.res_id): row for row in self.search([])}
        self.browse(
            row.id
            for key, row in known.items()
            if found.get(key, (None,))[0] != row.reason
        ).unlink()
        today = fields.Date.context_today(self)
        return self.create(
            [
                {
                    "res_model": model,
                    "res_id": res_id,
                    "reason": reason,
                    "company_id": company_id,
                    "date_found": today,
                }
                for (model, res_id), (reason, company_id) in found.items()
                if (model, res_id) not in known or not known[model, res_id].exists()
            ]
        )

    @api.model
    def _find_nobody(self):
        """Open records for which somebody owes something, and nobody does."""
        found = {}
        for name in self.env["qms.holding.mixin"]._held_models():
            model = self.env[name]
            if free := self._owed_by_nobody(model):
                apart(free, self.env["qms.duty"]._sync)
                free = self._owed_by_nobody(model)
            for record in free:
                found[name, record.id] = ("nobody", record.company_id.id)
        return found

    @api.model
    def _owed_by_nobody(self, model):
        owing = model._get_owing_domain()
        if owing.is_false():
            return model
        owed = self.env["qms.duty"]._search(
            [("res_model", "=", model._name), ("state", "=", "open")]
        )
        return model.search(owing & Domain("id", "not in", owed.subselect("res_id")))

    @api.model
    def _find_unreachable(self):
        """Open duties whose holder cannot be turned to, after a second look."""
        duties = self._suspects()
        duties._resync(duties)
        found = {}
        for duty in self._suspects():
            reason = "empty_group" if duty.group_id else "unreachable"
            found[duty.res_model, duty.res_id] = (reason, duty.company_id.id)
        return found

    @api.model
    def _suspects(self):
        duties = self.env["qms.duty"]
        is_open = Domain("state", "=", "open")
        gone = (
            Domain("user_id.active", "=", False)
            | Domain("user_id.qms_left", "=", True)
            | Domain("user_id.share", "=", True)
        )
        held = Domain("user_id", "!=", False) & gone
        held |= Domain("employee_id.active", "=", False) & Domain(
            "employee_id", "!=", False
        )
        unheld = Domain.AND(
            Domain(name, "=", False) for name in ("user_id", "employee_id", "group_id")
        )
        suspects = duties.with_context(active_test=False).search(
            is_open & (held | unheld)
        )
        return suspects | self._in_empty_groups(is_open)

    @api.model
    def _in_empty_groups(self, is_open):
        duties = self.env["qms.duty"]
        grouped = duties._read_group(
            is_open & Domain("group_id", "!=", False),
            ["group_id", "company_id"],
            ["id:recordset"],
        )
        return duties.union(
            *(
                rows
                for group, company, rows in grouped
                if not group.all_user_ids.filtered(
                    lambda user, company=company: (
                        user._qms_works_here() and company in user.company_ids
                    )
                )
            )
        )
