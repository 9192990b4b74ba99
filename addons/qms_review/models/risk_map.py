from collections import Counter

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.qms.models.matrix import VALUES

OPEN = Domain("kind", "=", "risk") & Domain("state", "!=", "closed")
WHEN = [("now", "As they stand today"), ("before", "As they were assessed")]


class QmsRiskMap(models.TransientModel):
    """All open risks in the company's matrix, as who looks may read them."""

    _name = "qms.risk.map"
    _description = "Risk map"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
    )
    when = fields.Selection(WHEN, "Risks", default="now", required=True)
    department_id = fields.Many2one(
        "hr.department", "Unit", check_company=True, help="With the units below."
    )
    picture = fields.Html(compute="_compute_picture", sanitize=False)
    risk_ids = fields.Many2many("qms.risk", compute="_compute_picture")

    @api.depends("when")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for screen in self:
            screen.display_name = self.env._("Risk map")

    @api.depends("company_id", "when", "department_id")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_picture(self):
        for screen in self:
            risks = self.env["qms.risk"].search(screen._risk_domain())
            screen.risk_ids = risks.sorted(
                lambda risk, own=screen: (-risk._score_at(own.when), risk.id)
            )
            screen.picture = screen._draw(risks)

    def _risk_domain(self):
        domain = OPEN & Domain("company_id", "=", self.company_id.id)
        if unit := self.department_id:
            domain &= Domain("department_id", "child_of", unit.id)
        return domain

    def _draw(self, risks):
        matrix, company = self.env["qms.matrix"], self.company_id
        levels = matrix._levels(company.id)
        labels = dict(
            self.env["qms.risk"]._fields["level"]._description_selection(self.env)
        )
        places = Counter(risk._cell_at(self.when) for risk in risks)
        of_level = Counter(levels.get(place) for place in places.elements())
        rows = [
            {
                "value": row,
                "name": matrix._steps(company.id, "likelihood").get(row, ""),
                "cells": [
                    {
                        "level": levels.get((step, row)),
                        "label": labels.get(levels.get((step, row)), ""),
                        "count": places[step, row],
                    }
                    for step in VALUES
                ],
            }
            for row in reversed(VALUES)
        ]
        words = matrix._steps(company.id, "consequence")
        return self.env["ir.qweb"]._render(
            "qms_review.risk_map",
            {
                "rows": rows,
                "steps": [(step, words.get(step, "")) for step in VALUES],
                "levels": [
                    (level, label, of_level[level])
                    for level, label in reversed(labels.items())
                ],
                "unjudged": of_level[None],
            },
        )

    def action_open_risks(self):
        """Open the list of exactly these risks."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "qms_review.qms_risk_action"
        )
        return {**action, "domain": list(self._risk_domain()), "context": {}}


class QmsRisk(models.Model):
    _inherit = "qms.risk"

    def _cell_at(self, when):
        """(consequence, likelihood) of the matrix in which it stands."""
        after = when == "now" and self.state == "controlled"
        if after and self.level_after:
            return self.consequence_after, self.likelihood_after
        return self.consequence, self.likelihood

    def _score_at(self, when):
        consequence, likelihood = self._cell_at(when)
        return int(consequence or 0) * int(likelihood or 0)
