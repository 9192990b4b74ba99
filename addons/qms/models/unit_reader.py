from odoo import Command, api, fields, models

FOREVER = fields.Date.to_date("9999-12-31")
ALWAYS = fields.Date.to_date("1900-01-01")
# membership of these groups follows from the rows; nobody grants it
GROUPS = {"leader": "qms.group_unit_leader", "safety": "qms.group_safety_rep"}


class QmsUnitReader(models.Model):
    """Who belongs to a unit or leads it: the relation record rules go by.

    Odoo keeps a rule's evaluated domain per user, so rules name the user and reach
    his units through these rows, which follow every change of people and units.
    Leaders have a row for their own unit and all below, deputies for their period;
    so have safety representatives, for the units they are named on and all below.
    """

    _name = "qms.unit.reader"
    _description = "Reader of a unit"
    _inherit = ["qms.cached.mixin"]
    _log_access = False
    _rec_name = "user_id"

    department_id = fields.Many2one(
        "hr.department", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", required=True, ondelete="cascade", index=True
    )
    kind = fields.Selection(
        [
            ("leader", "Leader or deputy"),
            ("member", "Member"),
            ("safety", "Safety representative"),
        ],
        required=True,
    )
    date_from = fields.Date(required=True, default=ALWAYS)
    date_to = fields.Date(required=True, default=FOREVER)

    _unit_kind_user = models.UniqueIndex(
        "(department_id, kind, user_id, date_from, date_to)"
    )

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """A row is little, and rules that find it by its unit ask for the rest."""
        return super().search_fetch(domain, None, offset, limit, order)

    @api.model
    def _refresh(self, departments=None):
        """Bring the rows of ``departments`` (default: all) in line, in one pass."""
        # sudo: structure only; people's own records stay with HR
        units = self.env["hr.department"].sudo().with_context(active_test=False)
        every = [("parent_path", "!=", False)]
        units = (
            units.search(every) if departments is None else departments.sudo().exists()
        )
        if not units:
            return
        wanted = self._wanted(units)
        rows = self.sudo().search([("department_id", "in", units.ids)])
        known = {row._key(): row for row in rows}
        obsolete = rows.browse(
            row.id for key, row in known.items() if key not in wanted
        )
        losers = obsolete.user_id
        obsolete.unlink()
        rows.create(
            [self._prepare_values(key) for key in sorted(wanted - known.keys())]
        )
        self._sync_groups()
        losers._qms_drop_lost_followings()

    def _key(self):
        return (
            self.department_id.id,
            self.user_id.id,
            self.kind,
            self.date_from,
            self.date_to,
        )

    @api.model
    def _prepare_values(self, key):
        names = ("department_id", "user_id", "kind", "date_from", "date_to")
        return dict(zip(names, key, strict=True))

    @api.model
    def _wanted(self, units):
        wanted = {
            (unit_id, user_id, "member", ALWAYS, FOREVER)
            for unit_id, user_id in self._members(units)
        }
        leaders = self._leaders(units)
        deputies = self._deputies(leaders)
        safety = self._safety_reps(units)
        for unit in units:
            for step in unit._qms_line_ids():
                wanted |= {
                    (unit.id, user.id, "safety", ALWAYS, FOREVER)
                    for user in safety[step]
                }
                leader = leaders.get(step)
                if not leader:
                    continue
                wanted.add((unit.id, leader.id, "leader", ALWAYS, FOREVER))
                wanted |= {
                    (unit.id, row.deputy_id.id, "leader", row.date_from, row.date_to)
                    for row in deputies.get(leader.id, ())
                    if row._covers(unit)
                }
        return wanted

    @api.model
    def _members(self, units):
        # sudo: structure only
        employees = self.env["hr.employee"].sudo()
        today = units | units.qms_today_id
        employees = employees.with_context(version_id=False, active_test=True).search(
            [("department_id", "in", today.ids), ("user_id", "!=", False)]
        )
        users = employees.grouped(lambda employee: employee.department_id.id)
        return {
            (unit.id, employee.user_id.id)
            for unit in units
            for place in {unit.id, unit.qms_today_id.id}
            for employee in users.get(place, ())
            if employee.user_id._qms_works_here()
        }

    @api.model
    def _leaders(self, units):
        """The leading user, per id of these units and all above them."""
        above = units._qms_lines()
        return {unit.id: unit._qms_leader_user() for unit in above}

    @api.model
    def _safety_reps(self, units):
        """Those named who can log in, per id of these units and all above them."""
        above = units._qms_lines()
        return {
            unit.id: unit.qms_safety_rep_ids.filtered(
                lambda user: user._qms_works_here()
            )
            for unit in above
        }

    @api.model
    def _deputies(self, leaders):
        """Periods that run or are to come, per id of the leading user."""
        users = {leader.id for leader in leaders.values() if leader}
        # sudo: deputies are named for others to rely on
        rows = self.env["qms.deputy"].sudo()
        rows = rows.search([("date_to", ">=", "today"), ("user_id", "in", users)])
        rows = rows.filtered(lambda row: row.deputy_id._qms_works_here())
        return rows.grouped(lambda row: row.user_id.id)

    @api.model
    def _sync_groups(self):
        """Membership follows from leading and being named; nobody grants it."""
        for kind, xmlid in GROUPS.items():
            # sudo: the group is kept by the system
            self._sync_group(kind, self.env.ref(xmlid).sudo())

    @api.model
    def _sync_group(self, kind, group):
        # sudo: structure only
        rows = self.sudo()._read_group(
            [("kind", "=", kind), ("date_to", ">=", "today")], ["user_id"]
        )
        holders = group.user_ids.browse(
            user.id for (user,) in rows if user._qms_works_here()
        )
        members = group.with_context(active_test=False).user_ids
        # written on the users: that is where Odoo forgets what it knew of their groups
        if former := members - holders:
            former.write({"group_ids": [Command.unlink(group.id)]})
        if new := holders - members:
            new.write({"group_ids": [Command.link(group.id)]})

    @api.model
    def _cron_refresh(self):
        """Nightly: periods that ended, changes made past the application."""
        self._refresh()
