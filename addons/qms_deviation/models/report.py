from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.qms.tools.marks import REMOVING


class QmsReport(models.Model):
    """What someone wrote, its files, and the answer he gets.

    Sending a report makes its case, under the same number; the text is the
    reporter's and stays as it was sent.
    """

    _name = "qms.report"
    _description = "Sent report"
    _inherit = [
        "qms.report.anonymous",
        "qms.report.dialogue",
        "qms.report.channel",
        "qms.report.mail",
        "qms.report.link",
        "qms.report.origin",
        "qms.report.erasure",
        "qms.occurrence.rules",
        "qms.number.mixin",
        "qms.text.mixin",
        "qms.mask.mixin",
        "qms.thread.mixin",
        "qms.search.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["number"]
    _check_company_auto = True
    _mask_fields = ("description", "place", "correction")
    # said of a sender, kept with the case for who handles it, never here
    _sender_fields = {
        "sender_name": "name",
        "sender_address": "address",
        "sender_email": "email",
        "sender_phone": "phone",
    }
    _search_fields = {"description": "D"}
    _qms_person_texts = ("mail_from",)

    description = fields.Text("What happened?", required=True)
    prompt = fields.Char(related="type_id.prompt")
    asked = fields.Char(
        compute="_compute_asked", help="The questions of the type's short form."
    )
    type_id = fields.Many2one(
        "qms.deviation.type",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["qms.deviation"]._default_type_id(),
    )
    occurred_on = fields.Datetime("When", default=fields.Datetime.now)
    department_id = fields.Many2one(
        "hr.department",
        "Unit",
        index=True,
        check_company=True,
        default=lambda self: self.env.user.employee_id.department_id,
        help="Your own unit unless you say another.",
    )
    place = fields.Char(help="Room, address, vehicle.")
    touched_id = fields.Many2one("qms.deviation.touched", "Whom it touches")
    requirement_id = fields.Many2one(
        "qms.requirement",
        "Deviates from",
        check_company=True,
        help="Leave it empty if you do not know; the first reader sees to it.",
    )
    correction = fields.Text("What was done at once?")
    received_on = fields.Date(
        "Came in on", help="Of a letter or a call; deadlines count from this day."
    )
    sender_name = fields.Char("Name", store=False)
    sender_address = fields.Text("Address", store=False)
    sender_email = fields.Char("E-mail", store=False)
    sender_phone = fields.Char("Phone", store=False)
    praised_user_ids = fields.Many2many(
        "res.users",
        "qms_report_praised_rel",
        string="For",
        domain="[('share', '=', False)]",
        help="Who did well; leave it empty for the whole unit.",
    )
    not_own_leader = fields.Boolean(
        "Not to my own leader",
        help="The next leader up reads it instead; your own leader does not see it.",
    )
    serious = fields.Boolean(
        "Serious harm, or nearly so",
        help="The next leader up and the quality manager are told at once, at any "
        "hour.",
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Photos and files")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    reporter_id = fields.Many2one(
        "res.users",
        "Reported by",
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
        copy=False,
    )
    deviation_ids = fields.Many2many("qms.deviation", string="Cases", readonly=True)
    was_released = fields.Boolean(
        readonly=True,
        copy=False,
        help="A case of it was released in its company when it was sent to another.",
    )
    case_state = fields.Char("Where it stands", compute="_compute_case")
    answer = fields.Text(compute="_compute_case")
    reader_line = fields.Char("Who looks at it", compute="_compute_reader_line")

    _number_unique = models.UniqueIndex("(company_id, number)")

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for report in self:
            report.display_name = self.env._("Report %s", report.number or "")

    @api.depends("type_id")
    def _compute_asked(self):
        for report in self:
            report.asked = f" {' '.join(report._asks())} "

    def _asks(self):
        return self.type_id._asks()

    @api.constrains("received_on")
    def _check_received_on(self):
        for report in self:
            if report.received_on and report.received_on > report._today():
                raise ValidationError(self.env._("It cannot have come in later."))

    def _today(self):
        return max(fields.Date.context_today(self), self.company_id._qms_today())

    @api.depends("deviation_ids.state", "deviation_ids.answer")
    def _compute_case(self):
        for report in self:
            # sudo: the reporter sees state and answer, not the handling
            cases = report.sudo().deviation_ids.sorted("id")
            states = [case._state_label() for case in cases]
            report.case_state = ", ".join(dict.fromkeys(states))
            answers = [text for case in cases for text in case._answers()]
            report.answer = "\n\n".join(answers)

    @api.depends("deviation_ids")
    @api.depends_context("lang")
    def _compute_reader_line(self):
        for report in self:
            # sudo: who reads first and by when, for the reporter to know
            duty = (
                self.env["qms.duty"]
                .sudo()
                .search(
                    [
                        ("res_model", "=", "qms.deviation"),
                        ("res_id", "in", report.sudo().deviation_ids.ids),
                        ("verb", "in", ("triage", "acknowledge", "pass_on")),
                        ("state", "=", "open"),
                    ],
                    limit=1,
                )
            )
            report.reader_line = bool(duty) and self.env._(
                "%(who)s reads it by %(date)s.",
                who=duty.user_id.name or duty.group_id.name,
                date=format_date(self.env, duty.date_deadline),
            )

    @api.model_create_multi
    def create(self, vals_list):
        senders = [self._pop_sender(vals) for vals in vals_list]
        vals_list = [
            {
                **{k: v for k, v in vals.items() if k not in self._sender_fields},
                **self._prepare_sender(),
                "deviation_ids": False,
                "was_released": False,
            }
            for vals in vals_list
        ]
        reports = super(
            QmsReport,
            self.with_context(mail_create_nosubscribe=True, mail_create_nolog=True),
        ).create(vals_list)
        reports.with_env(self.env)._make_cases()
        reports._keep_senders(senders)
        return reports.with_env(self.env)

    @api.model
    def _pop_sender(self, vals):
        """Who wrote or called, out of ``vals``."""
        return {
            name: vals[field]
            for field, name in self._sender_fields.items()
            if vals.get(field)
        }

    def _keep_senders(self, senders):
        # sudo: the reporter does not read who handles his case will read
        self.env["qms.deviation.sender"].sudo().create(
            [
                {"deviation_id": report.sudo().deviation_ids.id, **sender}
                for report, sender in zip(self, senders, strict=True)
                if sender and "sender" in report._asks()
            ]
        )

    def write(self, vals):
        if not self.env.su and not set(vals) <= {"message_main_attachment_id"}:
            raise UserError(
                self.env._("A report stays as it was sent. Add a message instead.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        if self.env.context.get("qms_removing") is REMOVING:
            return
        raise UserError(self.env._("Reports are not deleted."))

    def _make_cases(self):
        """One case per report, under its number, read first by whoever must."""
        # sudo: reporters have no access to cases
        cases = self.env["qms.deviation"].sudo()
        created = cases.create([report._prepare_case() for report in self.sudo()])
        for report in self.sudo():
            report.attachment_ids.write({"res_model": self._name, "res_id": report.id})
        created._sync_duties()
        created._follow_deadline()
        created._alert_serious()
        return created

    def _prepare_case(self):
        reading, hidden_from = self._reading_unit()
        days = self.type_id.handle_days
        day = "received_on" in self._asks() and self.received_on
        day = day or fields.Date.context_today(self)
        return {
            "date_reported": day,
            **self._prepare_praised(),
            "number": self._shared_number(),
            "type_id": self.type_id.id,
            "report_ids": [fields.Command.link(self.id)],
            "description": self.description,
            "occurred_on": self.occurred_on,
            "place": self.place,
            "department_id": self.department_id.id,
            "reading_department_id": reading.id,
            "hidden_from_id": hidden_from.id,
            "touched_id": self.touched_id.id,
            "requirement_id": self.requirement_id.id,
            "correction": self.correction,
            "reported_serious": self.serious and "serious" in self._asks(),
            "company_id": self.company_id.id,
            "date_deadline": self.company_id._qms_add_workdays(day, days),
        }

    def _prepare_praised(self):
        if self.type_id.flow != "praise":
            return {}
        everybody = [] if self.praised_user_ids else self.department_id.ids
        return {
            "praised_user_ids": self.praised_user_ids.ids,
            "praised_unit_ids": everybody,
        }

    def _reading_unit(self):
        """The unit whose leader reads first, and from whom the case is hidden."""
        nobody = self.env["res.users"]
        if not self.not_own_leader:
            return self.department_id, nobody
        own_unit = self.reporter_id.employee_id.department_id or self.department_id
        own_leader = own_unit._qms_leaders()[:1]
        for unit in self.department_id._qms_line():
            leader = unit._qms_leader_user()
            if leader and not leader._qms_is_one_of(own_leader):
                return unit, own_leader
        return self.env["hr.department"], own_leader

    def _tell_reporters(self, template="qms_deviation.mail_template_answer"):
        """Mail the reporters that there is an answer; they read it behind the link."""
        self.env["qms.mailer"]._send(
            template,
            self.filtered(lambda report: report.reporter_id.email),
        )
        self._tell_senders()

    def action_send(self):
        """Sent already by being saved; shows the number and who looks at it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Thank you"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [
                (self.env.ref("qms_deviation.qms_report_view_form_thanks").id, "form")
            ],
            "target": "new",
        }

    def action_report_another(self):
        """Begin the next report."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "qms_deviation.qms_report_action_new"
        )

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if operation != "write" or result or self.env.su:
            return result
        # sudo: reporter and state of the cases
        fixed = (
            self.sudo()
            .filtered(
                lambda report: (
                    report._origin
                    and any(case.state != "reported" for case in report.deviation_ids)
                )
            )
            .with_env(self.env)
        )
        if not fixed:
            return None
        return fixed, lambda: AccessError(
            self.env._("The report has been read; add a message instead.")
        )
