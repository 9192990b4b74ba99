from odoo import api, fields, models

from ..tools.people import People
from .certified_scope import check_may_set_scope

# what decides who reads, leads and decides in a unit
STRUCTURE = {
    "active",
    "company_id",
    "manager_id",
    "parent_id",
    "qms_safety_rep_ids",
    "qms_successor_id",
}


class HrDepartment(models.Model):
    _name = "hr.department"
    _inherit = ["hr.department", "qms.unit.holding", "qms.unit.successor"]

    qms_reader_ids = fields.One2many(
        "qms.unit.reader", "department_id", groups="base.group_system"
    )
    qms_safety_rep_ids = fields.Many2many(
        "res.users",
        "qms_department_safety_rep_rel",
        string="Safety representatives",
        domain="[('share', '=', False)]",
        tracking=True,
        help="They read and comment what concerns the work environment here and in "
        "the units below, as far as it is not confidential.",
    )
    qms_in_scope = fields.Boolean(
        string="In the certified scope",
        compute="_compute_qms_in_scope",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )

    @api.depends("parent_id")
    def _compute_qms_in_scope(self):
        """A new unit starts as its parent; a later move changes nothing."""
        for department in self:
            if not department._origin:
                department.qms_in_scope = department.parent_id.qms_in_scope
            else:
                department.qms_in_scope = department.qms_in_scope

    @api.model_create_multi
    def create(self, vals_list):
        departments = super().create(vals_list)
        departments._qms_restructured()
        return departments

    def write(self, vals):
        self._qms_refuse_successor(vals)
        if "name" in vals:
            self._qms_keep_former_name(vals["name"])
        if STRUCTURE.isdisjoint(vals):
            return super().write(vals)
        before = self._qms_subtree()
        result = super().write(vals)
        (before | self._qms_subtree())._qms_restructured()
        return result

    def unlink(self):
        below = self._qms_subtree() - self
        # written, not left to the database, so that their line above is right at once
        (self.child_ids - self).parent_id = False
        # sudo: the duties of a unit that goes are placed anew
        duties = self.env["qms.duty"].sudo()._of_units(self)
        result = super().unlink()
        below.exists()._qms_restructured()
        self.env["qms.duty"]._resync(duties)
        return result

    def _qms_restructured(self):
        """Bring readers and duties in line after these units changed."""
        if self:
            self.env["qms.unit.reader"]._refresh(self)
            self.env["qms.reading.round"]._follow_units(self)
            # sudo: the system passes duties on, whoever moved the units
            duties = self.env["qms.duty"].sudo()
            duties._resync(duties._of_units(self))

    def _qms_subtree(self):
        if not self.ids:
            return self
        # sudo: structure only
        units = self.sudo().with_context(active_test=False)
        below = units.search([("id", "child_of", self.ids)])
        former = units.search([("qms_today_id", "in", below.ids)])
        return (below | former).with_env(self.env)

    def _qms_line_ids(self):
        """Ids of the unit and those above it, nearest first; knows no loops.

        Of a unit that was merged into another: those of that other.
        """
        # sudo: structure only
        unit = self.sudo()
        path = (unit.qms_today_id or unit).parent_path or ""
        return [int(step) for step in reversed(path.split("/")) if step]

    def _qms_lines(self):
        """These units and all above them, in no particular order."""
        steps = {step for unit in self for step in unit._qms_line_ids()}
        # sudo: structure only
        return self.env["hr.department"].sudo().browse(steps).exists()

    def _qms_line(self):
        """The unit and those above it, nearest first."""
        # sudo: structure only
        return self.sudo().browse(self._qms_line_ids())

    def _qms_leader_user(self):
        """The unit's own leader if he is here and can log in."""
        user = self._qms_manager_user()
        return user if user._qms_works_here() else user.browse()

    def _qms_manager_user(self):
        """The account of the unit's own leader, whatever it may do."""
        # sudo: the employee behind the leadership
        leader = self.sudo().manager_id
        return leader.user_id if leader.active else leader.user_id.browse()

    def _qms_leaders(self):
        """Leaders from this unit upwards, nearest first, without repetition."""
        # sudo: structure only
        users = self.env["res.users"].sudo()
        return users.union(*(unit._qms_leader_user() for unit in self._qms_line()))

    def _qms_decider(self, company, excluded=None, date=None):
        """Whose turn it is to decide for this unit, and in what capacity.

        The nearest leader who is not one of ``excluded`` (judged as persons), is
        here or has a deputy; at the top a quality manager. So nothing waits for
        nobody.

        :param excluded: users who may not (author, doer)
        :return: (user, :class:`Mandate`), or (empty user, ``None``)
        """
        people = People.of(self.env, date)
        return people.decider(self, company, excluded or self.env["res.users"])

    def _qms_mandate(self, company, user, excluded=None):
        """The mandate ``user`` has to decide for this unit now, or ``None``.

        Any leader from the unit upwards has it, and his deputy in the deputy's
        period and scope; a quality manager only when it has passed to him. Nobody
        decides on behalf of one who is excluded himself.
        """
        people = People.of(self.env)
        return people.mandate(self, company, user, excluded or self.env["res.users"])

    def _qms_line_mandate(self, company, user, excluded=None):
        """As :meth:`_qms_mandate`, for leaders and deputies alone."""
        people = People.of(self.env)
        nobody = self.env["res.users"]
        return people.line_mandate(self, company, user, excluded or nobody)

    # ------------------------------------------------------------
    # Certified scope
    # ------------------------------------------------------------

    def action_qms_scope_in(self):
        """In the certified scope."""
        self._qms_set_scope(True)

    def action_qms_scope_out(self):
        """Outside of the certified scope."""
        self._qms_set_scope(False)

    def _qms_set_scope(self, in_scope):
        """Units below come along."""
        check_may_set_scope(self.env)
        units = self.search([("id", "child_of", self.ids)])
        # sudo: hr.department - the scope is the quality manager's, the rest HR's
        units.sudo().qms_in_scope = in_scope
