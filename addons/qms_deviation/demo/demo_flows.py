from datetime import timedelta

from odoo import fields, models

# days after the report on which things happen in the demo
RECEIPT, ANSWERED, DISSATISFIED, PASSED_ON = 1, 8, 15, 3


class QmsDeviationDemoFlows(models.AbstractModel):
    """What else may become of a report: the shorter ways, and the detours."""

    _name = "qms.deviation.demo.flows"
    _description = "Demo cases that go another way"

    # ------------------------------------------------------------
    # The report
    # ------------------------------------------------------------

    def _prepare_short_form(self, story):
        """What the form of a complaint or praise asks for besides."""
        values = {
            f"sender_{name}": value for name, value in story.get("sender", {}).items()
        }
        if values:
            values["received_on"] = self._day(story)
        praised = [self._demo("", name).id for name in story.get("praised", ())]
        return {**values, "praised_user_ids": praised}

    def _write_to_each_other(self, case, story):
        """What the first reader asks the reporter, and the reply."""
        for said in story.get("ask", ()):
            reader = self._whose_turn(case, "triage")
            self._say(reader, reader.action_ask_reporter(), said["words"])
            if "reply" in said:
                report = self._as(case.report_ids, self._demo("", story["by"]))
                self._say(report, report.action_write_to_handlers(), said["reply"])

    def _say(self, record, screen, words):
        asking = record.env["qms.report.ask"].with_context(**screen["context"])
        asking.create({"body": words}).action_send()

    def _tell_handed_over(self, case, story):
        channel = self.env.ref(f"qms_deviation.channel_{story['channel']}")
        reader = self._whose_turn(case, "triage")
        reader.action_hand_over(channel.id, contact=story["contact"])

    # ------------------------------------------------------------
    # Shorter ways
    # ------------------------------------------------------------

    def _tell_proposal(self, reader, story):
        if story["until"] == "declined":
            reader.action_decline(reason=story["reason"])
            return self._date_closing(reader, self._day(story, ANSWERED))
        reader.answer = story["answer"]
        if story["until"] == "later":
            again = fields.Date.context_today(self) + timedelta(days=story["again"])
            reader.date_deadline = again
            return reader.action_postpone()
        reader.action_accept()
        for plan in story["actions"]:
            self._act(reader, story, plan, self.env["qms.action"])

    def _tell_complaint(self, reader, story):
        reader.action_acknowledge()
        reader.sudo()._write_guarded({"date_receipt": self._day(story, RECEIPT)})
        if story["until"] == "acknowledged":
            return
        reader.answer = story["answer"]
        reader.action_answer()
        self._date_closing(reader, self._day(story, ANSWERED))
        if story["until"] == "dissatisfied":
            reader.action_dissatisfied(reason=story["reason"])
            day = self._day(story, DISSATISFIED)
            reader.sudo()._write_guarded({"date_dissatisfied": day})

    def _tell_praise(self, reader, story):
        reader.praise = story["praise"]
        reader.action_pass_on()
        self._date_closing(reader, self._day(story, PASSED_ON))

    # ------------------------------------------------------------
    # Detours of a deviation
    # ------------------------------------------------------------

    def _analyse_together(self, lead, story):
        """Others that follow the analysis of this case."""
        for part in story.get("along", ()):
            reader = self._whose_turn(self._report(part), "triage")
            self._read_first(reader, part)
            screen = reader.env["qms.deviation.together"]
            cases = {"deviation_ids": (lead | reader).ids, "common_id": lead.id}
            screen.create(cases).action_confirm()

    def _answer_as_group(self, case, story):
        """The follow-ups that the quality group made of it."""
        screen = self.env["qms.deviation.follow.up"]
        screen = self._as(screen, self._demo("", "user_team"))
        for plan in story.get("group", ()):
            before = case.sudo().action_ids
            question = self.env.ref(f"qms.question_{plan['question']}")
            deadline = self._day(story) + timedelta(days=plan["days"])
            values = {
                "deviation_id": case.id,
                "question_id": question.id,
                "name": plan["what"],
                "owner_id": self._demo("", plan["who"]).id,
                "date_deadline": deadline,
            }
            screen.create(values).action_confirm()
            action = case.sudo().action_ids - before
            self._pursue(action.with_env(case.env), story, plan)
