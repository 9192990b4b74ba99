from odoo import Command, fields, models
from odoo.tools import html2plaintext


class QmsDocumentReading(models.AbstractModel):
    """Who must read it: units, those of processes, jobs, roles.

    A version that matters begins a new round; one that changes nothing for its readers
    leaves the round as it is.
    """

    _name = "qms.document.reading"
    _description = "Who must read a document"
    _inherit = ["qms.reading.mixin"]

    reader_unit_ids = fields.Many2many(
        "hr.department",
        "qms_document_reader_unit_rel",
        string="Read by units",
        check_company=True,
        help="Whoever works in them or below, and who comes later.",
    )
    reader_process_ids = fields.Many2many(
        "qms.process",
        "qms_document_reader_process_rel",
        string="Read by units of processes",
        check_company=True,
    )
    reader_job_ids = fields.Many2many(
        "hr.job",
        "qms_document_reader_job_rel",
        string="Read by jobs",
        check_company=True,
    )
    reader_group_ids = fields.Many2many(
        "res.groups",
        "qms_document_reader_group_rel",
        string="Read by roles",
        domain=lambda self: self.env["qms.wheel.kind"]._role_domain(),
    )
    on_unit_page = fields.Boolean(
        "On the units' pages without login",
        tracking=True,
        help="Whoever has the address of a page of its unit, or of one that must read "
        "it, reads it there without login.",
    )

    def _audience(self):
        """Ids of units, jobs and roles, by the fields of a round."""
        units = self.reader_unit_ids | self.reader_process_ids.department_ids
        return {
            "unit_ids": units.ids,
            "job_ids": self.reader_job_ids.ids,
            "group_ids": self.reader_group_ids.ids,
        }

    def _prepare_audience(self):
        found = self._audience().items()
        return {name: [Command.set(ids)] for name, ids in found}

    def _ask_readers(self):
        """After another version became valid, or the last one was withdrawn."""
        self.ensure_one()
        valid, waiting = self.valid_version_id, self._open_reading_rounds()
        audience = self._audience()
        if not valid or not self.type_id.asks_reading or not any(audience.values()):
            waiting._end()
            return
        if waiting and not valid.asks_again:
            return
        if not waiting and self._last_reading_rounds() and not valid.asks_again:
            return
        self._begin_reading()

    def _begin_reading(self):
        today = self.company_id._qms_today()
        days = self.type_id.reading_days
        self.env["qms.reading.round"]._begin(
            [
                {
                    "res_model": self._name,
                    "res_id": self.id,
                    "company_id": self.company_id.id,
                    "sender_id": self.env.uid,
                    "date_deadline": self.company_id._qms_add_workdays(today, days),
                    "date_started": today,
                    "on_unit_page": self._is_on_pages(),
                    **self._prepare_audience(),
                }
            ]
        )

    def _is_on_pages(self):
        return self.on_unit_page and self.confidentiality == "normal"

    def write(self, vals):
        result = super().write(vals)
        names = ("reader_unit_ids", "reader_process_ids", "on_unit_page")
        names += ("reader_job_ids", "reader_group_ids", "confidentiality")
        if not set(names).isdisjoint(vals):
            self._widen_readers()
        return result

    def _widen_readers(self):
        """Others are asked, or no longer; who has read it has read it."""
        # sudo: rounds follow their document
        for document in self.sudo():
            rounds = document._open_reading_rounds()
            if not rounds:
                document._ask_readers()
                continue
            on_pages = document._is_on_pages()
            rounds.write({**document._prepare_audience(), "on_unit_page": on_pages})
            rounds._follow()

    def _reading_text(self):
        text = html2plaintext(self.text or "", include_references=False)
        return "\n\n".join(filter(None, (self.change_note, text)))

    def _reading_address(self):
        return f"{self.get_base_url()}/qms/d/{self.key}" if self.key else ""


class QmsReadingRound(models.Model):
    _inherit = "qms.reading.round"

    group_ids = fields.Many2many(
        "res.groups",
        "qms_reading_round_group_rel",
        string="Roles concerned",
        readonly=True,
    )

    def _concerned(self):
        found = super()._concerned()
        # sudo: who has which role
        employees = self.env["hr.employee"].sudo().with_context(version_id=False)
        for round_ in self.sudo():
            company = round_.company_id
            found |= employees.search(
                [
                    ("company_id", "=", company.id),
                    ("user_id.all_group_ids", "in", round_.group_ids.ids),
                ]
            )
        return found

    def _wanted(self, employees):
        wanted = super()._wanted(employees)
        people = employees.with_context(version_id=False).exists().filtered("active")
        for round_ in self.filtered("group_ids"):
            for employee in people.filtered(round_._asks):
                key = (round_.id, employee.id)
                wanted.setdefault(key, employee.department_id.id)
        return wanted

    def _asks(self, employee):
        """Whether this employee's role is concerned."""
        if employee.company_id != self.company_id:
            return False
        user = employee.user_id
        if user and user == self.sender_id:
            return False
        return bool(user.all_group_ids & self.group_ids)
