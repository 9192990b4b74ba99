from contextlib import contextmanager
from datetime import datetime, time

import pytz

from odoo import Command, api, fields, models

from ..tools.receipt_code import hash_code, read_code


class Nobody:
    """Marks a context in which a report has no sender. RPC sends JSON, never this."""

    def __init__(self, receipt_hash, keys):
        self.receipt_hash = receipt_hash
        self.keys = keys


class QmsReservedKey(models.AbstractModel):
    """What nobody sent gets an id drawn earlier, see ``qms.public.reserve``."""

    _name = "qms.reserved.key"
    _description = "Record with an id drawn ahead"

    def _create(self, data_list):
        sender = self.env.context.get("qms_sender")
        if isinstance(sender, Nobody) and self._name in sender.keys:
            # only the first one: a key is used once
            data_list[0]["stored"]["id"] = sender.keys.pop(self._name)
        return super()._create(data_list)


class QmsReportAnonymous(models.AbstractModel):
    """Reports without a sender.

    The system writes them; all rows that come into being with one, whatever code makes
    them, bear the day and no time. The sender holds a receipt code, we its hash.
    """

    _name = "qms.report.anonymous"
    _inherit = ["qms.reserved.key"]
    _description = "Reports without a sender"

    is_anonymous = fields.Boolean("Anonymous", readonly=True, copy=False)
    receipt_hash = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    anonymous_address = fields.Char(compute="_compute_anonymous_address")

    _receipt_unique = models.UniqueIndex(
        "(receipt_hash) WHERE receipt_hash IS NOT NULL"
    )

    @api.depends("company_id")
    def _compute_anonymous_address(self):
        pages = self.env["qms.public.page"].search([("department_id", "=", False)])
        by_company = {page.company_id: page.address for page in pages}
        for report in self:
            report.anonymous_address = by_company.get(report.company_id, False)

    def _prepare_sender(self):
        """Who sends what is being created: the current user, or nobody."""
        sender = self.env.context.get("qms_sender")
        if isinstance(sender, Nobody):
            return {
                "reporter_id": False,
                "is_anonymous": True,
                "receipt_hash": sender.receipt_hash,
            }
        return {"reporter_id": self.env.uid, "is_anonymous": False}

    @api.model
    def _create_anonymous(self, page, code, values, files=(), name=""):
        """Take in what nobody in particular sent on ``page``.

        :param code: the receipt code, which is not kept
        :param files: values of attachments, made clean
        :param name: of who wants to be asked in person; kept beside the case, for those
            alone who handle it
        """
        company = page.company_id
        number, keys = self.env["qms.public.reserve"]._take(company)
        # sudo: the system writes it, at the company's hours, in no one's name
        model = self.with_context(
            qms_sender=Nobody(hash_code(code), keys),
            allowed_company_ids=company.ids,
            tz=str(company._qms_timezone()),
        ).sudo()
        with self._by_the_day(company):
            attachments = model.env["ir.attachment"].create(
                [{**row, "res_model": self._name, "res_id": 0} for row in files]
            )
            report = model.create(
                {
                    **values,
                    "number": number,
                    "company_id": company.id,
                    "attachment_ids": [Command.set(attachments.ids)],
                }
            )
            if name:
                model.env["qms.deviation.sender"].create(
                    {"deviation_id": report.deviation_ids.id, "name": name}
                )
            model._said_about(report).date = self.env.cr.now()
        return report

    def _said_about(self, report):
        """Messages that came into being with it; their own clock is not set back."""
        cases = report.deviation_ids
        alerts = self.env["qms.deviation.alert"].search(
            [("deviation_id", "in", cases.ids)]
        )
        mails = self.env["mail.message"].search(
            [("model", "=", alerts._name), ("res_id", "in", alerts.ids)]
        )
        return report.message_ids | cases.message_ids | mails

    @api.model
    @contextmanager
    def _by_the_day(self, company):
        """Whatever is written meanwhile is dated to the company's midnight."""
        zone = company._qms_timezone()
        midnight = zone.localize(datetime.combine(company._qms_today(), time()))
        self.env.flush_all()
        cr = self.env.cr
        before = cr._now
        cr._now = midnight.astimezone(pytz.utc).replace(tzinfo=None)
        try:
            yield
            self.env.flush_all()
        finally:
            cr._now = before

    @api.model
    def _find_by_receipt(self, typed):
        """The report whose code was typed; for the page, which runs as the system."""
        return self.search(
            [
                ("receipt_hash", "=", hash_code(read_code(typed))),
                ("is_anonymous", "=", True),
            ]
        )
