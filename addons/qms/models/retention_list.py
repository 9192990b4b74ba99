from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.lifecycle import Transition

SLICE = 100
# warned so many days before, however long ago a record was closed
WARNING_DAYS = 30
VERB = "release"


class QmsRetentionList(models.Model):
    """What is to lose its text next, shown a month before and released by a person.

    A scheduled action makes the list and carries it out; that it may is a decision of
    a quality manager, in the chain of each record.
    """

    _name = "qms.retention.list"
    _description = "List of what is no longer kept"
    _inherit = ["qms.lifecycle.mixin", "qms.readable.mixin"]
    _order = "id desc"

    _qms_counted = False
    _lifecycle_start = "waiting"
    _lifecycle_closed = ("released",)
    # nobody edits any of it
    _lifecycle_editable = {}
    _lifecycle_transitions = (
        Transition(
            "release",
            ("waiting",),
            "released",
            "_mandate_release",
            ("_missing_release",),
        ),
    )

    state = fields.Selection(
        [("waiting", "To be released"), ("released", "Released")],
        default="waiting",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    date_from = fields.Date("First on", required=True, readonly=True)
    line_ids = fields.One2many("qms.retention.line", "list_id", readonly=True)
    line_count = fields.Integer("Records", compute="_compute_line_count")

    @api.depends("line_ids")
    def _compute_line_count(self):
        lines = self.env["qms.retention.line"]
        found = lines._read_group(
            [("list_id", "in", self.ids)], ["list_id"], ["__count"]
        )
        counts = {record.id: count for record, count in found}
        for record in self:
            record.line_count = counts.get(record.id, 0)

    @api.depends("date_from")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for record in self:
            day = format_date(self.env, record.date_from or False)
            record.display_name = self.env._("No longer kept from %s", day)

    def write(self, vals):
        if not self.env.su and set(vals) - {"line_ids"}:
            raise AccessError(self.env._("The list follows from the rules."))
        return super().write(vals)

    def action_release(self):
        """What is on the list and not to be kept goes on its day."""
        return self._transition("release")

    def action_archived(self):
        """The archive has all that is on the list."""
        self.ensure_one()
        # on the lines, whose rules say who may tick them
        self.line_ids.filtered("archive_first").write({"archived": True})
        return True

    def _mandate_release(self):
        return self._mandate_manager()

    def _missing_release(self):
        lines = self.line_ids.filtered(
            lambda line: line.archive_first and not line.archived and line._is_due()
        )
        if not lines:
            return []
        return [
            self.env._(
                "that the archive has it: %s",
                ", ".join(lines[:5].mapped("record_name")),
            )
        ]

    def _after_transition(self, step, reason):
        today = fields.Date.today()
        parts = self.line_ids.grouped(lambda line: (line.res_model, line.date_due))
        for (model, day), lines in parts.items():
            records = lines._records(model)
            lines.filtered(lambda line, ids=records.ids: line.res_id not in ids)._drop()
            if records:
                records._retention_decide(max(day, today))
            lines.filtered(lambda line: line.date_due < today).date_due = today

    def _decision_contents(self):
        return {
            record.id: {
                "company_id": record.company_id.id,
                "lines": [
                    (line.res_model, line.res_id, line.date_due)
                    for line in record.line_ids
                ],
            }
            for record in self
        }

    def _transition_labels(self):
        return {"erase": self.env._("Text erased"), "release": self.env._("Released")}

    # ------------------------------------------------------------
    # What is owed
    # ------------------------------------------------------------

    def _get_duties(self):
        managers = self.env.ref("qms.group_quality_manager")
        return [
            {
                "record": record,
                "verb": VERB,
                "deadline": record.date_from,
                "group": managers,
            }
            for record in self
            if record.state == "waiting"
        ]

    def _duty_name(self):
        return self.display_name

    def _duty_target(self):
        return self

    # ------------------------------------------------------------
    # By night
    # ------------------------------------------------------------

    @api.model
    def _cron_plan(self):
        """List what is due within the month, in slices; run twice it adds nothing."""
        # sudo: type, number and dates of what is due
        lists, progress = self.sudo(), self.env["ir.cron"]._commit_progress
        for company in lists.env["res.company"].search(Domain.TRUE):
            for model in lists.env["qms.retained.mixin"]._retained_models():
                rules = lists.env["qms.retention.rule"]._split(model._name, company)
                for rule, domain in rules:
                    while found := lists._find_due(model, company, rule, domain):
                        lists._put_on_list(company, rule, found)
                        if not progress(len(found)):
                            return

    @api.model
    def _find_due(self, model, company, rule, domain):
        """The next records that the rule speaks of and no list has yet."""
        soon = fields.Date.today() + relativedelta(days=WARNING_DAYS)
        listed = self.env["qms.retention.line"]._search(
            Domain("res_model", "=", model._name) & Domain("dropped", "=", False)
        )
        return model.search(
            Domain(model._retention_domain())
            & domain
            & Domain("company_id", "=", company.id)
            & Domain("date_closed", "<=", soon - relativedelta(years=rule.keep_years))
            & ~Domain("id", "in", listed.subselect("res_id")),
            order="date_closed, id",
            limit=SLICE,
        )

    @api.model
    def _put_on_list(self, company, rule, records):
        soon = fields.Date.today() + relativedelta(days=WARNING_DAYS)
        waiting = self.search(
            [("company_id", "=", company.id), ("state", "=", "waiting")], limit=1
        )
        if not waiting:
            waiting = self.create({"company_id": company.id, "date_from": soon})
        self.env["qms.retention.line"].create(
            [
                {
                    "list_id": waiting.id,
                    "rule_id": rule.id,
                    "res_model": record._name,
                    "res_id": record.id,
                    "date_due": max(soon, record._retention_day(rule.keep_years)),
                }
                for record in records
            ]
        )
        waiting._sync_duties()

    @api.model
    def _cron_carry_out(self):
        """Empty what was released and is due; run twice it finds nothing more."""
        # sudo: the system carries out what was decided
        lines, progress = (
            self.env["qms.retention.line"].sudo(),
            self.env["ir.cron"]._commit_progress,
        )
        domain, last = lines._due_domain(), 0
        progress(remaining=lines.search_count(domain))
        while found := lines.search(
            domain & Domain("id", ">", last), order="id", limit=SLICE
        ):
            last = found[-1].id
            found.try_lock_for_update()._carry_out()
            if not progress(len(found)):
                break
