from odoo import api, fields, models
from odoo.fields import Domain

STATES = [
    ("due", "To be placed"),
    ("placed", "Placed"),
    ("failed", "Not placed"),
    ("leaving", "To be withdrawn"),
]


class QmsFiling(models.Model):
    """What stands in another system, or is to stand there: a row per record and outlet.

    Rows follow from the records and are written by nobody. What holds no longer is
    withdrawn in the step that made it so; what is new is placed a moment later.
    """

    _name = "qms.filing"
    _description = "Copy in another system"
    _inherit = ["qms.filing.round"]
    _order = "id desc"
    _rec_name = "res_model"

    res_model = fields.Char("Kind of record", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    record_name = fields.Char("What", compute="_compute_record_name")
    outlet = fields.Char("System", required=True, readonly=True)
    outlet_name = fields.Char("Other system", compute="_compute_outlet_name")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    state = fields.Selection(STATES, default="due", required=True, readonly=True)
    reason = fields.Char("Because", readonly=True)
    reference = fields.Char(
        "Called there", readonly=True, help="What the other system calls it."
    )
    checksum = fields.Char(readonly=True)
    stamp = fields.Char(readonly=True)
    date_placed = fields.Datetime("Placed on", readonly=True)
    date_next = fields.Datetime(
        "Next try", readonly=True, default=lambda self: fields.Datetime.now()
    )
    tries = fields.Integer(readonly=True)

    _place_unique = models.UniqueIndex("(res_model, res_id, outlet)")
    _to_do = models.Index("(date_next, id) WHERE state != 'placed'")

    @api.depends("res_model", "res_id")
    @api.depends_context("lang")
    def _compute_record_name(self):
        for model, rows in self.grouped("res_model").items():
            names = {}
            if model in self.env:
                # sudo: a quality record's display name is its type and number only
                records = self.env[model].sudo().browse(rows.mapped("res_id"))
                names = {record.id: record.display_name for record in records.exists()}
            for row in rows:
                row.record_name = names.get(row.res_id, "")

    @api.depends("outlet")
    @api.depends_context("lang")
    def _compute_outlet_name(self):
        names = self.env["ir.model"].sudo()  # sudo: what a model is called
        for outlet, rows in self.grouped("outlet").items():
            rows.outlet_name = names._get(outlet).name or outlet

    def unlink(self):
        """Nothing is left there without its row."""
        for outlet in self._get_outlets():
            if rows := self._at(outlet):
                outlet._withdraw(rows)
        return super().unlink()

    def action_again(self):
        """Try again at once what did not succeed."""
        self.check_access("read")
        # sudo: rows are kept by the system; a quality manager may ask for another try
        rows = self.sudo().filtered(lambda row: row.state in ("failed", "leaving"))
        rows.write({"date_next": fields.Datetime.now(), "tries": 0})
        self._wake()
        return True

    # ------------------------------------------------------------
    # Following the records
    # ------------------------------------------------------------

    @api.model
    def _get_outlets(self):
        """The outlets that bridges brought."""
        names = self.env.registry.descendants(["qms.filing.outlet"], "_inherit")
        # sudo: they act for the system, whoever's step it was
        return [
            self.env[name].sudo()
            for name in sorted(names)
            if name != "qms.filing.outlet"
        ]

    def _at(self, outlet):
        return self.filtered(lambda row: row.outlet == outlet._name)

    @api.model
    def _of(self, records):
        return self.search(
            [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        )

    @api.model
    def _follow(self, records):
        """Withdraw what holds no longer, note what is to be placed."""
        outlets = self._get_outlets()
        if not (outlets and records):
            return
        # sudo: rows of the system, about what a step has changed
        filings, records = self.sudo(), records.sudo()
        records |= records._get_filed_beside()
        known = filings._of(records)
        standing = records.filtered_domain(records._get_filed_domain())
        gone = known.filtered(lambda row: row.res_id not in standing._ids)
        gone._leave()
        found = {(row.res_id, row.outlet): row for row in known - gone}
        new, stale = [], {}
        for record in standing:
            stamp = record._filed_stamp()
            for outlet in outlets:
                row = found.get((record.id, outlet._name))
                if row is None:
                    new.append(self._prepare(record, outlet, stamp))
                elif row.stamp != stamp or row.state == "leaving":
                    stale[row] = stamp
        filings.create(new)
        filings._renew(stale)
        if new or stale:
            self._wake()

    @api.model
    def _prepare(self, record, outlet, stamp):
        return {
            "res_model": record._name,
            "res_id": record.id,
            "outlet": outlet._name,
            "company_id": record.company_id.id,
            "stamp": stamp,
        }

    @api.model
    def _renew(self, stamps):
        """What was said there holds no longer; what only moves waits where it is.

        :param stamps: {row: its new stamp}
        """
        said_else = self.browse().union(
            *(
                row
                for row, stamp in stamps.items()
                if row.state == "leaving"
                or (row.stamp or "").partition("/")[0] != stamp.partition("/")[0]
            )
        )
        said_else._take_out()
        now = fields.Datetime.now()
        for row, stamp in stamps.items():
            row.write({"state": "due", "stamp": stamp, "tries": 0, "date_next": now})

    @api.model
    def _forget(self, records):
        """The records go: nothing of them stays elsewhere."""
        if records and self._get_outlets():
            # sudo: rows of the system
            self.sudo()._of(records)._leave()

    @api.model
    def _follow_all(self, records):
        """The same for records of any kind, as far as they or theirs are filed."""
        for record in records:
            if hasattr(record, "_refile"):
                record._refile()

    @api.model
    def _wake(self):
        # sudo: the system's own scheduled action
        cron = self.env.ref("qms.ir_cron_filing", raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()

    @api.model
    def _to_do_domain(self):
        return Domain("state", "!=", "placed") & Domain(
            "date_next", "<=", fields.Datetime.now()
        )
