from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

ANSWER = {"forum", "outcome", "date_outcome"}


class QmsAction(models.Model):
    _inherit = "qms.action"

    risk_id = fields.Many2one(
        "qms.risk",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The risk it comes from; who answers for that reads it.",
    )
    consultation_ids = fields.One2many(
        "qms.consultation", "action_id", "Consultations", readonly=True
    )
    meeting_point_id = fields.Many2one(
        "qms.meeting.point",
        "Point of a meeting",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Where it was decided; the group's members read it.",
    )

    @api.model
    def _from_origin_fields(self):
        return {*super()._from_origin_fields(), "risk_id", "meeting_point_id"}

    def write(self, vals):
        """What was laid before a committee is answered there, and nowhere else."""
        if not ANSWER.isdisjoint(vals) and not self.env.su:
            # sudo: whether there is one
            laid = self.sudo().filtered(lambda action: action._consultation())
            if laid:
                raise UserError(
                    self.env._(
                        "%s: the answer is entered on the consultation.",
                        ", ".join(laid.mapped("display_name")),
                    )
                )
        return super().write(vals)

    def _consultation(self):
        return self.consultation_ids.filtered(lambda each: each.state != "cancelled")

    def _take_outcome(self, consultation):
        """The committee's answer is that of the action; carried out is its own step."""
        for action in self:
            if action.is_closed:
                continue
            held = consultation.state == "held"
            action._write_guarded(
                {
                    "forum": "committee" if held else action.forum,
                    "outcome": held and consultation.outcome,
                    "date_outcome": held and consultation.date_outcome,
                }
            )
            action._sync_duties()

    def _check_consulting(self):
        """The answer becomes the action's own: not whoever reads it asks for one."""
        self.check_access("read")
        if self.env.su or self._mandate_carry_out() or self._mandate_plan():
            return
        raise AccessError(self.env._("Whoever carries it out lays it before them."))

    def action_consult(self):
        """Lay it before the cooperation committee, or open what was laid before it."""
        self.ensure_one()
        self.check_access("read")
        # sudo: whether there is one; opening it asks for the right to read it
        known = self.sudo()._consultation()[:1]
        if not known:
            self._check_consulting()
        window = {
            "type": "ir.actions.act_window",
            "name": self.env._("Consultation"),
            "res_model": "qms.consultation",
            "views": [(False, "form")],
        }
        if known:
            return {**window, "res_id": known.id}
        return {
            **window,
            "context": {
                "default_action_id": self.id,
                "default_name": self.name,
                "default_company_id": self.company_id.id,
            },
        }
