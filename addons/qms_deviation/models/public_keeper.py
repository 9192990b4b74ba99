from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class QmsPublicKeeper(models.AbstractModel):
    """Who looks after a page: its unit's leaders and deputies, and quality managers.

    A leader changes nothing else of it, so he has these steps instead of the right to
    write.
    """

    _name = "qms.public.keeper"
    _description = "Who looks after a page without login"

    is_mine = fields.Boolean(
        "Mine to look after", compute="_compute_is_mine", search="_search_is_mine"
    )

    @api.depends("department_id", "company_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.filtered_domain(self._search_is_mine("in", [True]))
        for page in self:
            page.is_mine = page in mine

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        if self.env.user.has_group("qms.group_quality_manager"):
            return Domain.TRUE
        return Domain("department_id", "in", self.env.user._qms_led_today().ids)

    def _looked_after(self):
        """These pages, to be changed by the steps below."""
        self.check_access("read")
        if not self.env.su and not all(self.mapped("is_mine")):
            raise AccessError(
                self.env._(
                    "A page is looked after by the leaders of its unit and the quality "
                    "manager."
                )
            )
        # sudo: who looks after a page, through these steps alone
        return self.sudo()

    def action_renew_key(self):
        """End the old address; posters with it lead nowhere from now on."""
        for page in self._looked_after():
            page._write_key()

    def action_switch_off(self):
        """From now on the address leads nowhere; what came in stays."""
        self._looked_after().active = False

    def action_switch_on(self):
        """The same address again; posters that hang still lead to it."""
        self._looked_after().active = True

    def action_make_unit_pages(self):
        """A page for each unit of the company that never had one."""
        self.browse().check_access("create")
        company = self.env.company
        known = self.with_context(active_test=False).search(
            [("company_id", "=", company.id)]
        )
        # sudo: which units there are
        units = self.env["hr.department"].sudo()
        units = units.search([("company_id", "=", company.id)])
        self.create(
            [
                {"company_id": company.id, "department_id": unit.id}
                for unit in units - known.department_id.sudo()
            ]
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_print_poster(self):
        """A sheet to hang up."""
        pages = self._looked_after().with_env(self.env)
        return self.env.ref("qms_deviation.action_report_poster").report_action(pages)
