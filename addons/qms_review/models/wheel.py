from odoo import api, fields, models
from odoo.fields import Domain

OPEN = ("planned", "due")


class QmsWheelItem(models.Model):
    """Meetings and terms of reference recur per group."""

    _name = "qms.wheel.item"
    _inherit = ["qms.wheel.item"]

    quality_group_id = fields.Many2one(
        "qms.group",
        "Quality group",
        index="btree_not_null",
        ondelete="set null",
        help="Whose meetings or terms of reference these are; empty: those of the "
        "company's first group.",
    )


class QmsWheelOccurrence(models.Model):
    """What was made and called off leaves its place in the year to what comes next."""

    _name = "qms.wheel.occurrence"
    _inherit = ["qms.wheel.occurrence"]

    def _let_go(self):
        """What was made for these is no longer: their owner owes them again."""
        # sudo: the wheel's own link
        for each in self.sudo().filtered(lambda each: each.state in OPEN):
            each._write_guarded({"res_model": False, "res_id": False})
            each._sync_duties()

    def _take_up(self, record):
        """``record`` is what this one waits for."""
        # sudo: the wheel's own link
        for each in self.sudo():
            each._write_guarded({"res_model": record._name, "res_id": record.id})
            each._sync_duties()


class QmsGroup(models.Model):
    _name = "qms.group"
    _inherit = ["qms.group"]

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
                    }
                    for kind in kinds - known
                ]
            )
        return self.env["ir.actions.act_window"]._for_xml_id(
            "qms.qms_wheel_item_action"
        )
