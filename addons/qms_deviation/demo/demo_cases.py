import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, file_open

from odoo.addons.qms.tools.people import People

from ..models.deviation_understanding import WHYS
from .story import told

# days after the report on which things happen in the demo
READ, ASKED, SETTLED, JUDGED, CLOSED = 2, 4, 3, 60, 3
FIRST = {"complaint": "acknowledge", "praise": "pass_on"}
LIVED_THROUGH = ("effective", "ineffective", "done", "verification")


class QmsDeviationDemo(models.AbstractModel):
    """A year of invented cases for the demo municipality.

    Every step is taken by the person whose turn it is, through the same public
    methods as on the screen: nothing in the lifecycle makes room for demo data. So
    the decisions carry the day of the installation; reports, deadlines and results
    are dated back over the year. What they write is in the demo's language.
    """

    _name = "qms.deviation.demo"
    _inherit = ["qms.deviation.demo.flows"]
    _description = "Demo cases"

    @api.model
    def _load(self):
        """Called by the demo data alone."""
        first_mail = self.env["mail.mail"].search([], order="id desc", limit=1).id
        code = self.env["qms.demo"]._language()
        # Odoo loads them after the demo data, which should read like any other case
        self.env["ir.module.module"]._load_module_terms(["qms_deviation"], [code])
        say = self.env["qms.demo"]._speaker("qms_deviation/demo/cases", code)
        with file_open("qms_deviation/demo/cases.json") as file:
            stories = told(json.load(file), say)
        # nobody moves meanwhile: who leads and who stands in is asked once
        narrator = self.with_context(qms_people=People(self.env), lang=code)
        for story in stories:
            narrator._tell(story)
        self._send_nothing_of_the_past(first_mail)
        self._silence_the_bot()

    # ------------------------------------------------------------
    # People and days
    # ------------------------------------------------------------

    def _demo(self, kind, name):
        return self.env.ref(f"qms.demo_{kind}_{name}" if kind else f"qms.demo_{name}")

    def _as(self, records, user):
        companies = {"allowed_company_ids": user.company_ids.ids}
        return records.with_user(user).with_context(**companies, tracking_disable=True)

    def _whose_turn(self, record, verb):
        """The record, in the hands of whoever owes this step."""
        duty = self.env["qms.duty"].search(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("verb", "=", verb),
                ("state", "=", "open"),
            ]
        )
        return self._as(record, duty.user_id)

    def _day(self, story, after=0):
        """The day ``after`` days from the report, today at the latest."""
        today = fields.Date.context_today(self)
        return min(today - timedelta(days=story["days"] - after), today)

    # ------------------------------------------------------------
    # One case
    # ------------------------------------------------------------

    def _tell(self, story):
        case = self._report(story)
        self._write_to_each_other(case, story)
        if story["until"] == "reported":
            return
        if story["until"] == "handed_over":
            return self._tell_handed_over(case, story)
        reader = self._whose_turn(case, FIRST.get(case.flow, "triage"))
        self._read_first(reader, story)
        if case.flow != "deviation":
            return getattr(self, f"_tell_{case.flow}")(reader, story)
        if story["until"] == "short":
            reader.action_settle()
            return self._date_closing(reader, self._day(story, SETTLED))
        if story["until"] == "dismissed":
            reader.action_dismiss(reason=story["reason"])
            return self._date_closing(reader, self._day(story, SETTLED))
        reader.action_analyse()
        self._analyse(reader, story)
        self._analyse_together(reader, story)
        self._talk(case, story)
        if story["until"] != "analysis":
            self._treat(reader, story)
            self._answer_as_group(reader, story)

    def _report(self, story):
        unit = self._demo("unit", story["unit"])
        touched = story.get("touched")
        report = self._as(self.env["qms.report"], self._demo("", story["by"])).create(
            {
                "description": story["what"],
                "type_id": self.env.ref(f"qms_deviation.type_{story['type']}").id,
                "touched_id": touched
                and self.env.ref(f"qms_deviation.touched_{touched}").id,
                "department_id": unit.id,
                "company_id": unit.company_id.id,
                "place": story.get("place"),
                "correction": story.get("done"),
                "not_own_leader": story.get("not_own_leader", False),
                "serious": story.get("serious", False),
                "occurred_on": fields.Datetime.now() - timedelta(days=story["days"]),
                **self._prepare_short_form(story),
            }
        )
        self._date_report(report.sudo(), self._day(story))
        return report.sudo().deviation_ids

    def _date_report(self, report, day):
        case, company = report.deviation_ids, report.company_id
        deadline = company._qms_add_workdays(day, case.type_id.handle_days)
        case.write({"date_reported": day, "date_deadline": deadline})
        report.flush_recordset()
        query = "UPDATE qms_report SET create_date = create_date + %s WHERE id = %s"
        self.env.execute_query(
            SQL(f"{query} RETURNING id", day - fields.Date.today(), report.id)
        )
        report.invalidate_recordset(["create_date"])

    def _read_first(self, case, story):
        values = {
            "handler_ids": [
                self._demo("", name).id for name in story.get("handlers", ())
            ]
        }
        if story.get("req"):
            values["requirement_id"] = self._demo("req", story["req"]).id
        if story.get("process"):
            values["process_id"] = self._demo("process", story["process"]).id
        if story.get("enough"):
            values["enough_because"] = story["enough"]
            values["answer"] = story["enough"]
        if story.get("serious"):
            values |= self._judgement(story)
        case.write(values)
        if not story.get("confidential") and story["until"] != "dismissed":
            case.action_release()

    def _judgement(self, story):
        return {
            "consequence": str(story["c"]),
            "potential": str(story["p"]) if "p" in story else False,
            "likelihood": str(story["l"]),
        }

    def _analyse(self, case, story):
        whys = zip(WHYS, story.get("whys", ()), strict=False)
        kind = story.get("kind")
        values = {
            **self._judgement(story),
            **{name: why["words"] for name, why in whys},
            "consequences": story.get("effects"),
            "cause": story.get("cause"),
            "cause_kind_id": kind and self.env.ref(f"qms_deviation.cause_{kind}").id,
        }
        if story["until"] != "analysis":
            note = story.get("similar")
            values |= {"similar": "yes" if note else "no", "similar_note": note}
        case.write(values)

    def _talk(self, case, story):
        for note in story.get("talk", ()):
            self._as(case, self._demo("", note["who"])).message_post(
                body=note["words"],
                message_type="comment",
                subtype_xmlid="mail.mt_note",
            )

    def _treat(self, case, story):
        case.action_treat()
        actions = self.env["qms.action"]
        for plan in story["actions"]:
            actions |= self._act(case, story, plan, actions)
        if story["until"] == "treatment":
            return
        case.action_verify()
        self._judge(actions, story)
        if story["until"] == "verification":
            waiting = actions.filtered(lambda action: action.state == "verification")
            case.date_deadline = max(waiting.mapped("date_verify")) + timedelta(days=7)
            return
        self._close(case, actions, story)

    def _close(self, case, actions, story):
        note = story.get("change")
        case.write(
            {
                "system_change": "yes" if note else "no",
                "system_change_note": note,
                "risks_updated": story["risks"],
                "summary": story["summary"],
                "answer": story["answer"],
            }
        )
        case.action_close()
        last = max(filter(None, actions.mapped("date_verified")))
        today = fields.Date.context_today(self)
        self._date_closing(case, min(last + timedelta(days=CLOSED), today))
        if story["until"] == "reopened":
            case.action_reopen(reason=story["reason"])

    def _date_closing(self, case, day):
        case.sudo()._write_guarded({"date_closed": day})

    # ------------------------------------------------------------
    # Its actions
    # ------------------------------------------------------------

    def _act(self, case, story, plan, before):
        action = self._as(self.env["qms.action"], case.env.user).create(
            self._prepare_action(case, story, plan)
        )
        if "follows" in plan:
            action.sudo().previous_id = before[plan["follows"]]
        if plan["until"] == "draft":
            return action.sudo()
        action.action_submit()
        return self._pursue(action, story, plan)

    def _pursue(self, action, story, plan):
        if action.state == "proposed" and plan["until"] != "proposed":
            decider = self._whose_turn(action.sudo(), "approve")
            if plan["until"] == "refused":
                decider.action_refuse(reason=plan["reason"])
            else:
                decider.action_approve()
        if plan["until"] in LIVED_THROUGH:
            doer = self._whose_turn(action.sudo(), "carry_out")
            doer.write(self._prepare_result(story, plan))
            doer.action_complete()
        self._date_action(action.sudo(), story, plan)
        return action.sudo()

    def _prepare_result(self, story, plan):
        if "outcome" not in plan:
            return {"result": plan["result"]}
        day = self._day(story, plan["days"])
        return {"outcome": plan["outcome"], "date_outcome": day}

    def _prepare_action(self, case, story, plan):
        kind = plan.get("type", "corrective")
        return {
            "res_model": case._name,
            "res_id": case.id,
            "name": plan["what"],
            "type_id": self.env.ref(f"qms.action_type_{kind}").id,
            "owner_id": self._demo("", plan["who"]).id,
            "cost": plan.get("cost"),
            "criterion": plan.get("criterion"),
            "date_deadline": self._day(story) + timedelta(days=plan["days"]),
        }

    def _date_action(self, action, story, plan):
        done = self._day(story, plan["days"])
        values = {}
        if action.date_proposed and action.state != "proposed":
            values["date_proposed"] = self._day(story, ASKED)
        if action.date_done:
            values["date_done"] = done
        if action.date_verify:
            days = action.type_id.verify_days
            values["date_verify"] = done + timedelta(days=days)
        action._write_guarded(values)
        action._sync_duties()

    def _judge(self, actions, story):
        for action, plan in zip(actions, story["actions"], strict=True):
            if plan["until"] not in ("effective", "ineffective"):
                continue
            judge = self._whose_turn(action, "verify")
            if plan["until"] == "effective":
                judge.action_confirm_effect(reason=plan["verdict"])
            else:
                judge.action_deny_effect(reason=plan["verdict"])
            judged = self._day(story, plan["days"] + JUDGED)
            action._write_guarded({"date_verified": judged})

    # ------------------------------------------------------------
    # Mail
    # ------------------------------------------------------------

    def _send_nothing_of_the_past(self, first_mail):
        """Only what is still owed is told by mail."""
        mails = self.env["mail.mail"].search([("id", ">", first_mail or 0)])
        about = mails.filtered(lambda mail: mail.model == "qms.duty")
        duties = self.env["qms.duty"].browse(about.mapped("res_id")).exists()
        owed = duties.filtered(lambda duty: duty.state == "open")
        (mails - about.filtered(lambda mail: mail.res_id in owed.ids)).unlink()

    def _silence_the_bot(self):
        """Odoo's bot greets newcomers in a window that covers a phone's screen."""
        company = self._demo("company", "municipality")
        users = self.env["res.users"].search([("company_ids", "child_of", company.id)])
        if "odoobot_state" in users._fields:
            (users - self.env.ref("base.user_admin")).odoobot_state = "disabled"
