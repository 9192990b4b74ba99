from odoo import Command, models
from odoo.exceptions import UserError


class QmsDeviationSorting(models.AbstractModel):
    """Put right what came in: its type, its unit, who sees to it; one case or many.

    The public methods open the screen that asks; what they do follows from it, in one
    transaction for all cases. Dates of the report are never touched.
    """

    _name = "qms.deviation.sorting"
    _description = "Sorting of cases"

    def action_assign(self):
        """Ask who sees to these cases, and by when."""
        return self._ask_sorting("assign", self.env._("Assign"))

    def action_change_type(self, reason=None):
        """Ask for the type these cases should have."""
        return self._ask_sorting("type", self.env._("Change type"), reason)

    def action_change_flow(self, reason=None):
        """As to change the type: a type may go another way."""
        return self.action_change_type(reason)

    def action_send_on(self, reason=None):
        """Ask for the unit, or the company, that these cases belong to."""
        return self._ask_sorting("unit", self.env._("Send on"), reason)

    def action_transfer(self, reason=None):
        """As to send on: the unit may be another company's."""
        return self.action_send_on(reason)

    def action_sort(self):
        """Ask for anything of it, for many cases at once."""
        return self._ask_sorting("all", self.env._("Sort"))

    def _ask_sorting(self, kind, title, reason=None):
        companies = self.company_id
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "qms.deviation.sort",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_deviation_ids": self.ids,
                "default_kind": kind,
                "default_company_key": len(companies) == 1 and str(companies.id),
                "default_reason": reason,
            },
        }

    def write(self, vals):
        """What decides who reads a case, and what it asks for, leaves a decision."""
        if not self.env.su:
            self._refuse_unsorted(vals)
        return super().write(vals)

    def _refuse_unsorted(self, vals):
        if "type_id" in vals and set(self.type_id.ids) != {vals["type_id"]}:
            raise UserError(
                self.env._("The type changes by its own button, with a decision.")
            )
        known = self.department_id.ids
        if "department_id" in vals and known and set(known) != {vals["department_id"]}:
            raise UserError(
                self.env._("Send the case on to the other unit by its own button.")
            )

    # ------------------------------------------------------------
    # Who sees to it, and by when
    # ------------------------------------------------------------

    def _assign(self, responsible=None, deadline=None):
        values = {}
        if responsible:
            self._check_reaches(responsible)
            values["responsible_id"] = responsible.id
        if deadline:
            values["date_deadline"] = deadline
        self._transition("assign", **values)

    def _check_reaches(self, user):
        # sudo: kind of account and companies of a colleague
        known = user.sudo()
        for case in self:
            if (
                known.share
                or not known.active
                or case.company_id not in known.company_ids
            ):
                raise UserError(
                    self.env._(
                        "%(person)s cannot be responsible for %(case)s.",
                        person=known.name,
                        case=case.display_name,
                    )
                )

    # ------------------------------------------------------------
    # Another type
    # ------------------------------------------------------------

    def _change_type(self, kind, reason=None):
        """To the type ``kind``; where that goes another way, read first once more."""
        self.check_access("read")
        others = self.filtered(lambda case: case.type_id != kind)
        for old, cases in others.grouped("type_id").items():
            step = "change_type" if old.flow == kind.flow else "change_flow"
            if step == "change_flow":
                cases._refuse_serious_flow()
            change = self.env._("%(old)s → %(new)s", old=old.name, new=kind.name)
            words = ": ".join(filter(None, (change, reason)))
            usual = cases.filtered(lambda case: case._has_usual_deadline())
            watched = cases._safety_units()
            cases._transition(step, words, type_id=kind.id)
            cases._leave_safety(watched)
            # sudo: who sorted it may not read it any more
            usual.sudo()._follow_type()

    def _refuse_serious_flow(self):
        """What is serious is ended by the next leader up; other ways do not ask him."""
        serious = self.filtered(
            lambda case: case.flow == "deviation" and case.is_serious
        )
        if serious:
            raise UserError(
                self.env._(
                    "%s: serious cases stay deviations. Judge the severity first.",
                    ", ".join(serious.mapped("display_name")),
                )
            )

    def _leave_safety(self, watched):
        """Of another type it may be no matter of the work environment any more."""
        # sudo: followers who lose the case, whoever changed it
        lost = self.browse(watched.keys() - self._safety_units().keys()).sudo()
        lost._drop_followers_without_access()
        lost.action_ids._drop_followers_without_access()

    def _usual_deadline(self):
        return self.company_id._qms_add_workdays(
            self.date_reported, self.type_id.handle_days
        )

    def _has_usual_deadline(self):
        """Whether nobody set another deadline than that of the type."""
        return self.date_deadline == self._usual_deadline()

    def _follow_type(self):
        """Counted from the same day, by the days of the new type."""
        for deadline, cases in self.grouped(
            lambda case: case._usual_deadline()
        ).items():
            cases.date_deadline = deadline

    # ------------------------------------------------------------
    # Another unit, another company
    # ------------------------------------------------------------

    def _send_on(self, unit, company, reason=None):
        """To ``unit`` of ``company``, whose leader reads it from now on.

        Those who handled it here do so no longer. In another company of the group it
        gets a number of that company's series, since that series would give out the
        old one again; the old one stays beside it.
        """
        self._check_destination(unit, company)
        # sudo: names of a unit and a company one may not belong to
        place = unit.sudo().complete_name or company.sudo().name
        reason = ": ".join(filter(None, (place, reason)))
        # sudo: the reports, whoever may read them
        reports = self.sudo().report_ids
        values = {
            "department_id": unit.id,
            "reading_department_id": unit.id,
            "responsible_id": False,
            "handler_ids": [Command.set(self._receivers(unit, company).ids)],
        }
        near = self.filtered(lambda case: case.company_id == company)
        if near:
            near._transition("send_on", reason, **values)
        if far := self - near:
            far._transfer(company, reason, values)
        # sudo: who sends it on may not read it afterwards
        gone = self.sudo()
        gone._drop_followers_without_access()
        gone.action_ids._drop_followers_without_access()
        gone._sync_duties()
        reports._tell_reporters("qms_deviation.mail_template_news")

    def _receivers(self, unit, company):
        """Without a unit it is distributed by the quality manager there."""
        nobody = self.env["res.users"]
        if unit:
            return nobody
        receiver = unit._qms_decider(company)[0]
        if not receiver:
            raise UserError(self.env._("There is nobody who would receive it."))
        return receiver

    def _check_destination(self, unit, company):
        # sudo: which companies belong together
        groups = (self.company_id | company).sudo().root_id
        if len(groups) > 1:
            raise UserError(
                self.env._("Cases are sent on within their own group of companies.")
            )
        # sudo: the company of a unit one may not belong to
        owner = unit.sudo().company_id
        inside = company in self.company_id
        if (owner and owner != company) or (inside and not unit):
            raise UserError(self.env._("Choose a unit of that company."))

    def _transfer(self, company, reason, values):
        """To another company: what belongs to the old one alone stays there."""
        common = {
            **values,
            "company_id": company.id,
            "confidentiality": "confidential",
            "process_id": False,
        }
        self._keep_released()
        numbers = self._draw_numbers(company, len(self))
        for case, number in zip(self, numbers, strict=True):
            # sudo: whose requirement it is
            requirement = case.sudo().requirement_id
            shared = requirement if not requirement.company_id else requirement[:0]
            case._transition(
                "transfer",
                reason,
                **common,
                requirement_id=shared.id,
                number=str(number),
                old_number=case.old_number or case.number,
            )
        # sudo: who sends it on may not read it afterwards
        self.sudo().action_ids._write_guarded({"confidential": True})

    def _keep_released(self):
        """Reports stay their company's record: what was open there stays open there."""
        # sudo: the reports, whoever sends their cases on
        for company, cases in self.sudo().grouped("company_id").items():
            released = cases.filtered(lambda case: case.confidentiality == "normal")
            reports = released.report_ids
            reports.filtered(lambda r, own=company: r.company_id == own).write(
                {"was_released": True}
            )

    def _transition_labels(self):
        return super()._transition_labels() | {
            "assign": self.env._("Assigned"),
            "change_type": self.env._("Type changed"),
            "change_flow": self.env._("Type changed, read first again"),
            "send_on": self.env._("Sent on"),
            "transfer": self.env._("Sent on to another company"),
        }
