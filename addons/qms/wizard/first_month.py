from odoo import api, fields, models


class QmsFirstMonth(models.TransientModel):
    """The page that says what the company one works in still lacks."""

    _name = "qms.first.month"
    _description = "First month"

    company_id = fields.Many2one("res.company", compute="_compute_points")
    point_ids = fields.Many2many("qms.start.point", compute="_compute_points")
    count = fields.Integer("Points", compute="_compute_points")
    count_done = fields.Integer("Settled", compute="_compute_points")
    settled = fields.Char("How far", compute="_compute_points")
    progress = fields.Float(compute="_compute_points")

    @api.depends_context("company", "uid", "lang")
    def _compute_points(self):
        points = self.env["qms.start.point"]._on_the_page()
        settled = points.filtered(lambda point: point.state != "open")
        for page in self:
            page.company_id = self.env.company
            # what is missing first
            page.point_ids = (points - settled) + settled
            page.count = len(points)
            page.count_done = len(settled)
            page.settled = self.env._(
                "%(done)s of %(all)s settled", done=len(settled), all=len(points)
            )
            page.progress = 100 * len(settled) / (len(points) or 1)

    @api.depends_context("lang")
    def _compute_display_name(self):
        for page in self:
            page.display_name = self.env._("First month")

    @api.model
    def action_open(self):
        """Open the page of the company one works in."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "qms.qms_first_month_action"
        )
        return {**action, "res_id": self.create({}).id}
