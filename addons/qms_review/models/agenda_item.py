from odoo import api, fields, models
from odoo.fields import Domain


class QmsAgendaItem(models.Model):
    """A point of the fixed agenda: what it is about, in which order.

    A group's own points go before those of its company, those before the shared ones:
    an agenda of one's own begins as a copy.
    """

    _name = "qms.agenda.item"
    _description = "Point of the fixed agenda"
    _inherit = ["qms.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(copy=True, help="Fixed name for modules to refer to.")
    sequence = fields.Integer(default=10, index=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Without one it is shared by all."
    )
    group_id = fields.Many2one(
        "qms.group",
        "Of one group",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: of every group of the company.",
    )
    topic_ids = fields.Many2many(
        "qms.topic",
        "qms_agenda_item_topic_rel",
        string="About",
        help="The point arrives with the figures on these.",
    )
    hint = fields.Char(
        "What to look at", translate=True, help="Shown below the point's name."
    )
    action_id = fields.Many2one(
        "ir.actions.actions",
        "Opens",
        ondelete="set null",
        help="A screen that belongs to the point, opened from the projector.",
    )
    shows_news = fields.Boolean(
        "Shows what came back",
        help="The notices that carried out what was decided, and who answered them.",
    )

    @api.model
    def _agenda_of(self, group):
        """The points a meeting of ``group`` begins with."""
        # sudo: the agenda is data, whoever plans the meeting
        items = self.sudo()
        of_group = Domain("group_id", "=", group.id)
        of_company = Domain("group_id", "=", False)
        for domain in (
            of_group,
            of_company & Domain("company_id", "=", group.company_id.id),
            of_company & Domain("company_id", "=", False),
        ):
            if found := items.search(domain):
                return found.with_env(self.env)
        return self.browse()

    def action_own_order(self):
        """Begin the current company's own agenda with a copy of the shared one."""
        company = self.env.company
        own = Domain("company_id", "=", company.id) & Domain("group_id", "=", False)
        if not self.search_count(own):
            shared = self.search([("company_id", "=", False), ("group_id", "=", False)])
            for item in shared:
                item.copy({"company_id": company.id})
        return self.env["ir.actions.act_window"]._for_xml_id(
            "qms_review.qms_agenda_item_action"
        )
