from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class QmsReadingMixin(models.AbstractModel):
    """A quality record that people must read and confirm: 'read and understood'.

    The model calls :meth:`_start_reading` from the transition that sends it out and
    :meth:`_end_reading` from the one that ends it, says what is shown to who has no
    login in :meth:`_reading_text` and :meth:`_reading_address`, and lets those read it
    who are asked: by a rule over ``reading_round_ids.reading_ids``, see
    ``notice_rule_asked``.
    """

    _name = "qms.reading.mixin"
    _description = "To be read and understood"

    reading_round_ids = fields.One2many(
        "qms.reading.round",
        "res_id",
        "To be read",
        domain=lambda self: [("res_model", "=", self._name)],
        copy=False,
        bypass_search_access=True,
    )
    must_read = fields.Boolean(
        "I must read it", compute="_compute_my_reading", search="_search_must_read"
    )
    my_reading_date = fields.Date("I have read it on", compute="_compute_my_reading")
    read_share = fields.Html(
        "Read, by unit", compute="_compute_read_share", sanitize=False
    )
    ticks_off = fields.Boolean(compute="_compute_ticks_off")

    @api.depends_context("uid")
    def _compute_my_reading(self):
        rounds = self._last_reading_rounds()
        # sudo: the user's own rows
        own = self.env["qms.reading"].sudo()
        own = own.search_fetch(
            [
                ("round_id", "in", rounds.ids),
                ("employee_id.user_id", "=", self.env.uid),
            ],
            ["round_id", "state", "date_read"],
        )
        for record in self:
            key = record._origin.id
            mine = own.filtered(lambda row, key=key: row.round_id.res_id == key)
            record.must_read = "open" in mine.mapped("state")
            record.my_reading_date = max(
                filter(None, mine.mapped("date_read")), default=False
            )

    def _search_must_read(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: the user's own rows
        own = self.env["qms.reading"].sudo()
        own = own.search(
            [
                ("state", "=", "open"),
                ("employee_id.user_id", "=", self.env.uid),
                ("round_id.res_model", "=", self._name),
            ]
        )
        found = Domain("id", "in", own.round_id.mapped("res_id"))
        return found if True in value else ~found

    @api.depends_context("uid", "lang")
    def _compute_read_share(self):
        rounds = self._last_reading_rounds().grouped("res_id")
        for record in self:
            round_ = rounds.get(record._origin.id)
            record.read_share = round_._render_share() if round_ else False

    def _mandate_units(self):
        """The quality manager, or who leads each of the units, or a unit above."""
        if mandate := self._mandate_manager():
            return mandate
        # sudo: which units it concerns
        known, user = self.sudo(), self.env.user
        mandates = [
            unit._qms_line_mandate(known.company_id, user) for unit in known.unit_ids
        ]
        return mandates[0] if mandates and all(mandates) else None

    @api.depends_context("uid")
    def _compute_ticks_off(self):
        """Whether somebody of the user's own units has still to read it."""
        units, ids = self.env.user._qms_led_today(), set()
        if units:
            # sudo: the units the user leads; only whether there is anybody
            readings = self.env["qms.reading"].sudo()
            waiting = readings._read_group(
                Domain("round_id", "in", self._open_reading_rounds().ids)
                & Domain("state", "=", "open")
                & Domain("department_id", "in", units.ids),
                ["round_id"],
            )
            ids = {round_.res_id for (round_,) in waiting}
        for record in self:
            record.ticks_off = record._origin.id in ids

    # ------------------------------------------------------------
    # What is shown of it
    # ------------------------------------------------------------

    def _reading_text(self):
        """Hook: what is to be read, as text, for who has no login too."""
        return ""

    def _reading_address(self):
        """Hook: where more of it is read."""
        return ""

    # ------------------------------------------------------------
    # Asking, and no longer
    # ------------------------------------------------------------

    def action_read(self):
        """Read and understood, by the current user himself."""
        self.check_access("read")
        # sudo: the user's own rows, which he confirms
        own = self.env["qms.reading"].sudo()
        own = own.search(
            [
                ("round_id", "in", self._open_reading_rounds().ids),
                ("employee_id.user_id", "=", self.env.uid),
            ]
        )
        if not own:
            raise AccessError(self.env._("You are not asked to read this."))
        own._confirm("self")
        return True

    def action_tick_off(self):
        """Tick off who heard it at a team meeting of the unit one leads."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Team meeting"),
            "res_model": "qms.team.meeting",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {"default_round_ids": self._open_reading_rounds().ids},
        }

    def _open_reading_rounds(self):
        # sudo: rounds of records whose own rights are asked
        rounds = self.env["qms.reading.round"].sudo()
        return rounds.search_fetch(
            rounds._open_domain()
            & Domain("res_model", "=", self._name)
            & Domain("res_id", "in", self._origin.ids),
            ["res_id"],
        )

    def _last_reading_rounds(self):
        """The latest round of each."""
        # sudo: as above
        rounds = self.env["qms.reading.round"].sudo()
        found = rounds.search_fetch(
            Domain("res_model", "=", self._name)
            & Domain("res_id", "in", self._origin.ids),
            ["res_id"],
        )
        return found.browse(max(of.ids) for of in found.grouped("res_id").values())

    def _start_reading(self, units, deadline, on_unit_page=False, jobs=None):
        """From now on whoever works in ``units`` or below must read these records.

        :param jobs: whoever has one of these, in whatever unit, reads them too
        :param bool on_unit_page: whether their text stands on the pages without login
        """
        return self.env["qms.reading.round"]._begin(
            [
                {
                    "res_model": record._name,
                    "res_id": record.id,
                    "company_id": record.company_id.id,
                    "unit_ids": units.ids,
                    "job_ids": jobs.ids if jobs else [],
                    "sender_id": self.env.uid,
                    "date_deadline": deadline,
                    "date_started": record.company_id._qms_today(),
                    "on_unit_page": on_unit_page,
                }
                for record in self
            ]
        )

    def _end_reading(self):
        """Nobody has to read them any longer."""
        self._open_reading_rounds()._end()
