from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class QmsWheelMove(models.TransientModel):
    """Asks for the day and why, and shows what would happen before it does."""

    _name = "qms.wheel.move"
    _description = "Move in the year wheel"

    occurrence_id = fields.Many2one(
        "qms.wheel.occurrence", "What", required=True, ondelete="cascade"
    )
    date = fields.Date("To")
    reason = fields.Text("Why")
    preview = fields.Html("What would happen", compute="_compute_preview")
    is_against = fields.Boolean(compute="_compute_preview")
    is_beyond = fields.Boolean(compute="_compute_preview")
    may_decide = fields.Boolean(compute="_compute_may_decide")
    agreed = fields.Boolean("Move it all the same")
    token = fields.Char(
        compute="_compute_token",
        store=True,
        precompute=True,
        readonly=False,
        help="Of what was shown: nothing else is agreed to.",
    )

    @api.depends("occurrence_id", "date")
    def _compute_preview(self):
        for wizard in self:
            shown = wizard._look()
            wizard.is_against = bool(shown.get("before") or shown.get("stuck"))
            wizard.is_beyond = bool(shown.get("beyond"))
            wizard.preview = self.env["ir.qweb"]._render(
                "qms.wheel_move_preview",
                {"shown": shown, "against": list(wizard._say_against(shown))},
            )

    def _say_against(self, shown):
        """What stands against it, each with its sign."""
        for row in shown.get("beyond", ()):
            yield (
                "fa-warning text-warning-emphasis",
                self.env._(
                    "%(what)s would go past %(day)s: the end of the year or the "
                    "certification visit.",
                    what=row["name"],
                    day=format_date(self.env, row["limit"]),
                ),
            )
        for row in shown.get("before", ()):
            yield "fa-ban text-danger", self.env._("It has to follow %s.", row["name"])
        for row in shown.get("stuck", ()):
            yield (
                "fa-ban text-danger",
                self.env._("%s would have to move, but is under way.", row["name"]),
            )

    @api.depends("occurrence_id", "date")
    def _compute_token(self):
        for wizard in self:
            wizard.token = wizard._look().get("token")

    def _look(self):
        """What would happen, or why it cannot."""
        if not self.occurrence_id or not self.date:
            return {}
        try:
            return self.occurrence_id.action_preview_move(self.date)
        except UserError as error:
            return {"refused": str(error)}

    @api.depends("occurrence_id")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        for wizard in self:
            occurrence = wizard.occurrence_id
            wizard.may_decide = bool(occurrence and occurrence._mandate_manager())

    def action_confirm(self):
        """Move it, as it was shown."""
        return self._confirm("action_move")

    def action_confirm_out_of_order(self):
        """Move it although the order no longer holds."""
        return self._confirm("action_move_out_of_order")

    def _confirm(self, method):
        self.ensure_one()
        if not self.date or not self.reason:
            raise UserError(self.env._("A move asks for the day, and why."))
        agreed = self.token if self.agreed else None
        done = getattr(self.occurrence_id, method)(self.date, self.reason, agreed)
        if done is not True:
            raise UserError(
                self.env._(
                    "Something would go past the year's end or the certification "
                    "visit. Look at it and tick that it is moved all the same."
                )
            )
        return {"type": "ir.actions.act_window_close"}


class QmsWheelInsert(models.TransientModel):
    """Asks why something is put into a year that is planned or running."""

    _name = "qms.wheel.insert"
    _description = "Put into the year wheel"

    item_ids = fields.Many2many(
        "qms.wheel.item", "qms_wheel_insert_item_rel", string="What", required=True
    )
    year_id = fields.Many2one(
        "qms.wheel.year",
        "Into",
        required=True,
        ondelete="cascade",
        domain="[('state', '!=', 'closed')]",
    )
    reason = fields.Text("Why", required=True)

    def action_confirm(self):
        """Put them in, each at its place in the order."""
        self.ensure_one()
        self.year_id.action_insert(self.item_ids.ids, self.reason)
        return {"type": "ir.actions.act_window_close"}
