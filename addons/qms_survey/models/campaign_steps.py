from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.qms.tools.apart import apart
from odoo.addons.qms.tools.holding import Holding
from odoo.addons.qms.tools.lifecycle import Point

UNFINISHED = Domain("state", "in", ("draft", "open", "closed"))
# working days after the last answer
CONCLUDE_DAYS = 20
SLICE = 50


class QmsSurveyCampaignSteps(models.AbstractModel):
    """Steps of a campaign: what each asks for and what follows."""

    _name = "qms.survey.campaign.steps"
    _description = "Steps of a survey campaign"

    def action_open(self):
        """Choose whom it asks, invite them and let answers in."""
        return self._transition("open")

    def action_close(self, reason=None):
        """Take no more answers before the day is over."""
        return self._transition("close", reason)

    def action_conclude(self):
        """Say what it showed and what is done."""
        return self._transition("conclude")

    def action_resume(self, reason=None):
        """The conclusion was wrong."""
        return self._transition("resume", reason)

    def action_cancel(self, reason=None):
        """It is not carried out."""
        return self._transition("cancel", reason)

    def action_address_list(self):
        """Hand in the addresses that it asks."""
        self._check_may_list()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("List of addresses"),
            "res_model": "qms.survey.address.list",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_campaign_id": self.id},
        }

    def _check_may_list(self):
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft" or self._way() != "list":
            raise UserError(
                self.env._("A list is handed in for a survey that is being prepared.")
            )

    def action_plan_action(self):
        """Plan what is done about a result."""
        self.ensure_one()
        self.check_access("read")
        improvement = self.env.ref("qms.action_type_improvement", False)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Action"),
            "res_model": "qms.action",
            "views": [(False, "form")],
            "context": {
                "default_res_model": self._name,
                "default_res_id": self.id,
                "default_why": self.name,
                "default_type_id": improvement and improvement.id,
            },
        }

    def _prepare_action_values(self):
        self.ensure_one()
        return {
            "res_model": self._name,
            "res_id": self.id,
            "company_id": self.company_id.id,
        }

    def _may_plan_actions(self):
        """Whoever answers for it, while it is being concluded."""
        # sudo: state alone
        return self.sudo().state == "closed" and bool(self._mandate_own())

    def _mandate_handle(self):
        return self._mandate_own()

    # ------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------

    def _missing_opening(self):
        today = self.company_id._qms_today()
        asked = {
            "purpose": (self.purpose, self.env._("what the answers are used for")),
            "legal_basis": (self.legal_basis, self.env._("on which ground it asks")),
            "owner_id": (self.owner_id, self.env._("who is responsible")),
            "date_to": (
                self.date_to and self.date_to > today,
                self.env._("answers until: later than today"),
            ),
            "consulted_on": (
                self.population != "staff"
                or (self.consulted_on and self.consulted_on <= today),
                self.env._("when the cooperation committee was consulted"),
            ),
        }
        missing = [
            Point(text, name) for name, (there, text) in asked.items() if not there
        ]
        return missing + self._missing_questions() + self._missing_people()

    def _missing_questions(self):
        questions = self.survey_id.question_ids
        if not questions:
            return [Point(self.env._("questions"), "survey_id")]
        problems = [question._qms_problem() for question in questions]
        return [
            Point(self.env._("questions that can be asked: %s", problem), "survey_id")
            for problem in problems
            if problem
        ]

    def _missing_end(self):
        missing = []
        if open_ones := self.suggestion_ids.filtered(lambda each: not each.is_closed):
            text = self.env._("%s suggestions to take up or leave", len(open_ones))
            missing.append(Point(text, "suggestion_ids"))
        if not self.conclusion:
            missing.append(Point(self.env._("a conclusion"), "conclusion"))
        if not self.summary:
            text = self.env._("what they said and we did, for those who answered")
            missing.append(Point(text, "summary"))
        return missing

    # ------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------

    def _transition_values(self, step):
        values = super()._transition_values(step)
        today = self[:1].company_id._qms_today()
        if step.name == "open":
            values["date_opened"] = today
        elif step.name == "close":
            values["date_closed"] = today
        elif step.name == "conclude":
            values["date_concluded"] = today
        elif step.name == "resume":
            figures = ("final_index", "final_margin", "final_rate")
            values |= {"date_concluded": False, **dict.fromkeys(figures, 0)}
        return values

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "open":
            for campaign in self:
                campaign._choose_people()
        elif step.name == "close":
            for campaign in self:
                campaign._end_answers()
        elif step.name == "resume":
            # sudo: figures that hold no longer
            self.env["qms.survey.tested"].sudo()._forget(self)
        elif step.target in self._lifecycle_closed:
            # sudo: a list that nobody reads, of one that is not carried out
            self.env["qms.survey.listed"].sudo()._erase(self)
            self._wheel_done()
            if step.name == "conclude":
                self._keep_final()
        return result

    @api.model
    def _cron_close(self):
        """Early each day: those whose last day is over take no more answers."""
        progress = self.env["ir.cron"]._commit_progress
        waiting = self._read_group([("state", "=", "open")], ["company_id"])
        for (company,) in waiting:
            today = company._qms_today()
            due = Domain("state", "=", "open") & Domain("date_to", "<", today)
            ours = due & Domain("company_id", "=", company.id)
            tried = []
            while found := self.search(
                ours & Domain("id", "not in", tried), limit=SLICE
            ):
                tried += found.ids
                free = found.try_lock_for_update()
                done = apart(free, lambda campaigns: campaigns._close_by_calendar())
                if not progress(len(done)):
                    return

    def _close_by_calendar(self):
        for campaign in self:
            today = campaign.company_id._qms_today()
            campaign._write_guarded({"state": "closed", "date_closed": today})
            campaign._end_answers()
        self._sync_duties()

    def _transition_labels(self):
        return super()._transition_labels() | {
            "open": self.env._("Opened"),
            "close": self.env._("Closed early"),
            "conclude": self.env._("Concluded"),
            "resume": self.env._("Conclusion taken back"),
            "take_over": self.env._("Taken over"),
            "cancel": self.env._("Cancelled"),
        }

    # ------------------------------------------------------------
    # Duties, people
    # ------------------------------------------------------------

    def _duty_fields(self):
        return {"owner_id", "date_to", "name"}

    def _get_duties(self):
        return [
            duty for campaign in self for duty in [campaign._get_own_duty()] if duty
        ]

    def _get_own_duty(self):
        company = self.company_id
        if self.state == "draft" and self.date_to:
            verb, deadline = "open_survey", self.date_to
        elif self.state == "closed":
            verb = "conclude_survey"
            deadline = company._qms_add_workdays(self.date_closed, CONCLUDE_DAYS)
        else:
            return None
        managers = {"group": self.env.ref("qms.group_quality_manager")}
        who = {"user": self.owner_id} if self.owner_id else managers
        return {"record": self, "verb": verb, "deadline": deadline, **who}

    @api.model
    def _get_owing_domain(self):
        return Domain("state", "=", "closed")

    @api.model
    def _get_holdings(self):
        return (*super()._get_holdings(), Holding("owner_id", UNFINISHED))
