from odoo import api, fields, models
from odoo.fields import Domain


class QmsReadingRound(models.Model):
    """One text, as it stands now, that people of these units must read by a day.

    A record that is read again, such as a new edition of a procedure, begins a new
    round; who read the former one stays known. Rounds are begun and ended by their
    record (``qms.reading.mixin``).
    """

    _name = "qms.reading.round"
    _description = "Text to be read"
    _inherit = ["qms.reading.people", "qms.reading.page", "qms.reading.share"]
    _order = "id desc"
    _rec_names_search = ["res_model"]

    res_model = fields.Char("Kind of record", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    unit_ids = fields.Many2many(
        "hr.department",
        "qms_reading_round_unit_rel",
        string="Units concerned",
        readonly=True,
        context={"active_test": False},
        help="With those below them.",
    )
    job_ids = fields.Many2many(
        "hr.job", "qms_reading_round_job_rel", string="Jobs concerned", readonly=True
    )
    sender_id = fields.Many2one(
        "res.users", "Sent out by", readonly=True, ondelete="set null"
    )
    date_deadline = fields.Date("Read by", required=True, readonly=True)
    date_started = fields.Date("Sent out on", required=True, readonly=True)
    date_ended = fields.Date("Ended on", readonly=True)
    on_unit_page = fields.Boolean("On the units' pages without login", readonly=True)
    reading_ids = fields.One2many("qms.reading", "round_id", "Who is asked")
    title = fields.Char(compute="_compute_title")

    _record_index = models.Index("(res_model, res_id)")
    _open_index = models.Index("(company_id) WHERE date_ended IS NULL")

    @api.depends("res_model", "res_id")
    @api.depends_context("uid", "lang", "qms_titles", "allowed_company_ids")
    def _compute_display_name(self):
        """Names travel further than records: type and number, no more.

        Where somebody ticks texts off a list, those he may read have their titles.
        """
        for round_ in self:
            # sudo: a quality record's display name is its type and number only
            name = round_._record().display_name
            if self.env.context.get("qms_titles"):
                name = round_.with_env(round_.env(su=False)).title
            round_.display_name = name or ""

    @api.depends("res_model", "res_id")
    @api.depends_context("uid", "su", "lang", "allowed_company_ids")
    def _compute_title(self):
        """What its reader may read of it; for everybody else type and number."""
        for model, rounds in self.grouped("res_model").items():
            names = {}
            if model in self.env:
                records = self.env[model].browse(set(rounds.mapped("res_id"))).exists()
                readable = records._filtered_access("read")
                names = {record.id: record._duty_name() for record in readable}
            for round_ in rounds:
                safe = round_._record().display_name
                round_.title = names.get(round_.res_id) or safe or ""

    def _record(self):
        """The record that is to be read, as the system sees it."""
        self.ensure_one()
        # sudo: who was asked to read it reads what his record says of itself
        if self.res_model not in self.env:
            return self.browse().sudo()
        return self.env[self.res_model].sudo().browse(self.res_id).exists()

    @api.model
    def _open_domain(self):
        return Domain("date_ended", "=", False)

    @api.model
    def _begin(self, rows):
        """Ask all whom it concerns; former rounds of the same records end.

        :param rows: values per round, see :meth:`qms.reading.mixin._start_reading`
        """
        # sudo: rounds are begun by their records alone
        rounds = self.sudo()
        for model in {row["res_model"] for row in rows}:
            ids = [row["res_id"] for row in rows if row["res_model"] == model]
            rounds.search(
                self._open_domain()
                & Domain("res_model", "=", model)
                & Domain("res_id", "in", ids)
            )._end()
        begun = rounds.create(rows)
        begun._follow()
        return begun

    def _end(self):
        """Nobody owes it any longer; who has read it stays known."""
        for company, rounds in self.grouped("company_id").items():
            rounds.date_ended = company._qms_today()
        self.reading_ids.filtered(lambda reading: reading.state == "open")._lapse()
        # sudo: what was written on pages has nobody left to look at it
        self.env["qms.reading.claim"].sudo().search(
            [("round_id", "in", self.ids)]
        ).unlink()
