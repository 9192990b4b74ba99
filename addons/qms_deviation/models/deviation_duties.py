from typing import NamedTuple

from odoo import api, fields, models


class Reading(NamedTuple):
    """Where a case is read first, and who does not read it."""

    unit: models.Model
    company: models.Model
    hidden_from: models.Model

    def decider(self):
        return self.unit._qms_decider(self.company, self.hidden_from)


class QmsDeviationDuties(models.AbstractModel):
    """Who owes what on a case."""

    _name = "qms.deviation.duties"
    _description = "Who owes what on a case"

    read_first_by = fields.Date("To be read by", compute="_compute_read_first_by")

    @api.depends("company_id", "date_reported", "level", "type_id")
    def _compute_read_first_by(self):
        for case in self:
            known = case.company_id and case.date_reported and case.type_id
            case.read_first_by = bool(known) and case._first_reading_deadline()

    def _first_reading_deadline(self):
        days = self._deadline_days().first_read_days
        return self.company_id._qms_add_workdays(self.date_reported, days)

    def write(self, vals):
        result = super().write(vals)
        if vals.get("department_id"):
            self._follow_unit()
        return result

    def _follow_unit(self):
        """A case that goes to another unit is read by that unit's leader."""
        # sudo: who hands it over may not read it afterwards
        moved = self.sudo().filtered(
            lambda case: (
                not case.hidden_from_id
                and case.reading_department_id != case.department_id
            )
        )
        for unit, cases in moved.grouped("department_id").items():
            cases.reading_department_id = unit
            cases._drop_followers_without_access()

    def _duty_fields(self):
        return {
            "date_deadline",
            "department_id",
            "handler_ids",
            "reading_department_id",
            "report_ids",
            "responsible_id",
        }

    def _duty_name(self):
        return f"{self.headline} ({self.number})"

    def _get_duties(self):
        asked = self.filtered(
            lambda case: (
                not case.is_closed and (case.responsible_id or not case.taken_over)
            )
        )
        deciders = {key: key.decider() for key in {c._reading() for c in asked}}
        return [case._get_own_duty(deciders) for case in asked]

    def _reading(self):
        return Reading(self.reading_department_id, self.company_id, self.hidden_from_id)

    def _get_own_duty(self, deciders):
        base = {
            "record": self,
            "unit": self.reading_department_id,
            "waiting": self._waiting(),
        }
        if self.state == "reported":
            base["deadline"] = self._first_reading_deadline()
            named = self.handler_ids.filtered(lambda user: user._qms_works_here())[:1]
            return {**base, "verb": "triage", **self._holder(named, deciders)}
        base["deadline"] = self.date_deadline or fields.Date.context_today(self)
        verb = "close" if self.state == "verification" else "handle"
        responsible = self.responsible_id.filtered(lambda user: user._qms_works_here())
        return {**base, "verb": verb, **self._holder(responsible, deciders)}

    def _waiting(self):
        """Who reported waits for the answer, which comes with the closing."""
        return self.report_ids.reporter_id

    def _duty_target(self):
        """Who reported opens his report: the case is not his to read."""
        if self.has_access("read"):
            return self
        # sudo: the user's own reports of this case
        reports = self.sudo().report_ids
        own = reports.filtered(lambda report: report.reporter_id == self.env.user)
        return own[:1].with_env(self.env) or self

    def _holder(self, named, deciders):
        if named:
            return {"user": named}
        user, mandate = deciders[self._reading()]
        if not user:
            return {"group": self.env.ref("qms.group_quality_manager")}
        return {"user": user, "behalf_of": mandate.behalf_of}


class QmsDuty(models.Model):
    _inherit = "qms.duty"

    @api.model
    def _get_verbs(self):
        return super()._get_verbs() | {
            "sort_mail": self.env._("Sort out"),
            "triage": self.env._("Read first"),
            "handle": self.env._("Handle"),
            "close": self.env._("Close"),
            "close_serious": self.env._("Close"),
            "confirm_handover": self.env._("Get the confirmation"),
            "acknowledge": self.env._("Send a receipt"),
            "answer": self.env._("Answer"),
            "reconsider": self.env._("Decide again"),
            "pass_on": self.env._("Pass on"),
        }

    @api.model
    def _mail_at_once_verbs(self):
        """What is serious, and where a legal clock runs."""
        return super()._mail_at_once_verbs() | {"close_serious", "confirm_handover"}

    @api.model
    def _place_in_units(self, rows):
        """A case that was handed over stands in no unit's load."""
        result = super()._place_in_units(rows)
        for values in rows:
            if values["verb"] == "confirm_handover":
                values["department_id"] = False
        return result
