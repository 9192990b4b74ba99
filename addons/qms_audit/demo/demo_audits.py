import json
from datetime import datetime, time, timedelta

from odoo import Command, api, fields, models
from odoo.tools import file_open

from odoo.addons.qms.tools.people import People

from .story import TEXTS


def told(part, say):
    """The same part of a story with each text put as ``say`` puts it."""
    if isinstance(part, list):
        return [told(item, say) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        key: say(value) if key in TEXTS and value else told(value, say)
        for key, value in part.items()
    }


class QmsDemo(models.AbstractModel):
    _inherit = "qms.demo"

    @api.model
    def _get_text_fields(self):
        return super()._get_text_fields() | {"qms.audit.question": ("text", "hint")}


class QmsAuditDemo(models.AbstractModel):
    """Invented audits of the demo municipality, one in every state.

    As with its cases every step is taken by the person whose turn it is, through the
    public methods of the screen.
    """

    _name = "qms.audit.demo"
    _description = "Demo audits"

    @api.model
    def _load(self):
        """Called by the demo data alone."""
        first_mail = self.env["mail.mail"].search([], order="id desc", limit=1).id
        code = self.env["qms.demo"]._language()
        self.env["ir.module.module"]._load_module_terms(["qms_audit"], [code])
        say = self.env["qms.demo"]._speaker("qms_audit/demo/audits", code)
        with file_open("qms_audit/demo/audits.json") as file:
            stories = told(json.load(file), say)
        narrator = self.with_context(qms_people=People(self.env), lang=code)
        programmes = {
            story["company"]: narrator._tell_programme(story)
            for story in stories["programmes"]
        }
        for story in stories["audits"]:
            narrator._tell_audit(story, programmes[story["company"]])
        self.env["qms.deviation.demo"]._send_nothing_of_the_past(first_mail)

    def _demo(self, kind, name):
        return self.env.ref(f"qms.demo_{kind}_{name}" if kind else f"qms.demo_{name}")

    def _as(self, records, user):
        companies = {"allowed_company_ids": user.company_ids.ids}
        return records.with_user(user).with_context(**companies, tracking_disable=True)

    # ------------------------------------------------------------
    # The programme
    # ------------------------------------------------------------

    def _tell_programme(self, story):
        year = fields.Date.context_today(self).year
        owner = self._demo("user", "quality_manager")
        programme = self._as(self.env["qms.audit.programme"], owner).create(
            {
                "name": story["what"],
                "company_id": self._demo("company", story["company"]).id,
                "owner_id": owner.id,
                "approver_id": self._demo("", story["approver"]).id,
                "date_from": f"{year}-01-01",
                "date_to": f"{year + 2}-12-31",
                "objective": story["objective"],
                "scope": story["scope"],
                "methods": story["methods"],
                "responsibilities": story["responsibilities"],
                "risks": story["risks"],
                "line_ids": [
                    Command.create(self._prepare_line(line)) for line in story["lines"]
                ],
            }
        )
        self._as(programme, programme.approver_id).action_approve()
        return programme

    def _prepare_line(self, line):
        kind = "unit" if "unit" in line else "process"
        name = "department_id" if kind == "unit" else "process_id"
        return {
            name: self._demo(kind, line[kind]).id,
            "frequency": line["times"],
            "importance": line["importance"],
            "importance_because": line.get("because"),
            "changes": line.get("changes"),
        }

    # ------------------------------------------------------------
    # One audit
    # ------------------------------------------------------------

    def _tell_audit(self, story, programme):
        audit = self._as(self.env["qms.audit"], programme.owner_id).create(
            self._prepare_audit(story, programme)
        )
        if story["state"] == "cancelled":
            audit.action_cancel(reason=story["reason"])
        elif "body" in story:
            self._tell_visit(audit, story)
        elif story["state"] != "planned":
            self._carry_out(self._as(audit, audit.lead_id), story)

    def _prepare_audit(self, story, programme):
        units = self.env["hr.department"].union(
            *(self._demo("unit", name) for name in story["units"])
        )
        line = programme.line_ids.filtered(lambda one: one.department_id in units)[:1]
        start = self._moment(story["days"], 8)
        values = {
            "name": story["what"],
            "kind": story.get("kind", "internal"),
            "external_body": story.get("body"),
            "company_id": programme.company_id.id,
            "programme_id": programme.id,
            "programme_line_id": line.id,
            "department_ids": units.ids,
            "objective": story.get("objective"),
            "scope": story.get("scope"),
            "place": story.get("place"),
            "requirement_ids": [
                self.env.ref(f"qms.iso9001_2015_{clause}").id
                for clause in story.get("clauses", ())
            ],
            "date_planned": start.date(),
        }
        if story.get("lead"):
            values["lead_id"] = self._demo("", story["lead"]).id
        if story["state"] not in ("planned", "cancelled"):
            values |= {
                "date_start": start,
                "date_end": start + timedelta(hours=5),
                "agenda_ids": [
                    Command.create(
                        {
                            "date_start": start + timedelta(hours=place),
                            "subject": point["what"],
                            "who": point["who"],
                        }
                    )
                    for place, point in enumerate(story.get("agenda", ()))
                ],
            }
        return values

    def _moment(self, days, hour):
        """So many days from today; a weekday."""
        day = fields.Date.context_today(self) + timedelta(days=days)
        while day.weekday() > 4:
            day += timedelta(days=1 if days > 0 else -1)
        return datetime.combine(day, time(hour))

    def _tell_visit(self, audit, story):
        """An audit by others: their report, and what they found."""
        self.env["ir.attachment"].create(
            {
                "name": "report.txt",
                "raw": story["objective"].encode(),
                "res_model": audit._name,
                "res_id": audit.id,
            }
        )
        audit.action_receive()
        for found in story["found"]:
            finding = audit.finding_ids.create(
                {
                    "audit_id": audit.id,
                    "grade": found["grade"],
                    "statement": found["statement"],
                    "department_id": audit.department_ids[:1].id,
                    "requirement_id": audit.requirement_ids[:1].id,
                }
            )
            finding.action_raise()

    def _carry_out(self, audit, story):
        until = story["state"]
        audit.action_draw_checklist()
        audit.action_schedule()
        if until == "scheduled":
            return
        audit.action_start()
        self._answer(audit.answer_ids, story)
        if until == "running":
            return
        audit.action_conclude()
        if until == "reporting":
            return
        audit.report_ids.write(story["report"])
        audit.action_report()
        if until == "reported":
            return
        leader = audit.sudo().department_ids[:1].manager_id.user_id
        self._as(audit, leader).action_accept()
        findings = audit.finding_ids.filtered(
            lambda finding: finding.grade in ("minor", "major")
        )
        if findings:
            findings.action_raise()
        if until == "closed":
            audit.action_close()

    def _answer(self, rows, story):
        """What was seen, question by question; the rest is in order."""
        seen = story.get("seen", ())
        for row, answer in zip(rows, seen, strict=False):
            row.write(answer)
        if story["state"] != "running":
            rows.filtered(lambda row: not row.answer).write({"answer": "conform"})
