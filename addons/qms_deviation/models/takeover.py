from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.qms.tools.lifecycle import Transition


class QmsTakeover(models.Model):
    """An old register, brought in as one: whose decision it was, on which rows.

    Its cases can be withdrawn together until the first of them was decided on; the
    batch and its decisions remain.
    """

    _name = "qms.takeover"
    _description = "Taken over register"
    _inherit = [
        "qms.takeover.loading",
        "qms.takeover.reading",
        "qms.lifecycle.mixin",
    ]
    _order = "id desc"

    _qms_counted = False
    _lifecycle_start = "draft"
    _lifecycle_closed = ("withdrawn",)
    # nobody edits any of it
    _lifecycle_editable = {}
    _lifecycle_transitions = (
        Transition(
            "take_over", ("draft",), "done", "_mandate_take_over", ("_missing_cases",)
        ),
        Transition(
            "release",
            ("done",),
            None,
            "_mandate_take_over",
            ("_missing_confidential",),
            reason=True,
        ),
        Transition(
            "withdraw", ("done",), "withdrawn", "_mandate_take_over", reason=True
        ),
    )

    name = fields.Char("File", required=True, readonly=True)
    state = fields.Selection(
        [("draft", "Being read"), ("done", "Taken over"), ("withdrawn", "Withdrawn")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    date = fields.Datetime("Taken over on", readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users", "Taken over by", readonly=True, default=lambda self: self.env.user
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    count = fields.Integer("Rows", readonly=True)
    count_open = fields.Integer("Of which open", readonly=True)
    digest = fields.Char(
        "Fingerprint",
        readonly=True,
        help="SHA-256 over the rows as they were read.",
    )
    case_ids = fields.One2many("qms.deviation", "takeover_id", "Cases", readonly=True)
    count_confidential = fields.Integer(
        "Confidential", compute="_compute_count_confidential"
    )

    _rows_unique = models.UniqueIndex(
        "(company_id, digest) WHERE state = 'done'",
        "These rows were taken over already.",
    )

    @api.depends("date")
    def _compute_display_name(self):
        for takeover in self:
            day = fields.Date.context_today(takeover, takeover.date)
            takeover.display_name = self.env._(
                "Register taken over on %s", fields.Date.to_string(day)
            )

    @api.depends("case_ids.confidentiality")
    def _compute_count_confidential(self):
        # sudo: a number; the cases themselves stay with those who may read them
        counts = dict(
            self.env["qms.deviation"]
            .sudo()
            ._read_group(self._confidential_domain(), ["takeover_id"], ["__count"])
        )
        for takeover in self:
            takeover.count_confidential = counts.get(takeover._origin, 0)

    def _confidential_domain(self):
        return Domain("takeover_id", "in", self.ids) & Domain(
            "confidentiality", "=", "confidential"
        )

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_take_over(self):
        """Take over the rows just read; the import itself takes this step."""
        return self._transition("take_over")

    def action_release(self, reason=None):
        """Release all still confidential, with why there is no need for it."""
        return self._transition("release", reason)

    def action_withdraw(self, reason=None):
        """Remove all its cases, as long as none of them was decided on."""
        return self._transition("withdraw", reason)

    def action_open_cases(self):
        """The cases of this batch, as far as the current user reads them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "qms_deviation.qms_deviation_action"
        )
        return {
            **action,
            "context": {},
            "domain": [("takeover_id", "=", self.id)],
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
        }

    def _mandate_take_over(self):
        return self._mandate_manager()

    def _missing_cases(self):
        return [] if self.case_ids else [self.env._("rows to take over")]

    def _missing_confidential(self):
        return [] if self._releasable() else [self.env._("anything to release")]

    def _check_needs(self, step):
        if step.name == "withdraw":
            # sudo: all cases, whoever reads them
            self.sudo()._check_untouched()
        return super()._check_needs(step)

    def _after_transition(self, step, reason):
        if step.name == "release":
            cases = self._releasable()
            cases._write_guarded({"confidentiality": "normal"})
            cases._pass_confidentiality_on()
        if step.name == "withdraw":
            self._remove_cases()

    # ------------------------------------------------------------
    # Its cases
    # ------------------------------------------------------------

    def _releasable(self):
        """Confidential ones, less those whose confidentiality was decided on."""
        # sudo: all cases, whoever reads them
        cases = self.env["qms.deviation"].sudo().search(self._confidential_domain())
        return cases - cases._decided()

    def _check_untouched(self):
        """Wait for whoever decides on the cases now, then see whether one was."""
        cases = self.case_ids
        cases._lock()
        actions = self.env["qms.action"].search([("deviation_id", "in", cases.ids)])
        if touched := cases._decided() | actions.deviation_id:
            raise UserError(
                self.env._(
                    "No longer withdrawn as one: work on %(count)s of its cases has "
                    "begun (%(numbers)s). Dismiss case by case what is not wanted.",
                    count=len(touched),
                    numbers=", ".join(touched[:10].mapped("number")),
                )
            )

    def _remove_cases(self):
        """Nobody ever decided on them; the batch and its decisions tell of them."""
        cases = self.case_ids
        domain = Domain("res_model", "=", cases._name) & Domain(
            "res_id", "in", cases.ids
        )
        duties = self.env["qms.duty"].search(domain)
        duties._close_gone()
        duties.unlink()
        cases._unlink_undecided()

    # ------------------------------------------------------------
    # What is decided on
    # ------------------------------------------------------------

    def _decision_contents(self):
        names = ("name", "count", "count_open", "count_confidential", "digest")
        return {
            takeover.id: {name: takeover[name] for name in names} for takeover in self
        }

    def _transition_labels(self):
        return {
            "take_over": self.env._("Taken over"),
            "release": self.env._("Released"),
            "withdraw": self.env._("Withdrawn"),
            "erase": self.env._("Text erased"),
        }

    @api.model
    def _check_may_take_over(self):
        if not self.env.user.has_group("qms.group_quality_manager"):
            raise AccessError(
                self.env._("Only a quality manager takes over an old register.")
            )
