from odoo import api, fields, models
from odoo.exceptions import UserError


class QmsDeviationSort(models.TransientModel):
    """Type, unit, responsible and deadline of one case or many: all of them or none."""

    _name = "qms.deviation.sort"
    _description = "Sort cases"

    deviation_ids = fields.Many2many("qms.deviation", string="Cases", readonly=True)
    count = fields.Integer(compute="_compute_count")
    kind = fields.Selection(
        [
            ("all", "Anything"),
            ("assign", "Responsible and deadline"),
            ("type", "Type"),
            ("unit", "Unit"),
        ],
        default="all",
        required=True,
        readonly=True,
    )
    type_id = fields.Many2one("qms.deviation.type", "New type")
    responsible_id = fields.Many2one("res.users", domain="[('share', '=', False)]")
    date_deadline = fields.Date("To be handled by")
    # empty: each case stays in its company
    company_key = fields.Selection(lambda self: self._get_companies(), "Company")
    is_elsewhere = fields.Boolean(compute="_compute_is_elsewhere")
    has_companies = fields.Boolean(compute="_compute_is_elsewhere")
    has_units = fields.Boolean(compute="_compute_is_elsewhere")
    department_id = fields.Many2one(
        "hr.department", "New unit", domain="[('id', 'in', unit_ids)]"
    )
    unit_ids = fields.Many2many("hr.department", compute="_compute_is_elsewhere")
    reason = fields.Text("Because")

    @api.model
    def _get_companies(self):
        """Those of the group; a case may go to one that its handler does not enter."""
        # sudo: names of the companies of the group
        root = self.env.company.sudo().root_id
        companies = self.env["res.company"].sudo().search([("id", "child_of", root.id)])
        return [(str(company.id), company.name) for company in companies]

    @api.depends("deviation_ids")
    def _compute_count(self):
        for wizard in self:
            wizard.count = len(wizard.deviation_ids)

    @api.depends("company_key", "deviation_ids", "kind")
    def _compute_is_elsewhere(self):
        for wizard in self:
            company = wizard._get_company()
            wizard.has_companies = len(wizard._get_companies()) > 1
            wizard.is_elsewhere = wizard._leaves_company()
            wizard.unit_ids = self.env["hr.department"].search(
                [("company_id", "in", (company.id, False))]
            )
            wizard.has_units = bool(wizard.unit_ids)

    def _get_company(self):
        own = self.deviation_ids.company_id[:1] or self.env.company
        return own.browse(int(self.company_key)) if self.company_key else own

    def _leaves_company(self):
        chosen = bool(self.company_key) and self.kind in ("all", "unit")
        return chosen and self.deviation_ids.company_id != self._get_company()

    def action_confirm(self):
        """Do what was entered, with a decision on each case."""
        self.ensure_one()
        cases, company = self.deviation_ids, self._get_company()
        moves = bool(self.department_id) or self._leaves_company()
        if not (self.type_id or self.responsible_id or self.date_deadline or moves):
            raise UserError(self.env._("Say what should change."))
        if self.type_id:
            cases._change_type(self.type_id, self.reason)
        if self.responsible_id or self.date_deadline:
            cases._assign(self.responsible_id, self.date_deadline)
        if moves:
            cases._send_on(self.department_id, company, self.reason)
            return {
                "type": "ir.actions.act_window",
                **self.env["ir.actions.act_window"]._for_xml_id(
                    "qms_deviation.qms_deviation_action_first"
                ),
                "target": "main",
            }
        return {"type": "ir.actions.act_window_close"}
