from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class QmsLawEffect(models.Model):
    """What a law changes in one process, said first by one person in one line."""

    _name = "qms.law.effect"
    _description = "What a law changes"
    _inherit = ["qms.mask.values", "qms.text.mixin"]
    _order = "id"
    _rec_name = "process_id"
    _check_company_auto = True
    _mask_fields = ("text",)
    # said by its own button, or follows from the law
    _said_fields = {"answer", "text", "date_said", "company_id"}

    law_id = fields.Many2one(
        "qms.law.update", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="law_id.company_id", store=True, index=True)
    law_state = fields.Selection(related="law_id.state", string="State of the law")
    process_id = fields.Many2one("qms.process", ondelete="restrict", check_company=True)
    user_id = fields.Many2one(
        "res.users",
        "Says it first",
        required=True,
        index=True,
        domain="[('share', '=', False)]",
    )
    answer = fields.Selection(
        [("changes", "It changes"), ("nothing", "Nothing, because")],
        "What does it change?",
    )
    text = fields.Char("In one line")
    date_said = fields.Date("Said on", readonly=True, copy=False)
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _once_per_process = models.UniqueIndex("(law_id, COALESCE(process_id, 0))")

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for effect in self:
            effect.is_mine = effect.user_id == self.env.user

    @api.onchange("process_id")
    def _onchange_process_id(self):
        """Who owns the process says it, unless somebody was chosen."""
        self.user_id = self.user_id or self.process_id.owner_id

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not self.env.su and self._said_fields & vals.keys():
                raise self._make_said_error()
        # said, so that no context says otherwise
        start = dict.fromkeys(("answer", "text", "date_said"), False)
        effects = super().create([{**start, **vals} for vals in vals_list])
        effects._check_open("noted")
        return effects

    def write(self, vals):
        if not self.env.su:
            # sudo: whether it was said
            said = any(self.sudo().mapped("date_said"))
            if said or (self._said_fields | {"law_id"}) & vals.keys():
                raise self._make_said_error()
        self._check_open("noted", "assigned")
        result = super().write(vals)
        if "user_id" in vals:
            self.law_id._sync_duties()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_assigned(self):
        self._check_open("noted")

    def _check_open(self, *states):
        # sudo: the state of the law alone
        if not set(self.sudo().law_id.mapped("state")) <= set(states):
            raise UserError(
                self.env._("Who says what a law changes is settled by now.")
            )

    def action_say(self, answer, text):
        """Say in one line what it changes in the process, or why nothing.

        When everybody asked has said it, the law goes out to be read.

        :param str answer: "changes" or "nothing"
        """
        self.ensure_one()
        # sudo: who is asked first, and how far the law has come
        known = self.sudo()
        if known.user_id != self.env.user:
            raise AccessError(self.env._("Somebody else is asked to say it first."))
        if answer not in ("changes", "nothing") or not (text or "").strip():
            raise UserError(
                self.env._("Say in one line what it changes, or why nothing.")
            )
        known.law_id._lock()
        known._check_open("assigned")
        today = known.company_id._qms_today()
        line = " ".join(text.split())
        known.write({"answer": answer, "text": line, "date_said": today})
        law = known.law_id
        if all(law.effect_ids.mapped("date_said")):
            return law.with_env(self.env).action_send()
        law._sync_duties()
        return True

    def _make_said_error(self):
        return UserError(self.env._("What it changes is said by its own button."))
