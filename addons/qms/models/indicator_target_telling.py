from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.apart import apart

SLICE = 200
# whose change sets the target anew
SETTING = {"company_id", "department_id", "indicator_id", "target"}


class QmsIndicatorTargetTelling(models.AbstractModel):
    """Who is told of a target: when another sets it, and when the figure misses it.

    A mail per reader, with the names of the figures and nothing of them.
    """

    _name = "qms.indicator.target.telling"
    _description = "Telling of targets"

    told_period = fields.Date(
        "Told of", readonly=True, copy=False, help="The last period that missed it."
    )

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create([{**vals, "told_period": False} for vals in vals_list])
        targets.filtered("department_id")._tell("set", self.env.user)
        return targets

    def write(self, vals):
        if "told_period" in vals and not self.env.su:
            raise UserError(self.env._("That follows by itself; it is not entered."))
        if SETTING.isdisjoint(vals):
            return super().write(vals)
        result = super().write({**vals, "told_period": False})
        # nobody moves a target to where he may set none
        self.check_access("write")
        self.filtered("department_id")._tell("set", self.env.user)
        return result

    def _tell(self, kind, setter=None):
        readers = {}
        for each in self:
            for user in each._readers(setter or self.env["res.users"]):
                readers[user] = readers.get(user, self.browse()) | each
        for user, targets in readers.items():
            self.env["qms.mailer"]._send(
                "qms.mail_template_target",
                targets[:1],
                qms_to=user.email_formatted,
                qms_lang=user.lang,
                qms_kind=kind,
                qms_targets=targets.ids,
            )

    def _readers(self, setter):
        """The nearest leader who is here and did not set it; quality managers of the
        company's own."""
        # sudo: who leads a unit, and where somebody gets mail
        known = self.sudo()
        if known.department_id:
            return known.department_id._qms_decider(known.company_id, setter)[0].sudo()
        return known.company_id._qms_quality_managers() - setter

    @api.model
    def _cron_tell(self):
        """Each day: whose figure of a period that is over misses its target."""
        progress = self.env["ir.cron"]._commit_progress
        last = 0
        while found := self.search(Domain("id", ">", last), order="id", limit=SLICE):
            last = found[-1].id
            apart(found.try_lock_for_update(), lambda some: some._tell_missed())
            left = self.search_count(Domain("id", ">", last))
            if not progress(len(found), remaining=left):
                return

    def _tell_missed(self):
        series = self._series(for_all=True)
        missed = self.filtered(lambda each: each._is_missed(series[each]))
        missed._tell("missed")
        for period, targets in missed.grouped(lambda each: series[each][-1][0]).items():
            targets.told_period = period

    def _is_missed(self, points):
        if not points or not self.indicator_id.active:
            return False
        if self.department_id and not self.department_id.active:
            return False
        period, value = points[-1]
        is_new = not self.told_period or self.told_period < period
        return is_new and self.indicator_id._meets(value, self.target) == "no"
