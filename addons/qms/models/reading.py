from odoo import api, fields, models
from odoo.exceptions import AccessError

from .decision_sql import lock_rows

WAYS = [
    ("self", "By himself, logged in"),
    ("page", "On the unit's page"),
    ("link", "By a personal link"),
    ("meeting", "At a team meeting"),
]


class QmsReading(models.Model):
    """One person who must read one text, and that he has read and understood it.

    Written by the system alone: whoever reads, ticks off or moves people does so by
    steps that check him.
    """

    _name = "qms.reading"
    _description = "Read and understood"
    _inherit = ["qms.readable.mixin", "mail.activity.mixin"]
    _order = "date_deadline, id"
    _rec_name = "round_id"
    _qms_counted = True

    round_id = fields.Many2one(
        "qms.reading.round",
        "What",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Who",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    employee_name = fields.Char("Name", compute="_compute_employee_name")
    department_id = fields.Many2one(
        "hr.department", "Unit", readonly=True, index=True, ondelete="set null"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    date_deadline = fields.Date("Read by", required=True, readonly=True)
    state = fields.Selection(
        [
            ("open", "To be read"),
            ("read", "Read and understood"),
            ("lapsed", "No longer asked"),
        ],
        default="open",
        required=True,
        readonly=True,
    )
    date_read = fields.Date("Read on", readonly=True)
    way = fields.Selection(WAYS, "How", readonly=True)
    ticked_by_id = fields.Many2one(
        "res.users", "Ticked off by", readonly=True, ondelete="set null"
    )
    meeting_id = fields.Many2one(
        "qms.team.meeting",
        "Team meeting",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    title = fields.Char(compute="_compute_title")
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _person_once = models.UniqueIndex("(round_id, employee_id)")
    _open_of_person = models.Index("(employee_id) WHERE state = 'open'")

    @api.depends("round_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Names travel further than records: type and number of what is read."""
        for reading in self:
            # sudo: type and number
            reading.display_name = reading.sudo().round_id.display_name

    @api.depends("round_id")
    @api.depends_context("uid", "su", "lang", "allowed_company_ids")
    def _compute_title(self):
        for reading in self:
            reading.title = reading.round_id.title

    @api.depends("employee_id")
    def _compute_employee_name(self):
        for reading in self:
            # sudo: hr.employee - the name, for who may read the row
            reading.employee_name = reading.sudo().employee_id.name

    @api.depends("employee_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for reading in self:
            # sudo: whether it is the user himself
            user = reading.sudo().employee_id.user_id
            reading.is_mine = user == self.env.user

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Odoo lets who is shown an activity follow its record; this has no chatter."""
        return True

    # ------------------------------------------------------------
    # Read and understood
    # ------------------------------------------------------------

    def action_confirm(self):
        """Read and understood: what the current user himself was asked to read."""
        self.check_access("read")
        if not all(reading.is_mine for reading in self):
            raise AccessError(self.env._("Everybody confirms for himself."))
        # sudo: who is asked confirms; he writes nothing else of it
        self.sudo()._confirm("self")
        return True

    def action_open_record(self):
        """Open what is to be read."""
        self.ensure_one()
        self.check_access("read")
        # sudo: which record it is; opening it asks for the right to read it
        target = self.sudo().round_id
        return {
            "type": "ir.actions.act_window",
            "res_model": target.res_model,
            "res_id": target.res_id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _confirm(self, way, **values):
        """These were read; what is no longer asked stays as it is.

        :param str way: one of ``WAYS``
        :return: those that were still to be read
        """
        self.flush_recordset()
        lock_rows(self.env.cr, self._table, self.ids)
        self.invalidate_recordset(["state"])
        asked = self.filtered(lambda reading: reading.state == "open")
        for company, readings in asked.grouped("company_id").items():
            today = company._qms_today()
            readings.write({"state": "read", "date_read": today, "way": way, **values})
        self.env["qms.duty"]._sync(asked)
        return asked

    def _lapse(self):
        """Who left, moved away or is too late no longer owes it."""
        if self:
            self.write({"state": "lapsed"})
            self.env["qms.duty"]._sync(self)
            self._revoke_links()

    def _ask_again(self, units):
        """Those that are wanted: in the unit of now, and open if they had lapsed.

        :param units: id of the unit per reading
        """
        back = self.browse(row.id for row in units if row.state == "lapsed")
        moved = [
            row
            for row, unit_id in units.items()
            if row.state != "read" and row.department_id.id != unit_id
        ]
        places = {}
        for row in moved:
            places.setdefault(units[row], []).append(row.id)
        for unit_id, ids in places.items():
            self.browse(ids).write({"department_id": unit_id})
        for round_, rows in back.grouped("round_id").items():
            rows.write({"state": "open", "date_deadline": round_._deadline_now()})
        self.env["qms.duty"]._sync(back | self.browse(row.id for row in moved))
        back._send_links()

    # ------------------------------------------------------------
    # What is owed
    # ------------------------------------------------------------

    def _get_duties(self):
        """A duty each: who has no login owes it by name, shown to his leader."""
        return [
            {
                "record": reading,
                "verb": "read",
                "user": reading.employee_id.user_id,
                "employee": reading.employee_id,
                "unit": reading.department_id,
                "deadline": reading.date_deadline,
            }
            for reading in self
            if reading.state == "open"
        ]

    def _duty_name(self):
        return self.title

    def _duty_target(self):
        # sudo: which record it is; opening it asks for the right to read it
        round_ = self.sudo().round_id
        record = self.env[round_.res_model].browse(round_.res_id)
        return record if record.has_access("read") else self
