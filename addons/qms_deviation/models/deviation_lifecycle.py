from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.qms.tools.lifecycle import Mandate

# days that 'open, because' lasts
GRANT_DAYS = 7


class QmsDeviationSteps(models.AbstractModel):
    """The steps of a case, who may take them and what follows."""

    _name = "qms.deviation.steps"
    _description = "Steps of a case"

    def action_analyse(self):
        """First reading done: the case is analysed."""
        return self._transition("analyse")

    def action_settle(self):
        """The short way: what was done at once is enough."""
        return self._transition("settle", settled_short=True)

    def action_settle_small(self):
        """Ask for the two answers of the short way, for all these cases at once."""
        barred = [
            f"- {case.display_name}: {bar}"
            for case in self
            for bar in case._barred_from_short_way()
        ]
        if barred:
            raise UserError(
                self.env._(
                    "Settling as small is not possible. What is needed instead:\n"
                    "%(cases)s",
                    cases="\n".join(barred),
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Settle as small"),
            "res_model": "qms.deviation.settle",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_deviation_ids": self.ids,
                "default_correction": self[:1].correction if len(self) == 1 else False,
            },
        }

    def action_treat(self):
        """The analysis is done: act."""
        return self._transition("treat")

    def action_verify(self):
        """The actions are carried out: wait for their effect."""
        return self._transition("verify")

    def action_close(self):
        """All that ISO 9001 10.2.1 asks for is answered."""
        return self._transition("close")

    def action_reanalyse(self, reason=None):
        """Back to the analysis."""
        return self._transition("reanalyse", reason)

    def action_dismiss(self, reason=None):
        """End without handling."""
        return self._transition("dismiss", reason)

    def action_reopen(self, reason=None):
        """Open a closed case again."""
        return self._transition("reopen", reason)

    def action_release(self):
        """The first reader lets the quality group and the unit see it."""
        return self._transition("release", confidentiality="normal")

    def action_restrict(self, reason=None):
        """Only those who handle it see it from now on."""
        return self._transition("restrict", reason, confidentiality="confidential")

    def action_open_because(self, reason=None):
        """A quality manager opens a confidential case for some days; it shows."""
        return self._transition("open_because", reason)

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def _mandate_first_reader(self):
        """The leader of the reading unit, his deputy, or a handler he named."""
        # sudo: who reads first
        case, user = self.sudo(), self.env.user
        if user == case.hidden_from_id:
            return None
        if user in case.handler_ids | case.responsible_id:
            return Mandate("handler")
        unit, company, hidden_from = case._reading()
        return (
            unit._qms_line_mandate(company, user, hidden_from)
            or self._mandate_quality_manager()
            or unit._qms_mandate(company, user, hidden_from)
        )

    def _mandate_quality_manager(self):
        if not self.env.user.has_group("qms.group_quality_manager"):
            return None
        return Mandate("quality_manager") if self.has_access("read") else None

    def _mandate_handle(self):
        return self._mandate_first_reader()

    def _mandate_release(self):
        # sudo: whether it is confidential, nothing else
        confidential = self.sudo().confidentiality == "confidential"
        return self._mandate_first_reader() if confidential else None

    def _mandate_restrict(self):
        # sudo: whether it is confidential, nothing else
        confidential = self.sudo().confidentiality == "confidential"
        return None if confidential else self._mandate_first_reader()

    def _mandate_open_because(self):
        user = self.env.user
        # sudo: whether there is anything to open
        case = self.sudo()
        if (
            not user.has_group("qms.group_quality_manager")
            or self.has_access("read")
            or case.company_id not in user.company_ids
            or case.hidden_from_id == user
        ):
            return None
        return Mandate("quality_manager")

    def _may_plan_actions(self):
        # sudo: state only
        return not self.sudo().is_closed and bool(self._mandate_handle())

    # ------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------

    def _day_of_step(self):
        """The later of today where the user is and where the company is.

        Around midnight a report may bear the one and its closing the other.
        """
        today = fields.Date.context_today(self)
        return max([today, *(company._qms_today() for company in self.company_id)])

    def _transition_values(self, step):
        if step.target in self._lifecycle_closed:
            return {"date_closed": self._day_of_step()}
        if step.name == "reopen":
            return {"date_closed": False, "settled_short": False}
        return {}

    def _after_transition(self, step, reason):
        if step.name == "analyse":
            self._make_responsible()
        if step.name in ("release", "restrict"):
            self._pass_confidentiality_on()
        if step.name == "open_because":
            self._grant_access(reason)
        if step.target in self._lifecycle_closed:
            self.report_ids._tell_reporters()

    def _make_responsible(self):
        """Who read first sees to it, a deputy for the one he stands in for."""
        nobody = self.filtered(lambda case: not case.responsible_id)._with_people()
        for user_id, cases in nobody.grouped(
            lambda case: case._mandate_first_reader().behalf_of or self.env.uid
        ).items():
            cases._write_guarded({"responsible_id": user_id})

    def _pass_confidentiality_on(self):
        confidential = self[:1].confidentiality == "confidential"
        self.action_ids._write_guarded({"confidential": confidential})
        if confidential:
            self._drop_followers_without_access()
            self.action_ids._drop_followers_without_access()

    def _grant_access(self, reason):
        until = fields.Date.context_today(self) + timedelta(days=GRANT_DAYS)
        self.env["qms.deviation.grant"].create(
            [
                {
                    "deviation_id": case.id,
                    "user_id": self.env.uid,
                    "date_to": until,
                    "reason": reason,
                }
                for case in self
            ]
        )

    def _after_action(self, action, step):
        if step.name in ("complete", "finish", "confirm_effect", "deny_effect"):
            self._sync_duties()

    def _transition_labels(self):
        return super()._transition_labels() | {
            "analyse": self.env._("Read first, to be analysed"),
            "settle": self.env._("Settled the short way"),
            "treat": self.env._("Analysed"),
            "verify": self.env._("Treated"),
            "close": self.env._("Closed"),
            "reanalyse": self.env._("Back to the analysis"),
            "dismiss": self.env._("Dismissed"),
            "reopen": self.env._("Reopened"),
            "release": self.env._("Released"),
            "restrict": self.env._("Made confidential"),
            "open_because": self.env._("Opened, because"),
        }

    def _prepare_action_values(self):
        return {
            **super()._prepare_action_values(),
            "deviation_id": self.id,
            "level": self.level or "medium",
            "confidential": self.confidentiality == "confidential",
            "why": (self.cause or "").split("\n")[0],
        }

    def action_plan_action(self):
        """Plan an action for this case."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Action"),
            "res_model": "qms.action",
            "views": [(False, "form")],
            "target": "current",
            "context": {
                "default_res_model": self._name,
                "default_res_id": self.id,
                "default_deviation_id": self.id,
                "default_department_id": self.department_id.id,
                "default_level": self.level or "medium",
                "default_why": (self.cause or "").split("\n")[0],
            },
        }

    def _get_print_fields(self):
        return [
            (
                self.env._("What happened"),
                [
                    "description",
                    "occurred_on",
                    "place",
                    "department_id",
                    "touched_id",
                    "requirement_id",
                    "process_id",
                ],
            ),
            (
                self.env._("Analysis"),
                [
                    "correction",
                    "enough_because",
                    "consequence",
                    "potential",
                    "likelihood",
                    "level",
                    "consequences",
                    "cause",
                    "similar",
                    "similar_note",
                ],
            ),
            (self.env._("Actions"), ["action_ids"]),
            (
                self.env._("Learning"),
                [
                    "system_change",
                    "system_change_note",
                    "risks_updated",
                    "summary",
                    "answer",
                ],
            ),
        ]

    @api.model_create_multi
    def create(self, vals_list):
        cases = super(
            QmsDeviationSteps, self.with_context(mail_create_nosubscribe=True)
        ).create([self._prepare_new(vals) for vals in vals_list])
        return cases.with_env(self.env)

    @api.model
    def _prepare_new(self, vals):
        """Reading unit follows the unit unless the report says otherwise."""
        return {"reading_department_id": vals.get("department_id"), **vals}
