import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.lifecycle import Mandate, Transition
from .decision_sql import lock_free_rows

_logger = logging.getLogger(__name__)

# so many are moved while one waits; more by the scheduled action, in slices
AT_ONCE = 100
SLICE = 200


class QmsTransferMixin(models.AbstractModel):
    """An order to move many records, carried out in slices.

    What is left to move is always asked of the records themselves: stopped anywhere,
    it goes on where it was, and a second run finds nothing to do. The decision on
    each record is that of the person who gave the order.
    """

    _name = "qms.transfer.mixin"
    _description = "Order to move records"
    _inherit = "qms.record.mixin"

    _qms_counted = False
    _lifecycle_start = "draft"
    _lifecycle_closed = ("done", "cancelled")
    _lifecycle_stamps = ("ordered_by_id", "role", "behalf_ref", "date_done")
    _lifecycle_editable = {"running": ()}
    _lifecycle_transitions = (
        Transition(
            "order", ("draft",), "running", "_mandate_order", ("_missing_order",)
        ),
        Transition("carry_on", ("running",), None, "_mandate_order"),
        Transition(
            "finish", ("running",), "done", "_mandate_finish", ("_missing_finish",)
        ),
        Transition("cancel", ("draft",), "cancelled", "_mandate_order", reason=True),
    )
    _mask_fields = ("reason",)

    state = fields.Selection(
        [
            ("draft", "To be decided"),
            ("running", "Being moved"),
            ("done", "Done"),
            ("cancelled", "Given up"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    reason = fields.Text("Why", help="Stands in the decision on each record moved.")
    ordered_by_id = fields.Many2one(
        "res.users", "Decided by", readonly=True, copy=False
    )
    role = fields.Char(readonly=True, copy=False)
    behalf_ref = fields.Integer(readonly=True, copy=False)
    date_done = fields.Date("Done on", readonly=True, copy=False)
    left_count = fields.Integer("Still to move", compute="_compute_counts")
    moved_count = fields.Integer("Moved", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts", help="Percent.")

    @api.depends("state", "line_ids.moved_count")
    def _compute_counts(self):
        for order in self:
            # sudo: numbers alone
            lines = order.sudo().line_ids
            order.left_count = sum(lines.mapped("open_count"))
            order.moved_count = sum(lines.mapped("moved_count"))
            whole = order.left_count + order.moved_count
            order.progress = 100 * order.moved_count / whole if whole else 100

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_order(self):
        """Decide it; what is few is moved at once, more in the background."""
        for order in self:
            order._transition("order", ordered_by_id=self.env.uid)
            order._in_its_name()._start()
        return self._begin()

    def action_carry_on(self):
        """Go on with it in one's own name, as whoever ordered it is gone."""
        for order in self:
            order._transition("carry_on", ordered_by_id=self.env.uid)
        return self._begin()

    def action_finish(self):
        """Nothing is left that could be moved."""
        return self._transition("finish")

    def action_cancel(self, reason=None):
        """Give it up before anything was moved."""
        return self._transition("cancel", reason)

    def _missing_order(self):
        return [] if self.reason else [self.env._("why")]

    def _missing_finish(self):
        if any(line._has_more() for line in self.line_ids):
            return [self.env._("the records that are still being moved")]
        return []

    def _mandate_order(self):
        """Hook: who orders it; by default the company's quality managers."""
        return self._mandate_manager()

    def _mandate_finish(self):
        # sudo: who ordered it
        order = self.sudo()
        if order.ordered_by_id == self.env.user:
            return Mandate(order.role, order.behalf_ref)
        return self._mandate_order()

    def _transition_values(self, step):
        values = super()._transition_values(step)
        if step.name in ("order", "carry_on"):
            mandate = self._mandate_order()
            values |= {"role": mandate.role, "behalf_ref": mandate.behalf_of or 0}
        if step.name == "finish":
            values["date_done"] = fields.Date.context_today(self)
        return values

    def _transition_labels(self):
        return super()._transition_labels() | {
            "order": self.env._("Decided"),
            "carry_on": self.env._("Carried on"),
            "finish": self.env._("Everything moved"),
            "cancel": self.env._("Given up"),
        }

    def _duty_fields(self):
        return {"company_id"}

    # ------------------------------------------------------------
    # Carrying it out
    # ------------------------------------------------------------

    def _begin(self):
        for order in self:
            if order.left_count > AT_ONCE:
                # sudo: the system's own scheduled action
                self.env.ref("qms.ir_cron_transfer").sudo()._trigger()
            else:
                order._in_its_name()._carry_out(lambda _count, _left: True)
        return True

    def _in_its_name(self):
        """As the person who ordered it, past his rights: his mandate was checked."""
        # sudo: what is moved need not be readable to who ordered it
        return self.with_user(self.ordered_by_id).sudo()

    def _carry_out(self, progress):
        """Move slice by slice; ``progress`` says whether there is time for more."""
        while count := self._take_slice():
            if not progress(count, self.left_count):
                return False
        if not self._missing_finish():
            self._settle()
            self.action_finish()
        return True

    def _start(self):
        """Hook: what is done before the first record moves."""

    def _settle(self):
        """Hook: what is done once the last record has moved."""

    def _take_slice(self):
        for line in self.line_ids:
            if count := line._take_slice(SLICE):
                return count
        return 0

    def _decision_reason(self):
        return f"{self.number}: {self.reason}"

    @api.model
    def _running(self):
        return self.search(
            [("state", "=", "running"), ("ordered_by_id.active", "=", True)], order="id"
        )

    @api.model
    def _cron_carry_out(self):
        """Go on with every order under way; one that fails does not stop the others."""

        def progress(count, left):
            return self.env["ir.cron"]._commit_progress(count, remaining=left)

        for name in ("qms.succession", "qms.unit.change"):
            for order in self.env[name]._running():
                try:
                    if not order._in_its_name()._carry_out(progress):
                        return
                except OperationalError:
                    # somebody decided on one of its records meanwhile
                    self.env.cr.rollback()
                    self.env.ref("qms.ir_cron_transfer")._trigger()
                except Exception:
                    self.env.cr.rollback()
                    _logger.exception("%s %s cannot go on", name, order.id)
                self.env["ir.cron"]._commit_progress()

    def write(self, vals):
        if "company_id" in vals and not self.env.su:
            raise UserError(self.env._("That is settled when it is begun."))
        return super().write(vals)


class QmsTransferLineMixin(models.AbstractModel):
    """One kind of records that an order moves."""

    _name = "qms.transfer.line.mixin"
    _description = "Kind of records to move"

    res_model = fields.Char("Kind of record", required=True, readonly=True)
    field_name = fields.Char(required=True, readonly=True)
    name = fields.Char("What", compute="_compute_name")
    moved_count = fields.Integer("Moved", readonly=True)
    open_count = fields.Integer("Open now", compute="_compute_open_count")

    def _model(self):
        # sudo: what is moved need not be readable to who orders it
        return self.env[self.res_model].sudo().with_context(active_test=False)

    def _holding(self):
        return self.env[self.res_model]._get_holding(self.field_name)

    @api.depends("res_model", "field_name")
    @api.depends_context("lang")
    def _compute_name(self):
        for line in self:
            model = self.env[line.res_model]
            # sudo: names of models
            kind = self.env["ir.model"].sudo()._get(line.res_model).name
            field = model._fields[line.field_name]._description_string(self.env)
            line.name = f"{kind}: {field}"

    @api.depends("moved_count")
    def _compute_open_count(self):
        for line in self:
            line.open_count = line._model().search_count(line._open_domain())

    def _open_domain(self):
        """Hook: what there is to move."""
        raise NotImplementedError

    def _movable_domains(self):
        """Hook: (domain, destination) pairs, in the order in which they are moved."""
        raise NotImplementedError

    def _move(self, records, destination):
        """Hook: move ``records``, which are locked."""
        raise NotImplementedError

    def _has_more(self):
        return any(
            self._model().search_count(domain, limit=1)
            for domain, _destination in self._movable_domains()
        )

    def _take_slice(self, size):
        """Move up to ``size`` records; what others work on waits for another round."""
        for domain, destination in self._movable_domains():
            records = self._model().search(domain, limit=size, order="id")
            free = lock_free_rows(self.env.cr, records._table, records.ids)
            if records := records.browse(free):
                self._move(records, destination)
                self.moved_count += len(records)
                return len(records)
        return 0

    def _decide(self, order, records, verb, before):
        """One decision per record, by who gave the order."""
        if "state" in before:
            mandate = Mandate(order.role, order.behalf_ref or False)
            self.env["qms.decision"]._record(
                records,
                verb,
                before["state"],
                dict.fromkeys(records.ids, mandate),
                order._decision_reason(),
            )

    @api.model
    def _before(self, records):
        if not hasattr(records, "_lifecycle_start"):
            return {}
        return {"state": {record.id: record.state for record in records}}
