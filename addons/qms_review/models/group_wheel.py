from odoo import api, models
from odoo.fields import Domain


class QmsGroupWheel(models.AbstractModel):
    """What of the year wheel is a group's: meetings, and evaluating its terms."""

    _name = "qms.group.wheel"
    _description = "A group in the year wheel"

    @api.model
    def _of_occurrence(self, occurrence):
        """Whose meeting or terms these are; a company without a group gets one."""
        # sudo: the wheel makes it, whoever begins it
        groups = self.sudo()
        if named := occurrence.item_id.quality_group_id:
            return named
        company = occurrence.company_id
        first = groups.search([("company_id", "=", company.id)], limit=1)
        return first or groups.create(
            {"name": self.env._("Quality group"), "company_id": company.id}
        )

    def _free_occurrences(self, kind):
        """What of the wheel waits for a record of this group's, earliest first."""
        self.ensure_one()
        # sudo: the wheel, whoever plans the meeting
        waiting = self.env["qms.wheel.occurrence"].sudo()
        waiting = waiting.search(
            Domain("kind_id.code", "=", kind)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("state", "=", "due")
            & Domain("res_id", "=", False),
            order="date_planned, id",
        )
        return waiting.filtered(lambda each: self._of_occurrence(each) == self)

    def action_into_wheel(self):
        """Put its meetings and the evaluation of its terms into the year wheel."""
        kinds = self.env["qms.wheel.kind"].search(
            [("code", "in", ["meeting", "terms"])]
        )
        items = self.env["qms.wheel.item"]
        for group in self:
            group.check_access("write")
            known = items.search([("quality_group_id", "=", group.id)]).kind_id
            items.create(
                [
                    {
                        **items._prepare_usual(kind, group.company_id),
                        "name": f"{kind.name}: {group.name}",
                        "quality_group_id": group.id,
                        # once a quarter at least
                        **(
                            {"frequency": "quarterly"} if kind.code == "meeting" else {}
                        ),
                    }
                    for kind in kinds - known
                ]
            )
        return self.env["ir.actions.act_window"]._for_xml_id(
            "qms.qms_wheel_item_action"
        )
