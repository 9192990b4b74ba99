from odoo import fields, models

from ..tools.sheet import draw_list


class QmsWheelYear(models.Model):
    _inherit = "qms.wheel.year"

    def action_open_wheel(self):
        """Open its picture."""
        self.ensure_one()
        action = self.action_open_occurrences()
        views = action["views"]
        first = [view for view in views if view[1] == "wheel"]
        return {**action, "views": [*first, *(v for v in views if v not in first)]}

    def action_open_occurrences(self):
        """Open what stands in this edition; its picture turns to no other."""
        action = super().action_open_occurrences()
        return {**action, "context": {"wheel_stays": True}}

    def _wheel_name(self):
        return {"id": self.id, "name": self.display_name, "year": self.year}

    def _wheel_neighbours(self):
        """The editions before and after it, of the same company."""
        of_company = self.search([("company_id", "=", self.company_id.id)])
        years = of_company.sorted("year")
        at = years.ids.index(self.id)
        return years[at - 1 : at] if at else self.browse(), years[at + 1 : at + 2]

    def _wheel_nearest(self):
        """Of these the one to look at: own company, running, this year's."""
        today = fields.Date.context_today(self)
        company = self.env.company
        return self.sorted(
            lambda each: (
                each.company_id != company,
                each.state != "running",
                abs(each.year - today.year),
                -each.year,
                each.id,
            )
        )[:1]

    # ------------------------------------------------------------
    # On paper
    # ------------------------------------------------------------

    def _wheel_print(self, rings="kind"):
        """The picture, and what its letters and numbers stand for, for one sheet."""
        self.ensure_one()
        self.check_access("read")
        shown = self.occurrence_ids.search([("year_id", "=", self.id)])
        drawn = shown._wheel_draw(self, rings)
        rings = [(ring["letter"], ring["name"]) for ring in drawn["rings"]]
        return {**drawn, "list": draw_list(rings, shown._wheel_print_rows())}
