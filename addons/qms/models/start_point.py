import ast

from odoo import api, fields, models
from odoo.fields import Domain


class QmsStartPoint(models.Model):
    """One thing of the first month; how much of it is missing is counted each time.

    A module adds its own as data records. ``res_model`` and ``domain`` say what is
    looked for in the company one works in. With ``at_least`` 0 whatever is found is
    missing; otherwise so many must be there. Without a model nobody can count it: a
    quality manager says himself that it is done.
    """

    _name = "qms.start.point"
    _description = "Point of the first month"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    question = fields.Char(required=True, translate=True, help="Why it is asked for.")
    sequence = fields.Integer(default=10, index=True)
    active = fields.Boolean(default=True)
    res_model = fields.Char("Model")
    domain = fields.Char(default="[]", help="A list of literals.")
    company_path = fields.Char(
        default="company_id", help="From what is looked for to its company."
    )
    at_least = fields.Integer(help="0: none of what is found may be left.")
    action_id = fields.Many2one("ir.actions.act_window", ondelete="cascade")
    sheet_id = fields.Many2one(
        "qms.start.sheet", help="The Excel template that fills it.", ondelete="set null"
    )
    missing = fields.Integer(compute="_compute_state")
    state = fields.Selection(
        [("open", "Missing"), ("done", "Done"), ("apart", "Not for us")],
        compute="_compute_state",
    )
    reason = fields.Text("Because", compute="_compute_state")
    has_sheet = fields.Boolean(
        compute="_compute_has_sheet", help="Whether the current user may fill it."
    )

    @api.depends_context("company", "uid")
    def _compute_state(self):
        answers = self._answers()
        for point in self:
            answer = answers.get(point._origin)
            point.reason = answer.reason if answer else False
            point.missing = point._count_missing()
            if answer and answer.kind == "apart":
                point.state = "apart"
            elif answer or point.res_model and not point.missing:
                point.state = "done"
            else:
                point.state = "open"

    @api.depends("sheet_id")
    @api.depends_context("uid")
    def _compute_has_sheet(self):
        usable = self.env["qms.start.sheet"]._usable()
        for point in self:
            point.has_sheet = point.sheet_id in usable

    def _answers(self):
        """What was said of these points in the current company, per point."""
        answers = self.env["qms.start.answer"].search(
            [("point_id", "in", self.ids), ("company_id", "=", self.env.company.id)]
        )
        return {answer.point_id: answer for answer in answers}

    def _count_missing(self):
        """As the current user sees it: [Show] shows him exactly these."""
        if not self.res_model:
            return 0
        found = self.env[self.res_model].search_count(
            self._found_domain(), limit=self.at_least or None
        )
        return max(0, self.at_least - found) if self.at_least else found

    def _found_domain(self):
        return Domain(ast.literal_eval(self.domain or "[]")) & Domain(
            self.company_path, "in", [self.env.company.id, False]
        )

    @api.model
    def _on_the_page(self):
        """The points that the current user can answer."""
        return self.search([("active", "=", True)]).filtered(
            lambda point: (
                not point.res_model or self.env[point.res_model].has_access("read")
            )
        )

    def action_show(self):
        """Open the list of exactly what is missing, or the place where it is made."""
        self.ensure_one()
        self.check_access("read")
        # sudo: ir.actions.act_window - what the page itself names
        window = self.action_id.sudo()
        action = window._get_action_dict()
        if window.res_model != self.res_model:
            return action
        return {
            **action,
            "name": self.name,
            "context": {},
            "domain": list(self._found_domain()),
        }

    def action_sheet(self):
        """Open the screen that fills the register from its Excel template."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "qms.qms_start_import_action"
        )
        return {**action, "context": {"default_sheet_id": self.sheet_id.id}}

    def action_done(self):
        """Say that it is done, where nobody can count it."""
        values = {"kind": "done", "company_id": self.env.company.id}
        self.env["qms.start.answer"].create(
            [{**values, "point_id": point.id} for point in self]
        )

    def action_apart(self):
        """Ask why the company does without it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "qms.qms_start_answer_action"
        )
        return {
            **action,
            "context": {"default_point_id": self.id, "default_kind": "apart"},
        }

    def action_reopen(self):
        """Take back what was said of these points in the current company."""
        for answer in self._answers().values():
            answer.unlink()
