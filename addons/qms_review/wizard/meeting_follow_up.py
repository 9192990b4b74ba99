from odoo import api, fields, models


class QmsMeetingFollowUp(models.TransientModel):
    """What a question makes of a point: decided with owner and deadline at once."""

    _name = "qms.meeting.follow.up"
    _description = "Follow-up of a point"
    _inherit = ["qms.follow.up.mixin"]

    _followed_by = "point_id"

    point_id = fields.Many2one(
        "qms.meeting.point",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    question_id = fields.Many2one(readonly=False)
    offered_company_ids = fields.Many2many(
        "res.company", compute="_compute_offered_company_ids"
    )
    company_id = fields.Many2one(
        "res.company",
        "Where",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('id', 'in', offered_company_ids)]",
        help="The company in which it is carried out.",
    )

    @api.depends("point_id")
    @api.depends_context("uid")
    def _compute_offered_company_ids(self):
        for wizard in self:
            point = wizard.point_id
            wizard.offered_company_ids = point and point._figure_companies()

    @api.depends("point_id", "owner_id")
    def _compute_company_id(self):
        """That of who does it, where the group works for it."""
        for wizard in self:
            # sudo: where somebody works
            works = wizard.owner_id.sudo().company_ids
            offered = wizard.offered_company_ids
            own = wizard.point_id.company_id
            wizard.company_id = own if own in works else (offered & works)[:1] or own

    def _proposed_owner(self):
        """Whoever asks; of what a leader does, the leader of his unit."""
        question = self.question_id
        if question.owner in ("leader", "process") and self.point_id:
            # sudo: the unit of whoever asks
            employees = self.env["hr.employee"].sudo()
            unit = employees.search(
                [
                    ("user_id", "=", self.env.uid),
                    ("company_id", "=", self.point_id.company_id.id),
                ],
                limit=1,
            ).department_id
            leader, _mandate = unit._qms_decider(self.point_id.company_id)
            return leader or self.env.user
        return self.env.user

    def _prepare_action_values(self, point):
        # sudo: the unit of who does it
        employees = self.env["hr.employee"].sudo()
        unit = employees.search(
            [
                ("user_id", "=", self.owner_id.id),
                ("company_id", "=", self.company_id.id),
            ],
            limit=1,
        ).department_id
        company = self.company_id & self.offered_company_ids or point.company_id
        return {
            **super()._prepare_action_values(point),
            "department_id": unit.id,
            "company_id": company.id,
        }

    def _why(self, point):
        note = (point.note or "").split("\n")[0]
        return note or super()._why(point)
